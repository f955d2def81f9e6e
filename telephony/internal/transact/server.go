package transact

import (
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Server is a request that somebody sent us, until its answer is safely there.
type Server struct {
	// Request is nil once it was acted on and finally answered: what lives on
	// until the end is the answer.
	Request *sip.Request
	Seq     uint32 // number of the request
	From    netip.AddrPort
	At      time.Time // when the request was read
	Unacked func()    // called when a final answer to INVITE found no ACK within 64*T1

	endpoint *Endpoint
	key      string
	to       netip.AddrPort // where responses go
	invites  bool
	handled  bool   // its user has seen it
	last     []byte // last response, for retransmitted requests
	code     int
	acked    bool
	again    *Alarm
	end      *Alarm
}

// Code is the status sent last, 0 before any.
func (s *Server) Code() int { return s.code }

// Respond sends a response. After a final one others are ignored.
func (s *Server) Respond(res *sip.Response) {
	if s.code >= 200 {
		return
	}
	s.code = res.StatusCode
	s.last = s.endpoint.send(res, s.to)
	if s.code < 200 {
		return
	}
	defer s.letGo()
	life := s.endpoint.Timing.Life()
	s.end = s.endpoint.Alarms.After(life, s.expire)
	// A 2xx is repeated over any transport (RFC 3261 section 13.3.1.4): the ACK
	// travels end to end and may be lost behind the proxy.
	if s.invites && (s.code < 300 || !s.endpoint.reliable()) {
		s.repeatLater(s.endpoint.Timing.T1)
	}
}

func (s *Server) repeatLater(pause time.Duration) {
	s.again = s.endpoint.Alarms.After(pause, func() {
		s.endpoint.sendRaw(s.last, s.to)
		s.repeatLater(min(2*pause, s.endpoint.Timing.T2))
	})
}

// repeat answers a retransmission with what was said last. An ACK ends the
// repetition of a refusal.
func (s *Server) repeat(req *sip.Request) {
	if req.Method == sip.ACK {
		s.Acked()
		return
	}
	if s.last != nil {
		s.endpoint.sendRaw(s.last, s.to)
	}
}

// Acked stops repeating the final answer: its ACK has come.
func (s *Server) Acked() {
	s.acked = true
	s.Unacked = nil
	s.again.Stop()
}

// letGo keeps a finished transaction small: there may be a thousand of them, each
// for half a minute, and the call behind one is long over.
func (s *Server) letGo() {
	if s.handled && s.code >= 200 {
		s.Request = nil
	}
}

// expire forgets the transaction. Retransmissions after this are new requests,
// which 64*T1 makes impossible for peers that follow the RFC.
func (s *Server) expire() {
	s.again.Stop()
	delete(s.endpoint.servers, s.key)
	if unacked := s.Unacked; s.invites && !s.acked && unacked != nil {
		s.Unacked = nil
		unacked()
	}
}

// replyTo is where responses go (RFC 3581 section 4, RFC 3261 section 18.2.2).
func replyTo(via *sip.ViaHeader, from netip.AddrPort) netip.AddrPort {
	if via.Params.Has("rport") {
		return from
	}
	port := via.Port
	if port == 0 {
		port = sip.DefaultUdpPort
	}
	if port < 1 || port > 65535 {
		return from
	}
	return netip.AddrPortFrom(from.Addr(), uint16(port))
}

// Reply builds a response to a request. The tag names our side of the dialog; it
// is not put over one which the request carries already.
func Reply(req *sip.Request, code int, reason, tag string) *sip.Response {
	inDialog := req.To().Params.Has("tag")
	res := sip.NewResponseFromRequest(req, code, reason, nil)
	res.SipVersion = "SIP/2.0"
	if to := res.To(); !inDialog && code > 100 && tag != "" {
		to.Params.Add("tag", tag)
	}
	if via := res.Via(); via != nil && via.Params.Has("rport") {
		host, port, err := net.SplitHostPort(req.Source())
		if _, bad := strconv.Atoi(port); err == nil && bad == nil {
			via.Params.Add("rport", port)
			via.Params.Add("received", host)
		}
	}
	return res
}
