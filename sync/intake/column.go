package intake

import (
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
	"pult/sync/table"
)

// Field is what a column holds.
type Field string

// Fields. Several columns may hold telephones and addresses, one each of the
// others.
const (
	Code         Field = "code"
	Name         Field = "name"
	FullName     Field = "full_name"
	INN          Field = "inn"
	KPP          Field = "kpp"
	Phones       Field = "phone"
	Emails       Field = "email"
	Contact      Field = "contact"
	Position     Field = "position"
	ContactPhone Field = "contact_phone"
	ContactEmail Field = "contact_email"
	Manager      Field = "manager"
	Comment      Field = "comment"
	Debt         Field = "debt"
	Overdue      Field = "overdue"
	Days         Field = "overdue_days"
	Advance      Field = "advance"
	Due          Field = "due"
	Document     Field = "document"
	Skip         Field = "skip" // a column that is not wanted
)

// headings are the words over columns in tables of 1C, of other programs and of
// people, folded. The longest that fits says what the column is.
var headings = map[Field][]string{
	Code:         {"код", "код клиента", "код контрагента", "код 1с", "ид", "id", "guid", "code", "client id", "customer id"},
	Name:         {"наименование", "название", "клиент", "контрагент", "покупатель", "партнер", "организация", "компания", "фирма", "заказчик", "дебитор", "должник", "рабочее наименование", "наименование клиента", "наименование контрагента", "название компании", "name", "client", "customer", "company", "company name", "фио", "ф и о"},
	FullName:     {"полное наименование", "юридическое наименование", "официальное наименование", "юр лицо", "юридическое лицо", "наименование полное", "full name", "legal name"},
	INN:          {"инн", "инн кпп", "инн клиента", "инн контрагента", "inn", "tax id", "tin", "vat"},
	KPP:          {"кпп", "kpp"},
	Phones:       {"телефон", "телефоны", "тел", "моб", "мобильный", "мобильный телефон", "сотовый", "номер телефона", "телефон организации", "рабочий телефон", "контактный телефон", "phone", "phones", "mobile", "telephone", "tel", "phone number"},
	Emails:       {"e mail", "email", "mail", "почта", "эл почта", "электронная почта", "адрес электронной почты", "имейл", "мейл"},
	Contact:      {"контактное лицо", "контактные лица", "контакт", "представитель", "лпр", "contact", "contact person", "фио контактного лица", "имя контакта"},
	Position:     {"должность", "должность контактного лица", "position", "title", "job title"},
	ContactPhone: {"телефон контактного лица", "контактное лицо телефон", "телефон контакта", "contact phone"},
	ContactEmail: {"e mail контактного лица", "email контактного лица", "контактное лицо e mail", "почта контактного лица", "contact email"},
	Manager:      {"менеджер", "ответственный", "основной менеджер", "куратор", "ответственный менеджер", "manager", "owner", "responsible"},
	Comment:      {"комментарий", "примечание", "заметки", "comment", "note", "notes"},
	Debt:         {"долг", "задолженность", "сумма долга", "общий долг", "долг клиента", "дебиторская задолженность", "остаток долга", "сумма задолженности", "debt", "balance due", "amount due", "owed"},
	Overdue:      {"просрочено", "просроченный долг", "долг просроченный", "просроченная задолженность", "сумма просрочки", "overdue", "past due"},
	Days:         {"дней просрочки", "просрочка дней", "дни просрочки", "days overdue", "overdue days"},
	Advance:      {"аванс", "предоплата", "наш долг", "advance", "prepaid"},
	Due:          {"срок оплаты", "дата оплаты", "оплатить до", "плановая дата оплаты", "срок", "due", "due date", "дата погашения"},
	Document:     {"документ", "документ расчетов", "номер документа", "расчетный документ", "счет", "номер счета", "накладная", "document", "invoice"},
}

// longHeading is how many letters a text over a column may have.
const longHeading = 60

// fieldOf tells what is under a heading; empty when it says nothing known. Of
// "above › below" the lower one decides, and the upper when it is silent.
func fieldOf(heading string) Field {
	if len([]rune(heading)) > longHeading {
		return ""
	}
	whole := crm.Fold(heading)
	if _, below, ok := strings.Cut(heading, table.Under); ok {
		if field := fieldOf(below); field != "" {
			if upper := longest(whole); upper == ContactPhone || upper == ContactEmail {
				return upper
			}
			return field
		}
	}
	if late := strings.Contains(whole, "просроч"); late && strings.Contains(whole, "дн") {
		return Days
	} else if late {
		return Overdue
	}
	return longest(whole)
}

func longest(folded string) Field {
	best, length := Field(""), 0
	padded := " " + folded + " "
	for field, phrases := range headings {
		for _, phrase := range phrases {
			if n := len(phrase); strings.Contains(padded, " "+phrase+" ") && (n > length || n == length && field < best) {
				best, length = field, n
			}
		}
	}
	return best
}

// isHeading tells the row of headings from rows of data.
func isHeading(text string) bool { return fieldOf(text) != "" }

// signature names files with these columns, in whatever order.
func signature(list []string) string {
	folded := make([]string, len(list))
	for i, heading := range list {
		folded[i] = crm.Fold(heading)
	}
	slices.Sort(folded)
	return strings.Join(folded, "|")
}

// mapping says for each column what it holds.
type mapping []Field

// guess reads the headings.
func guess(list []string) mapping {
	m := make(mapping, len(list))
	taken := map[Field]bool{}
	for i, heading := range list {
		field := fieldOf(heading)
		if taken[field] && field != Phones && field != Emails {
			if field != Name || !strings.Contains(" "+crm.Fold(heading)+" ", " фио ") {
				continue
			}
			field = Contact // a person beside a firm
			if taken[field] {
				continue
			}
		}
		m[i], taken[field] = field, true
	}
	return m
}

// remembered puts in what a person once set right.
func (m mapping) remembered(list []string, known map[string]string) {
	if len(known) == 0 {
		return
	}
	for i, heading := range list {
		m[i] = Field(known[crm.Fold(heading)])
	}
}

// remember gives the mapping to be put in again.
func (m mapping) remember(list []string) map[string]string {
	known := map[string]string{}
	for i, heading := range list {
		known[crm.Fold(heading)] = string(m[i])
	}
	return known
}

// set gives a field its columns: those named take the place of the guessed ones.
// A column is named by its heading or by its number from 1.
func (m mapping) set(list []string, wanted []Wish) error {
	cleared := map[Field]bool{}
	for _, wish := range wanted {
		if _, known := headings[wish.Field]; !known && wish.Field != Skip {
			return crm.Reason{Code: "no_field", Detail: string(wish.Field)}
		}
		at := columnOf(list, wish.Column)
		if at < 0 {
			return crm.Reason{Code: "no_column", Detail: wish.Column}
		}
		if !cleared[wish.Field] && wish.Field != Skip {
			for i := range m {
				if m[i] == wish.Field {
					m[i] = ""
				}
			}
			cleared[wish.Field] = true
		}
		m[at] = wish.Field
	}
	return nil
}

func columnOf(list []string, column string) int {
	folded := crm.Fold(column)
	if at := slices.IndexFunc(list, func(h string) bool { return h != "" && crm.Fold(h) == folded }); at >= 0 {
		return at
	}
	if n, err := strconv.Atoi(column); err == nil && n >= 1 && n <= len(list) {
		return n - 1
	}
	return -1
}

// Wish is a column somebody named.
type Wish struct {
	Field  Field
	Column string
}

// ParseWishes reads "name=Клиент,phone=Моб. тел.".
func ParseWishes(text string) (list []Wish, err error) {
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		field, column, ok := strings.Cut(part, "=")
		if !ok || strings.TrimSpace(column) == "" {
			return nil, crm.Reason{Code: "wish", Detail: part}
		}
		list = append(list, Wish{Field(strings.TrimSpace(field)), strings.TrimSpace(column)})
	}
	return list, nil
}

// Fields lists the names a column may be given.
func Fields() []string {
	list := []string{string(Skip)}
	for field := range headings {
		list = append(list, string(field))
	}
	slices.Sort(list)
	return list
}

// byNumber tells wishes that name columns by number alone: such a table needs no
// headings.
func byNumber(wanted []Wish) bool {
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w Wish) bool {
		_, err := strconv.Atoi(w.Column)
		return err != nil
	})
}
