package telephony

import (
	"testing"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// Answering a second call holds the first, taking the first back holds the
// second: there is one talk at a time, and nobody else listens.
func TestCallWaiting(t *testing.T) {
	s := start(t, pbx.Options{})
	first, one := s.answered(t, pbx.Caller{})
	awaitSound(t, s, first)
	second, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	two := s.told.await(t, "second ring", 2, ofKind("ringing")).call
	s.answer(t, second, two)
	s.told.awaitHeld(t, one, true, false)
	if !record(t, first).Held || record(t, second).Held {
		t.Error("the exchange does not see the first held and the second not")
	}
	for range 5 {
		for _, pair := range [][2]crm.ID{{one, two}, {two, one}} {
			s.told.forget("held")
			s.hold(t, pair[0], false)
			s.told.awaitHeld(t, pair[0], false, false)
			s.told.awaitHeld(t, pair[1], true, false)
			s.inside(t, func(a *actor) {
				if a.calls[pair[0]].quiet.Load() || !a.calls[pair[1]].quiet.Load() {
					t.Error("the wrong call is silent")
				}
			})
		}
	}
	loud := record(t, second).Sound.Loud
	waitFor(t, func() bool { return record(t, second).Sound.Loud >= loud+5 })
}

func TestDiallingHoldsTheFirst(t *testing.T) {
	s := start(t, pbx.Options{Callee: func(string) pbx.Callee { return pbx.Callee{Never: true} }})
	call, id := s.answered(t, pbx.Caller{})
	second := s.dial(t)
	s.told.awaitHeld(t, id, true, false)
	s.told.awaitKind(t, "remote", second)
	if err := s.line.Hangup(within(t), second); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, second)
	s.hold(t, id, false)
	awaitSound(t, s, call)
}
