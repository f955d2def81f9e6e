package audio

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
)

// The real driver, as far as a machine without a sound card has one.
func TestMachineNull(t *testing.T) {
	for _, k := range []kind{capture, playback} {
		var n atomic.Int64
		enough := make(chan struct{}, 1)
		device, err := machine{null: true}.open(k, "", func(samples []int16) {
			if n.Add(int64(len(samples))) >= Rate/4 {
				select {
				case enough <- struct{}{}:
				default:
				}
			}
		}, func() {})
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-enough:
		case <-time.After(time.Minute):
			t.Errorf("kind %d: %d samples in a minute", k, n.Load())
		}
		if err := device.Close(); err != nil {
			t.Error(err)
		}
	}
}

// By name, the id goes to C: the checks of cgo must agree to that.
func TestMachineByName(t *testing.T) {
	l, err := machine{null: true}.list()
	if err != nil || len(l.Inputs) == 0 || len(l.Outputs) == 0 {
		t.Fatal(l, err)
	}
	device, err := machine{null: true}.open(playback, l.Outputs[0].Name, func([]int16) {}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if err := device.Close(); err != nil {
		t.Error(err)
	}
	if _, err := (machine{null: true}).open(capture, "headset", func([]int16) {}, func() {}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a device that is not there: %v", err)
	}
}

// Whatever this machine has, listing and probing end, and name their trouble.
func TestThisMachine(t *testing.T) {
	d := &Devices{}
	l, err := d.List()
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		t.Error(err)
	}
	found := d.Probe()
	if len(l.Inputs) == 0 && found.Input.Trouble != NoDevice {
		t.Errorf("no microphone is listed, and found %+v", found.Input)
	}
}
