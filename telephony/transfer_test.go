package telephony

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

var colleague = phone.Number{Short: "102"}

func (w *witness) awaitTransfer(t testing.TB, id crm.ID) error {
	t.Helper()
	return w.await(t, "end of the transfer", 1, func(f fact) bool { return f.kind == "transfer" && f.call == id }).err
}

func TestBlindTransfer(t *testing.T) {
	for _, bye := range []bool{false, true} {
		t.Run(fmt.Sprintf("bye %v", bye), func(t *testing.T) {
			s := start(t, pbx.Options{Refer: func(string) pbx.Referral { return pbx.Referral{Bye: bye} }})
			call, id := s.answered(t, pbx.Caller{})
			if err := s.line.Transfer(within(t), id, colleague); err != nil {
				t.Fatal(err)
			}
			if err := s.told.awaitTransfer(t, id); err != nil {
				t.Errorf("the transfer ended with %v", err)
			}
			if end := s.told.awaitEnd(t, id); end.Outcome != crm.Transferred {
				t.Errorf("ended as %+v", end)
			}
			r, err := call.Over(within(t))
			if err != nil || len(r.Refers) != 1 {
				t.Fatalf("the exchange saw %+v, %v", r, err)
			}
			host, _, _ := strings.Cut(s.pbx.Addr().String(), ":")
			if to := r.Refers[0].To; !strings.HasPrefix(to, "<sip:102@"+host) || !strings.HasPrefix(r.Refers[0].By, "<sip:101@"+host) {
				t.Errorf("REFER %+v", r.Refers[0])
			}
			s.assertNoCalls(t)
			s.stop()
			if n := s.told.count(ofKind("transfer")); n != 1 {
				t.Errorf("TransferEnded came %d times", n)
			}
		})
	}
}

// A transfer that fails leaves people talking, a held one is taken back.
func TestTransferFails(t *testing.T) {
	tests := []struct {
		name string
		will pbx.Referral
		want error
	}{
		{"refused", pbx.Referral{Refuse: 403}, crm.ErrRefused},
		{"not taken", pbx.Referral{Refuse: 603}, crm.ErrRefused},
		{"busy there", pbx.Referral{Final: 486}, crm.ErrBusy},
		{"busy everywhere", pbx.Referral{Final: 600}, crm.ErrBusy},
		{"unknown to the exchange", pbx.Referral{Refuse: 404}, crm.ErrNotFound},
		{"gone", pbx.Referral{Final: 410}, crm.ErrNotFound},
		{"too short", pbx.Referral{Final: 484}, crm.ErrNotFound},
		{"nowhere", pbx.Referral{Final: 604}, crm.ErrNotFound},
		{"does not answer", pbx.Referral{Final: 408}, crm.ErrOffline},
		{"telephone off", pbx.Referral{Final: 480}, crm.ErrOffline},
		{"exchange out of order", pbx.Referral{Refuse: 503}, crm.ErrOffline},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, pbx.Options{Refer: func(string) pbx.Referral { return tt.will }})
			call, id := s.answered(t, pbx.Caller{})
			s.hold(t, id, true)
			if err := s.line.Transfer(within(t), id, colleague); err != nil {
				t.Fatal(err)
			}
			if err := s.told.awaitTransfer(t, id); !errors.Is(err, tt.want) {
				t.Errorf("the transfer ended with %v", err)
			}
			s.told.awaitHeld(t, id, false, false)
			awaitSound(t, s, call)
			if err := call.Hangup(within(t)); err != nil {
				t.Fatal(err)
			}
			if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered {
				t.Errorf("ended as %+v", end)
			}
		})
	}
}

func TestTransferOfNothing(t *testing.T) {
	s := start(t, pbx.Options{})
	_, ring := s.call(t, pbx.Caller{})
	if err := s.line.Transfer(within(t), ring.Call, colleague); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("while it rings: %v", err)
	}
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	if err := s.line.Transfer(within(t), ring.Call, phone.Number{Raw: "x"}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("to nobody: %v", err)
	}
	if err := s.line.Join(within(t), ring.Call, ring.Call); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("with itself: %v", err)
	}
	if err := s.line.Join(within(t), ring.Call, crm.NewID(time.Now())); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("with nobody: %v", err)
	}
}

// The call ends before anything is known of the transfer: it has failed.
func TestByeBeforeTheTransferIsTaken(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "early")
	if err := s.line.Transfer(within(t), ring.Call, colleague); err != nil {
		t.Fatal(err)
	}
	p.request(sip.REFER)
	p.send(p.message("BYE", "early", "bye", tag, 2, "", ""))
	if err := s.told.awaitTransfer(t, ring.Call); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("the transfer ended with %v", err)
	}
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Answered {
		t.Errorf("ended as %+v", end)
	}
}

// two brings a client's call and one to a colleague up; the first is held by then.
func (s *stage) two(t *testing.T) (call *pbx.Call, client, asked crm.ID) {
	t.Helper()
	call, client = s.answered(t, pbx.Caller{})
	asked = s.dial(t)
	s.told.awaitKind(t, "answered", asked)
	s.told.awaitHeld(t, client, true, false)
	return call, client, asked
}

func TestAttendedTransfer(t *testing.T) {
	s := start(t, pbx.Options{})
	call, client, asked := s.two(t)
	if err := s.line.Join(within(t), client, asked); err != nil {
		t.Fatal(err)
	}
	if err := s.told.awaitTransfer(t, client); err != nil {
		t.Errorf("the transfer ended with %v", err)
	}
	for _, id := range []crm.ID{client, asked} {
		if end := s.told.awaitEnd(t, id); end.Outcome != crm.Transferred {
			t.Errorf("ended as %+v", end)
		}
	}
	r, err := call.Over(within(t))
	if err != nil || len(r.Refers) != 1 || r.Refers[0].Replaces == "" {
		t.Errorf("the exchange saw %+v, %v", r, err)
	}
	all, err := s.pbx.Calls(within(t))
	if err != nil || all[1].EndedBy != "replaced" {
		t.Errorf("the other call %+v, %v", all[1], err)
	}
	s.assertNoCalls(t)
}

func TestAttendedTransferFails(t *testing.T) {
	s := start(t, pbx.Options{Refer: func(string) pbx.Referral { return pbx.Referral{Final: 481} }})
	_, client, asked := s.two(t)
	if err := s.line.Join(within(t), client, asked); err != nil {
		t.Fatal(err)
	}
	if err := s.told.awaitTransfer(t, client); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("the transfer ended with %v", err)
	}
	s.inside(t, func(a *actor) {
		if len(a.calls) != 2 || !a.calls[client].held || a.calls[asked].held {
			t.Error("the calls are not as they were")
		}
	})
}

// Somebody hands the other end of our call over: it goes on, and nothing rings.
func TestCallIsTakenOver(t *testing.T) {
	s := start(t, pbx.Options{})
	first, id := s.answered(t, pbx.Caller{})
	awaitSound(t, s, first)
	second, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser, Replaces: first})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := second.Wait(within(t), pbx.Talking); err != nil || r.State != pbx.Talking {
		t.Fatalf("the exchange saw %+v, %v", r, err)
	}
	if r, err := first.Over(within(t)); err != nil || r.EndedBy != "callee" {
		t.Errorf("the first call %+v, %v", r, err)
	}
	s.wave.loud.Store(0)
	awaitSound(t, s, second)
	if n := s.told.count(ofKind("ringing")) + s.told.count(ofKind("ended")); n != 1 {
		t.Errorf("%d rings and ends", n)
	}
	s.hold(t, id, true)
	s.hold(t, id, false)
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	if r, err := second.Over(within(t)); err != nil || r.EndedBy != "callee" {
		t.Errorf("the second call %+v, %v", r, err)
	}
	s.assertNoCalls(t)
}

func TestReplacesOfOtherCalls(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	_, tag := p.talk(s, "up")
	p.send(p.message("INVITE", "rings", "rings", "", 1, "", rawSDP))
	rings := tagOf(p.response("rings", 180, sip.INVITE))
	tests := []struct {
		name, replaces string
		want           int
	}{
		{"unknown", "nobody;to-tag=a;from-tag=b", 481},
		{"other tag", "up;to-tag=" + tag + ";from-tag=b", 481},
		{"tags the wrong way", "up;to-tag=fup;from-tag=" + tag, 481},
		{"rings here", "rings;to-tag=" + rings + ";from-tag=frings", 481},
		{"only before the answer", "up;to-tag=" + tag + ";from-tag=fup;early-only", 486},
		{"two", "up;to-tag=" + tag + ";from-tag=fup\r\nReplaces: rings;to-tag=a;from-tag=b", 400},
	}
	for i, tt := range tests {
		id := fmt.Sprintf("replaces-%d", i)
		p.send(p.message("INVITE", id, id, "", 1, "Replaces: "+tt.replaces+"\r\n", rawSDP))
		res := p.response(id, tt.want, sip.INVITE)
		p.send(p.message("ACK", id, id, tagOf(res), 1, "", ""))
	}
	if n := s.told.count(ofKind("ringing")); n != 2 {
		t.Errorf("rang %d times", n)
	}
}

func TestReferToUsIsDeclined(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	_, tag := p.talk(s, "refer")
	p.send(p.message("REFER", "refer", "r2", tag, 2, "Refer-To: <sip:0900@127.0.0.1>\r\n", ""))
	p.response("refer", 603, sip.REFER)
	p.send(p.message("REFER", "nobody", "r3", "nobody", 2, "Refer-To: <sip:0900@127.0.0.1>\r\n", ""))
	p.response("nobody", 481, sip.REFER)
	if n := s.told.count(ofKind("ended")); n != 0 {
		t.Error("the call ended")
	}
}
