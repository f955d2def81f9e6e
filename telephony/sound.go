package telephony

import (
	"io"
	"math/rand/v2"
	"time"

	"pult/telephony/internal/media"
)

// soundOpened is what became of the sound device of a call.
type soundOpened struct {
	call   *call
	device io.Closer
	err    error
}

// openSound opens the device for a call, away from the loop: drivers take their
// time. Packets flow without it; what is not said is silence.
func (a *actor) openSound(c *call) {
	if c.opening {
		return
	}
	c.opening = true
	a.watchSound(c)
	audio := a.line.audio
	if c.audio != nil {
		audio = c.audio
	}
	c.sound.Store(c.session)
	// The gate is at the device too: what has been buffered must not be heard
	// after the moment of holding, nor later.
	say := func(session *media.Session, samples []int16, muted bool) {
		switch s := c.seat.Load(); {
		case s != nil:
			s.speak(session, samples, muted)
		case muted: // what waits in the session must not be said by who joins later
			speakNothing(session, len(samples))
		default:
			session.Speak(samples)
		}
		if t := c.tape.Load(); t != nil && !muted {
			t.Ours(samples)
		}
	}
	speak := func(samples []int16) {
		session, n, muted := c.sound.Load(), c.notice.Load(), c.muted.Load()
		switch {
		case session == nil || c.quiet.Load():
		case n != nil:
			n.speak(samples, muted, func(mixed []int16) { say(session, mixed, false) })
		default:
			say(session, samples, muted)
		}
	}
	hear := func(samples []int16) {
		session := c.sound.Load()
		if session != nil {
			session.Hear(samples)
		}
		if session == nil || c.quiet.Load() {
			clear(samples)
			return
		}
		if s := c.seat.Load(); s != nil {
			s.said(samples)
		}
		if t := c.tape.Load(); t != nil {
			t.Theirs(samples)
		}
		if n := c.notice.Load(); n != nil {
			n.hear(samples)
		}
	}
	a.tasks.Go(func() {
		a.drivers <- struct{}{}
		defer func() { <-a.drivers }()
		if c.sound.Load() == nil {
			return // over before its turn came
		}
		device, err := audio.Open(speak, hear)
		if !a.post(soundOpened{c, device, err}) && device != nil {
			_ = device.Close()
		}
	})
}

// driversAtOnce is how many sound drivers may be opening or closing. Each takes a
// thread of the system for that time, and threads are never given back; more than
// one, so that a driver that hangs does not silence the calls after it.
const driversAtOnce = 4

// closeDevice may take long; the loop does not wait for it.
func (a *actor) closeDevice(device io.Closer) {
	if device != nil {
		a.drivers <- struct{}{}
		_ = device.Close()
		<-a.drivers
	}
}

func (e soundOpened) handle(a *actor) {
	if e.err != nil {
		a.log.Error("sound device", "call", e.call.id.String(), "err", e.err)
		return
	}
	if e.call.ended {
		a.tasks.Go(func() { a.closeDevice(e.device) })
		return
	}
	e.call.device = e.device
}

var silence [media.Frame]int16

func speakNothing(session *media.Session, n int) {
	for ; n > 0; n -= media.Frame {
		session.Speak(silence[:min(n, media.Frame)])
	}
}

// soundPatience is how long the other side may send nothing before that is noted.
const soundPatience = 10 * time.Second

// watchSound notes in the log when no packets come: the usual complaint is "they
// hear me, I do not hear them", and the cause is a firewall. The call stays up;
// a call on hold is silent too.
func (a *actor) watchSound(c *call) {
	if c.ended || c.session == nil {
		return
	}
	before := c.session.Stats()
	a.endpoint.Alarms.After(soundPatience, func() {
		if c.ended {
			return
		}
		if now := c.session.Stats(); now.Received == before.Received {
			a.log.Warn("no packets of sound", "call", c.id.String(), "seconds", soundPatience.Seconds(),
				"rejected", now.Rejected-before.Rejected)
		}
		a.watchSound(c)
	})
}

// closeSound ends device and packets without making the loop wait.
func (a *actor) closeSound(c *call) {
	device, session := c.device, c.session
	c.sound.Store(nil) // drivers may be slow to open, and slower to close
	c.device = nil
	tape := c.tape.Swap(nil)
	a.tasks.Go(func() {
		if session != nil {
			session.Close()
		}
		a.closeDevice(device)
		a.endTape(c, tape) // what the device gave last is in it
	})
}

func newIdentity() media.Identity {
	return media.Identity{ID: uint64(rand.Uint32()), Version: 0}
}
