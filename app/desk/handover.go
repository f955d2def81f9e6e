package desk

import (
	"context"
	"fmt"

	"pult/app/crm"
	"pult/app/phone"
)

// Reject turns a ringing call away. The zero id means the one that has rung
// longest.
func (d *Desk) Reject(ctx context.Context, id crm.ID, how crm.Rejection) error {
	id, err := d.choose(ctx, id, isRinging)
	if err != nil {
		return err
	}
	return d.phone.Reject(ctx, id, how)
}

// Forward hands a call over without asking: one that rings before anybody has
// answered it, a talk as Transfer does. The zero id means the talk, and without one
// the call that rings.
func (d *Desk) Forward(ctx context.Context, id crm.ID, to phone.Number) error {
	if to.Kind() == phone.None {
		return fmt.Errorf("forward to %q: %w", to.Raw, crm.ErrInvalid)
	}
	id, err := d.choose(ctx, id, func(c crm.Call) int { return 2*isTalk(c) + isRinging(c) })
	if err != nil {
		return err
	}
	rings := false
	err = d.do(ctx, func(context.Context) error {
		l, ok := d.live[id]
		rings = ok && isRinging(l.call) > 0
		return nil
	})
	switch {
	case err != nil:
		return err
	case rings:
		return d.phone.Redirect(ctx, id, to)
	default:
		return d.Transfer(ctx, id, to)
	}
}

// Transfer hands the talk over without asking. What becomes of it is told by
// feed.TransferEnded.
func (d *Desk) Transfer(ctx context.Context, id crm.ID, to phone.Number) error {
	if to.Kind() == phone.None {
		return fmt.Errorf("transfer to %q: %w", to.Raw, crm.ErrInvalid)
	}
	return d.inTalk(ctx, id, func(id crm.ID) error {
		return d.handingOver(ctx, []crm.ID{id}, func() error { return d.phone.Transfer(ctx, id, to) })
	})
}

// Join connects the talk and the held one with each other and leaves both. With
// more talks, or fewer, it is crm.ErrTwoTalks.
func (d *Desk) Join(ctx context.Context) error {
	if d.phone == nil {
		return crm.ErrNotConnected
	}
	var first, second crm.ID
	err := d.do(ctx, func(context.Context) (err error) {
		first, second, err = d.pair()
		return err
	})
	if err != nil {
		return err
	}
	return d.handingOver(ctx, []crm.ID{first, second}, func() error { return d.phone.Join(ctx, first, second) })
}

// pair finds the held talk and the other. The held one is asked to call: it is who
// wants to be connected (RFC 5589 section 7). Only the owner may call it.
func (d *Desk) pair() (held, talk crm.ID, err error) {
	var on, off []crm.ID
	for id, l := range d.live {
		switch {
		case isTalk(l.call) == 0:
		case l.held:
			on = append(on, id)
		default:
			off = append(off, id)
		}
	}
	all := append(on, off...)
	switch {
	case len(all) == 0:
		return held, talk, fmt.Errorf("join: %w", crm.ErrNoCall)
	case len(all) != 2:
		return held, talk, fmt.Errorf("join %d: %w", len(all), crm.ErrTwoTalks)
	default:
		return all[0], all[1], nil
	}
}

// handingOver marks calls as being handed over, the first being the one whose end
// of it is told, and asks the telephone. What it refuses has not begun.
func (d *Desk) handingOver(ctx context.Context, calls []crm.ID, ask func() error) error {
	mark := func(was, is crm.ID) error {
		return d.do(context.WithoutCancel(ctx), func(context.Context) error {
			for _, id := range calls {
				if l, ok := d.live[id]; ok && !is.IsZero() && !l.handing.IsZero() {
					return fmt.Errorf("the call is being handed over: %w", crm.ErrConflict)
				}
			}
			for _, id := range calls {
				if l, ok := d.live[id]; ok && l.handing == was {
					l.handing = is
				}
			}
			return nil
		})
	}
	if err := mark(crm.ID{}, calls[0]); err != nil {
		return err
	}
	err := ask()
	if err != nil {
		_ = mark(calls[0], crm.ID{}) // a desk that has stopped shows nothing
	}
	return err
}
