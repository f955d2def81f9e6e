package telephony

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

const sdpType = "application/sdp"

// phase is where a call stands.
type phase uint8

const (
	ringing  phase = iota // incoming, not answered
	dialling              // outgoing, not answered
	talking
)

// call is one call in either direction.
type call struct {
	id    crm.ID
	sipID string // Call-ID
	tag   string // ours
	phase phase
	ended bool // the listener knows; the network may still have to be told

	who    identity       // the other side, as it was told last
	dialog *dialog.Dialog // nil until the other side has answered something
	creds  credentials
	ring   *transact.Alarm // ends or repeats the ringing

	// Incoming.
	server    *transact.Server // the INVITE that is to be answered or acknowledged
	offer     *media.Description
	acked     bool // the first ACK has come
	byeLater  bool // BYE waits for that ACK
	wantsSDP  bool // our offer is out, the ACK brings the answer
	reinvites *transact.Server

	// The talk, see hold.go, change.go and timer.go.
	ours     bool // we made the call: its Call-ID is ours
	change   *change
	holders  []*holdCommand
	held     bool    // our wish
	agreed   bool    // what the other side has agreed to
	there    bool    // the other side has put us on hold
	toldHeld [2]bool // what the listener knows of the two
	toldSafe bool    // what it knows of protection, see secure.go
	glares   int
	refresh  bool // a sign of life by INVITE is due
	updates  bool // the other side takes UPDATE
	strayed  bool // the other side does not know where we are now
	timer    sessionTimer
	theirs   media.Description // what the other side said last
	quiet    atomic.Bool       // nothing is said or heard
	presses  []*keysCommand    // keys that go out by INFO
	transfer *transfer         // of this call to somebody else

	// Outgoing.
	client      *transact.Client
	invite      *sip.Request
	acks        map[string][]byte // by the other side's tag
	cancelWant  bool              // CANCEL waits for a provisional response
	rings       bool              // RemoteRinging was told
	sought      *transact.Alarm   // looks for sound before the answer
	parting     bool              // the line waits for its end before it stops
	askedBefore bool              // a challenge was answered

	test     *trial // this is a leg of it, and nobody is told
	session  *media.Session
	sound    atomic.Pointer[media.Session] // the same for the threads of the device
	identity media.Identity
	audio    Audio // in place of the line's, nil as a rule
	device   io.Closer
	opening  bool
	tape     atomic.Pointer[tape] // records the call, see recording.go
	afar     *afar                // of a call at the desk phone, see companion.go
	muted    atomic.Bool
	seat     atomic.Pointer[seat] // in the conference

	notice atomic.Pointer[announcement]
}

// add makes a call known.
func (a *actor) add(c *call) {
	a.calls[c.id] = c
	a.byCallID[c.sipID] = c
}

// finish tells the listener and lets go of sound and names. It does not speak to
// the network.
func (a *actor) finish(c *call, end crm.CallEnd) {
	if c.ended {
		return
	}
	c.ended = true
	c.ring.Stop()
	c.timer.alarm.Stop()
	if c.afar != nil {
		c.afar.wait.Stop()
	}
	a.leaveConference(c)
	a.closeSound(c)
	a.abandon(c)
	if c.test == nil { // a test still counts its packets
		c.letGo()
	}
	delete(a.calls, c.id)
	if !c.byeLater && (c.client == nil || c.client.Done()) {
		a.forget(c)
	}
	id := c.id
	a.tellOf(c, func(l Listener) { l.Ended(id, end) })
	if c.test != nil {
		a.testRefused(c.test, c, end)
	}
	a.log.Info("call ended", "call", id.String(), "outcome", string(end.Outcome), "code", end.Code)
}

// tellOf tells the listener something of a call. A test is none of its affairs.
func (a *actor) tellOf(c *call, fact func(Listener)) {
	if c.test == nil {
		a.tell.say(fact)
	}
}

// letGo drops what only a call in progress needs. Its transactions are remembered
// for half a minute yet, and lead to it.
func (c *call) letGo() {
	c.session = nil
	c.offer, c.theirs, c.invite, c.change = nil, media.Description{}, nil, nil
}

// forget drops the last thing that messages of the call are found by.
func (a *actor) forget(c *call) {
	if a.byCallID[c.sipID] == c {
		delete(a.byCallID, c.sipID)
	}
}

// hangup ends a call in any phase from our side. code is the answer to an INVITE
// that still rings.
func (a *actor) hangup(c *call, end crm.CallEnd, code int) {
	if c.ended {
		return
	}
	if c.afar != nil {
		a.withdraw(c, code)
		a.finish(c, end)
		return
	}
	switch c.phase {
	case ringing:
		end.Code = code
		c.server.Respond(transact.Reply(c.server.Request, code, reasonOf(code), c.tag))
	case dialling:
		a.callOff(c)
	case talking:
		if c.server != nil && !c.acked && !a.stopping {
			// A UAS must not say BYE before the ACK (RFC 3261 section 15).
			c.byeLater = true
		} else {
			a.bye(c)
		}
	}
	a.finish(c, end)
}

// bye ends the dialog. What is answered makes no difference to us.
func (a *actor) bye(c *call) {
	a.partings++
	build := func() *sip.Request { return c.dialog.Request(sip.BYE) }
	a.request(c, build, 1, func(*sip.Response, error) { a.parted() })
}

// request sends a request within a dialog, and once more with credentials when
// the exchange asks for them: build makes it, for each try has its own number.
// then is called once, with the final response or an error.
func (a *actor) request(c *call, build func() *sip.Request, tries int, then func(*sip.Response, error)) {
	req := build()
	a.sign(c, req)
	a.endpoint.Send(req, a.hop(c.dialog), func(res *sip.Response, err error) {
		switch {
		case err == nil && res.StatusCode < 200:
		case err == nil && isChallenge(res) && tries > 0 && c.creds.take(res):
			a.request(c, build, tries-1, then)
		default:
			then(res, err)
		}
	})
}

// abandon answers those who wait for something of a call that is over.
func (a *actor) abandon(c *call) {
	over := fmt.Errorf("%w: %w", errOver, crm.ErrNoCall)
	for _, e := range c.holders {
		e.c <- over
	}
	for _, e := range c.presses {
		e.c <- over
	}
	c.holders, c.presses = nil, nil
	a.transferOver(c, over)
}

// hop is where a request within a dialog goes: the first route or the Contact,
// as long as that is the exchange. Behind NAT a Contact may be an address that
// cannot be reached, and law 11 lets us talk to the registrar only.
func (a *actor) hop(d *dialog.Dialog) netip.AddrPort {
	uri := d.NextHop()
	addr, err := netip.ParseAddr(uri.Host)
	if err != nil || !a.isPeer(addr) || a.link != nil && a.link.Reliable() {
		return a.peer
	}
	if uri.Port < 1 || uri.Port > 65535 {
		return netip.AddrPortFrom(addr, uint16(sip.DefaultUdpPort))
	}
	return netip.AddrPortFrom(addr, uint16(uri.Port))
}

func (a *actor) isPeer(addr netip.Addr) bool {
	for peer := range a.peers {
		if peer.Addr() == addr {
			return true
		}
	}
	return false
}

// goodbye is the other side hanging up.
func (a *actor) goodbye(s *transact.Server) {
	c := a.callOf(s.Request)
	if c == nil {
		a.noSuchCall(s)
		return
	}
	if !c.dialog.Next(s.Request) {
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Out Of Order", ""))
		return
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", ""))
	if c.afar != nil {
		a.goodbyeAfar(c)
		return
	}
	end := crm.CallEnd{Outcome: crm.Answered, Reason: reasonHeader(s.Request), At: time.Now()}
	switch c.phase {
	case ringing: // allowed to a caller with an early dialog
		c.server.Respond(transact.Reply(c.server.Request, sip.StatusRequestTerminated, "Request Terminated", c.tag))
		end.Outcome = crm.Missed
	case dialling:
		end.Outcome = crm.Rejected
	case talking:
		if c.server != nil {
			c.server.Acked() // there is nothing left to wait for
		}
	}
	if a.gaveAway(c) {
		end.Outcome = crm.Transferred
	}
	c.byeLater = false
	a.finish(c, end)
	a.forget(c)
}

// acknowledged is the ACK of our 2xx.
func (a *actor) acknowledged(c *call, ack *sip.Request) {
	if s := c.reinvites; s != nil && ack.CSeq().SeqNo == s.Seq {
		s.Acked()
		c.reinvites = nil
	} else if c.server != nil && ack.CSeq().SeqNo == c.server.Seq {
		c.server.Acked()
		c.acked = true
	}
	if c.byeLater {
		c.byeLater = false
		a.bye(c)
		a.forget(c)
		return
	}
	if c.wantsSDP && !c.ended && len(ack.Body()) > 0 {
		c.wantsSDP = false
		_ = a.agree(c, ack.Body()) // silent, then
		a.tellTerms(c)
	}
	a.settle(c)
}

// agree applies what the other side answered to our offer. Sound that cannot be
// understood leaves the call up and silent; people notice and hang up.
func (a *actor) agree(c *call, body []byte) error {
	d, err := c.session.ReadAnswer(body)
	if err != nil {
		a.log.Warn("no sound", "call", c.id.String(), "err", err)
		return err
	}
	a.heard(c, d)
	a.openSound(c)
	return nil
}

// byID finds an open call for a command.
func (a *actor) byID(id crm.ID) (*call, error) {
	switch c := a.calls[id]; {
	case c == nil:
		return nil, crm.ErrNoCall
	case c.afar != nil:
		return nil, errAfar()
	default:
		return c, nil
	}
}

var errPhase = errors.New("telephony: not in this phase of a call")
