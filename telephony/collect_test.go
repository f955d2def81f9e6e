package telephony

import (
	"runtime"
	"testing"
	"weak"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// A call that is over leaves nothing large behind, though its transactions answer
// repeated messages for half a minute yet: a thousand of them come in a row.
func TestEndedCallIsLetGo(t *testing.T) {
	ways := map[string]func(*testing.T, *stage) crm.ID{
		"incoming": func(t *testing.T, s *stage) crm.ID {
			_, id := s.answered(t, pbx.Caller{})
			return id
		},
		"outgoing": func(t *testing.T, s *stage) crm.ID {
			id := s.dial(t)
			s.told.awaitKind(t, "answered", id)
			return id
		},
		"held": func(t *testing.T, s *stage) crm.ID {
			_, id := s.answered(t, pbx.Caller{})
			s.hold(t, id, true)
			return id
		},
	}
	for name, talk := range ways {
		t.Run(name, func(t *testing.T) {
			s := start(t, pbx.Options{})
			id := talk(t, s)
			var session weak.Pointer[media.Session]
			s.inside(t, func(a *actor) { session = weak.Make(a.calls[id].session) })
			if err := s.line.Hangup(within(t), id); err != nil {
				t.Fatal(err)
			}
			s.told.awaitEnd(t, id)
			waitFor(t, func() bool {
				runtime.GC()
				return session.Value() == nil
			})
		})
	}
}
