package telephony

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

func TestIncomingCallWithSoundBothWays(t *testing.T) {
	s := start(t, pbx.Options{})
	call, ring := s.call(t, pbx.Caller{From: "89123456789", Display: "Romashka", To: "84951234567"})
	if ring.Number.String() != "+79123456789" || ring.Display != "Romashka" || ring.Called != "84951234567" || ring.Account != testUser {
		t.Errorf("the ring says %+v", ring)
	}
	if ring.At.IsZero() || time.Since(ring.At) > limit {
		t.Errorf("rang at %v", ring.At)
	}
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	s.told.awaitKind(t, "answered", ring.Call)
	awaitSound(t, s, call)
	if err := s.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Answered {
		t.Errorf("ended as %v", end)
	}
	if r, err := call.Over(within(t)); err != nil || r.EndedBy != "callee" {
		t.Errorf("the exchange saw %+v, %v", r, err)
	}
	if err := s.line.Hangup(within(t), ring.Call); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("hanging up twice gives %v", err)
	}
	s.stop()
	if s.wave.opened.Load() != 1 || s.wave.closed.Load() != 1 {
		t.Errorf("devices: %d opened, %d closed", s.wave.opened.Load(), s.wave.closed.Load())
	}
}

// awaitSound waits until voice was heard at both ends.
func awaitSound(t *testing.T, s *stage, call *pbx.Call) {
	t.Helper()
	deadline := time.Now().Add(limit)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := call.Record(within(t))
		if err != nil {
			t.Fatal(err)
		}
		if r.Sound.Loud >= 5 && s.wave.loud.Load() >= 5 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("sound: the exchange heard %+v, the speaker %d loud frames", r.Sound, s.wave.loud.Load())
		}
		<-tick.C
	}
}

func TestIncomingEnds(t *testing.T) {
	tests := []struct {
		name   string
		caller pbx.Caller
		act    func(*testing.T, *stage, *pbx.Call, crm.ID)
		want   crm.Outcome
		code   int
		by     string
	}{
		{"caller gives up", pbx.Caller{CancelAfter: time.Millisecond}, nil, crm.Missed, 487, "caller"},
		{"colleague answers", pbx.Caller{CancelAfter: time.Millisecond, Elsewhere: true}, nil, crm.Elsewhere, 487, "caller"},
		{"rejected", pbx.Caller{}, func(t *testing.T, s *stage, _ *pbx.Call, id crm.ID) {
			if err := s.line.Hangup(within(t), id); err != nil {
				t.Error(err)
			}
		}, crm.Rejected, 486, "callee"},
		{"caller hangs up", pbx.Caller{TalkFor: 30 * time.Millisecond}, func(t *testing.T, s *stage, _ *pbx.Call, id crm.ID) {
			if err := s.line.Answer(within(t), id); err != nil {
				t.Error(err)
			}
		}, crm.Answered, 0, "caller"},
		{"offer in the ACK", pbx.Caller{Late: true}, func(t *testing.T, s *stage, c *pbx.Call, id crm.ID) {
			if err := s.line.Answer(within(t), id); err != nil {
				t.Error(err)
			}
			awaitSound(t, s, c)
			if err := c.Hangup(within(t)); err != nil {
				t.Error(err)
			}
		}, crm.Answered, 0, "caller"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, pbx.Options{})
			call, ring := s.call(t, tt.caller)
			if tt.act != nil {
				tt.act(t, s, call, ring.Call)
			}
			if end := s.told.awaitEnd(t, ring.Call); end.Outcome != tt.want || end.Code != tt.code {
				t.Errorf("ended as %+v, want %s %d", end, tt.want, tt.code)
			}
			if r, err := call.Over(within(t)); err != nil || r.EndedBy != tt.by {
				t.Errorf("the exchange saw %+v, %v", r, err)
			}
			s.stop()
			if n := s.told.count(ofKind("ended")); n != 1 {
				t.Errorf("Ended came %d times", n)
			}
		})
	}
}

func TestAnonymousCaller(t *testing.T) {
	s := start(t, pbx.Options{})
	_, ring := s.call(t, pbx.Caller{From: "anonymous", Display: "Anonymous"})
	if ring.Number.Kind() != phone.None || ring.Number.Raw != "anonymous" {
		t.Errorf("number %+v", ring.Number)
	}
}

func TestFifthCallHearsBusy(t *testing.T) {
	s := start(t, pbx.Options{})
	for range 4 {
		s.call(t, pbx.Caller{})
	}
	s.told.await(t, "4 rings", 4, ofKind("ringing"))
	fifth, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := fifth.Over(within(t)); err != nil || r.Code != 486 {
		t.Errorf("the fifth saw %+v, %v", r, err)
	}
}

func TestSlowDeviceDelaysNothing(t *testing.T) {
	s := start(t, pbx.Options{})
	s.wave.hold = make(chan struct{})
	_, ring := s.call(t, pbx.Caller{})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	second, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := second.Wait(within(t), pbx.Ringing); err != nil || r.State != pbx.Ringing {
		t.Errorf("the second call saw %+v, %v", r, err)
	}
	close(s.wave.hold)
}

func TestDeviceFaultLeavesTheCallUp(t *testing.T) {
	s := start(t, pbx.Options{})
	s.wave.fail = errors.New("no microphone")
	call, ring := s.call(t, pbx.Caller{})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	if r, err := call.Wait(within(t), pbx.Talking); err != nil || r.State != pbx.Talking {
		t.Fatalf("the exchange saw %+v, %v", r, err)
	}
	if err := call.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, ring.Call)
}

func TestStoppingEndsCallsAndOwnContactOnly(t *testing.T) {
	s := start(t, pbx.Options{})
	call, ring := s.call(t, pbx.Caller{})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	s.stop()
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Interrupted {
		t.Errorf("ended as %+v", end)
	}
	if r, err := call.Over(within(t)); err != nil || r.EndedBy != "callee" {
		t.Errorf("the exchange saw %+v, %v", r, err)
	}
	r, err := s.pbx.Registry(within(t))
	if err != nil || r.Removed != 1 || r.Stars != 0 {
		t.Errorf("registry %+v, %v", r, err)
	}
}
