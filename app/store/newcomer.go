package store

import (
	"context"
	"strings"

	"pult/app/crm"
)

// newcomersLooked is how many of the newest leads a search looks at: it reads their
// texts, for hardly ever are there more than a few.
const newcomersLooked = 1000

// FindNewcomers finds leads 1C has not had, or not for long, by parts of words and of
// the number, the newest first. What finds nobody is tried in the other keyboard
// layout.
func (j *Journal) FindNewcomers(ctx context.Context, text string, limit int) (list []crm.Lead, err error) {
	if len(words(text)) == 0 {
		return nil, nil
	}
	const query = `
		SELECT id, client, name, company, inn, phone, email, contact, author, at FROM lead
		WHERE at >= ? OR id NOT IN (SELECT id FROM outbox WHERE state = 'sent') ORDER BY id DESC LIMIT ?`
	var all []crm.Lead
	err = j.read(ctx, "search new clients", func(t *tx) error {
		return t.each(query, args{j.now().Add(-newcomerFor).UnixMilli(), newcomersLooked}, func(scan func(...any) error) error {
			l, err := scanLead(scan)
			all = append(all, l)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	for _, reading := range append([]string{text}, otherLayouts(text)...) {
		asked, digits := words(reading), dialled(reading)
		for _, l := range all {
			if len(list) < limit && (leadHas(l, asked) || digits != "" && leadCalled(l, digits)) {
				list = append(list, l)
			}
		}
		if len(list) > 0 {
			break
		}
	}
	return list, nil
}

// leadHas tells whether a lead has, for each word, one that begins with it.
func leadHas(l crm.Lead, asked []string) bool {
	text := " " + crm.Fold(strings.Join([]string{l.Name, l.Company, l.INN, l.Email, l.Contact}, " "))
	for _, word := range asked {
		if !strings.Contains(text, " "+word) {
			return false
		}
	}
	return len(asked) > 0
}

// leadCalled tells whether digits are a part of the number of a lead. A number is
// kept as it was typed: the trunk prefix may be either.
func leadCalled(l crm.Lead, digits string) bool {
	number := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, l.Phone)
	if len(number) == len("79001234567") && number[0] == '8' {
		number = "7" + number[1:]
	}
	if len(digits) == len("79001234567") && digits[0] == '8' {
		digits = "7" + digits[1:]
	}
	local := strings.TrimPrefix(number, "7")
	return strings.HasPrefix(number, digits) || strings.HasPrefix(local, strings.TrimPrefix(digits, "8")) || strings.HasSuffix(number, digits)
}
