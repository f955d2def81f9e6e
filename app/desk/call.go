package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// Live is a call in progress, for a window that has just opened.
type Live struct {
	Call    crm.Call
	Matches []crm.Match
	Muted   bool

	Held, HeldThere bool // by us, by the other side
	Secured         bool // voice is encrypted between us and the exchange
	Transferring    bool // what becomes of handing it over is not known yet
	Recording       crm.RecordingState
}

// Live lists the calls in progress and what the line is doing; of several accounts
// the one that does worst.
func (d *Desk) Live(ctx context.Context) (calls []Live, line crm.LineStatus, err error) {
	err = d.do(ctx, func(context.Context) error {
		line = d.lines.worst()
		for _, l := range d.live {
			if !l.unheard {
				calls = append(calls, l.shown())
			}
		}
		return nil
	})
	return calls, line, err
}

func (l *live) shown() Live {
	return Live{
		Call: l.call, Matches: l.matches, Muted: l.muted, Held: l.held, HeldThere: l.heldThere, Secured: l.secured,
		Transferring: !l.handing.IsZero(), Recording: cmp.Or(l.recording, crm.RecordingOff),
	}
}

// Dial calls a number for a client; the client may be zero, then the number
// tells. The call is on record before the first packet leaves. Who has asked not to
// be called is not: the error is a crm.Bar that says who, when and why.
func (d *Desk) Dial(ctx context.Context, number phone.Number, client crm.Ref) (crm.ID, error) {
	if bar := d.Barred(ctx, number, client); bar != nil {
		return crm.ID{}, bar
	}
	return d.DialAnyway(ctx, number, client)
}

// DialAnyway calls whom Dial does not, because a person has been told and wants it
// so. Nothing but a person may.
func (d *Desk) DialAnyway(ctx context.Context, number phone.Number, client crm.Ref) (crm.ID, error) {
	if number.Kind() == phone.None {
		return crm.ID{}, fmt.Errorf("dial %q: %w", number.Raw, crm.ErrInvalid)
	}
	if d.phone == nil {
		return crm.ID{}, fmt.Errorf("dial: %w", crm.ErrNotConnected)
	}
	call := crm.Call{ID: crm.NewID(d.Now()), Direction: crm.Outgoing, Number: number, Client: client, RangAt: d.Now().UTC()}
	if err := d.do(ctx, func(ctx context.Context) error { return d.begin(ctx, call) }); err != nil {
		return crm.ID{}, err
	}
	if err := d.phone.Dial(ctx, call.ID, number); err != nil {
		d.Ended(call.ID, crm.CallEnd{Outcome: crm.NetworkFault, Reason: err.Error(), At: d.Now()})
		return call.ID, fmt.Errorf("dial: %w", err)
	}
	return call.ID, nil
}

// begin puts a call of ours on record.
func (d *Desk) begin(ctx context.Context, call crm.Call) error {
	chosen := !call.Client.IsZero()
	who := d.identify(ctx, call.Number)
	call = who.assign(call)
	call.Account = d.account()
	if !d.record(ctx, call) {
		return errors.New("dial: the call could not be put on record")
	}
	d.live[call.ID] = &live{call: call, matches: who.Matches, chosen: chosen, unasked: who.failed}
	d.dialled = call
	d.Feed.Publish(feed.CallStarted{Call: call, Matches: who.Matches})
	return nil
}

// Answer takes a ringing call. The zero id means the one that has rung longest.
func (d *Desk) Answer(ctx context.Context, id crm.ID) error {
	id, err := d.choose(ctx, id, isRinging)
	if err != nil {
		return err
	}
	return d.phone.Answer(ctx, id)
}

// Hangup ends a call in any state. The zero id means the talk, and without one
// the call that rings.
func (d *Desk) Hangup(ctx context.Context, id crm.ID) error {
	id, err := d.choose(ctx, id, isAny)
	if err != nil {
		return err
	}
	return d.phone.Hangup(ctx, id)
}

// Mute switches the microphone of a talk.
func (d *Desk) Mute(ctx context.Context, id crm.ID, on bool) error {
	id, err := d.choose(ctx, id, isTalk)
	if err != nil {
		return err
	}
	if err := d.phone.Mute(ctx, id, on); err != nil {
		return err
	}
	return d.do(ctx, func(context.Context) error {
		if l, ok := d.live[id]; ok {
			l.muted = on
			d.Feed.Publish(feed.CallMuted{Call: l.call, Muted: on})
		}
		return nil
	})
}

// Hold puts the talk on hold, or takes it back.
func (d *Desk) Hold(ctx context.Context, id crm.ID, on bool) error {
	return d.inTalk(ctx, id, func(id crm.ID) error { return d.phone.Hold(ctx, id, on) })
}

// DTMF sends digits into the talk.
func (d *Desk) DTMF(ctx context.Context, id crm.ID, digits string) error {
	return d.inTalk(ctx, id, func(id crm.ID) error { return d.phone.DTMF(ctx, id, digits) })
}

// inTalk finds the talk that is meant and does something with it.
func (d *Desk) inTalk(ctx context.Context, id crm.ID, do func(crm.ID) error) error {
	id, err := d.choose(ctx, id, isTalk)
	if err != nil {
		return err
	}
	return do(id)
}

// choose finds the call that is meant. The telephone is then called by who
// asked, never by the owner: the two would wait for each other.
func (d *Desk) choose(ctx context.Context, id crm.ID, fits func(crm.Call) int) (chosen crm.ID, err error) {
	if d.phone == nil {
		return crm.ID{}, crm.ErrNotConnected
	}
	err = d.do(ctx, func(context.Context) error {
		chosen = d.pick(id, fits)
		return nil
	})
	if err == nil && chosen.IsZero() {
		err = crm.ErrNoCall
	}
	return chosen, err
}

// pick gives the call with that id, or for the zero id the one that fits best
// and has lasted longest. Only the owner may call it.
func (d *Desk) pick(id crm.ID, fits func(crm.Call) int) crm.ID {
	if !id.IsZero() {
		if _, ok := d.live[id]; !ok {
			return crm.ID{}
		}
		return id
	}
	var best crm.Call
	fit := 0
	for _, l := range d.live {
		n := fits(l.call)
		if l.unheard {
			n = 0
		}
		if n > fit || n == fit && n > 0 && l.call.RangAt.Before(best.RangAt) {
			best, fit = l.call, n
		}
	}
	return best.ID
}

func isRinging(c crm.Call) int {
	if c.Direction == crm.Incoming && c.AnsweredAt.IsZero() {
		return 1
	}
	return 0
}

func isTalk(c crm.Call) int {
	if c.AnsweredAt.IsZero() {
		return 0
	}
	return 1
}

func isAny(c crm.Call) int { return 1 + isTalk(c) }
