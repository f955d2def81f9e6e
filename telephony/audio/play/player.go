// Package play plays recordings of talks, one at a time: both sides equally loud,
// from any place, faster without a higher voice. During calls it is silent.
package play

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"pult/telephony/record"
)

// rate is that of recordings and of the devices.
const rate = record.Rate

// Output is where it is heard; audio.Devices is one.
type Output interface {
	// Output has a device play what hear fills, until the result is closed. It
	// may take long; hear does not block.
	Output(hear func(samples []int16)) (io.Closer, error)
}

// ErrStopped is a player that is not being served.
var ErrStopped = errors.New("play: stopped")

// Player plays one recording at a time. One goroutine, that of Serve, owns what
// it does.
type Player struct {
	output Output
	inbox  chan func()
	done   chan struct{}
	once   sync.Once // closes done
	belt   *belt

	current *Playback // of the goroutine
	device  io.Closer // nil in silence
	calls   bool      // somebody is talked with, or rings
}

// New makes a player for an output. It plays nothing before Serve.
func New(output Output) *Player {
	return &Player{output: output, inbox: make(chan func(), 64), done: make(chan struct{}), belt: newBelt()}
}

// Serve plays until ctx ends. A player is served once.
func (p *Player) Serve(ctx context.Context) error {
	defer p.once.Do(func() { close(p.done) })
	defer func() { p.end(p.current, nil) }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case f := <-p.inbox:
			f()
		case <-p.belt.hungry:
			p.fill()
		}
	}
}

// post hands work to the goroutine; false says that it has ended.
func (p *Player) post(f func()) bool {
	select {
	case p.inbox <- f:
		return true
	case <-p.done:
		return false
	}
}

// Play plays a recording from its beginning. The one that played before ends.
// During a call it waits to be resumed.
func (p *Player) Play(ctx context.Context, path string) (*Playback, error) {
	reader, err := record.Open(path)
	if err != nil {
		return nil, err
	}
	tape, err := newTape(reader)
	if err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	b := &Playback{player: p, tape: tape, speed: 1, done: make(chan struct{})}
	began := make(chan error, 1)
	if !p.post(func() { began <- p.begin(b) }) {
		return nil, errors.Join(ErrStopped, reader.Close())
	}
	select {
	case err = <-began:
	case <-p.done:
		err = ErrStopped
	case <-ctx.Done():
		p.post(func() { p.end(b, nil) })
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Busy tells that a call rings or is talked on, or that the last one is over.
// What plays is paused, and stays so.
func (p *Player) Busy(on bool) {
	p.post(func() {
		p.calls = on
		if on && p.current != nil {
			p.pause(p.current, true)
		}
		p.publish()
	})
}

func (p *Player) begin(b *Playback) error {
	p.end(p.current, nil)
	p.current = b
	p.belt.set(0, b.speed)
	b.paused = p.calls
	defer p.publish()
	if b.paused {
		return nil
	}
	if err := p.open(); err != nil {
		p.end(b, err)
		return err
	}
	return nil
}

// open starts the device, with sound lying ready.
func (p *Player) open() error {
	p.fill()
	if p.current == nil {
		return nil // there was nothing in it
	}
	device, err := p.output.Output(p.belt.take)
	if err != nil {
		return fmt.Errorf("play: %w", err)
	}
	p.device = device
	return nil
}

// shut stops the device.
func (p *Player) shut() {
	if p.device != nil {
		_ = p.device.Close() // there is nothing to lose
		p.device = nil
	}
}

// pause takes the device away and gives it back: somebody else may want it.
func (p *Player) pause(b *Playback, on bool) {
	if p.current != b || b.paused == on || !on && p.calls {
		return
	}
	b.paused = on
	if on {
		p.shut()
	} else if err := p.open(); err != nil {
		p.end(b, err)
	}
	p.publish()
}

// seek goes on from another place.
func (p *Player) seek(b *Playback, frame int64) {
	if p.current != b {
		return
	}
	b.tape.seek(min(max(frame, 0), b.tape.frames()))
	p.belt.set(b.tape.at, b.speed)
	p.fill()
	p.publish()
}

// hurry changes the speed from the sample on that is heard now.
func (p *Player) hurry(b *Playback, speed float64) {
	if p.current != b || speed < slowest || speed > fastest {
		return
	}
	b.speed = speed
	p.seek(b, p.belt.heard())
}

// fill makes the belt full. At the end of the recording what lies on it is
// still played.
func (p *Player) fill() {
	b := p.current
	if b == nil {
		return
	}
	for p.belt.room() {
		piece, err := b.tape.next(b.speed)
		if err != nil {
			p.end(b, err)
			return
		}
		if piece == nil {
			if p.belt.empty() {
				p.end(b, nil)
			}
			return
		}
		p.belt.put(piece, b.tape.at)
	}
}

// end is the end of a playback. It says why, unless it came by itself.
func (p *Player) end(b *Playback, err error) {
	if b == nil || b.over() {
		return
	}
	if p.current == b {
		p.shut()
		p.current = nil
	}
	b.finish(p.belt.heard(), err)
}

// publish lets the state be read from outside.
func (p *Player) publish() {
	if b := p.current; b != nil {
		b.state.Store(&State{Paused: b.paused, Speed: b.speed, Busy: p.calls})
	}
}

// position is where a playback is, in time of the recording.
func position(frame int64) time.Duration { return time.Duration(frame) * time.Second / rate }
