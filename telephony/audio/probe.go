package audio

import (
	"errors"
	"sync/atomic"
	"time"

	"pult/app/crm"
)

// Trouble is what keeps a device from working, in kinds that have a cure each.
type Trouble string

// Troubles.
const (
	Fine     Trouble = ""
	NoDevice Trouble = "no device" // none is plugged in: plug one in
	Missing  Trouble = "missing"   // the chosen one is not, the default works: plug in or choose
	Refused  Trouble = "refused"   // privacy settings of the system: allow it
	InUse    Trouble = "in use"    // by another program: close it
	Dead     Trouble = "dead"      // opens and gives nothing: plug in again
	Mute     Trouble = "mute"      // gives pure zeros: a switch, or a silent refusal
	Broken   Trouble = "broken"    // the driver says no, see the error
)

// Finding is about one device.
type Finding struct {
	Device  string // as chosen, empty for the default
	Trouble Trouble
	Err     error
}

// Diagnosis is about all of them.
type Diagnosis struct {
	Input, Output, Ring Finding
}

// probeTime is how long a device has to give signs of life: a headset without a
// wire takes two seconds to wake.
const probeTime = 3 * time.Second

// Probe tries the chosen devices. Those that work answer at once; it takes up to
// nine seconds.
func (d *Devices) Probe() Diagnosis {
	return Diagnosis{Input: d.probe(input), Output: d.probe(output), Ring: d.probe(ring)}
}

func (d *Devices) probe(r role) Finding {
	f := Finding{Device: d.chosen(r)}
	if d.Null {
		f.Trouble = NoDevice
		return f
	}
	f.Trouble, f.Err = d.try(r, f.Device)
	if f.Trouble == NoDevice && f.Device != "" {
		if other, _ := d.try(r, ""); other != NoDevice {
			f.Trouble = Missing
		}
	}
	return f
}

// try opens a device and waits for its first calls.
func (d *Devices) try(r role, name string) (Trouble, error) {
	var called, alive atomic.Bool
	first := make(chan struct{}, 1)
	device, err := d.system().open(r.kind(), name, func(samples []int16) {
		if r != input {
			clear(samples)
		}
		called.Store(true)
		for _, v := range samples {
			if v != 0 {
				alive.Store(true)
			}
		}
		if r != input || alive.Load() {
			select {
			case first <- struct{}{}:
			default:
			}
		}
	}, func() {})
	if err != nil {
		return troubleOf(err), err
	}
	defer device.Close()
	limit := time.NewTimer(probeTime)
	defer limit.Stop()
	select {
	case <-first:
		return Fine, nil
	case <-limit.C:
	}
	if called.Load() {
		return Mute, nil
	}
	return Dead, nil
}

func troubleOf(err error) Trouble {
	switch {
	case errors.Is(err, crm.ErrNotFound):
		return NoDevice
	case errors.Is(err, crm.ErrDenied):
		return Refused
	case errors.Is(err, crm.ErrBusy):
		return InUse
	default:
		return Broken
	}
}
