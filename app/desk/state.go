package desk

import (
	"context"
	"fmt"

	"pult/app/crm"
	"pult/app/feed"
)

// State is what holds for the whole desk, for a window that has just opened.
type State struct {
	Conference   bool         // all talks are one
	DoNotDisturb bool         // new calls are turned away
	Presence     crm.Presence // and why

	NewMessages, OldMessages int // of the voicemail
}

// State tells what holds for the whole desk.
func (d *Desk) State(ctx context.Context) (state State, err error) {
	err = d.do(ctx, func(context.Context) error {
		state = d.state
		return nil
	})
	return state, err
}

// Conference joins all talks into one, or parts them. feed.ConferenceChanged tells
// when it is so, also when it ends because too few are left.
func (d *Desk) Conference(ctx context.Context, on bool) error {
	if d.phone == nil {
		return crm.ErrNotConnected
	}
	talks := 0
	err := d.do(ctx, func(context.Context) error {
		for _, l := range d.live {
			talks += isTalk(l.call)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case on && talks == 0:
		return fmt.Errorf("conference: %w", crm.ErrNoCall)
	case on && talks == 1:
		return fmt.Errorf("conference: %w", crm.ErrTwoTalks)
	}
	return d.phone.Conference(ctx, on)
}

// ConferenceChanged takes whether talks are joined. The telephone line calls it.
func (d *Desk) ConferenceChanged(on bool) {
	d.tell(func(context.Context) {
		d.state.Conference = on
		d.Feed.Publish(feed.ConferenceChanged{On: on})
	})
}

// MessagesWaiting takes how many voice messages there are. The telephone line calls
// it.
func (d *Desk) MessagesWaiting(fresh, old int) {
	d.tell(func(context.Context) {
		d.state.NewMessages, d.state.OldMessages = fresh, old
		d.Feed.Publish(feed.MessagesWaiting{New: fresh, Old: old})
	})
}

// Redial calls the number that was dialled last, before a restart or after;
// crm.ErrNotFound when there is none.
func (d *Desk) Redial(ctx context.Context) (crm.ID, error) {
	last, err := d.LastDialled(ctx)
	if err != nil {
		return crm.ID{}, fmt.Errorf("redial: %w", err)
	}
	return d.Dial(ctx, last.Number, last.Client)
}

// LastDialled is whom Redial calls; crm.ErrNotFound when nobody was dialled yet.
func (d *Desk) LastDialled(ctx context.Context) (last crm.Call, err error) {
	err = d.do(ctx, func(context.Context) error {
		last = d.dialled // the record may name whom it was handed over to by now
		return nil
	})
	if err == nil && last.ID.IsZero() {
		last, err = d.Journal.LastDialled(ctx)
	}
	return last, err
}
