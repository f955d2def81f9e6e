// Package transact is the transaction layer of SIP (RFC 3261 section 17 and RFC
// 6026) as plain data owned by one goroutine: no locks, no goroutines, and
// messages are handled in the order in which they are given. It stands in for
// the layer of sipgo, which starts a goroutine for every message and so loses
// their order.
package transact

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/wire"
)

// Failures of a request.
var (
	ErrTimeout = errors.New("sip: no answer")       // timers B and F of RFC 3261
	ErrLink    = errors.New("sip: connection lost") // the link failed before an answer
)

// Timing holds the timers of RFC 3261 section 17.1.1.1.
type Timing struct {
	T1 time.Duration // estimate of a round trip; 500 ms when zero
	T2 time.Duration // longest pause between retransmissions; 4 s when zero
}

func (t Timing) withDefaults() Timing {
	if t.T1 <= 0 {
		t.T1 = 500 * time.Millisecond
	}
	if t.T2 <= 0 {
		t.T2 = max(4*time.Second, t.T1)
	}
	return t
}

// Life is 64*T1: how long a transaction waits or is remembered.
func (t Timing) Life() time.Duration { return 64 * t.T1 }

// Sender is the link that messages leave by.
type Sender interface {
	Send(message []byte, to netip.AddrPort) error
	Local() netip.AddrPort
	Network() string
	Reliable() bool
}

// User is who decides what requests mean. Its methods run on the goroutine that
// called the endpoint.
type User interface {
	// Request is a new request, never a retransmission. It may be a CANCEL, see
	// Endpoint.Invite.
	Request(*Server)
	// Ack is the ACK of a 2xx, which is no part of a transaction.
	Ack(*sip.Request)
}

// Endpoint holds all transactions of one link.
type Endpoint struct {
	Alarms *Alarms
	Timing Timing

	sender  Sender
	user    User
	servers map[string]*Server
	clients map[string]*Client
}

// NewEndpoint makes an endpoint without a link.
func NewEndpoint(user User, timing Timing) *Endpoint {
	return &Endpoint{
		Alarms: NewAlarms(), Timing: timing.withDefaults(), user: user,
		servers: make(map[string]*Server), clients: make(map[string]*Client),
	}
}

// Use changes the link. What waits on a lost reliable link has failed; over UDP
// retransmissions go on over the new socket.
func (e *Endpoint) Use(sender Sender) {
	old := e.sender
	e.sender = sender
	if old == nil || !old.Reliable() {
		return
	}
	for _, c := range e.clients {
		c.fail(ErrLink)
	}
}

// Receive takes the next message in order of arrival.
func (e *Endpoint) Receive(p wire.Packet) {
	switch m := p.Message.(type) {
	case *sip.Request:
		e.receiveRequest(m, p)
	case *sip.Response:
		if c := e.clients[clientKey(m)]; c != nil {
			c.receive(m)
		}
	}
}

func (e *Endpoint) receiveRequest(req *sip.Request, p wire.Packet) {
	via := req.Via()
	if via == nil || req.CSeq() == nil || req.CallID() == nil || req.From() == nil || req.To() == nil {
		return // cannot be answered
	}
	key := serverKey(req, req.Method)
	s := e.servers[key]
	switch {
	case req.Method == sip.ACK && (s == nil || s.code < 300):
		// Old peers give the ACK of a 2xx the branch of the INVITE.
		e.user.Ack(req)
		return
	case s != nil:
		s.repeat(req)
		return
	}
	req.SetSource(p.From.String())
	if host := p.From.Addr().String(); via.Host != host {
		via.Params.Add("received", host) // RFC 3261 section 18.2.1
	}
	s = &Server{
		Request: req, Seq: req.CSeq().SeqNo, From: p.From, At: p.At,
		endpoint: e, key: key, to: replyTo(via, p.From), invites: req.Method == sip.INVITE,
	}
	e.servers[key] = s
	e.user.Request(s)
	s.handled = true
	s.letGo()
}

// Invite finds the INVITE that a CANCEL is for (RFC 3261 section 9.2).
func (e *Endpoint) Invite(cancel *sip.Request) *Server {
	return e.servers[serverKey(cancel, sip.INVITE)]
}

func (e *Endpoint) send(message sip.Message, to netip.AddrPort) []byte {
	data := []byte(message.String())
	e.sendRaw(data, to)
	return data
}

// sendRaw loses the message when there is no link: like a lost datagram it is
// sent again, or times out.
func (e *Endpoint) sendRaw(data []byte, to netip.AddrPort) {
	if e.sender != nil {
		_ = e.sender.Send(data, to)
	}
}

func (e *Endpoint) reliable() bool { return e.sender != nil && e.sender.Reliable() }

// serverKey follows RFC 3261 section 17.2.3, the older rule for branches without
// the magic cookie included.
func serverKey(req *sip.Request, method sip.RequestMethod) string {
	if method == sip.ACK {
		method = sip.INVITE
	}
	via := req.Via()
	branch, _ := via.Params.Get("branch")
	if !strings.HasPrefix(branch, sip.RFC3261BranchMagicCookie) {
		tag, _ := req.From().Params.Get("tag")
		branch = strings.Join([]string{
			req.Recipient.String(), req.CallID().Value(), tag,
			strconv.FormatUint(uint64(req.CSeq().SeqNo), 10), branch,
		}, "\n")
	}
	return strings.Join([]string{string(method), via.Host, strconv.Itoa(via.Port), branch}, "\n")
}

// clientKey follows RFC 3261 section 17.1.3. A response without it is nobody's.
func clientKey(res *sip.Response) string {
	if res.Via() == nil || res.CSeq() == nil || res.CallID() == nil || res.From() == nil || res.To() == nil {
		return ""
	}
	branch, _ := res.Via().Params.Get("branch")
	return string(res.CSeq().MethodName) + "\n" + branch
}
