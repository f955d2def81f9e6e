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
	last    atomic.Pointer[crm.Fault] // what was told last; read from outside
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
	known := s.list(ctx)
	s.probe()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		if _, _, talking := s.devices.InUse(); talking {
			continue // the call itself shows how the devices do
		}
		now := s.list(ctx)
		if !slices.Equal(now.Inputs, known.Inputs) || !slices.Equal(now.Outputs, known.Outputs) {
			known = now
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
