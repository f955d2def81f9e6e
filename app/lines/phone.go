package lines

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony"
)

// Dial calls a number by the account of Account.
func (b *Board) Dial(ctx context.Context, call crm.ID, number phone.Number) error {
	b.mu.Lock()
	a := b.outgoing()
	if a == nil {
		b.mu.Unlock()
		return crm.ErrNotConnected
	}
	b.calls[call] = &leg{account: a} // its end may come before Dial returns
	b.mu.Unlock()
	if err := a.Dial(ctx, call, number); err != nil {
		b.forget(call)
		return err
	}
	b.holdOthers(ctx, a)
	return nil
}

// Answer takes a ringing call.
func (b *Board) Answer(ctx context.Context, call crm.ID) error {
	a, err := b.lineOf(call)
	if err != nil {
		return err
	}
	if err := a.Answer(ctx, call); err != nil {
		return err
	}
	b.holdOthers(ctx, a)
	return nil
}

// Hold puts the other side on hold, or takes it back; taking one back holds those
// of other accounts too.
func (b *Board) Hold(ctx context.Context, call crm.ID, on bool) error {
	a, err := b.lineOf(call)
	if err != nil {
		return err
	}
	if !on {
		b.holdOthers(ctx, a)
	}
	return a.Hold(ctx, call, on)
}

// Hangup ends a call in any state.
func (b *Board) Hangup(ctx context.Context, call crm.ID) error {
	return b.with(call, func(l Line) error { return l.Hangup(ctx, call) })
}

// Mute switches our microphone.
func (b *Board) Mute(ctx context.Context, call crm.ID, on bool) error {
	return b.with(call, func(l Line) error { return l.Mute(ctx, call, on) })
}

// DTMF presses keys of a telephone.
func (b *Board) DTMF(ctx context.Context, call crm.ID, digits string) error {
	return b.with(call, func(l Line) error { return l.DTMF(ctx, call, digits) })
}

// Transfer hands a talk over without asking.
func (b *Board) Transfer(ctx context.Context, call crm.ID, to phone.Number) error {
	return b.with(call, func(l Line) error { return l.Transfer(ctx, call, to) })
}

// Reject turns a ringing call away.
func (b *Board) Reject(ctx context.Context, call crm.ID, how crm.Rejection) error {
	return b.with(call, func(l Line) error { return l.Reject(ctx, call, how) })
}

// Redirect hands a call over that still rings.
func (b *Board) Redirect(ctx context.Context, call crm.ID, to phone.Number) error {
	return b.with(call, func(l Line) error { return l.Redirect(ctx, call, to) })
}

// Join connects two talks of one account with each other. Exchanges do not know of
// each other's calls: talks of two accounts are crm.ErrConflict.
func (b *Board) Join(ctx context.Context, call, other crm.ID) error {
	a, err := b.lineOf(call)
	if err != nil {
		return err
	}
	second, err := b.lineOf(other)
	if err != nil {
		return err
	}
	if a != second {
		return fmt.Errorf("join talks of two accounts: %w", crm.ErrConflict)
	}
	return a.Join(ctx, call, other)
}

// SetDoNotDisturb turns new calls of all accounts away.
func (b *Board) SetDoNotDisturb(on bool) {
	for _, a := range b.lines {
		a.SetDoNotDisturb(on)
	}
}

// Watch asks the exchange of the first account for lamps: inner numbers are its.
func (b *Board) Watch(ctx context.Context, extensions []string) error {
	if len(b.lines) == 0 {
		return crm.ErrNotConnected
	}
	return b.lines[0].Watch(ctx, extensions)
}

// Record gives both sides of a call to a recorder.
func (b *Board) Record(ctx context.Context, call crm.ID, recorder telephony.Recorder) error {
	return b.with(call, func(l Line) error { return l.Record(ctx, call, recorder) })
}

// Announce plays a sound to both sides of a talk.
func (b *Board) Announce(ctx context.Context, call crm.ID, sound []int16, every time.Duration) error {
	return b.with(call, func(l Line) error { return l.Announce(ctx, call, sound, every) })
}

// Announcing says that a sound has not been heard whole yet.
func (b *Board) Announcing(ctx context.Context, call crm.ID) (bool, error) {
	a, err := b.lineOf(call)
	if err != nil {
		return false, err
	}
	return a.Announcing(ctx, call)
}

// with has the line of a call do something.
func (b *Board) with(call crm.ID, do func(Line) error) error {
	a, err := b.lineOf(call)
	if err != nil {
		return err
	}
	return do(a.Line)
}
