package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// roundsKept is how many rounds of reading are remembered.
const roundsKept = 200

// kindLine is what became of one kind in a round, as it is stored.
type kindLine struct {
	Kind     string `json:"kind"`
	Rows     int    `json:"rows,omitempty"`
	Changed  int    `json:"changed,omitempty"`
	SetAside int    `json:"set_aside,omitempty"`
	Fault    string `json:"fault,omitempty"` // kind of failure
	Subject  string `json:"subject,omitempty"`
	Detail   string `json:"detail,omitempty"`
}

// KeepRound remembers a round and forgets the oldest beyond two hundred.
func (c *Cache) KeepRound(ctx context.Context, r crm.Round) error {
	lines := make([]kindLine, len(r.Kinds))
	for i, k := range r.Kinds {
		lines[i] = kindLine{Kind: k.Kind, Rows: k.Rows, Changed: k.Changed, SetAside: k.SetAside}
		lines[i].Fault, lines[i].Subject, lines[i].Detail = faultParts(k.Err)
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("keep a round: %w", err)
	}
	return c.change(ctx, "keep a round", func(t *tx) error {
		const query = `INSERT OR REPLACE INTO round_log (at, took, stopped, kinds) VALUES (?, ?, ?, ?)`
		if err := t.run(query, r.At.UnixMilli(), r.Took.Milliseconds(), r.Stopped, string(text)); err != nil {
			return err
		}
		return t.run("DELETE FROM round_log WHERE at <= (SELECT at FROM round_log ORDER BY at DESC LIMIT 1 OFFSET ?)", roundsKept)
	})
}

// Rounds are the rounds that are remembered, the newest first.
func (c *Cache) Rounds(ctx context.Context) (list []crm.Round, err error) {
	err = c.read(ctx, "read the rounds", func(t *tx) error {
		return t.each("SELECT at, took, stopped, kinds FROM round_log ORDER BY at DESC", nil, func(scan func(...any) error) error {
			var r crm.Round
			var took int64
			var text string
			if err := scan(timeInto{&r.At}, &took, &r.Stopped, &text); err != nil {
				return err
			}
			var lines []kindLine
			if err := json.Unmarshal([]byte(text), &lines); err != nil {
				return fmt.Errorf("round of %s: %w", r.At, err)
			}
			r.Took = time.Duration(took) * time.Millisecond
			for _, l := range lines {
				r.Kinds = append(r.Kinds, crm.KindRound{Kind: l.Kind, Rows: l.Rows, Changed: l.Changed, SetAside: l.SetAside, Err: l.err()})
			}
			list = append(list, r)
			return nil
		})
	})
	return list, err
}

// faultParts takes a failure apart, so that it can be worded anew.
func faultParts(err error) (kind, subject, detail string) {
	if err == nil {
		return "", "", ""
	}
	kind = string(crm.TroubleOf(err))
	if kind == "" {
		return "other", "", err.Error()
	}
	var fault *crm.Fault
	if errors.As(err, &fault) {
		subject, detail = fault.Subject, fault.Detail
	}
	return kind, subject, detail
}

func (l kindLine) err() error {
	switch l.Fault {
	case "":
		return nil
	case "other":
		return errors.New(l.Detail)
	}
	return crm.Trouble(l.Fault).Fault(l.Subject, l.Detail)
}
