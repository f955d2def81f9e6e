package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"pult/app/crm"
)

// RecordPresence writes what a manager says of himself from now on.
func (j *Journal) RecordPresence(ctx context.Context, p crm.Presence, author string) error {
	return j.record(ctx, "record the presence", func(t *tx) error {
		return t.run("INSERT OR REPLACE INTO presence (at, kind, reason, author) VALUES (?, ?, ?, ?)", p.Since.UnixMilli(), string(p.Kind), p.Reason, author)
	})
}

// Presence is what was said last; somebody free since ever when nothing was.
func (j *Journal) Presence(ctx context.Context) (p crm.Presence, err error) {
	err = j.read(ctx, "read the presence", func(t *tx) error {
		var at int64
		var kind string
		err := t.row("SELECT at, kind, reason FROM presence ORDER BY at DESC LIMIT 1", nil, &at, &kind, &p.Reason)
		if errors.Is(err, sql.ErrNoRows) || errors.Is(err, crm.ErrNotFound) {
			return nil
		}
		p.Kind, p.Since = crm.PresenceKind(kind), time.UnixMilli(at).UTC()
		return err
	})
	return p, err
}
