package ui

import (
	"context"
	"sync"
	"time"

	"pult/app/crm"
)

// fakeDeck plays nothing and remembers what it was told.
type fakeDeck struct {
	mu      sync.Mutex
	lengths map[crm.ID]time.Duration
	now     crm.Playback
	plays   int
	fail    error
}

func (d *fakeDeck) change(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
}

func (d *fakeDeck) Lengths(context.Context, []crm.ID) map[crm.ID]time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lengths
}

func (d *fakeDeck) Waves(_ context.Context, _ crm.ID, n int) (ours, theirs []float32, err error) {
	return make([]float32, n), make([]float32, n), nil
}

func (d *fakeDeck) Play(_ context.Context, call crm.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return d.fail
	}
	d.plays++
	d.now = crm.Playback{Call: call, Length: d.lengths[call], Speed: 1}
	return nil
}

func (d *fakeDeck) Pause(on bool)         { d.change(func() { d.now.Paused = on }) }
func (d *fakeDeck) Seek(to time.Duration) { d.change(func() { d.now.Position = to }) }
func (d *fakeDeck) Speed(x float64)       { d.change(func() { d.now.Speed = x }) }
func (d *fakeDeck) Stop()                 { d.change(func() { d.now.Ended = true }) }

func (d *fakeDeck) played() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.plays
}

func (d *fakeDeck) State() crm.Playback {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// fakeGear has the devices it was given.
type fakeGear struct {
	mu      sync.Mutex
	found   crm.SoundDevices
	choice  crm.SoundChoice
	state   crm.SoundState
	watched bool
	unkept  error
	result  crm.TestResult
	rings   int
}

func (g *fakeGear) change(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
}

func (g *fakeGear) Devices(context.Context) (crm.SoundDevices, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.found, nil
}

func (g *fakeGear) Choice() crm.SoundChoice {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.choice
}

func (g *fakeGear) Choose(_ context.Context, c crm.SoundChoice) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.choice = c
	return g.unkept
}

func (g *fakeGear) Watch(_ context.Context, on bool) error {
	g.change(func() { g.watched = on })
	return nil
}

func (g *fakeGear) watching() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.watched
}

func (g *fakeGear) State() crm.SoundState {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.state
}

func (g *fakeGear) Ring(context.Context) error {
	g.change(func() { g.rings++ })
	return nil
}

func (g *fakeGear) rung() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.rings
}

func (g *fakeGear) Loop(_ context.Context, turned func()) error {
	turned()
	return nil
}

func (g *fakeGear) TestCall(context.Context) (crm.TestResult, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.result, nil
}
