package telephony

import (
	"errors"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

func TestKeysAsTelephoneEvents(t *testing.T) {
	const all = "0123456789*#ABCD"
	t.Run("incoming", func(t *testing.T) {
		s := start(t, pbx.Options{})
		call, id := s.answered(t, pbx.Caller{})
		s.press(t, id, all[:8]+","+all[8:])
		waitFor(t, func() bool { return record(t, call).Keys == all })
		if r := record(t, call); r.Info != "" {
			t.Errorf("keys came by INFO too: %q", r.Info)
		}
		awaitSound(t, s, call) // voice goes on afterwards
	})
	t.Run("outgoing", func(t *testing.T) {
		s := start(t, pbx.Options{})
		id := s.dial(t)
		s.told.awaitKind(t, "answered", id)
		s.press(t, id, "55d") // the same key twice is two events
		waitFor(t, func() bool {
			calls, err := s.pbx.Calls(within(t))
			return err == nil && calls[0].Keys == "55D"
		})
	})
}

func (s *stage) press(t testing.TB, id crm.ID, digits string) {
	t.Helper()
	if err := s.line.DTMF(within(t), id, digits); err != nil {
		t.Fatal(err)
	}
}

func TestKeysByInfo(t *testing.T) {
	s := start(t, pbx.Options{NoEvents: true})
	call, id := s.answered(t, pbx.Caller{})
	began := time.Now()
	s.press(t, id, "1,2#")
	if took := time.Since(began); took < keyPause {
		t.Errorf("a comma and three keys took %v", took)
	}
	if r := record(t, call); r.Info != "12#" || r.Keys != "" {
		t.Errorf("the exchange heard %q by INFO, %q in RTP", r.Info, r.Keys)
	}
}

func TestKeysByInfoRefused(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, _ := p.talk(s, "keys")
	done := make(chan error, 1)
	go func() { done <- s.line.DTMF(within(t), ring.Call, "12") }()
	info := p.request(sip.INFO)
	if body := string(info.Body()); body != "Signal=1\r\nDuration=100\r\n" || info.ContentType().Value() != "application/dtmf-relay" {
		t.Errorf("INFO says %q", body)
	}
	p.send(answer(info, 415, "Unsupported Media Type", "", ""))
	if err := <-done; !errors.Is(err, crm.ErrRefused) {
		t.Errorf("keys give %v", err)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	s := start(t, pbx.Options{})
	_, id := s.answered(t, pbx.Caller{})
	for _, digits := range []string{"", "1 2", "E", "1;2", "١", "+7"} {
		if err := s.line.DTMF(within(t), id, digits); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%q: %v", digits, err)
		}
	}
	s.hold(t, id, true)
	if err := s.line.DTMF(within(t), id, "1"); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("on hold: %v", err)
	}
}
