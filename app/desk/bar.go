package desk

import (
	"context"
	"errors"
	"slices"

	"pult/app/crm"
	"pult/app/phone"
)

// Barred tells why a number is not to be called: the number was banned, or one of
// the clients it belongs to, or the one it is called for. nil is for none of it. It
// is the gate of every call of ours; what cannot be read bars nobody and is told.
func (d *Desk) Barred(ctx context.Context, number phone.Number, client crm.Ref) *crm.Bar {
	bar, err := d.bar(ctx, number, client)
	if err != nil {
		d.fault("read who is not to be called", err)
	}
	return bar
}

// bar is Barred that tells what it could not read: a list calls nobody then.
func (d *Desk) bar(ctx context.Context, number phone.Number, client crm.Ref) (*crm.Bar, error) {
	matches, unmatched := d.Directory.Match(ctx, number)
	if unmatched == nil && len(matches) == 0 {
		matches, _ = d.learned(ctx, number)
	}
	refs := []crm.Ref{client}
	for _, m := range matches {
		refs = append(refs, m.Client)
	}
	refs = slices.DeleteFunc(refs, crm.Ref.IsZero)
	standings, unread := d.Journal.Standings(ctx, refs)
	for _, ref := range refs {
		if ban := standings[ref].Ban; ban.Holds() {
			return &crm.Bar{Statement: ban, Name: d.nameOfClient(ctx, ref)}, nil
		}
	}
	ban, unsaid := d.Journal.NumberBan(ctx, number)
	if !ban.Holds() {
		return nil, errors.Join(unmatched, unread, unsaid)
	}
	bar := &crm.Bar{Statement: ban, Number: number}
	if len(refs) > 0 {
		bar.Name = d.nameOfClient(ctx, refs[0])
	}
	return bar, nil
}

func (d *Desk) nameOfClient(ctx context.Context, client crm.Ref) string {
	names, err := d.Directory.Names(ctx, []crm.Ref{client})
	if err != nil {
		d.fault("read a name", err)
	}
	return names[client]
}

// numberBan never fails: what cannot be read is told and bars nobody.
func (d *Desk) numberBan(ctx context.Context, number phone.Number) crm.Statement {
	ban, err := d.Journal.NumberBan(ctx, number)
	if err != nil {
		d.fault("read who is not to be called", err)
	}
	return ban
}

// sayBanned chooses what to say before somebody is chosen: a number that is banned
// comes before all else.
func (d *Desk) sayBanned(ctx context.Context, who *Identity) {
	if who.Say = sayOfAll(who.Says); who.failed {
		who.Say = crm.Say{Kind: crm.SayLooking}
	}
	ban := d.numberBan(ctx, who.Number)
	if !ban.Holds() {
		return
	}
	say := crm.Say{Kind: crm.SayBanned, Date: ban.Since, Text: ban.Text, Author: ban.Author}
	for i := range who.Says {
		who.Says[i] = say
	}
	who.Say = say
}
