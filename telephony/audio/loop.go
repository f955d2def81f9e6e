package audio

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
)

// loopPatience is how much longer than the sound itself a device may take.
const loopPatience = 3 * time.Second

// Loop takes so much sound from the microphone and then plays it back: what the
// other side would hear. turned is told when it begins to play.
func (d *Devices) Loop(ctx context.Context, length time.Duration, turned func()) error {
	taken, full := make([]int16, 0, int(length.Seconds()*Rate)), make(chan struct{})
	in, err := d.Open(func(samples []int16) {
		n := min(len(samples), cap(taken)-len(taken))
		taken = append(taken, samples[:n]...)
		if n > 0 && len(taken) == cap(taken) {
			close(full)
		}
	}, func(samples []int16) { clear(samples) })
	if err != nil {
		return err
	}
	err = within(ctx, length+loopPatience, full)
	_ = in.Close()
	if err != nil {
		return err
	}
	turned()
	rest, over := taken, make(chan struct{})
	out, err := d.Output(func(samples []int16) {
		n := copy(samples, rest)
		clear(samples[n:])
		if n > 0 && n == len(rest) {
			close(over)
		}
		rest = rest[n:]
	})
	if err != nil {
		return err
	}
	defer out.Close()
	return within(ctx, length+loopPatience, over)
}

// within waits for something that a device is to do.
func within(ctx context.Context, limit time.Duration, done <-chan struct{}) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return nil
	case <-timer.C:
		return fmt.Errorf("audio: the device gives nothing: %w", crm.ErrNoSound)
	case <-ctx.Done():
		return ctx.Err()
	}
}
