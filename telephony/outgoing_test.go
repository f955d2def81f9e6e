package telephony

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

var somebody = phone.Number{E164: 79161234567}

func (s *stage) dial(t testing.TB) crm.ID {
	t.Helper()
	id := crm.NewID(time.Now())
	if err := s.line.Dial(within(t), id, somebody); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOutgoingCallWithSoundBothWays(t *testing.T) {
	s := start(t, pbx.Options{})
	id := s.dial(t)
	s.told.awaitKind(t, "remote", id)
	s.told.awaitKind(t, "answered", id)
	waitFor(t, func() bool {
		all, err := s.pbx.Calls(within(t))
		return err == nil && len(all) == 1 && all[0].Sound.Loud >= 5 && s.wave.loud.Load() >= 5
	})
	if err := s.line.Mute(within(t), id, true); err != nil {
		t.Fatal(err)
	}
	loud := -1
	waitFor(t, func() bool { // muted: packets go on, and from some moment on none is loud
		all, err := s.pbx.Calls(within(t))
		if err != nil {
			return false
		}
		sound := all[0].Sound
		if int(sound.Loud) != loud {
			loud = int(sound.Loud)
			return false
		}
		return sound.Received > sound.Loud+5
	})
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered {
		t.Errorf("ended as %+v", end)
	}
	waitFor(t, func() bool {
		all, err := s.pbx.Calls(within(t))
		return err == nil && all[0].State == pbx.Over && all[0].EndedBy == "caller" && all[0].Number == somebody.String()
	})
}

func TestOutgoingOutcomes(t *testing.T) {
	for code, want := range map[int]crm.Outcome{
		486: crm.Busy, 600: crm.Busy, 603: crm.Rejected, 408: crm.NoAnswer, 480: crm.NoAnswer,
		404: crm.Unreachable, 410: crm.Unreachable, 484: crm.Unreachable, 604: crm.Unreachable,
		500: crm.NetworkFault, 503: crm.NetworkFault, 302: crm.Unreachable,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			s := start(t, pbx.Options{Callee: func(string) pbx.Callee { return pbx.Callee{Refuse: code} }})
			id := s.dial(t)
			if end := s.told.awaitEnd(t, id); end.Outcome != want || end.Code != code {
				t.Errorf("ended as %+v", end)
			}
			s.assertNoCalls(t)
		})
	}
}

func TestCalleeHangsUp(t *testing.T) {
	s := start(t, pbx.Options{Callee: func(string) pbx.Callee { return pbx.Callee{TalkFor: 20 * time.Millisecond} }})
	id := s.dial(t)
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered || end.Code != 0 {
		t.Errorf("ended as %+v", end)
	}
}

func TestCancelWhileItRings(t *testing.T) {
	s := start(t, pbx.Options{Callee: func(string) pbx.Callee { return pbx.Callee{Never: true} }})
	id := s.dial(t)
	s.told.awaitKind(t, "remote", id)
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Cancelled {
		t.Errorf("ended as %+v", end)
	}
	waitFor(t, func() bool {
		all, err := s.pbx.Calls(within(t))
		return err == nil && all[0].State == pbx.Over && all[0].Code == 487
	})
}

// CANCEL may not be sent before the other side has answered anything.
func TestCancelWaitsForAProvisional(t *testing.T) {
	p, s := startRaw(t)
	id := s.dial(t)
	invite := p.request(sip.INVITE)
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, id)
	p.send(p.message("OPTIONS", "before", "before", "", 1, "", ""))
	for { // nothing but retransmissions comes before the answer to OPTIONS
		m, _ := p.read()
		if req, ok := m.(*sip.Request); ok && req.Method == sip.CANCEL {
			t.Fatal("CANCEL came before any response")
		}
		if res, ok := m.(*sip.Response); ok && res.CallID().Value() == "before" {
			break
		}
	}
	p.send(answer(invite, 100, "Trying", "", ""))
	cancel := p.request(sip.CANCEL)
	branch, _ := cancel.Via().Params.Get("branch")
	if want, _ := invite.Via().Params.Get("branch"); branch != want {
		t.Errorf("CANCEL has branch %s, INVITE %s", branch, want)
	}
	p.send(answer(cancel, 200, "OK", "x", ""), answer(invite, 487, "Request Terminated", "x", ""))
	p.request(sip.ACK)
	s.assertNoCalls(t)
}

// A 200 that crosses our CANCEL is acknowledged and ended.
func TestAnswerCrossesCancel(t *testing.T) {
	p, s := startRaw(t)
	id := s.dial(t)
	invite := p.request(sip.INVITE)
	p.send(answer(invite, 180, "Ringing", "x", ""))
	s.told.awaitKind(t, "remote", id)
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	p.send(answer(p.request(sip.CANCEL), 200, "OK", "x", ""), answer(invite, 200, "OK", "x", rawSDP))
	p.request(sip.ACK)
	p.send(answer(p.request(sip.BYE), 200, "OK", "", ""))
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Cancelled {
		t.Errorf("ended as %+v", end)
	}
	s.assertNoCalls(t)
}

// Two forks answer: the first is the call, the second is acknowledged with its
// own tag and ended.
func TestForkedAnswer(t *testing.T) {
	p, s := startRaw(t)
	id := s.dial(t)
	invite := p.request(sip.INVITE)
	p.send(answer(invite, 200, "OK", "one", rawSDP), answer(invite, 200, "OK", "two", rawSDP), answer(invite, 200, "OK", "one", rawSDP))
	acks := make(map[string]int)
	ended := ""
	for acks["one"] < 2 || acks["two"] < 1 || ended == "" {
		m, ok := p.read()
		if !ok {
			t.Fatalf("ACKs %v, BYE %q", acks, ended)
		}
		req, isReq := m.(*sip.Request)
		if !isReq {
			continue
		}
		tag, _ := req.To().Params.Get("tag")
		switch req.Method {
		case sip.ACK:
			acks[tag]++
		case sip.BYE:
			ended = tag
			p.send(answer(req, 200, "OK", "", ""))
		}
	}
	if ended != "two" {
		t.Errorf("BYE went to %s", ended)
	}
	s.told.awaitKind(t, "answered", id)
	if n := s.told.count(ofKind("ended")); n != 0 {
		t.Error("the second fork ended the call of the first")
	}
}

// Queues repeat their 18x for minutes (sipgo gives up after ten responses).
func TestManyProvisionals(t *testing.T) {
	p, s := startRaw(t)
	id := s.dial(t)
	invite := p.request(sip.INVITE)
	for range 40 {
		p.send(answer(invite, 182, "Queued", "x", ""), answer(invite, 180, "Ringing", "x", ""))
	}
	p.send(answer(invite, 200, "OK", "x", rawSDP))
	p.request(sip.ACK)
	s.told.awaitKind(t, "answered", id)
	if n := s.told.count(ofKind("remote")); n != 1 {
		t.Errorf("RemoteRinging came %d times", n)
	}
}

func TestNobodyAnswersAnything(t *testing.T) {
	p := startPBX(t, pbx.Options{Callee: func(string) pbx.Callee { return pbx.Callee{Silent: true} }})
	cfg := testConfig(p.Addr().String())
	cfg.T1 = 2 * time.Millisecond
	s := startLine(t, cfg)
	s.told.awaitState(t, crm.LineRegistered)
	id := s.dial(t)
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.NetworkFault {
		t.Errorf("ended as %+v", end)
	}
	s.assertNoCalls(t)
}

func TestDialRefusals(t *testing.T) {
	s := start(t, pbx.Options{})
	if err := s.line.Dial(within(t), crm.NewID(time.Now()), phone.Number{Raw: "anonymous"}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("no number: %v", err)
	}
	s.stop()
	if err := s.line.Dial(within(t), crm.NewID(time.Now()), somebody); !errors.Is(err, crm.ErrNotConnected) {
		t.Errorf("not served: %v", err)
	}
	if err := s.line.Answer(within(t), crm.ID{}); !errors.Is(err, crm.ErrNotConnected) {
		t.Errorf("not served: %v", err)
	}
}
