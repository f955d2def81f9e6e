package telephony

import (
	"errors"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

// A call that rings is given to a colleague: the exchange is told whom to call.
func TestRedirect(t *testing.T) {
	p, s := startRaw(t)
	p.send(p.message("INVITE", "one", "b1", "", 1, "", rawSDP))
	p.response("one", 180, sip.INVITE)
	ring := s.told.awaitRing(t)
	if err := s.line.Redirect(within(t), ring.Call, phone.Number{}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("to nobody: %v", err)
	}
	if err := s.line.Redirect(within(t), ring.Call, phone.Plan{}.Parse("102")); err != nil {
		t.Fatal(err)
	}
	res := p.response("one", 302, sip.INVITE)
	contact := res.GetHeader("Contact")
	if contact == nil || !strings.HasPrefix(contact.Value(), "<sip:102@127.0.0.1") {
		t.Errorf("the call is to go to %v", contact)
	}
	if by := res.GetHeader("Diversion"); by == nil || !strings.Contains(by.Value(), "sip:"+testUser+"@") {
		t.Errorf("given by %v", by)
	}
	p.send(p.message("ACK", "one", "b1", tagOf(res), 1, "", ""))
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Transferred || end.By != "102" || end.Code != 302 {
		t.Errorf("ended as %+v", end)
	}
	if err := s.line.Redirect(within(t), ring.Call, phone.Plan{}.Parse("102")); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("twice: %v", err)
	}
	s.assertNoCalls(t)
}

// The exchange cancels while we redirect: the call ends once.
func TestRedirectMeetsCancel(t *testing.T) {
	p, s := startRaw(t)
	p.send(p.message("INVITE", "one", "b1", "", 1, "", rawSDP))
	p.response("one", 180, sip.INVITE)
	ring := s.told.awaitRing(t)
	p.send(p.message("CANCEL", "one", "b1", "", 1, "", ""))
	err := s.line.Redirect(within(t), ring.Call, phone.Plan{}.Parse("102"))
	end := s.told.awaitEnd(t, ring.Call)
	if want := map[bool]crm.Outcome{true: crm.Transferred, false: crm.Missed}[err == nil]; end.Outcome != want {
		t.Errorf("ended as %+v after %v", end, err)
	}
	p.response("one", 200, sip.CANCEL)
	p.seeOff()
	s.stop()
	if n := s.told.count(ofKind("ended")); n != 1 {
		t.Errorf("Ended came %d times", n)
	}
}

// A talk is not redirected: that is what Transfer is for.
func TestRedirectOfATalk(t *testing.T) {
	s := start(t, pbx.Options{})
	_, id := s.answered(t, pbx.Caller{})
	if err := s.line.Redirect(within(t), id, phone.Plan{}.Parse("102")); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("while people talk: %v", err)
	}
}
