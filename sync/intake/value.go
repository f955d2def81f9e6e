package intake

import (
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/table"
)

// numbers reads the telephones of a cell. What looks like one and is none is
// kept as it stands, for a person to see.
func numbers(plan phone.Plan, cell, kind string) (list []crm.Phone, notes []crm.Reason) {
	if cell == "" || !strings.ContainsAny(cell, "0123456789") {
		return nil, nil
	}
	if table.Rounded(cell) {
		return []crm.Phone{{Number: phone.Number{Raw: cell}, Kind: kind}}, []crm.Reason{{Code: "rounded", Detail: cell}}
	}
	found := plan.ParseAll(cell)
	if len(found) == 0 {
		found = unglue(plan, cell)
	}
	if len(found) == 0 {
		return []crm.Phone{{Number: phone.Number{Raw: cell}, Kind: kind}}, []crm.Reason{{Code: "bad_phone", Detail: cell}}
	}
	for _, n := range found {
		if n.Kind() == phone.Internal {
			notes = append(notes, crm.Reason{Code: "short_phone", Detail: n.Short})
		}
		list = append(list, crm.Phone{Number: n, Kind: kind})
	}
	return list, notes
}

// unglue parts two numbers written without anything between them.
func unglue(plan phone.Plan, cell string) []phone.Number {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, cell)
	if len(digits) < 20 || len(digits) > 22 {
		return nil
	}
	for _, cut := range []int{11, 10} {
		a, b := plan.Parse(digits[:cut]), plan.Parse(digits[cut:])
		if a.Kind() == phone.Public && b.Kind() == phone.Public {
			return []phone.Number{a, b}
		}
	}
	return nil
}

// addresses reads the e-mails of a cell.
func addresses(cell string) (list []string, notes []crm.Reason) {
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",; \n|", r) }) {
		if !strings.Contains(part, "@") {
			continue
		}
		list = append(list, or(crm.CleanEmail(part), part))
		if crm.CleanEmail(part) == "" {
			notes = append(notes, crm.Reason{Code: "bad_email", Detail: part})
		}
	}
	return list, notes
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// taxNumbers reads a cell of an INN, or of an INN and a KPP behind a slash.
func taxNumbers(cell string) (inn, kpp string, notes []crm.Reason) {
	left, right, _ := strings.Cut(strings.ReplaceAll(cell, `\`, "/"), "/")
	if table.Rounded(left) {
		return "", "", []crm.Reason{{Code: "rounded", Detail: cell}}
	}
	inn, kpp = crm.CleanINN(left), crm.CleanINN(right)
	if inn != "" && !crm.ValidINN(inn) {
		notes = []crm.Reason{{Code: "inn_check", Detail: inn}}
	}
	return inn, kpp, notes
}

// money reads an amount as tables have it: "1 234,50 руб.", "1,234.50",
// "(500,00)". Nothing and a dash are zero.
func money(cell string) (crm.Money, bool) {
	text := strings.ToLower(strings.TrimSpace(cell))
	for _, unit := range []string{"руб.", "руб", "р.", "rub", "₽", "'"} {
		text = strings.ReplaceAll(text, unit, "")
	}
	text = strings.TrimSpace(strings.NewReplacer("−", "-", "–", "-", "—", "-").Replace(text))
	if text == "" || text == "-" {
		return 0, true
	}
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		text = "-" + text[1:len(text)-1]
	}
	comma, point := strings.LastIndexByte(text, ','), strings.LastIndexByte(text, '.')
	switch {
	case comma >= 0 && point > comma, strings.Count(text, ",") > 1:
		text = strings.ReplaceAll(text, ",", "")
	case point >= 0 && comma > point, strings.Count(text, ".") > 1:
		text = strings.ReplaceAll(text, ".", "")
	}
	amount, err := crm.ParseMoney(text)
	return amount, err == nil
}

// layouts are dates as tables have them.
var layouts = []string{
	"02.01.2006", "2.1.2006", "02.01.06", "2006-01-02", "02/01/2006", "02-01-2006",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2.1.2006 15:04:05",
}

// Day numbers of Excel that are dates of this time: 1954 to 2119.
const (
	dayLeast = 20_000
	dayMost  = 80_000
)

// date reads a day; Excel keeps it as the number of days since the end of 1899.
func date(cell string, zone *time.Location, since1904 bool) (time.Time, bool) {
	text := strings.TrimSuffix(strings.TrimSpace(cell), " г.")
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone), plausible(t)
		}
	}
	number, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || number < dayLeast || number > dayMost {
		return time.Time{}, false
	}
	days := int(number)
	if since1904 {
		days += 1462
	}
	return time.Date(1899, 12, 30+days, 0, 0, 0, 0, zone), true
}

func plausible(t time.Time) bool { return t.Year() > 1950 && t.Year() < 2120 }
