package telephony

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

// untold asserts that the listener has heard of no call.
func (s *stage) untold(t *testing.T) {
	t.Helper()
	if n := s.told.count(func(f fact) bool { return f.kind != "line" }); n != 0 {
		t.Errorf("the listener was told: %v", s.told.kinds())
	}
	s.inside(t, func(a *actor) {
		if len(a.calls) != 0 {
			t.Errorf("%d calls are left", len(a.calls))
		}
	})
}

// trouble is what a test call found of which only the machine may be guilty.
func trouble(result crm.TestResult) string {
	if result.Good() && result.Loss <= 5 && result.RoundTrip >= 80*time.Millisecond {
		return ""
	}
	return fmt.Sprintf("%+v", result)
}

// ended waits until the exchange has seen the end of all calls.
func (s *stage) ended(t *testing.T, want int) {
	t.Helper()
	waitFor(t, func() bool {
		calls, err := s.pbx.Calls(within(t))
		if err != nil {
			t.Fatal(err)
		}
		over := 0
		for _, c := range calls {
			if c.State == pbx.Over {
				over++
			}
		}
		return over == want && len(calls) == want
	})
}

func TestCallToOneself(t *testing.T) {
	s := start(t, pbx.Options{})
	s.line.SetDoNotDisturb(true) // is of people
	legs := 0
	calmly(t, func() string {
		legs += 2
		began := time.Now()
		result, err := s.line.TestCall(within(t))
		if err != nil {
			t.Fatal(err)
		}
		// No more than the whole of it, and for sound no less than a packet there, one
		// back and what they wait in buffers.
		took := time.Since(began)
		if result.Codec == "" || result.Signalling <= 0 || result.Signalling > took || result.RoundTrip > took {
			t.Errorf("after %v: %+v", took, result)
		}
		return trouble(result)
	})
	s.ended(t, legs)
	s.untold(t)
	if s.wave.opened.Load() != 0 {
		t.Error("the test takes the microphone")
	}
}

func TestCallToOneselfRefused(t *testing.T) {
	tests := []struct {
		name    string
		callee  pbx.Callee
		outcome crm.Outcome
		code    int
	}{
		{"busy", pbx.Callee{Refuse: 486}, crm.Busy, 486},
		{"no such number", pbx.Callee{Refuse: 404}, crm.Unreachable, 404},
		{"loop", pbx.Callee{Refuse: 482}, crm.NetworkFault, 482},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, pbx.Options{Callee: func(string) pbx.Callee { return tt.callee }})
			result, err := s.line.TestCall(within(t))
			if err != nil || result.Refused != tt.outcome || result.Code != tt.code || result.Good() || !result.Registered {
				t.Errorf("result %+v, %v", result, err)
			}
			s.untold(t)
		})
	}
}

// A voicemail that takes the call is not us.
func TestCallToOneselfTakenElsewhere(t *testing.T) {
	t.Parallel() // it mostly waits
	s := start(t, pbx.Options{Voicemail: true})
	result, err := s.line.TestCall(within(t))
	if err != nil || !result.Elsewhere || result.Back || result.Good() {
		t.Errorf("result %+v, %v", result, err)
	}
	s.untold(t)
}

func TestNoTestDuringACall(t *testing.T) {
	s := start(t, pbx.Options{})
	_, id := s.answered(t, pbx.Caller{})
	if _, err := s.line.TestCall(within(t)); !errors.Is(err, crm.ErrBusy) {
		t.Errorf("during a call: %v", err)
	}
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
}

// People come first: a call that comes ends the test, and so does one that is dialled.
func TestCallEndsTheTest(t *testing.T) {
	tests := map[string]func(t *testing.T, s *stage){
		"incoming": func(t *testing.T, s *stage) { s.call(t, pbx.Caller{}) },
		"dialled": func(t *testing.T, s *stage) {
			if err := s.line.Dial(within(t), crm.NewID(time.Now()), phone.Plan{}.Parse("+79123456789")); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, come := range tests {
		t.Run(name, func(t *testing.T) {
			s := start(t, pbx.Options{})
			over := make(chan error, 1)
			go func() {
				_, err := s.line.TestCall(within(t))
				over <- err
			}()
			waitFor(t, func() bool { // both legs talk
				calls, err := s.pbx.Calls(within(t))
				return err == nil && len(calls) == 2 && calls[0].State == pbx.Talking
			})
			come(t, s)
			if err := <-over; !errors.Is(err, crm.ErrBusy) {
				t.Errorf("the test: %v", err)
			}
			if n := s.told.count(ofKind("held")); n != 0 {
				t.Errorf("%d times told of holding", n)
			}
		})
	}
}

func TestTestCallGivenUp(t *testing.T) {
	s := start(t, pbx.Options{})
	ctx, cancel := context.WithCancel(within(t))
	over := make(chan error, 1)
	go func() {
		_, err := s.line.TestCall(ctx)
		over <- err
	}()
	waitFor(t, func() bool {
		calls, err := s.pbx.Calls(within(t))
		return err == nil && len(calls) == 2 && calls[0].State == pbx.Talking
	})
	cancel()
	if err := <-over; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	s.ended(t, 2)
	s.untold(t)
}

func TestTestCallOffline(t *testing.T) {
	line, err := New(testConfig("127.0.0.1:9"), newWitness(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if result, err := line.TestCall(within(t)); !errors.Is(err, crm.ErrNotConnected) || result.Registered {
		t.Errorf("result %+v, %v", result, err)
	}
}
