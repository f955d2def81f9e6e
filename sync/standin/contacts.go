package standin

import (
	"encoding/json"
	"encoding/xml"
	"math/rand/v2"
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

func contactKindRef(name string) guid { return newGUID(0, "ВидКИ:"+name, 0) }

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
	out := make([]row, 0, len(lines))
	for i := range lines {
		l := &lines[i]
		cells := map[string]any{"Представление": l.text}
		kindRef := contactKindRef(l.kindName(owner))
		if l.kind == lineService {
			cells = map[string]any{"ВидДляСписка_Key": kindRef}
		} else {
			cells["Вид_Key"], cells["ВидДляСписка_Key"] = kindRef, kindRef
		}
		switch l.kind {
		case linePhone:
			cells["Тип"] = "Телефон"
			l.phoneCells(cells)
		case lineMail:
			cells["Тип"], cells["АдресЭП"], cells["Значение"] = "АдресЭлектроннойПочты", l.text, plainJSON(l.text, "АдресЭлектроннойПочты")
			_, cells["ДоменноеИмяСервера"], _ = cutMail(l.text)
		case lineAddress:
			cells["Тип"], cells["Страна"], cells["Город"] = "Адрес", "Россия", "Заречье"
			cells["ЗначенияПолей"] = infoXML(l.text)
		}
		out = append(out, v.line("КонтактнаяИнформация", i+1, cells))
	}
	v.set("КонтактнаяИнформация", out)
}

func cutMail(s string) (user, host string, ok bool) { return strings.Cut(s, "@") }

// phoneCells fills the number columns as the Standard Subsystems Library does:
// code, area and number with dashes, spaces and pluses removed, cut at the first
// comma and at the column's length. Brackets and letters survive.
func (l *contactLine) phoneCells(cells map[string]any) {
	if l.form == formBare || l.text == "" {
		return
	}
	full, local := columnText(l.text), ""
	if len(l.numbers) > 0 && l.form != formTyped {
		full, local = l.numbers[0].digits(), l.numbers[0].rest
	}
	cells["НомерТелефона"], cells["НомерТелефонаБезКодов"] = cutTo(full, 20), cutTo(local, 20)
	switch l.form {
	case formJSON:
		cells["Значение"] = l.valueJSON()
	case formXML:
		cells["ЗначенияПолей"] = infoXML(l.text)
	}
}

func columnText(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return strings.NewReplacer("-", "", " ", "", "+", "").Replace(s)
}

func (l *contactLine) valueJSON() string {
	type value struct {
		Version     int    `json:"version"`
		Value       string `json:"value"`
		Comment     string `json:"comment"`
		Type        string `json:"type"`
		CountryCode string `json:"countryCode"`
		AreaCode    string `json:"areaCode"`
		Number      string `json:"number"`
		ExtNumber   string `json:"extNumber"`
	}
	v := value{Version: 5, Value: l.text, Type: "Телефон", ExtNumber: l.ext}
	if len(l.numbers) > 0 {
		p := l.numbers[0]
		v.CountryCode, v.AreaCode, v.Number = "+7", p.code, p.a()+"-"+p.b()+"-"+p.c()
	} else {
		v.Number = l.text
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func plainJSON(text, typ string) string {
	b, _ := json.Marshal(map[string]any{"version": 5, "value": text, "comment": "", "type": typ})
	return string(b)
}

func infoXML(text string) string {
	var b strings.Builder
	b.WriteString(`<КонтактнаяИнформация xmlns="http://www.v8.1c.ru/ssl/contactinfo" Представление="`)
	_ = xml.EscapeText(&b, []byte(text))
	b.WriteString(`"/>`)
	return b.String()
}

// phoneLine types one number, sometimes two in one field, sometimes nonsense.
func (c *practice) phoneLine(r *rand.Rand, city bool) contactLine {
	l := contactLine{kind: linePhone, form: contactForm([]int{0, 0, 0, 0, 1, 1, 1, 2, 2, 3}[r.IntN(10)])}
	switch k := r.IntN(1000); {
	case k < 15:
		return l // an empty row somebody added and left
	case k < 35:
		l.text, l.form = strconv.Itoa(100+r.IntN(900)), formTyped // an internal number
		return l
	case k < 85:
		one, two := c.number(r, city), c.number(r, false)
		plain := pattern("8 (X) A-B-C")
		l.text = plain(r, one) + pick(r, []string{", ", "; ", " / ", "\n"}) + plain(r, two)
		l.numbers = []phone{one, two}
		return l
	}
	p := c.number(r, city)
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

// number gives the next number, or in two cases of a hundred one that an
// earlier client has already: spouses, accountants for hire, one office for two.
func (c *practice) number(r *rand.Rand, city bool) phone {
	if len(c.shared) > 0 && chance(r, 20) {
		i := r.IntN(len(c.shared))
		p := c.shared[i]
		c.shared = append(c.shared[:i], c.shared[i+1:]...)
		return p
	}
	if city && c.cityNumbers >= 100_000 {
		city = false
	}
	n := &c.mobileNumbers
	if city {
		n = &c.cityNumbers
	}
	p := phoneOf(city, *n)
	*n++
	if len(c.shared) < 64 {
		c.shared = append(c.shared, p, p)[:len(c.shared)+1+r.IntN(2)]
	} else {
		c.shared[r.IntN(64)] = p
	}
	return p
}
