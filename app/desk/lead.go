package desk

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"pult/app/crm"
	"pult/app/phone"
)

// maxLeadText bounds what a card of 1C takes of a name.
const maxLeadText = 250

// NewClient puts on record that somebody has become a client of the firm, and gives
// it the call it came by; the zero id is none. 1C hears of it by the outbox. Until
// then the client goes by the reference that is returned, and the journal follows
// when 1C gives another. One whose INN a client has already is
// crm.ErrKnownClient; without leave to write clients it is crm.ErrReadOnly.
func (d *Desk) NewClient(ctx context.Context, lead crm.Lead, from crm.ID) (crm.Ref, error) {
	if !d.writes(crm.ClientFacts) {
		return crm.Ref{}, fmt.Errorf("new client: %w", crm.ErrReadOnly)
	}
	client, err := d.keepLead(ctx, lead)
	if err != nil || from.IsZero() {
		return client, err
	}
	return client, d.Assign(ctx, from, client, crm.Ref{})
}

// Newcomer is a client as a manager enters it: with the number they called from,
// the call, and what they want. Number and call may be none.
type Newcomer struct {
	Lead   crm.Lead
	Number phone.Number
	Call   crm.ID
	Wants  string
}

// Enter puts a newcomer on record. What came from the number becomes theirs, and
// what they want is their first note. goes tells whether 1C will hear of them:
// without leave to write clients they stay a client of this panel.
func (d *Desk) Enter(ctx context.Context, n Newcomer) (client crm.Ref, goes bool, err error) {
	if n.Lead.Phone == "" {
		n.Lead.Phone = n.Number.String()
	}
	if client, err = d.keepLead(ctx, n.Lead); err != nil {
		return crm.Ref{}, false, err
	}
	if n.Number.Kind() == phone.Public {
		if err := d.AttachCaller(ctx, n.Number, client); err != nil {
			return client, false, err
		}
	}
	if !n.Call.IsZero() {
		if err := d.Assign(ctx, n.Call, client, crm.Ref{}); err != nil {
			return client, false, err
		}
	}
	if strings.TrimSpace(n.Wants) != "" {
		if err := d.AddNote(ctx, client, n.Wants); err != nil {
			return client, false, err
		}
	}
	return client, d.writes(crm.ClientFacts), nil
}

// keepLead checks a lead and puts it on record.
func (d *Desk) keepLead(ctx context.Context, lead crm.Lead) (crm.Ref, error) {
	if err := d.checkLead(&lead); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	if err := d.checkKnown(ctx, lead.INN); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	now := d.Now()
	lead.ID, lead.At, lead.Author = crm.NewID(now), now.UTC(), d.Manager
	if err := d.Journal.RecordLead(ctx, lead, d.writes(crm.ClientFacts)); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	return crm.Ref(lead.ID), nil
}

// checkLead trims what was typed and names what cannot be understood.
func (d *Desk) checkLead(l *crm.Lead) error {
	for _, text := range []*string{&l.Name, &l.Company, &l.INN, &l.Phone, &l.Email, &l.Contact} {
		*text = strings.Join(strings.Fields(*text), " ")
		if utf8.RuneCountInString(*text) > maxLeadText {
			return &crm.Fault{Kind: crm.ErrInvalid, Subject: string([]rune(*text)[:40]) + "…"}
		}
	}
	switch {
	case l.Name == "":
		return &crm.Fault{Kind: crm.ErrInvalid, Subject: `""`}
	case l.INN != "" && !isINN(l.INN):
		return &crm.Fault{Kind: crm.ErrInvalid, Subject: l.INN}
	case l.Phone != "" && d.Plan.Parse(l.Phone).Kind() == phone.None:
		return &crm.Fault{Kind: crm.ErrInvalid, Subject: l.Phone}
	case l.Email != "" && !strings.Contains(l.Email, "@"):
		return &crm.Fault{Kind: crm.ErrInvalid, Subject: l.Email}
	}
	return nil
}

// isINN tells the INN of a firm or of a person by its length.
func isINN(text string) bool {
	return (len(text) == 10 || len(text) == 12) && strings.Trim(text, "0123456789") == ""
}

// checkKnown looks whether the cache has somebody with that INN.
func (d *Desk) checkKnown(ctx context.Context, inn string) error {
	if inn == "" {
		return nil
	}
	found, err := d.Directory.Search(ctx, inn, 5)
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.INN == inn {
			return &crm.Fault{Kind: crm.ErrKnownClient, Subject: f.Name}
		}
	}
	return nil
}
