package desk

import (
	"context"
	"fmt"
	"strings"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// Complain opens a complaint of a client, or closes what is open.
func (d *Desk) Complain(ctx context.Context, client crm.Ref, open bool, text string) error {
	return d.stand(ctx, crm.ComplaintKind, client, open, text)
}

// Ban notes that a client does not want to be called, or takes that back.
func (d *Desk) Ban(ctx context.Context, client crm.Ref, on bool, why string) error {
	return d.stand(ctx, crm.BanKind, client, on, why)
}

// BanNumber notes that one number is not to be called, or takes that back; the
// client may be zero, for a number nobody knows.
func (d *Desk) BanNumber(ctx context.Context, number phone.Number, client crm.Ref, on bool, why string) error {
	if number.Kind() != phone.Public || len(why) > maxNote {
		return fmt.Errorf("ban a number: %w", crm.ErrInvalid)
	}
	value := crm.ResultNo
	if on {
		value = crm.ResultYes
	}
	return d.declare(ctx, crm.Interaction{Kind: crm.BanKind, Client: client, Number: number, Result: value, Text: strings.TrimSpace(why)})
}

// Consent notes that a client agrees to advertising, or refuses it.
func (d *Desk) Consent(ctx context.Context, client crm.Ref, given bool, how string) error {
	return d.stand(ctx, crm.ConsentKind, client, given, how)
}

// stand puts one change of how a client stands on record.
func (d *Desk) stand(ctx context.Context, kind crm.InteractionKind, client crm.Ref, yes bool, text string) error {
	if client.IsZero() || len(text) > maxNote {
		return fmt.Errorf("%s: %w", kind, crm.ErrInvalid)
	}
	value := crm.ResultNo
	if yes {
		value = crm.ResultYes
	}
	return d.declare(ctx, crm.Interaction{Kind: kind, Client: client, Result: value, Text: strings.TrimSpace(text)})
}

func (d *Desk) declare(ctx context.Context, line crm.Interaction) error {
	now := d.Now()
	line.ID, line.At, line.Author = crm.NewID(now), now.UTC(), d.Manager
	if err := d.Journal.RecordStatement(ctx, line); err != nil {
		return fmt.Errorf("write the statement: %w", err)
	}
	d.Feed.Publish(feed.HistoryChanged{Interaction: line})
	return nil
}

// standings never fails: what cannot be read is told and shows as nothing said.
func (d *Desk) standings(ctx context.Context, matches []crm.Match) map[crm.Ref]crm.Standing {
	if len(matches) == 0 {
		return nil
	}
	refs := make([]crm.Ref, len(matches))
	for i, m := range matches {
		refs[i] = m.Client
	}
	standings, err := d.Journal.Standings(ctx, refs)
	if err != nil {
		d.fault("read how clients stand", err)
	}
	return standings
}

// MarkCaller says of a number 1C does not know that it is spam, or private, or
// takes that back.
func (d *Desk) MarkCaller(ctx context.Context, number phone.Number, mark crm.CallerMark) error {
	if number.Kind() != phone.Public || mark == crm.CallerClient {
		return fmt.Errorf("mark a caller: %w", crm.ErrInvalid)
	}
	return d.declare(ctx, crm.Interaction{Kind: crm.CallerKind, Number: number, Result: crm.Result(mark)})
}

// AttachCaller says whose number it is. The calls from it that belong to nobody
// become that client's, and so do those to come.
func (d *Desk) AttachCaller(ctx context.Context, number phone.Number, client crm.Ref) error {
	if number.Kind() != phone.Public || client.IsZero() {
		return fmt.Errorf("attach a caller: %w", crm.ErrInvalid)
	}
	line := crm.Interaction{Kind: crm.CallerKind, Number: number, Client: client, Result: crm.Result(crm.CallerClient)}
	if err := d.declare(ctx, line); err != nil {
		return err
	}
	lines, err := d.Journal.History(ctx, crm.HistoryFilter{Number: number, Limit: attachMost})
	if err != nil {
		return fmt.Errorf("attach a caller: %w", err)
	}
	for _, i := range lines {
		if i.Kind != crm.CallKind || !i.Client.IsZero() {
			continue
		}
		if err := d.Assign(ctx, i.ID, client, crm.Ref{}); err != nil {
			return fmt.Errorf("attach a caller: %w", err)
		}
	}
	return nil
}

// attachMost is how many calls of one number are looked at: far more than somebody
// nobody knows has made.
const attachMost = 1000

// learned finds whose number it is when 1C does not know and a manager does.
func (d *Desk) learned(ctx context.Context, number phone.Number) (matches []crm.Match, mark crm.CallerMark) {
	mark, client, err := d.Journal.CallerMark(ctx, number)
	if err != nil {
		d.fault("read the mark of a number", err)
		return nil, ""
	}
	if mark != crm.CallerClient {
		return nil, mark
	}
	m, err := d.Directory.MatchOf(ctx, client)
	if err != nil {
		return nil, "" // marked for deletion, or not read yet: nobody stands for nobody
	}
	return []crm.Match{m}, mark
}
