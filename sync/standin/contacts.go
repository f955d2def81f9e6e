package standin

import (
	"encoding/xml"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

type lineKind uint8

const (
	linePhone lineKind = iota
	lineMail
	lineAddress
	lineService // a row for lists with an empty type: no contact at all
)

// contactForm is which of its columns a phone row has filled: it depends on the
// version of the library that wrote it.
type contactForm uint8

const (
	formJSON  contactForm = iota // Значение and the number columns
	formXML                      // ЗначенияПолей and the number columns
	formTyped                    // number columns cut from the text as it stood
	formBare                     // only Представление
)

// contactLine is one row of КонтактнаяИнформация.
type contactLine struct {
	kind    lineKind
	form    contactForm
	text    string
	numbers []phone // certain numbers behind the text, for the truth table
	ext     string
	vague   bool
}

// contactKinds are the predefined kinds of contact information by owner.
var contactKinds = []string{
	"ТелефонПартнера", "EmailПартнера", "АдресПартнера", "ТелефонКонтрагента", "EmailКонтрагента", "ЮрАдресКонтрагента",
	"ФактАдресКонтрагента", "ТелефонКонтактногоЛица", "МобильныйТелефонКонтактногоЛица", "EmailКонтактногоЛица",
	"ТелефонПользователя", "EmailПользователя",
}

var contactKindRefs = func() map[string]guid {
	refs := map[string]guid{}
	for _, name := range contactKinds {
		refs[name] = newGUID(0, "ВидКИ:"+name, 0)
	}
	return refs
}()

func contactKindRef(name string) guid { return contactKindRefs[name] }

func (l *contactLine) kindName(owner string) string {
	switch {
	case l.kind == lineMail:
		return "Email" + owner
	case l.kind == lineAddress && owner == "Контрагента":
		return "ЮрАдресКонтрагента"
	case l.kind == lineAddress:
		return "АдресПартнера"
	case owner == "КонтактногоЛица" && len(l.numbers) > 0 && !l.numbers[0].city():
		return "МобильныйТелефонКонтактногоЛица"
	}
	return "Телефон" + owner
}

// contactRows builds the section for an owner.
func contactRows(v *values, owner string, lines []contactLine) {
	at := v.shape.index["КонтактнаяИнформация"]
	if !v.wantsAt(at) {
		return
	}
	columns := v.shape.fields[at].rows
	out := make([]row, 0, len(lines))
	for i := range lines {
		r := row(slices.Clone(columns.zero))
		r[0] = int64(i + 1)
		lines[i].cells(columns, r, owner)
		out = append(out, r)
	}
	v.at[at] = out
}

// cells fills one row of contacts.
func (l *contactLine) cells(columns *shape, r row, owner string) {
	set := func(name string, val any) { r[columns.index[name]] = val }
	kindRef := contactKindRef(l.kindName(owner))
	set("ВидДляСписка_Key", kindRef)
	if l.kind == lineService {
		return
	}
	set("Вид_Key", kindRef)
	set("Представление", l.text)
	switch l.kind {
	case linePhone:
		set("Тип", "Телефон")
		l.phoneCells(set)
		if at, ok := columns.index["ОбратныйНомерТелефона"]; ok && len(l.numbers) > 0 && l.form != formBare {
			r[at] = reversed(l.numbers[0].digits())
		}
	case lineMail:
		set("Тип", "АдресЭлектроннойПочты")
		set("АдресЭП", l.text)
		set("Значение", plainJSON(l.text, "АдресЭлектроннойПочты"))
		_, host, _ := cutMail(l.text)
		set("ДоменноеИмяСервера", host)
	case lineAddress:
		set("Тип", "Адрес")
		set("Страна", "Россия")
		set("Город", "Заречье")
		set("ЗначенияПолей", infoXML(l.text))
	}
}

// reversed is the last ten digits written backwards, by which УНФ finds a caller.
func reversed(digits string) string {
	b := []byte(digits[max(0, len(digits)-10):])
	slices.Reverse(b)
	return string(b)
}

func cutMail(s string) (user, host string, ok bool) { return strings.Cut(s, "@") }

// phoneCells fills the number columns as the Standard Subsystems Library does:
// code, area and number with dashes, spaces and pluses removed, cut at the first
// comma and at the column's length. Brackets and letters survive.
func (l *contactLine) phoneCells(set func(string, any)) {
	if l.form == formBare || l.text == "" {
		return
	}
	full, local := columnText(l.text), ""
	if len(l.numbers) > 0 && l.form != formTyped {
		full, local = l.numbers[0].digits(), l.numbers[0].rest
	}
	set("НомерТелефона", cutTo(full, 20))
	set("НомерТелефонаБезКодов", cutTo(local, 20))
	switch l.form {
	case formJSON:
		set("Значение", l.valueJSON())
	case formXML:
		set("ЗначенияПолей", infoXML(l.text))
	}
}

func columnText(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return columnCleaner.Replace(s)
}

var columnCleaner = strings.NewReplacer("-", "", " ", "", "+", "")

// valueJSON is the row as newer versions of the library keep it.
func (l *contactLine) valueJSON() string {
	b := appendJSONString(append(make([]byte, 0, 256), `{"version":5,"value":`...), l.text)
	b = append(b, `,"comment":"","type":"Телефон","countryCode":"`...)
	if len(l.numbers) > 0 {
		p := l.numbers[0]
		b = append(append(append(b, `+7","areaCode":"`...), p.code...), `","number":"`...)
		b = append(append(append(append(append(append(b, p.a()...), '-'), p.b()...), '-'), p.c()...), '"')
	} else {
		b = appendJSONString(append(b, `","areaCode":"","number":`...), l.text)
	}
	b = appendJSONString(append(b, `,"extNumber":`...), l.ext)
	return string(append(b, '}'))
}

func plainJSON(text, typ string) string {
	b := appendJSONString(append(make([]byte, 0, 128), `{"version":5,"value":`...), text)
	b = appendJSONString(append(b, `,"comment":"","type":`...), typ)
	return string(append(b, '}'))
}

func infoXML(text string) string {
	var b strings.Builder
	b.WriteString(`<КонтактнаяИнформация xmlns="http://www.v8.1c.ru/ssl/contactinfo" Представление="`)
	_ = xml.EscapeText(&b, []byte(text))
	b.WriteString(`"/>`)
	return b.String()
}

// phoneLine types one number, sometimes two in one field, sometimes nonsense.
// The slot says which line of the partner it is: 0 and 1 on the card, 2 on the
// counterparty, from 3 on those of people.
func (c *practice) phoneLine(r *rand.Rand, n, slot int) contactLine {
	l := contactLine{kind: linePhone, form: contactForm([]int{0, 0, 0, 0, 1, 1, 1, 2, 2, 3}[r.IntN(10)])}
	switch k := r.IntN(1000); {
	case k < 15:
		return l // an empty row somebody added and left
	case k < 35:
		l.text, l.form = strconv.Itoa(100+r.IntN(900)), formTyped // an internal number
		return l
	case k < 85:
		one, two := c.number(r, n, slot), c.ownNumber(n, slot, true)
		l.text = plainSpelling(one) + pick(r, []string{", ", "; ", " / ", "\n"}) + plainSpelling(two)
		l.numbers = []phone{one, two}
		return l
	}
	p := c.number(r, n, slot)
	var how spelling
	l.text, how = p.typed(r)
	l.numbers, l.vague = []phone{p}, how.vague
	if how.ext {
		l.ext = "12"
	}
	if how.vague {
		l.form = formBare
	}
	return l
}

// number is the line's own number, or now and then one that a neighbour has
// already: spouses, accountants for hire, one office for two.
func (c *practice) number(r *rand.Rand, n, slot int) phone {
	if n > 2*len(demoClients) && chance(r, 34) {
		return c.ownNumber(n-1-r.IntN(min(n-1-len(demoClients), 64)), 0, false)
	}
	return c.ownNumber(n, slot, false)
}

// cityShare is how many of a thousand lines hold a city number, by slot.
var cityShare = [...]uint64{500, 0, 1000, 150, 150, 150}

// ownNumber is the number of one line of one partner and of no other.
func (c *practice) ownNumber(n, slot int, second bool) phone {
	at := n*len(cityShare) + slot
	city := !second && mix(uint64(c.seed)^uint64(at)<<8)%1000 < cityShare[slot]
	if city && at < citySpace {
		return phoneOf(true, at)
	}
	at *= 2
	if second {
		at++
	}
	return phoneOf(false, at)
}
