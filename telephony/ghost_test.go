package telephony

import (
	"errors"
	"testing"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// The other side hangs up at the moment of a control: whoever waits is answered,
// the call ends once, and nothing is left of it.
func TestControlsCrossBye(t *testing.T) {
	controls := map[string]func(*stage, crm.ID) error{
		"hold":     func(s *stage, id crm.ID) error { return s.line.Hold(within(t), id, true) },
		"keys":     func(s *stage, id crm.ID) error { return s.line.DTMF(within(t), id, "12") },
		"transfer": func(s *stage, id crm.ID) error { return s.line.Transfer(within(t), id, colleague) },
	}
	for name, control := range controls {
		t.Run(name, func(t *testing.T) {
			s := start(t, pbx.Options{NoEvents: true, Refer: func(string) pbx.Referral { return pbx.Referral{Refuse: 480} }})
			const rounds = 100
			begun := 0
			for i := range rounds {
				call, err := s.pbx.Ring(within(t), pbx.Caller{From: "89123456789", Extension: testUser})
				if err != nil {
					t.Fatal(err)
				}
				id := s.told.await(t, "ring", i+1, ofKind("ringing")).call
				s.answer(t, call, id)
				done := make(chan error, 1)
				go func() { done <- control(s, id) }()
				if err := call.Hangup(within(t)); err != nil {
					t.Fatal(err)
				}
				switch err := <-done; {
				case err == nil:
					begun++
				case !errors.Is(err, crm.ErrNoCall) && !errors.Is(err, crm.ErrRefused):
					t.Fatalf("round %d: %v", i, err)
				}
				s.told.awaitEnd(t, id)
			}
			s.assertNoCalls(t)
			s.stop()
			if n := s.told.count(ofKind("ended")); n != rounds {
				t.Errorf("%d ends of %d calls", n, rounds)
			}
			if n := s.told.count(ofKind("transfer")); name == "transfer" && n != begun {
				t.Errorf("%d ends of %d transfers", n, begun)
			}
		})
	}
}
