package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
)

// storedParty is a party in the journal. Its names are its own, so that the
// domain may be reworded without touching what is on disk.
type storedParty struct {
	Name     string         `json:"name"`
	FullName string         `json:"full,omitempty"`
	INN      string         `json:"inn,omitempty"`
	KPP      string         `json:"kpp,omitempty"`
	Comment  string         `json:"comment,omitempty"`
	Manager  string         `json:"manager,omitempty"`
	Phones   string         `json:"phones,omitempty"` // as in the cache
	Emails   []string       `json:"emails,omitempty"`
	People   []storedPerson `json:"people,omitempty"`
	Debts    []storedDebt   `json:"debts,omitempty"`
	HasDebts bool           `json:"has_debts,omitempty"`
}

type storedPerson struct {
	Ref      crm.Ref  `json:"ref"`
	Name     string   `json:"name"`
	Position string   `json:"position,omitempty"`
	Phones   string   `json:"phones,omitempty"`
	Emails   []string `json:"emails,omitempty"`
}

type storedDebt struct {
	Document crm.Ref   `json:"document"`
	Number   string    `json:"number,omitempty"`
	Due      int64     `json:"due,omitempty"`
	Owed     crm.Money `json:"owed"`
	Advance  crm.Money `json:"advance"`
}

func encodeParty(p crm.Party) string {
	c := p.Client
	s := storedParty{
		Name: c.Name, FullName: c.FullName, INN: c.INN, KPP: c.KPP, Comment: c.Comment, Manager: p.Manager,
		Phones: encodePhones(c.Phones), Emails: c.Emails, HasDebts: p.HasDebts,
	}
	for _, person := range p.Contacts {
		s.People = append(s.People, storedPerson{person.Ref, person.Name, person.Position, encodePhones(person.Phones), person.Emails})
	}
	for _, d := range p.Debts {
		s.Debts = append(s.Debts, storedDebt{d.Document, d.Number, keyOf(d).due, d.Owed, d.Advance})
	}
	return encode(s)
}

func decodeParty(client crm.Ref, text string) (p crm.Party, err error) {
	var s storedParty
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return p, fmt.Errorf("imported client %s: %w", client, err)
	}
	p = crm.Party{Manager: s.Manager, HasDebts: s.HasDebts, Client: crm.Client{
		Ref: client, Name: s.Name, FullName: s.FullName, INN: s.INN, KPP: s.KPP, Comment: s.Comment, Emails: s.Emails,
	}}
	if p.Client.Phones, err = decodePhones(s.Phones); err != nil {
		return p, err
	}
	for _, one := range s.People {
		person := crm.Contact{Ref: one.Ref, Client: client, Name: one.Name, Position: one.Position, Emails: one.Emails}
		if person.Phones, err = decodePhones(one.Phones); err != nil {
			return p, err
		}
		p.Contacts = append(p.Contacts, person)
	}
	for _, d := range s.Debts {
		line := crm.DebtLine{Client: client, Document: d.Document, Number: d.Number, Owed: d.Owed, Advance: d.Advance}
		if d.Due != 0 {
			line.Due = time.UnixMilli(d.Due).UTC()
		}
		p.Debts = append(p.Debts, line)
	}
	return p, nil
}

// heard is what all imports together say of a client, and when the last of them
// said it.
type heard struct {
	party crm.Party
	asOf  time.Time
}

// heardPage is how many clients are asked for at once.
const heardPage = 400

// heard reads what the imports that stand say of clients, nobody's when none
// does. Ids of imports grow with time, so that their order is the order of the
// files.
func (t *tx) heard(clients []crm.Ref) (map[crm.Ref]heard, error) {
	all := make(map[crm.Ref]heard, len(clients))
	sorted := slices.SortedFunc(slices.Values(clients), func(x, y crm.Ref) int { return bytes.Compare(x[:], y[:]) })
	for page := range slices.Chunk(sorted, heardPage) {
		query := `
			SELECT p.client, p.data, i.as_of FROM import_party p JOIN import i ON i.id = p.import
			WHERE p.client IN (?` + strings.Repeat(", ?", len(page)-1) + `) AND i.state = 'done' ORDER BY p.client, p.import`
		values := make(args, len(page))
		for i := range page {
			values[i] = page[i][:]
		}
		err := t.each(query, values, func(scan func(...any) error) error {
			var client crm.Ref
			var data string
			var asOf time.Time
			if err := scan(into(&client), &data, timeInto{&asOf}); err != nil {
				return err
			}
			said, err := decodeParty(client, data)
			one := all[client]
			one.add(said, asOf)
			all[client] = one
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// add takes in what a later import says. Money is as old as the last file that
// spoke of money.
func (h *heard) add(said crm.Party, asOf time.Time) {
	h.party = h.party.With(said)
	if h.asOf.IsZero() || said.HasDebts || !h.party.HasDebts {
		h.asOf = asOf
	}
}
