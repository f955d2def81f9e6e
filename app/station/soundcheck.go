package station

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio"
)

// soundCheck tells what is wrong with the sound devices. They are tried at the
// start and whenever something is plugged in or out; between that they are only
// listed, for to try a microphone is to switch it on.
type soundCheck struct {
	devices *audio.Devices
	feed    *feed.Feed
	log     *slog.Logger
	wake    chan struct{}             // something was chosen
	last    atomic.Pointer[crm.Fault] // what was told last; read from outside
}

func newSoundCheck(devices *audio.Devices, news *feed.Feed, log *slog.Logger) *soundCheck {
	return &soundCheck{devices: devices, feed: news, log: log, wake: make(chan struct{}, 1)}
}

// again asks for another look soon.
func (s *soundCheck) again() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// trouble is what is wrong now.
func (s *soundCheck) trouble() error {
	if fault := s.last.Load(); fault != nil {
		return fault
	}
	return nil
}

// listEvery is how soon a headset that was plugged in is noticed.
const listEvery = 10 * time.Second

// serve checks until ctx ends.
func (s *soundCheck) serve(ctx context.Context) error {
	ticker := time.NewTicker(listEvery)
	defer ticker.Stop()
	known, look := s.list(ctx), false
	s.probe()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		case <-s.wake:
			look = true
		}
		if _, _, talking := s.devices.InUse(); talking {
			continue // the call itself shows how the devices do
		}
		now := s.list(ctx)
		if look || !slices.Equal(now.Inputs, known.Inputs) || !slices.Equal(now.Outputs, known.Outputs) {
			known, look = now, false
			s.probe()
		}
	}
}

func (s *soundCheck) list(ctx context.Context) audio.Listing {
	found, err := s.devices.List()
	if err != nil {
		s.log.WarnContext(ctx, "sound devices cannot be listed", "error", err)
	}
	return found
}

// probe tries the devices and tells what is wrong when that differs from what
// was told last.
func (s *soundCheck) probe() {
	now, before := troubleOf(s.devices.Probe()), s.last.Load()
	if now == before || now != nil && before != nil && *now == *before {
		return
	}
	s.last.Store(now)
	s.feed.Publish(feed.SoundChanged{Err: s.trouble()})
}

// troubleOf is the first thing to cure: without a microphone nobody is heard,
// without a loudspeaker nobody is understood, without a bell a call is missed.
func troubleOf(d audio.Diagnosis) *crm.Fault {
	for _, f := range []audio.Finding{d.Input, d.Output, d.Ring} {
		if f.Trouble != audio.Fine {
			return &crm.Fault{Kind: crm.ErrNoSound, Subject: f.Device, Detail: string(f.Trouble)}
		}
	}
	return nil
}
