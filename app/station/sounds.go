package station

import (
	"context"
	"io"
	"log/slog"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio"
)

// sounds lets a call be heard before anybody talks: the ringtone of one that
// comes in, the tones of an exchange for one that goes out.
type sounds struct {
	devices *audio.Devices
	feed    *feed.Feed
	log     *slog.Logger
	silent  bool

	ringing map[crm.ID]bool // incoming, not yet answered
	remote  map[crm.ID]bool // outgoing, rings there
	talks   map[crm.ID]bool
	busy    <-chan time.Time // end of the busy tone; nil without one
	now     audio.Tone
	playing io.Closer // nil in silence
}

// busyFor is how long the busy tone tells that nobody will come.
const busyFor = 3 * time.Second

// serve plays until ctx ends.
func (s *sounds) serve(ctx context.Context) error {
	s.ringing, s.remote, s.talks = map[crm.ID]bool{}, map[crm.ID]bool{}, map[crm.ID]bool{}
	news := s.feed.Subscribe(64)
	defer news.Close()
	defer s.hush()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.busy:
			s.busy = nil
		case e := <-news.C:
			s.hear(e)
		}
		s.play(ctx)
	}
}

// hear takes what happens to calls.
func (s *sounds) hear(e feed.Event) {
	switch e := e.(type) {
	case feed.RingShown:
		s.ringing[e.Call.ID] = true
	case feed.CallRemoteRinging:
		s.remote[e.Call.ID] = true
	case feed.CallAnswered:
		s.forget(e.Call.ID)
		s.talks[e.Call.ID] = true
	case feed.CallEnded:
		s.forget(e.Call.ID)
		if e.Call.Direction == crm.Outgoing && (e.Call.Outcome == crm.Busy || e.Call.Outcome == crm.Rejected) {
			s.busy = time.After(busyFor)
		}
	case feed.Reload:
		// What rings is not known any more; silence is the safe side.
		clear(s.ringing)
		clear(s.remote)
		clear(s.talks)
	}
}

func (s *sounds) forget(id crm.ID) {
	delete(s.ringing, id)
	delete(s.remote, id)
	delete(s.talks, id)
}

// play makes heard what should be. Nobody's ear is rung into during a talk: the
// pop-up is enough then.
func (s *sounds) play(ctx context.Context) {
	var want audio.Tone
	on := !s.silent
	switch {
	case len(s.talks) > 0:
		on = false
	case len(s.ringing) > 0:
		want = audio.Ringtone
	case len(s.remote) > 0:
		want = audio.Ringback
	case s.busy != nil:
		want = audio.Busy
	default:
		on = false
	}
	if on && s.playing != nil && s.now == want {
		return
	}
	s.hush()
	if !on {
		return
	}
	tone, err := s.devices.Play(want)
	if err != nil {
		s.log.WarnContext(ctx, "a tone cannot be played", "error", err)
		return
	}
	s.now, s.playing = want, tone
}

func (s *sounds) hush() {
	if s.playing != nil {
		_ = s.playing.Close() // a tone has nothing to lose
		s.playing = nil
	}
}
