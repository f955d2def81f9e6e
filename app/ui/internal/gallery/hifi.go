//go:build gallery

package main

import (
	"context"
	"math"
	"sync"
	"time"

	"pult/app/crm"
)

// hifi is made-up sound: recordings that nobody hears, devices that are not there.
type hifi struct {
	mu     sync.Mutex
	now    crm.Playback
	began  time.Time
	choice crm.SoundChoice
	what   string
}

const talk = 192 * time.Second

func (h *hifi) set(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.what = what
	h.now.Busy = what == "busy"
	if what == "away" {
		h.choice.Input = "Jabra Evolve2 40"
	}
}

func (h *hifi) Lengths(_ context.Context, calls []crm.ID) map[crm.ID]time.Duration {
	all := map[crm.ID]time.Duration{}
	for _, id := range calls {
		all[id] = talk
	}
	return all
}

func (h *hifi) Waves(_ context.Context, _ crm.ID, n int) (ours, theirs []float32, err error) {
	for i := range n {
		x := float64(i)
		word := math.Abs(math.Sin(x*0.9)*math.Sin(x*0.37)) * 0.6
		a, b := 0.01, 0.01
		if math.Sin(x*0.045) > 0 {
			a += word
		} else {
			b += word * 0.7
		}
		ours, theirs = append(ours, float32(a)), append(theirs, float32(b))
	}
	return ours, theirs, nil
}

func (h *hifi) Play(_ context.Context, call crm.ID) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = crm.Playback{Call: call, Length: talk, Speed: 1}
	h.began = time.Now()
	return nil
}

func (h *hifi) Pause(on bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Position, h.began = h.position(), time.Now()
	h.now.Paused = on
}

func (h *hifi) Seek(to time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Position, h.began = to, time.Now()
}

func (h *hifi) Speed(x float64) {
	h.Pause(h.now.Paused)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Speed = x
}

func (h *hifi) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Ended = true
}

func (h *hifi) position() time.Duration {
	if h.now.Paused || h.now.Busy {
		return h.now.Position
	}
	return h.now.Position + time.Duration(float64(time.Since(h.began))*h.now.Speed)
}

func (h *hifi) State() crm.Playback {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.now
	s.Position = h.position()
	return s
}

// gear are the made-up devices.
type gear struct{ *hifi }

func (h gear) State() crm.SoundState {
	wave := math.Abs(math.Sin(float64(time.Now().UnixMilli()) / 180))
	s := crm.SoundState{In: 0.02 + 0.4*wave, Out: 0.004}
	fault := func(device, detail string) error {
		return &crm.Fault{Kind: crm.ErrNoSound, Subject: device, Detail: detail}
	}
	switch h.what {
	case "away":
		s.Input = fault(h.choice.Input, "missing")
	case "none":
		s.In, s.Out, s.Input = 0, 0, fault("", "no device")
	case "refused":
		s.In, s.Input = 0, fault("", "refused")
	}
	return s
}

func (h gear) Devices(context.Context) (crm.SoundDevices, error) {
	if h.what == "none" {
		return crm.SoundDevices{}, nil
	}
	return crm.SoundDevices{
		Inputs:  []string{"Plantronics Blackwire 3220", "Встроенный микрофон"},
		Outputs: []string{"Plantronics Blackwire 3220", "Динамики (Realtek High Definition Audio)"},
	}, nil
}

func (h gear) Choice() crm.SoundChoice { return h.choice }

func (h gear) Choose(_ context.Context, c crm.SoundChoice) error {
	h.hifi.choice = c
	return nil
}

func (h gear) Watch(context.Context, bool) error { return nil }

func (h gear) Ring(context.Context) error { time.Sleep(time.Second); return nil }

func (h gear) Loop(_ context.Context, turned func()) error {
	time.Sleep(time.Second)
	turned()
	time.Sleep(time.Second)
	return nil
}

func (h gear) TestCall(context.Context) (crm.TestResult, error) {
	time.Sleep(500 * time.Millisecond)
	good := crm.TestResult{
		Registered: true, There: true, Back: true, Codec: "G722",
		Signalling: 84 * time.Millisecond, RoundTrip: 236 * time.Millisecond, Loss: 0.4,
	}
	switch h.what {
	case "refused":
		return crm.TestResult{Registered: true, Refused: crm.Busy, Code: 486}, nil
	case "silent":
		return crm.TestResult{Registered: true, There: true, Signalling: good.Signalling}, nil
	case "none":
		return crm.TestResult{}, crm.ErrNotConnected
	case "bad":
		good.Loss, good.RoundTrip = 7.2, 720*time.Millisecond
	}
	return good, nil
}
