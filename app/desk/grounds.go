package desk

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"pult/app/crm"
)

// groundsLines is how far back a line that waits for an answer is looked for: the
// newest lines of a client and the newest records of 1C.
const groundsLines = 20

// grounds gathers what the one line to say is chosen from, for each match. It
// never fails: what cannot be read is told and counts as nothing.
func (d *Desk) grounds(ctx context.Context, matches []crm.Match, talks map[crm.Ref]crm.Interaction) []Grounds {
	list := make([]Grounds, len(matches))
	standings := d.standings(ctx, matches)
	for i, m := range matches {
		g := Grounds{
			Match: m, Standing: standings[m.Client], Promise: d.promise(ctx, m.Client), Last: talks[m.Client], Own: d.Manager, Today: d.today(),
		}
		lines, err := d.Journal.History(ctx, crm.HistoryFilter{Client: m.Client, Limit: groundsLines})
		if err != nil {
			d.fault("read what waits for an answer", err)
		}
		if !g.Standing.Complaint.Holds() {
			g.Standing.Complaint = d.complaint(ctx, m.Client)
		}
		records, err := d.records(ctx, m.Client, groundsLines)
		if err != nil {
			d.fault("read the talks of others", err)
		}
		g.Waiting, _ = crm.Waiting(lines, records, d.Now())
		if others, ok := talkOf(records, d.Now()); ok && others.At.After(g.Last.At) {
			g.Last = others
		}
		list[i] = g
	}
	return list
}

// complaint is the newest one that is open in 1C; nothing when there is none.
func (d *Desk) complaint(ctx context.Context, client crm.Ref) crm.Statement {
	r, err := d.Directory.OpenComplaint(ctx, client)
	switch {
	case errors.Is(err, crm.ErrNotFound):
		return crm.Statement{}
	case err != nil:
		d.fault("read the complaints", err)
		return crm.Statement{}
	}
	return crm.Statement{Value: crm.ResultYes, Since: r.At, Author: r.Writer, Text: cmp.Or(r.Subject, gist(r))}
}

// talkOf is the newest talk that somebody put on record in 1C, as a line of
// history. One that is planned is still to come.
func talkOf(records []crm.Record, now time.Time) (crm.Interaction, bool) {
	for _, r := range records {
		if r.Kind == crm.ComplaintKind || r.Writer == "" || r.At.After(now) || r.Kind == crm.MailKind && r.Direction == crm.Incoming {
			continue
		}
		return crm.Interaction{Kind: r.Kind, Client: r.Client, Direction: r.Direction, At: r.At, Text: gist(r), Author: r.Writer}, true
	}
	return crm.Interaction{}, false
}

// gist is what of a record was agreed: the last line of its text. Of a call that
// has one line only that line is its length.
func gist(r crm.Record) string {
	lines := strings.Split(strings.TrimSpace(r.Text), "\n")
	switch {
	case len(lines) > 1 || r.Kind != crm.CallKind && lines[0] != "":
		return strings.TrimSpace(lines[len(lines)-1])
	case r.Kind != crm.CallKind:
		return r.Subject
	default:
		return ""
	}
}
