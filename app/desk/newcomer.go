package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// newcomers is a directory that also knows clients whom a manager has entered and
// 1C has not told of yet.
type newcomers struct {
	Directory
	journal Journal
	plan    phone.Plan
}

// lead finds who is entered under a reference; the error is that of the directory
// when nobody is.
func (n newcomers) lead(ctx context.Context, client crm.Ref, unknown error) (crm.Lead, error) {
	if !errors.Is(unknown, crm.ErrNotFound) {
		return crm.Lead{}, unknown
	}
	found, err := n.journal.Newcomers(ctx, []crm.Ref{client})
	if err != nil {
		return crm.Lead{}, err
	}
	lead, ok := found[client]
	if !ok {
		return crm.Lead{}, unknown
	}
	return lead, nil
}

// MatchOf is what is said of one client.
func (n newcomers) MatchOf(ctx context.Context, client crm.Ref) (crm.Match, error) {
	m, err := n.Directory.MatchOf(ctx, client)
	if err == nil {
		return m, nil
	}
	lead, err := n.lead(ctx, client, err)
	if err != nil {
		return crm.Match{}, err
	}
	return crm.Match{Client: lead.Client, Name: lead.Name, FullName: lead.Company, INN: lead.INN, ManagerName: lead.Author, ContactName: lead.Contact}, nil
}

// Card is what is known of a client.
func (n newcomers) Card(ctx context.Context, client crm.Ref) (crm.Card, error) {
	card, err := n.Directory.Card(ctx, client)
	if err == nil {
		return card, nil
	}
	lead, err := n.lead(ctx, client, err)
	if err != nil {
		return crm.Card{}, err
	}
	card = crm.Card{
		Client:      crm.Client{Ref: lead.Client, Name: lead.Name, FullName: lead.Company, INN: lead.INN},
		ManagerName: lead.Author, AsOf: lead.At, Newcomer: true,
	}
	if number := n.plan.Parse(lead.Phone); number.Kind() != phone.None {
		card.Client.Phones = []crm.Phone{{Number: number}}
	}
	if lead.Email != "" {
		card.Client.Emails = []string{lead.Email}
	}
	return card, nil
}

// newcomersFound is how many of them stand before the clients of 1C in a search.
const newcomersFound = 5

// Search finds clients; those whom 1C has not told of come first, for they were
// entered just now.
func (n newcomers) Search(ctx context.Context, text string, limit int) ([]crm.Found, error) {
	list, err := n.Directory.Search(ctx, text, limit)
	if err != nil {
		return nil, err
	}
	leads, err := n.journal.FindNewcomers(ctx, text, newcomersFound)
	if err != nil || len(leads) == 0 {
		return list, err
	}
	clients := make([]crm.Ref, len(leads))
	for i, lead := range leads {
		clients[i] = lead.Client
	}
	told, err := n.Directory.Names(ctx, clients)
	if err != nil {
		return nil, err
	}
	var found []crm.Found
	for _, lead := range leads {
		if told[lead.Client] == "" {
			found = append(found, n.found(lead))
		}
	}
	found = append(found, list...)
	if limit > 0 {
		found = found[:min(limit, len(found))]
	}
	return found, nil
}

// found is what search shows of a newcomer.
func (n newcomers) found(lead crm.Lead) crm.Found {
	f := crm.Found{Client: lead.Client, Name: lead.Name, INN: lead.INN, Contact: lead.Contact, Newcomer: true}
	if number := n.plan.Parse(lead.Phone); number.Kind() == phone.Public {
		f.Phone = number.String()
	}
	return f
}

// Names gives the working names of clients.
func (n newcomers) Names(ctx context.Context, clients []crm.Ref) (map[crm.Ref]string, error) {
	names, err := n.Directory.Names(ctx, clients)
	if err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(slices.Clone(clients), func(client crm.Ref) bool { return names[client] != "" })
	if len(missing) == 0 {
		return names, nil
	}
	found, err := n.journal.Newcomers(ctx, missing)
	for client, lead := range found {
		names[client] = lead.Name
	}
	return names, err
}

// Bought is nothing for a newcomer.
func (n newcomers) Bought(ctx context.Context, client crm.Ref) ([]crm.Bought, error) {
	list, err := n.Directory.Bought(ctx, client)
	return list, n.unlessNew(ctx, client, err)
}

// OrderTimes are none for a newcomer.
func (n newcomers) OrderTimes(ctx context.Context, client crm.Ref) ([]time.Time, error) {
	list, err := n.Directory.OrderTimes(ctx, client)
	return list, n.unlessNew(ctx, client, err)
}

// PaidSince is nothing for a newcomer.
func (n newcomers) PaidSince(ctx context.Context, client crm.Ref, since time.Time) (crm.Money, error) {
	sum, err := n.Directory.PaidSince(ctx, client, since)
	return sum, n.unlessNew(ctx, client, err)
}

// unlessNew forgives the directory that it does not know a newcomer.
func (n newcomers) unlessNew(ctx context.Context, client crm.Ref, err error) error {
	if err == nil {
		return nil
	}
	_, err = n.lead(ctx, client, err)
	return err
}
