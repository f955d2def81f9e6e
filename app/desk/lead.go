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
	if err := d.checkLead(&lead); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	if err := d.checkKnown(ctx, lead.INN); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	now := d.Now()
	lead.ID, lead.At, lead.Author = crm.NewID(now), now.UTC(), d.Manager
	if err := d.Journal.RecordLead(ctx, lead, true); err != nil {
		return crm.Ref{}, fmt.Errorf("new client: %w", err)
	}
	client := crm.Ref(lead.ID)
	if from.IsZero() {
		return client, nil
	}
	return client, d.Assign(ctx, from, client, crm.Ref{})
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
