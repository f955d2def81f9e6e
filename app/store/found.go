package store

import (
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// found reads what is shown of the clients found.
func (t *tx) found(q question, hits []hit, today time.Time) ([]crm.Found, error) {
	list := make([]crm.Found, 0, len(hits))
	for _, h := range hits {
		f, err := t.foundClient(q, h.id, today)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (t *tx) foundClient(q question, id int64, today time.Time) (f crm.Found, err error) {
	const query = `
		SELECT ` + clientColumns + ` FROM client c LEFT JOIN user u ON u.ref = c.manager WHERE c.id = ?`
	var r clientRow
	if err = t.row(query, args{id}, r.places()...); err != nil {
		return f, err
	}
	if err = t.fillClient(&r); err != nil {
		return f, err
	}
	c := r.client
	f = crm.Found{Client: c.Ref, Name: c.Name, INN: c.INN, Manager: c.Manager}
	if f.Debt, err = t.debt(r, today); err != nil {
		return f, err
	}
	firms, err := t.counterparties(id, c.Ref)
	if err != nil {
		return f, err
	}
	people, err := t.contacts(id, c.Ref)
	if err != nil {
		return f, err
	}
	w := witness{q: q, rest: q.wordsBeyond(c.Name, c.FullName, c.INN)}
	w.card("", c.Phones, c.Emails)
	for _, p := range people {
		w.card(p.Name, p.Phones, p.Emails)
	}
	for _, p := range firms {
		w.card(p.Name, p.Phones, p.Emails)
		w.text(p.FullName)
		w.text(p.INN)
	}
	f.Contact, f.Phone = w.said, w.phone
	return f, nil
}

// wordsBeyond gives the words of the question that the texts do not explain.
func (q question) wordsBeyond(texts ...string) (rest []string) {
	text := " " + crm.Fold(strings.Join(texts, " "))
	for _, word := range q.words {
		if !strings.Contains(text, " "+word) {
			rest = append(rest, word)
		}
	}
	return rest
}

// witness looks through the cards of a client for what made search find him and
// his name does not show.
type witness struct {
	q     question
	rest  []string
	said  string // first person, number or address that explains the find
	phone string // first number that can be dialled from outside
}

func (w *witness) card(name string, phones []crm.Phone, emails []string) {
	w.text(name)
	for _, p := range phones {
		if p.Number.Kind() == phone.Public && w.phone == "" {
			w.phone = p.Number.String()
		}
		if w.said == "" && len(w.rest) > 0 && w.q.digits != "" &&
			(p.Number.E164 != 0 && w.q.fits(p.Number.E164) || p.Number.Short == w.q.digits) {
			w.said = p.Number.String()
		}
	}
	for _, email := range emails {
		w.text(email)
	}
}

func (w *witness) text(text string) {
	if w.said != "" || text == "" {
		return
	}
	folded := " " + crm.Fold(text)
	for _, word := range w.rest {
		if strings.Contains(folded, " "+word) {
			w.said = text
			return
		}
	}
}
