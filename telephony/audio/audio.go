// Package audio gives the sound devices of the machine to the telephone line,
// through miniaudio: microphone, loudspeaker and the device that rings. Sound is
// 16-bit, mono, at 16 kHz. A device that is unplugged is replaced by the default
// one, and that by none at all, so that a call goes on; when the chosen one comes
// back it is taken again.
package audio

import (
	"io"
	"sync"
)

// Rate is that of all sound here.
const Rate = 16000

// Choice names devices; an empty name is the default of the system.
type Choice struct {
	Input, Output, Ring string
}

func (c Choice) of(r role) string {
	switch r {
	case input:
		return c.Input
	case output:
		return c.Output
	default:
		if c.Ring == "" {
			return c.Output
		}
		return c.Ring
	}
}

// role is what a stream is for.
type role uint8

const (
	input role = iota
	output
	ring
)

func (r role) kind() kind {
	if r == input {
		return capture
	}
	return playback
}

// Devices are the sound devices of the machine. The zero value takes the default
// ones.
type Devices struct {
	// Null uses a device without hardware, which still calls in real time.
	Null bool

	mu       sync.Mutex // guards what follows
	choice   Choice
	streams  map[*stream]bool
	sessions map[*session]bool
	driver   driver // nil: the machine's
	silence  driver // nil: the machine's device without hardware
}

// Choose names the devices from now on, in calls that are up too. It does not
// wait for them.
func (d *Devices) Choose(c Choice) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.choice = c
	for s := range d.streams {
		s.changed()
	}
}

// Open starts a session. speak is given what the microphone hears, hear fills
// what the loudspeaker plays; both are called on threads of the devices and must
// not block. On a machine without a sound card silence is played to nobody.
func (d *Devices) Open(speak, hear func(samples []int16)) (io.Closer, error) {
	s := &session{devices: d}
	var err error
	s.out, err = d.stream(output, func(samples []int16) {
		hear(samples)
		s.outMeter.take(samples)
	})
	if err != nil {
		return nil, err
	}
	s.in, err = d.stream(input, func(samples []int16) {
		s.inMeter.take(samples)
		speak(samples)
	})
	if err != nil {
		_ = s.out.Close()
		return nil, err
	}
	d.register(s)
	return s, nil
}

// Output starts the loudspeaker alone: hear fills what it plays, as in Open.
func (d *Devices) Output(hear func(samples []int16)) (io.Closer, error) {
	s := &session{devices: d}
	var err error
	s.out, err = d.stream(output, func(samples []int16) {
		hear(samples)
		s.outMeter.take(samples)
	})
	if err != nil {
		return nil, err
	}
	d.register(s)
	return s, nil
}

func (d *Devices) register(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sessions == nil {
		d.sessions = make(map[*session]bool)
	}
	d.sessions[s] = true
}

// session is microphone and loudspeaker of one call, or a loudspeaker alone.
type session struct {
	devices           *Devices
	in, out           *stream // in may be nil
	inMeter, outMeter meter
}

// Close stops the devices; no function is called after it returns.
func (s *session) Close() error {
	s.devices.mu.Lock()
	delete(s.devices.sessions, s)
	s.devices.mu.Unlock()
	if s.in != nil {
		_ = s.in.Close()
	}
	return s.out.Close()
}

// stream starts one device, or what stands in for it.
func (d *Devices) stream(r role, work func(samples []int16)) (*stream, error) {
	s := newStream(d, r, work)
	if err := s.begin(); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.streams == nil {
		d.streams = make(map[*stream]bool)
	}
	d.streams[s] = true
	s.changed() // somebody may have chosen meanwhile
	return s, nil
}

func (d *Devices) forget(s *stream) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.streams, s)
}

// chosen is the name for a role.
func (d *Devices) chosen(r role) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.choice.of(r)
}

func (d *Devices) system() driver {
	if d.driver != nil {
		return d.driver
	}
	return machine{}
}

func (d *Devices) nothing() driver {
	if d.silence != nil {
		return d.silence
	}
	return machine{null: true}
}
