package station

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
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
	silent  *atomic.Bool

	ringing map[crm.ID]bool  // incoming, not yet answered
	remote  map[crm.ID]bool  // outgoing, rings there
	talks   map[crm.ID]bool  // whether it is heard, not held
	busy    <-chan time.Time // end of the busy tone; nil without one
	due     <-chan time.Time // when the tone that is wanted begins; nil without one
	now     audio.Tone
	playing io.Closer // nil in silence
}

// beginAfter spares the ear, and the machine, tones for calls that are given up
// at once.
const beginAfter = 100 * time.Millisecond

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
		case <-s.due:
			s.due = nil
			s.begin(ctx)
			continue
		case e := <-news.C:
			s.hear(e)
		}
		s.play()
	}
}

// hear takes what happens to calls.
func (s *sounds) hear(e feed.Event) {
	switch e := e.(type) {
	case feed.RingShown:
		s.ringing[e.Call.ID] = true
	case feed.CallRemoteRinging:
		s.remote[e.Call.ID] = true
	case feed.CallEarlySound:
		delete(s.remote, e.Call.ID) // two tones at once are none
	case feed.CallAnswered:
		s.forget(e.Call.ID)
		s.talks[e.Call.ID] = true
	case feed.CallHeld:
		if _, ok := s.talks[e.Call.ID]; ok {
			s.talks[e.Call.ID] = !e.Here
		}
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

// wanted is the tone that should be heard now. Nobody's ear is rung into during
// a talk: a short low sign says that somebody waits, the pop-up says who. While all
// talks are held the ear is free.
func (s *sounds) wanted() (tone audio.Tone, ok bool) {
	heard := false
	for _, on := range s.talks {
		heard = heard || on
	}
	switch {
	case s.silent.Load():
		return 0, false
	case heard:
		return audio.Waiting, len(s.ringing) > 0
	case len(s.ringing) > 0:
		return audio.Ringtone, true
	case len(s.remote) > 0:
		return audio.Ringback, true
	case s.busy != nil:
		return audio.Busy, true
	default:
		return 0, false
	}
}

// play ends a tone that is not wanted any more, and has the wanted one begin
// soon.
func (s *sounds) play() {
	want, ok := s.wanted()
	if ok && s.playing != nil && s.now == want {
		return
	}
	s.hush()
	switch {
	case !ok:
		s.due = nil
	case s.due == nil: // other news must not put it off
		s.due = time.After(beginAfter)
	}
}

// begin starts the tone that is wanted by now.
func (s *sounds) begin(ctx context.Context) {
	want, ok := s.wanted()
	if !ok {
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
