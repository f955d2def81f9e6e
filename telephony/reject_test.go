package telephony

import (
	"errors"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

func TestReject(t *testing.T) {
	for how, code := range map[crm.Rejection]int{crm.RejectBusy: 486, crm.RejectDecline: 603} {
		s := start(t, pbx.Options{})
		call, ring := s.call(t, pbx.Caller{})
		if err := s.line.Reject(within(t), ring.Call, "later"); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("in no known way: %v", err)
		}
		if err := s.line.Reject(within(t), ring.Call, how); err != nil {
			t.Fatal(err)
		}
		if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Rejected || end.Code != code {
			t.Errorf("ended as %+v", end)
		}
		if r, err := call.Over(within(t)); err != nil || r.Code != code || r.EndedBy != "callee" {
			t.Errorf("the exchange saw %+v, %v", r, err)
		}
		if err := s.line.Reject(within(t), ring.Call, how); !errors.Is(err, crm.ErrNoCall) {
			t.Errorf("twice: %v", err)
		}
		s.assertNoCalls(t)
	}
}

func TestRejectOfATalk(t *testing.T) {
	s := start(t, pbx.Options{})
	call, id := s.answered(t, pbx.Caller{})
	if err := s.line.Reject(within(t), id, crm.RejectBusy); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("while people talk: %v", err)
	}
	awaitSound(t, s, call)
}

// Who calls hears busy and never a ring; the talk of before goes on, and the call
// is on record.
func TestDoNotDisturb(t *testing.T) {
	s := start(t, pbx.Options{})
	talk, _ := s.answered(t, pbx.Caller{})
	s.line.SetDoNotDisturb(true)
	for i := range 6 { // more than there may be calls at once: each is on record
		call, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := call.Over(within(t)); err != nil || r.Code != 486 || !r.Rang.IsZero() {
			t.Errorf("the exchange saw %+v, %v", r, err)
		}
		ring := s.told.await(t, "ring", i+2, ofKind("ringing")).ring
		if ring.Number.String() != "+79160000000" || !ring.Silent {
			t.Errorf("the ring says %+v", ring)
		}
		if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Rejected || end.Code != 486 {
			t.Errorf("ended as %+v", end)
		}
	}
	awaitSound(t, s, talk)
	s.line.SetDoNotDisturb(false)
	call, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := call.Wait(within(t), pbx.Ringing); err != nil || r.State != pbx.Ringing {
		t.Errorf("afterwards the exchange saw %+v, %v", r, err)
	}
}

// A telephone that is not to be disturbed still lets a talk be handed over.
func TestDoNotDisturbLetsReplacesThrough(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	_, tag := p.talk(s, "up")
	s.line.SetDoNotDisturb(true)
	p.send(p.message("INVITE", "next", "next", "", 1, "Replaces: up;to-tag="+tag+";from-tag=fup\r\n", rawSDP))
	p.response("next", 200, sip.INVITE)
	if n := s.told.count(ofKind("ended")); n != 0 {
		t.Error("the talk ended")
	}
}
