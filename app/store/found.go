package store

import (
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// found reads what is shown of the clients found: of all of them at once, for each
// question to the file costs more than its rows.
func (t *tx) found(q question, ids []int64, today time.Time) ([]crm.Found, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := t.foundCards(ids)
	if err != nil {
		return nil, err
	}
	list := make([]crm.Found, len(ids))
	for i, id := range ids {
		card := cards[id]
		c := card.client
		list[i] = crm.Found{Client: c.Ref, Name: c.Name, INN: c.INN, Manager: c.Manager, Debt: crm.SumDebt(card.debts, today)}
		w := witness{q: q, rest: q.wordsBeyond(c.Name, c.FullName, c.INN)}
		w.card("", c.Phones, c.Emails)
		for _, p := range card.people {
			w.card(p.Name, p.Phones, p.Emails)
		}
		for _, p := range card.firms {
			w.card(p.Name, p.Phones, p.Emails)
			w.text(p.FullName)
			w.text(p.INN)
		}
		list[i].Contact, list[i].Phone = w.said, w.phone
	}
	return list, nil
}

// foundCard is what search shows of a client and explains it by.
type foundCard struct {
	clientRow
	debts  []crm.DebtLine
	people []crm.Contact
	firms  []crm.Counterparty
}

// foundCards reads the cards of clients, by their ids.
func (t *tx) foundCards(ids []int64) (map[int64]*foundCard, error) {
	cards := make(map[int64]*foundCard, len(ids))
	for _, id := range ids {
		cards[id] = &foundCard{}
	}
	asked := args{idList(ids)}
	const clients = `
		SELECT ` + clientColumns + `, c.phones, c.emails
		FROM json_each(?1) j CROSS JOIN client c ON c.id = j.value LEFT JOIN user u ON u.ref = c.manager`
	err := t.each(clients, asked, func(scan func(...any) error) error {
		var r clientRow
		var phones, emails string
		if err := scan(append(r.places(), &phones, &emails)...); err != nil {
			return err
		}
		cards[r.id].clientRow = r
		return decodeReach(phones, emails, &cards[r.id].client.Phones, &cards[r.id].client.Emails)
	})
	if err != nil {
		return nil, err
	}
	const people = `
		SELECT p.client, p.name, p.phones, p.emails
		FROM json_each(?1) j CROSS JOIN contact p ON p.client = j.value WHERE p.deleted = 0 ORDER BY p.client, p.name, p.id`
	err = t.each(people, asked, func(scan func(...any) error) error {
		var id int64
		var p crm.Contact
		var phones, emails string
		if err := scan(&id, &p.Name, &phones, &emails); err != nil {
			return err
		}
		err := decodeReach(phones, emails, &p.Phones, &p.Emails)
		cards[id].people = append(cards[id].people, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	const firms = `
		SELECT p.client, p.name, p.full_name, p.inn, p.phones, p.emails
		FROM json_each(?1) j CROSS JOIN counterparty p ON p.client = j.value WHERE p.deleted = 0 ORDER BY p.client, p.id`
	err = t.each(firms, asked, func(scan func(...any) error) error {
		var id int64
		var p crm.Counterparty
		var phones, emails string
		if err := scan(&id, &p.Name, &p.FullName, &p.INN, &phones, &emails); err != nil {
			return err
		}
		err := decodeReach(phones, emails, &p.Phones, &p.Emails)
		cards[id].firms = append(cards[id].firms, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return cards, t.debtsOf(ids, func(id int64, line crm.DebtLine) {
		line.Client = cards[id].client.Ref
		cards[id].debts = append(cards[id].debts, line)
	})
}

// idList writes ids as JSON, for json_each.
func idList(ids []int64) string {
	list := []byte{'['}
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	return string(append(list, ']'))
}

// decodeReach reads the numbers and addresses of a row.
func decodeReach(phones, emails string, numbers *[]crm.Phone, addresses *[]string) (err error) {
	if *numbers, err = decodePhones(phones); err == nil {
		*addresses, err = decodeList(emails)
	}
	return err
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
