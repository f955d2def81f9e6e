package main

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type cardAnswer struct {
	view.Client
	Contacts    []contactAnswer    `json:"contacts"`
	Phones      []string           `json:"phones"`
	Emails      []string           `json:"emails"`
	Promise     *promiseAnswer     `json:"promise,omitempty"`
	LastContact *view.HistoryLine  `json:"last_contact,omitempty"`
	OpenOrders  []documentAnswer   `json:"open_orders"`
	Documents   []documentAnswer   `json:"documents"`
	Bought3     crm.Money          `json:"bought_3_months"`
	Bought12    crm.Money          `json:"bought_12_months"`
	History     []view.HistoryLine `json:"history"`
}

type contactAnswer struct {
	ID       crm.Ref  `json:"id"`
	Name     string   `json:"name"`
	Position string   `json:"position"`
	Phones   []string `json:"phones"`
	Emails   []string `json:"emails"`
}

type documentAnswer struct {
	ID     crm.Ref          `json:"id"`
	Kind   crm.DocumentKind `json:"kind"`
	Number string           `json:"number"`
	At     time.Time        `json:"at"`
	Amount crm.Money        `json:"amount"`
	Paid   crm.Money        `json:"paid"`
	Due    time.Time        `json:"due,omitzero"`
}

type promiseAnswer struct {
	Amount crm.Money `json:"amount"`
	Paid   crm.Money `json:"paid"`
	Due    time.Time `json:"due"`
	Given  time.Time `json:"given"`
}

func card(ctx context.Context, c *console, args []string) error {
	ref, err := crm.ParseRef(args[0])
	if err != nil {
		return c.misread(args[0])
	}
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		found, err := s.Desk.Card(ctx, ref)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		say, err := s.Desk.SayOf(ctx, ref)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if c.JSON {
			return c.print(cardOf(c.words, found, say))
		}
		c.printCard(found, say)
		return nil
	})
}

func cardOf(words *view.Printer, k crm.Card, say crm.Say) cardAnswer {
	match := crm.Match{
		Client: k.Client.Ref, Name: k.Client.Name, FullName: k.Client.FullName, INN: k.Client.INN,
		ManagerName: k.ManagerName, Debt: k.Debt, AsOf: k.AsOf,
	}
	a := cardAnswer{
		Client: words.Clients([]crm.Match{match}, []crm.Say{say})[0], Phones: numbers(k.Client.Phones),
		Emails:   append([]string{}, k.Client.Emails...),
		Contacts: []contactAnswer{}, History: []view.HistoryLine{},
		OpenOrders: documents(k.OpenOrders), Documents: documents(k.Documents), Bought3: k.Bought(3), Bought12: k.Bought(12),
	}
	for _, p := range k.Contacts {
		a.Contacts = append(a.Contacts, contactAnswer{p.Ref, p.Name, p.Position, numbers(p.Phones), p.Emails})
	}
	for _, i := range k.History {
		a.History = append(a.History, view.HistoryLineOf(i, k.Client.Name))
	}
	if !k.Promise.ID.IsZero() {
		a.Promise = &promiseAnswer{k.Promise.Amount, k.Promise.Paid, k.Promise.Due, k.Promise.Given}
	}
	if !k.LastContact.ID.IsZero() {
		last := view.HistoryLineOf(k.LastContact, k.Client.Name)
		a.LastContact = &last
	}
	return a
}

func numbers(phones []crm.Phone) []string {
	list := make([]string, len(phones))
	for i, p := range phones {
		list[i] = p.Number.String()
	}
	return list
}

func documents(docs []crm.Document) []documentAnswer {
	list := make([]documentAnswer, len(docs))
	for i, d := range docs {
		list[i] = documentAnswer{d.Ref, d.Kind, d.Number, d.At, d.Amount, d.Paid, d.Due}
	}
	return list
}

func (c *console) printCard(k crm.Card, say crm.Say) {
	w := c.words
	c.printf("%s\n%s\n", k.Client.Name, w.Say(say))
	for _, p := range k.Contacts {
		c.printf("  %s  %s  %v\n", p.Name, p.Position, formatted(p.Phones))
	}
	c.printf("  %s %s\n", w.T("tile.debt"), w.Money(k.Debt.Owed))
	for _, d := range k.OpenOrders {
		c.printf("  %s  %s  %s\n", w.Document(d), w.Date(d.At), w.Money(d.Amount))
	}
	for _, i := range k.History {
		c.printf("  %s\n", historyText(w, i, ""))
	}
	c.printf("%s\n", w.AsOf(k.AsOf))
}

func formatted(phones []crm.Phone) []string {
	list := make([]string, len(phones))
	for i, p := range phones {
		list[i] = p.Number.Format()
	}
	return list
}

func historyText(w *view.Printer, i crm.Interaction, client string) string {
	what := i.Text
	if i.Kind == crm.CallKind {
		what = fmt.Sprintf("%s %s, %s %s  %s", w.Direction(i.Direction), i.Number.Format(), w.Ended(i.Outcome, i.AnsweredBy), w.Duration(i.Seconds), i.Text)
	}
	return fmt.Sprintf("%s  %s  %s", w.Moment(i.At), client, what)
}
