package station

import (
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio"
)

func TestTonesOfSeveralCalls(t *testing.T) {
	s := sounds{silent: &atomic.Bool{}, ringing: map[crm.ID]bool{}, remote: map[crm.ID]bool{}, talks: map[crm.ID]bool{}}
	call := func(n int) crm.Call { return crm.Call{ID: crm.NewID(time.Unix(int64(n), 0))} }
	first, second, third := call(1), call(2), call(3)
	for _, step := range []struct {
		what string
		news feed.Event
		want audio.Tone
		ok   bool
	}{
		{"it rings", feed.RingShown{Call: first}, audio.Ringtone, true},
		{"it is answered", feed.CallAnswered{Call: first}, 0, false},
		{"a second one rings into the talk", feed.RingShown{Call: second}, audio.Waiting, true},
		{"it gives up", feed.CallEnded{Call: second}, 0, false},
		{"the talk is held", feed.CallHeld{Call: first, Here: true}, 0, false},
		{"a colleague is asked", feed.CallRemoteRinging{Call: third}, audio.Ringback, true},
		{"the colleague answers", feed.CallAnswered{Call: third}, 0, false},
		{"both are over", feed.CallEnded{Call: third}, 0, false},
		{"somebody rings while the first still waits", feed.RingShown{Call: second}, audio.Ringtone, true},
	} {
		s.hear(step.news)
		if tone, ok := s.wanted(); ok != step.ok || ok && tone != step.want {
			t.Errorf("%s: tone %d, %t", step.what, tone, ok)
		}
	}
}
