package audio

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"pult/app/crm"
)

const (
	// watch is how often a device is looked at. One that has not called for two
	// looks is dead: not every driver says that it was unplugged.
	watch = time.Second
	// The way back to a better device is tried after growing pauses.
	retryFirst = 2 * time.Second
	retryLast  = 15 * time.Second
)

// errDead is a device that opens and never calls.
var errDead = fmt.Errorf("audio: the device does not start: %w", crm.ErrRefused)

// rung is how good the device is that a stream runs on.
type rung uint8

const (
	chosen rung = iota
	standard
	none
)

// stream is one direction of sound. Its goroutine owns the device.
type stream struct {
	devices *Devices
	role    role
	work    func(samples []int16)

	beats atomic.Int64 // calls of the device
	wake  chan struct{}
	quit  chan struct{}
	once  sync.Once
	done  sync.WaitGroup

	device *opened // of the goroutine
	rung   rung
	name   string
	pause  time.Duration

	state atomic.Pointer[Use]
}

// opened is a device with the word that it has ended. It is not heard before it
// is live: while one takes the place of another, both call.
type opened struct {
	io.Closer
	live  atomic.Bool
	calls chan struct{} // it has called
	ended chan struct{}
	once  sync.Once
}

func (o *opened) end() { o.once.Do(func() { close(o.ended) }) }

// Use is what a stream runs on.
type Use struct {
	Device string // the one asked for, empty for the default
	Good   bool   // it is that one
	Silent bool   // there is none at all
	Err    error  // why not, see Probe
}

// Trouble is what is wrong with it.
func (u Use) Trouble() Trouble {
	switch {
	case u.Good:
		return Fine
	case errors.Is(u.Err, errDead):
		return Dead
	case u.Silent && (u.Err == nil || errors.Is(u.Err, crm.ErrNotFound)):
		return NoDevice
	case errors.Is(u.Err, crm.ErrNotFound):
		return Missing
	default:
		return troubleOf(u.Err)
	}
}

func newStream(d *Devices, r role, work func([]int16)) *stream {
	return &stream{
		devices: d, role: r, work: work,
		wake: make(chan struct{}, 1), quit: make(chan struct{}), pause: retryFirst,
	}
}

// begin opens the first device and watches it.
func (s *stream) begin() error {
	s.name = s.devices.chosen(s.role)
	if err := s.climb(s.top(), none); err != nil {
		return err
	}
	s.done.Go(s.run)
	return nil
}

// changed says that the choice is another one.
func (s *stream) changed() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close stops the device.
func (s *stream) Close() error {
	s.once.Do(func() {
		s.devices.forget(s)
		close(s.quit)
		s.done.Wait()
	})
	return nil
}

func (s *stream) run() {
	ticker := time.NewTicker(watch)
	defer ticker.Stop()
	retry := time.NewTimer(s.pause)
	defer retry.Stop()
	beats, still := s.beats.Load(), 0
	for {
		select {
		case <-s.quit:
			s.release()
			return
		case <-s.wake:
			s.follow()
		case <-s.device.ended:
			s.release()
			_ = s.climb(s.top(), none)
		case <-retry.C:
			if s.rung != s.top() {
				_ = s.climb(s.top(), s.rung-1)
				s.pause = min(2*s.pause, retryLast)
			}
			if s.rung == s.top() {
				s.pause = retryFirst
			}
			retry.Reset(s.pause)
		case <-ticker.C:
			now := s.beats.Load()
			if still++; now != beats || s.rung == none {
				still = 0
			}
			beats = now
			if still >= 2 {
				still = 0
				s.release()
				_ = s.climb(s.rung+1, none)
			}
		}
	}
}

// top is the best rung that there can be.
func (s *stream) top() rung {
	switch {
	case s.devices.Null:
		return none
	case s.name == "":
		return standard
	default:
		return chosen
	}
}

// follow takes the device that is chosen now.
func (s *stream) follow() {
	name := s.devices.chosen(s.role)
	if name == s.name {
		return
	}
	s.name, s.pause = name, retryFirst
	_ = s.climb(s.top(), none)
}

// climb opens the best device between two rungs. The one before plays until then.
// It keeps the reason why the best could not be had.
func (s *stream) climb(from, to rung) error {
	var first error
	for r := from; r <= to; r++ {
		device, err := s.open(r)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		s.release()
		device.live.Store(true)
		s.device, s.rung = device, r
		s.state.Store(&Use{Device: s.name, Good: r == s.top(), Silent: r == none && !s.devices.Null, Err: first})
		return nil
	}
	if s.device == nil { // not even one without hardware: silence that nobody drives
		s.device, s.rung = &opened{Closer: io.NopCloser(nil), ended: make(chan struct{})}, none
		s.state.Store(&Use{Device: s.name, Silent: true, Err: first})
	}
	return first
}

func (s *stream) open(r rung) (*opened, error) {
	name, system := "", s.devices.system()
	switch r {
	case chosen:
		name = s.name
	case none:
		system = s.devices.nothing()
	}
	o := &opened{calls: make(chan struct{}, 1), ended: make(chan struct{})}
	closer, err := system.open(s.role.kind(), name, func(samples []int16) {
		if o.live.Load() {
			s.beats.Add(1)
			s.work(samples)
			return
		}
		select {
		case o.calls <- struct{}{}:
		default:
		}
		if s.role != input {
			clear(samples)
		}
	}, o.end)
	if err != nil {
		return nil, err
	}
	o.Closer = closer
	return o, s.prove(o)
}

// prove waits for the first call of a device that is to take the place of one
// that works: some open and never call. The first device of a call is believed.
func (s *stream) prove(o *opened) error {
	if s.device == nil {
		return nil
	}
	limit := time.NewTimer(probeTime)
	defer limit.Stop()
	select {
	case <-o.calls:
		return nil
	case <-o.ended:
	case <-limit.C:
	case <-s.wake: // another choice does not wait for this one
		s.changed()
	case <-s.quit:
	}
	_ = o.Close()
	return errDead
}

func (s *stream) release() {
	if s.device != nil {
		_ = s.device.Close()
		s.device = nil
	}
}
