package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// maxReason bounds the reason of a break.
const maxReason = 200

// SetDoNotDisturb turns new calls away from now on, or takes them again. Calls that
// are turned away are on record.
func (d *Desk) SetDoNotDisturb(ctx context.Context, on bool) error {
	kind := crm.PresenceFree
	if on {
		kind = crm.PresenceQuiet
	}
	return d.SetPresence(ctx, kind, "")
}

// SetPresence says whether the manager takes calls from now on, and why not. Who
// calls meanwhile hears busy, so that an exchange asks somebody else at once.
func (d *Desk) SetPresence(ctx context.Context, kind crm.PresenceKind, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case d.phone == nil:
		return crm.ErrNotConnected
	case len(reason) > maxReason || kind != crm.PresenceFree && kind != crm.PresenceBreak && kind != crm.PresenceQuiet:
		return fmt.Errorf("presence: %w", crm.ErrInvalid)
	}
	return d.do(ctx, func(ctx context.Context) error {
		now := d.state.Presence
		if now.Kind == kind && now.Reason == reason {
			return nil
		}
		p := crm.Presence{Kind: kind, Reason: reason, Since: d.Now().UTC()}
		if now.Kind == kind {
			p.Since = now.Since // it goes on, only the reason is another one
		}
		d.present(p)
		if err := d.Journal.RecordPresence(ctx, p, d.Manager); err != nil {
			d.fault("record the presence", err) // it holds all the same
		}
		return nil
	})
}

// present has the line do what the manager says of himself.
func (d *Desk) present(p crm.Presence) {
	d.phone.SetDoNotDisturb(!p.Takes())
	turned := d.state.DoNotDisturb == p.Takes()
	d.state.Presence, d.state.DoNotDisturb = p, !p.Takes()
	if turned {
		d.Feed.Publish(feed.DoNotDisturbChanged{On: !p.Takes()})
	}
	d.Feed.Publish(feed.PresenceChanged{Presence: p})
}

// resume goes on with the break a restart has come into. What was said on another
// day is over: forgotten, it would cost the calls of a morning.
func (d *Desk) resume(ctx context.Context) {
	if d.phone == nil {
		return
	}
	p, err := d.Journal.Presence(ctx)
	if err != nil {
		d.fault("read the presence", err)
		return
	}
	day := func(t time.Time) string { return t.In(d.Location).Format(time.DateOnly) }
	if !p.Takes() && day(p.Since) == day(d.Now()) {
		d.present(p)
	}
}
