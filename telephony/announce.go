package telephony

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/media"
)

// Announce plays a sound, 16-bit mono at 16 kHz, to both sides of a talk over what
// they say: from now on, and again each time the pause has passed; without a pause
// once. No sound ends it. It is heard also while our microphone is muted, and given
// to the recorder as a part of our side. On hold it waits.
func (l *Line) Announce(ctx context.Context, id crm.ID, sound []int16, every time.Duration) error {
	return l.command(ctx, &announceCommand{reply: newReply(), id: id, sound: sound, every: every})
}

// Announcing says that a sound of Announce has not been heard whole on both sides
// yet. One that is repeated never has.
func (l *Line) Announcing(ctx context.Context, id crm.ID) (bool, error) {
	e := &announcingCommand{reply: newReply(), id: id}
	err := l.command(ctx, e)
	return err == nil && e.on, err
}

type announcingCommand struct {
	reply
	id crm.ID
	on bool // read by the sender after the verdict
}

func (e *announcingCommand) handle(a *actor) {
	c, err := a.byID(e.id)
	if err == nil {
		n := c.notice.Load()
		e.on = n != nil && (n.sent.Load() < int64(len(n.sound)) || n.heard.Load() < int64(len(n.sound)) || n.period > 0)
	}
	e.c <- err
}

type announceCommand struct {
	reply
	id    crm.ID
	sound []int16
	every time.Duration
}

func (e *announceCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *announceCommand) do(a *actor) error {
	c, err := a.byID(e.id)
	period := int(e.every.Seconds() * media.Rate)
	switch {
	case err != nil:
		return err
	case c.phase != talking:
		return fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	case period != 0 && period < len(e.sound):
		return fmt.Errorf("telephony: an announcement that overtakes itself: %w", crm.ErrInvalid)
	}
	var next *announcement
	if len(e.sound) > 0 {
		next = &announcement{sound: e.sound, period: period}
	}
	c.notice.Store(next)
	c.switchMicrophone()
	return nil
}

// switchMicrophone makes the session send silence while our microphone is muted,
// unless the packets carry more than our voice, and before anybody has answered.
func (c *call) switchMicrophone() {
	if c.session != nil {
		c.session.Mute(c.phase == dialling || c.muted.Load() && c.seat.Load() == nil && c.notice.Load() == nil)
	}
}

// announcement is a sound over a talk. Each direction has the thread of a sound
// device and a place of its own.
type announcement struct {
	sound  []int16
	period int // in samples, 0 for once

	sent, heard atomic.Int64 // places
	mixed       [media.Frame]int16
}

// over adds the sound to samples from a place on, and moves the place.
func (n *announcement) over(samples []int16, place *atomic.Int64) {
	at := int(place.Load())
	for i := range samples {
		if n.period > 0 && at >= n.period {
			at = 0
		}
		if at < len(n.sound) {
			samples[i] = int16(min(max(int32(samples[i])+int32(n.sound[at]), -32768), 32767))
		}
		at++
	}
	place.Store(int64(at))
}

// speak gives our voice, or silence while it is muted, with the sound on top. The
// samples of the device are left as they are.
func (n *announcement) speak(samples []int16, muted bool, say func([]int16)) {
	for len(samples) > 0 {
		mixed := n.mixed[:min(len(samples), media.Frame)]
		copy(mixed, samples)
		if muted {
			clear(mixed)
		}
		n.over(mixed, &n.sent)
		say(mixed)
		samples = samples[len(mixed):]
	}
}

// hear adds the sound to what we hear.
func (n *announcement) hear(samples []int16) { n.over(samples, &n.heard) }
