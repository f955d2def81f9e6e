package onec

import (
	"strings"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/odata"
)

const (
	// maxContacts bounds what one card may bring.
	maxContacts = 200
	// maxTyped is what is told of a telephone number that is none.
	maxTyped = 60
)

// contactsOf reads the section all cards of 1C share. Rows without a type are
// service rows ("вид для списка"). A phone that cannot be read is set aside: an
// administrator may want to correct it.
func (b *Base) contactsOf(s *source, batch *crm.Batch, row odata.Row) (phones []crm.Phone, emails []string) {
	for _, c := range row.Section(s.in(row, "contacts")) {
		switch c.Text("Тип") {
		case "Телефон":
			found := b.phonesOf(c)
			if len(found) == 0 && c.Text("Представление") != "" {
				why := crm.Unread{Code: crm.BadPhone, Field: c.Text("LineNumber"), Value: cutText(c.Text("Представление"), maxTyped)}
				batch.SetAside = append(batch.SetAside, b.setAside(s, row, why))
			}
			phones = append(phones, found...)
		case "АдресЭлектроннойПочты":
			if address := strings.ToLower(c.Text("АдресЭП")); strings.Contains(address, "@") {
				emails = append(emails, address)
			}
		}
		if len(phones)+len(emails) > maxContacts {
			break
		}
	}
	return phones, emails
}

// phonesOf reads one row. The structured value knows the city code; the text as
// typed may hold a second number; the digits column is 1C's own guess and comes
// last.
func (b *Base) phonesOf(row odata.Row) []crm.Phone {
	ref, _ := row.Ref("Вид_Key") // without a kind the number is as good
	kind := b.names["contact_kinds"][ref]
	var found []crm.Phone
	add := func(numbers ...phone.Number) {
		for _, n := range numbers {
			if n.Kind() != phone.None && !contains(found, n) {
				found = append(found, crm.Phone{Number: n, Kind: kind})
			}
		}
	}
	if n := structured(row.Text("Значение")); n.Kind() == phone.Public {
		n.Raw = row.Text("Представление")
		add(n)
		add(whole(phone.Plan{Country: b.Plan.Country}.ParseAll(n.Raw))...)
		return found
	}
	typed := b.Plan.ParseAll(row.Text("Представление"))
	add(typed...)
	if len(whole(typed)) == 0 {
		add(whole(b.Plan.ParseAll(row.Text("НомерТелефона")))...)
	}
	return found
}

// structured reads the JSON that newer releases keep beside the text.
func structured(value string) phone.Number {
	v, ok := odata.Parse(value)
	country, area, local := v.Text("countryCode"), v.Text("areaCode"), v.Text("number")
	if !ok || country == "" || area == "" || local == "" {
		return phone.Number{}
	}
	n := phone.Plan{}.Parse("+" + strings.TrimPrefix(country, "+") + area + local)
	n.Ext = v.Text("extNumber")
	return n
}

func whole(numbers []phone.Number) []phone.Number {
	var public []phone.Number
	for _, n := range numbers {
		if n.Kind() == phone.Public {
			public = append(public, n)
		}
	}
	return public
}

func contains(phones []crm.Phone, n phone.Number) bool {
	for _, p := range phones {
		if p.Number.E164 == n.E164 && p.Number.Short == n.Short {
			return true
		}
	}
	return false
}
