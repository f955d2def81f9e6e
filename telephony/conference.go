package telephony

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"pult/app/crm"
	"pult/telephony/internal/media"
)

const (
	// seatWait is what lies ready of a voice before it is passed on, for sound
	// devices take and give in pieces that do not fit; seatMost is when older
	// sound is dropped: delay that piles up never goes away.
	seatWait = 2 * media.Frame
	seatMost = 5 * media.Frame
)

// Conference joins all talks: each hears the others and us, and we hear all. Who is
// on hold is taken back, and told so by Held. It returns when the exchange has
// agreed for all; after an error those who are not on hold stay joined.
// Fewer than two talks are crm.ErrConflict.
//
// Off restores what was held before. A call that is dialled or answered later holds
// the others as always; on, once more, takes it in and the others back. A call
// that ends leaves, and with one left the conference is over. Mute and Record
// stay a matter of each call: a record has us and the one called.
func (l *Line) Conference(ctx context.Context, on bool) error {
	e := &conferenceCommand{reply: newReply(), on: on}
	if err := l.command(ctx, e); err != nil {
		return err
	}
	var all []error
	for _, h := range e.holds {
		select {
		case err := <-h.c:
			all = append(all, err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.Join(all...)
}

// ConferenceListener is a Listener that also wants to know of conferences. It is
// used when the Listener given to New has this method.
type ConferenceListener interface {
	// ConferenceChanged tells when talks are joined, and when they are so no more:
	// by Conference, or because too few are left.
	ConferenceChanged(on bool)
}

// tellConference tells whether talks are joined when that has changed.
func (a *actor) tellConference() {
	on := false
	for _, c := range a.calls {
		on = on || c.seat.Load() != nil
	}
	if a.conferring == on {
		return
	}
	a.conferring = on
	a.tell.say(func(l Listener) {
		if c, ok := l.(ConferenceListener); ok {
			c.ConferenceChanged(on)
		}
	})
}

type conferenceCommand struct {
	reply
	on    bool
	holds []*holdCommand // read by the sender after the verdict
}

func (e *conferenceCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *conferenceCommand) do(a *actor) error {
	if !e.on {
		for _, c := range a.calls {
			if s := c.seat.Load(); s != nil {
				a.unseat(c)
				e.hold(a, c, s.held)
			}
		}
		a.tellConference()
		return nil
	}
	if a.cfg.Companion {
		return errAfar()
	}
	var talks []*call
	for _, c := range a.calls {
		if c.phase == talking {
			talks = append(talks, c)
		}
	}
	switch {
	case a.link == nil:
		return crm.ErrNotConnected
	case len(talks) < 2:
		return fmt.Errorf("telephony: a conference needs two talks: %w", crm.ErrConflict)
	}
	for _, c := range talks {
		a.seat(c)
	}
	for _, c := range talks {
		e.hold(a, c, false)
	}
	a.tellConference()
	return nil
}

// hold wishes a call held or taken back, when it is not so already.
func (e *conferenceCommand) hold(a *actor, c *call, on bool) {
	if c.held == on && c.agreed == on {
		return
	}
	h := &holdCommand{reply: newReply(), id: c.id, on: on}
	e.holds = append(e.holds, h)
	c.holders = append(c.holders, h)
	a.hold(c, on)
}

// seat takes a call into the conference.
func (a *actor) seat(c *call) {
	if c.seat.Load() != nil {
		return
	}
	s := &seat{table: &a.table, held: c.held, voices: make(map[*seat]*strand), gain: 1}
	s.table.join(s)
	c.seat.Store(s)
	c.switchMicrophone()
}

// unseat takes a call out of it.
func (a *actor) unseat(c *call) {
	s := c.seat.Swap(nil)
	if s == nil {
		return
	}
	s.table.leave(s)
	c.switchMicrophone()
}

// leaveConference is the end of a call: one alone is no conference.
func (a *actor) leaveConference(c *call) {
	if c.seat.Load() == nil {
		return
	}
	a.unseat(c)
	var rest []*call
	for _, one := range a.calls {
		if one != c && one.seat.Load() != nil {
			rest = append(rest, one)
		}
	}
	if len(rest) == 1 {
		a.unseat(rest[0])
	}
	a.tellConference()
}

// table is where the voices of a conference meet. Threads of sound devices use it.
type table struct {
	mu    sync.Mutex // held for microseconds
	seats []*seat
}

// seat is one call of a conference.
type seat struct {
	table  *table
	held   bool // before the conference
	voices map[*seat]*strand
	gain   float32 // under 1 while the sum is too loud
}

// strand is what one side said and another has not been sent yet.
type strand struct {
	samples []int16
	flows   bool
}

func (t *table) join(s *seat) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, other := range t.seats {
		other.voices[s] = &strand{samples: make([]int16, 0, 2*seatMost)}
		s.voices[other] = &strand{samples: make([]int16, 0, 2*seatMost)}
	}
	t.seats = append(t.seats, s)
}

func (t *table) leave(s *seat) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var rest []*seat
	for _, other := range t.seats {
		if other != s {
			delete(other.voices, s)
			rest = append(rest, other)
		}
	}
	t.seats = rest
	clear(s.voices)
}

// said gives what one side says to all others.
func (s *seat) said(samples []int16) {
	s.table.mu.Lock()
	defer s.table.mu.Unlock()
	for _, other := range s.table.seats {
		if v := other.voices[s]; v != nil {
			v.put(samples)
		}
	}
}

func (v *strand) put(samples []int16) {
	samples = samples[max(len(samples)-seatMost, 0):]
	if len(v.samples)+len(samples) > seatMost {
		v.drop(max(len(v.samples)-seatWait, 0))
	}
	v.samples = append(v.samples, samples...)
}

func (v *strand) drop(n int) { v.samples = v.samples[:copy(v.samples, v.samples[n:])] }

// take adds a voice to a sum.
func (v *strand) take(sum []int32) {
	if !v.flows && len(v.samples) < seatWait {
		return
	}
	n := min(len(sum), len(v.samples))
	v.flows = n == len(sum)
	for i, sample := range v.samples[:n] {
		sum[i] += int32(sample)
	}
	v.drop(n)
}

// speak sends our voice, nil while it is muted, together with those of the others.
func (s *seat) speak(session *media.Session, samples []int16, muted bool) {
	var (
		sum [media.Frame]int32
		out [media.Frame]int16
	)
	for len(samples) > 0 {
		n := min(len(samples), media.Frame)
		clear(sum[:])
		if !muted {
			for i, sample := range samples[:n] {
				sum[i] = int32(sample)
			}
		}
		s.mix(sum[:n], out[:n])
		session.Speak(out[:n])
		samples = samples[n:]
	}
}

// mix adds the others and turns the sum down while it is too loud: voices that are
// cut off at the top crackle.
func (s *seat) mix(sum []int32, out []int16) {
	s.table.mu.Lock()
	defer s.table.mu.Unlock()
	for _, v := range s.voices {
		v.take(sum)
	}
	peak := int32(0)
	for _, v := range sum {
		peak = max(peak, v, -v)
	}
	s.gain = min(1, s.gain+1.0/64)
	if float32(peak)*s.gain > 32767 {
		s.gain = 32767 / float32(peak)
	}
	for i, v := range sum {
		out[i] = int16(min(max(float32(v)*s.gain, -32768), 32767))
	}
}
