package audio

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
)

// call is an open session whose microphone is listened to.
type call struct {
	level atomic.Int64 // of the microphone now
	heard atomic.Int64 // samples the loudspeaker took
	close func()
}

func open(t *testing.T, d *Devices) *call {
	t.Helper()
	c := &call{}
	s, err := d.Open(
		func(in []int16) { c.level.Store(int64(in[0])) },
		func(out []int16) { c.heard.Add(int64(len(out))) })
	if err != nil {
		t.Fatal(err)
	}
	c.close = func() { _ = s.Close() }
	return c
}

// is waits for a time of synctest and asserts which microphone is heard.
func (c *call) is(t *testing.T, after time.Duration, level int64) {
	t.Helper()
	time.Sleep(after)
	if got := c.level.Load(); got != level {
		t.Errorf("the microphone of %d is heard, want %d", got, level)
	}
	before := c.heard.Load()
	time.Sleep(100 * time.Millisecond)
	if c.heard.Load() == before {
		t.Error("the loudspeaker takes nothing")
	}
}

const (
	mute    = 1 // level of the device without hardware
	builtIn = 10
	headset = 20
	other   = 30
)

// stage is a machine with a default device and a headset that is chosen.
func stage(test func(t *testing.T, d *Devices, desk *desk)) func(t *testing.T) {
	return func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			machine, nothing := newDesk(), newDesk()
			nothing.plug("", mute)
			machine.plug("", builtIn)
			machine.plug("headset", headset)
			d := &Devices{driver: machine, silence: nothing}
			d.Choose(Choice{Input: "headset", Output: "headset"})
			test(t, d, machine)
			if machine.running() != 0 || nothing.running() != 0 {
				t.Errorf("%d and %d devices are left open", machine.running(), nothing.running())
			}
		})
	}
}

func TestUnplugged(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		c := open(t, d)
		c.is(t, 100*time.Millisecond, headset)
		desk.pull("headset")
		c.is(t, 100*time.Millisecond, builtIn)
		if in, _, _ := d.InUse(); in.Trouble() != Missing {
			t.Errorf("trouble is %q", in.Trouble())
		}
		desk.pull("")
		c.is(t, 100*time.Millisecond, mute)
		if in, _, ok := d.InUse(); !ok || in.Good || !in.Silent || in.Trouble() != NoDevice || !errors.Is(in.Err, crm.ErrNotFound) {
			t.Errorf("in use is %+v", in)
		}
		desk.plug("", builtIn)
		c.is(t, retryLast+time.Second, builtIn)
		desk.plug("headset", headset)
		c.is(t, retryLast+time.Second, headset)
		if in, out, _ := d.InUse(); !in.Good || !out.Good || in.Err != nil {
			t.Errorf("in use are %+v and %+v", in, out)
		}
		c.close()
	})(t)
}

func TestChosenDuringCall(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		desk.plug("other", other)
		c := open(t, d)
		c.is(t, 100*time.Millisecond, headset)
		desk.kill("dead")
		d.Choose(Choice{Input: "dead"})
		c.is(t, probeTime+watch, builtIn)
		d.Choose(Choice{Input: "other"})
		c.is(t, 100*time.Millisecond, other)
		d.Choose(Choice{})
		c.is(t, 100*time.Millisecond, builtIn)
		d.Choose(Choice{Input: "gone"}) // there is none: the default
		c.is(t, 100*time.Millisecond, builtIn)
		c.close()
	})(t)
}

// A driver that goes silent without a word is noticed.
func TestDeadDevice(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		desk.kill("headset")
		c := open(t, d)
		c.is(t, 4*watch, builtIn)
		for range 30 { // and not tried again at the cost of the one that works
			c.is(t, time.Second, builtIn)
		}
		c.close()
	})(t)
}

func TestNothingPlugged(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		desk.pull("headset")
		desk.pull("")
		c := open(t, d)
		c.is(t, 100*time.Millisecond, mute)
		before := desk.tries()
		time.Sleep(time.Minute)
		if n := desk.tries() - before; n > 2*2*6 {
			t.Errorf("%d tries in a minute", n)
		}
		c.close()
	})(t)
}

func TestTonesPlay(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		desk.plug("bell", other)
		d.Choose(Choice{Output: "headset", Ring: "bell"})
		tone, err := d.Play(Ringtone)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if names := desk.names(); len(names) != 1 || names[0] != "bell" {
			t.Errorf("it rings at %v", names)
		}
		if err := tone.Close(); err != nil {
			t.Error(err)
		}
	})(t)
}

func TestProbe(t *testing.T) {
	tests := []struct {
		name   string
		change func(d *Devices, desk *desk)
		want   Trouble
	}{
		{"fine", func(*Devices, *desk) {}, Fine},
		{"chosen is away", func(_ *Devices, desk *desk) { desk.pull("headset") }, Missing},
		{"no device", func(_ *Devices, desk *desk) { desk.pull("headset"); desk.pull("") }, NoDevice},
		{"refused", func(_ *Devices, desk *desk) {
			desk.faults["headset"] = fmt.Errorf("device: %w", crm.ErrDenied)
		}, Refused},
		{"in use", func(_ *Devices, desk *desk) { desk.faults["headset"] = crm.ErrBusy }, InUse},
		{"driver fails", func(_ *Devices, desk *desk) { desk.faults["headset"] = crm.ErrRefused }, Broken},
		{"dead", func(_ *Devices, desk *desk) { desk.kill("headset") }, Dead},
		{"zeros", func(_ *Devices, desk *desk) { desk.plug("headset", 0) }, Mute},
		{"null", func(d *Devices, _ *desk) { d.Null = true }, NoDevice},
	}
	for _, tt := range tests {
		t.Run(tt.name, stage(func(t *testing.T, d *Devices, desk *desk) {
			tt.change(d, desk)
			if got := d.Probe().Input; got.Trouble != tt.want || got.Device != "headset" {
				t.Errorf("found %+v, want %q", got, tt.want)
			}
		}))
	}
}

// The microphone test: what was said is heard, for as long.
func TestLoop(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		began := time.Now()
		var turned time.Duration
		if err := d.Loop(t.Context(), 3*time.Second, func() { turned = time.Since(began) }); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); turned < 3*time.Second || turned > 3100*time.Millisecond || took < 6*time.Second || took > 6200*time.Millisecond {
			t.Errorf("turned after %v, over after %v", turned, took)
		}
		desk.kill("headset")
		desk.kill("")
		d.Choose(Choice{})
		if err := d.Loop(t.Context(), 3*time.Second, func() {}); err != nil {
			t.Errorf("without a device it is silent: %v", err)
		}
	})(t)
}

func TestOutputAlone(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		heard := 0
		s, err := d.Output(func(samples []int16) {
			for i := range samples {
				samples[i] = 16384
			}
			heard += len(samples)
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if _, _, ok := d.InUse(); ok {
			t.Error("a loudspeaker alone counts as a call")
		}
		if l := d.Levels(); l.Out.Peak != 0.5 || l.In.Peak != 0 {
			t.Errorf("levels %+v", l)
		}
		if names := desk.names(); len(names) != 1 || names[0] != "headset" {
			t.Errorf("it plays on %v", names)
		}
		_ = s.Close()
		if heard < 15000 {
			t.Errorf("%d samples in a second", heard)
		}
	})(t)
}

func TestLevels(t *testing.T) {
	stage(func(t *testing.T, d *Devices, desk *desk) {
		desk.plug("headset", 16384)
		c := open(t, d)
		time.Sleep(time.Second)
		l := d.Levels()
		if l.In != (Level{0.5, 0.5}) || l.Out.Peak != 0 {
			t.Errorf("levels %+v", l)
		}
		c.close()
		if l := d.Levels(); l.In.Peak != 0 {
			t.Errorf("after the call %+v", l)
		}
	})(t)
}
