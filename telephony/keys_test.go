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
		t.Parallel()
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
		t.Parallel()
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

// Who presses keys and hands the call over at once wants the keys to be heard.
func TestKeysBeforeATransfer(t *testing.T) {
	const all = "12345"
	s := start(t, pbx.Options{Refer: func(string) pbx.Referral { return pbx.Referral{Bye: true} }})
	call, id := s.answered(t, pbx.Caller{})
	s.press(t, id, all)
	if err := s.line.Transfer(within(t), id, colleague); err != nil {
		t.Fatal(err)
	}
	if err := s.line.Transfer(within(t), id, colleague); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("another transfer meanwhile: %v", err)
	}
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Transferred {
		t.Errorf("ended %+v", end)
	}
	r, err := call.Over(within(t))
	if err != nil || r.Keys != all || len(r.Refers) != 1 {
		t.Errorf("the exchange heard %q and saw %+v, %v", r.Keys, r.Refers, err)
	}
}

// By INFO the same; keys that the exchange does not want are no reason to keep the
// call.
func TestKeysByInfoBeforeATransfer(t *testing.T) {
	for _, code := range []int{200, 415} {
		p, s := startWithRaw(t, pbx.Options{})
		ring, tag := p.talk(s, "keys")
		done := make(chan error, 1)
		go func() { done <- s.line.DTMF(within(t), ring.Call, "12") }()
		info := p.request(sip.INFO)
		if err := s.line.Transfer(within(t), ring.Call, colleague); err != nil {
			t.Fatal(err)
		}
		p.send(answer(info, code, "Said", "", ""))
		if code < 300 {
			p.send(answer(p.either(sip.INFO, sip.REFER), 200, "OK", "", ""))
		}
		refer := p.either(sip.INFO, sip.REFER)
		if err := <-done; refer.Method != sip.REFER || (err == nil) != (code < 300) {
			t.Errorf("after %d: %s, the keys give %v", code, refer.Method, err)
		}
		p.send(answer(refer, 202, "Accepted", "", ""), p.message("BYE", "keys", "bye", tag, 2, "", ""))
		if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Transferred {
			t.Errorf("after %d ended %+v", code, end)
		}
	}
}

// either reads on until a request with one of two methods comes.
func (p *rawPeer) either(one, other sip.RequestMethod) *sip.Request {
	p.t.Helper()
	for {
		m, ok := p.read()
		if !ok {
			p.t.FailNow()
		}
		if req, isReq := m.(*sip.Request); isReq && (req.Method == one || req.Method == other) {
			return req
		}
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
