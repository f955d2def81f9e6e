package transact

import (
	"net/netip"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Client is a request of ours, until it is answered.
type Client struct {
	Request *sip.Request // nil after the final answer
	Reason  string       // Reason header of a CANCEL (RFC 3326), if any

	endpoint *Endpoint
	invites  bool
	to       netip.AddrPort
	key      string
	data     []byte
	answer   func(*sip.Response, error)
	ack      []byte // of a refused INVITE
	heard    bool   // a provisional response has come
	final    int    // status of the first final response
	again    *Alarm
	end      *Alarm
}

// Send starts a transaction: a Via header is put on top and the request is
// repeated as the transport needs. The answer function gets every provisional
// response, then the final one or an error once; of an INVITE it gets every 2xx,
// for each needs an ACK.
func (e *Endpoint) Send(req *sip.Request, to netip.AddrPort, answer func(*sip.Response, error)) *Client {
	return e.start(req, to, sip.GenerateBranchN(16), answer)
}

func (e *Endpoint) start(req *sip.Request, to netip.AddrPort, branch string, answer func(*sip.Response, error)) *Client {
	req.PrependHeader(e.via(branch))
	c := &Client{
		Request: req, endpoint: e, to: to, answer: answer,
		invites: req.Method == sip.INVITE, key: string(req.Method) + "\n" + branch,
	}
	e.clients[c.key] = c
	c.data = e.send(req, to)
	if !e.reliable() {
		c.repeatLater(e.Timing.T1)
	}
	c.end = e.Alarms.After(e.Timing.Life(), func() { c.fail(ErrTimeout) })
	return c
}

// SendOnce sends a request outside of transactions: the ACK of a 2xx. It returns
// the bytes, which are sent again when the 2xx is.
func (e *Endpoint) SendOnce(req *sip.Request, to netip.AddrPort) []byte {
	req.PrependHeader(e.via(sip.GenerateBranchN(16)))
	return e.send(req, to)
}

// SendAgain repeats what SendOnce sent.
func (e *Endpoint) SendAgain(data []byte, to netip.AddrPort) { e.sendRaw(data, to) }

func (e *Endpoint) via(branch string) *sip.ViaHeader {
	network, host, port := "UDP", "invalid", 0
	if e.sender != nil {
		local := e.sender.Local()
		network, host, port = e.sender.Network(), hostOf(local.Addr()), int(local.Port())
	}
	return &sip.ViaHeader{
		ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: network, Host: host, Port: port,
		Params: sip.HeaderParams{{K: "branch", V: branch}, {K: "rport"}},
	}
}

func hostOf(addr netip.Addr) string {
	if addr.Is6() {
		return "[" + addr.WithZone("").String() + "]"
	}
	return addr.String()
}

func (c *Client) repeatLater(pause time.Duration) {
	c.again = c.endpoint.Alarms.After(pause, func() {
		c.endpoint.sendRaw(c.data, c.to)
		next := 2 * pause
		if !c.invites {
			next = min(next, c.endpoint.Timing.T2)
			if c.heard {
				next = c.endpoint.Timing.T2
			}
		}
		c.repeatLater(next)
	})
}

func (c *Client) receive(res *sip.Response) {
	switch {
	case res.StatusCode < 200:
		c.provisional(res)
	case c.final >= 200 && c.final < 300 && res.StatusCode < 300 && c.invites:
		c.answer(res, nil) // repeated, or another fork
	case c.final != 0:
		if c.ack != nil {
			c.endpoint.sendRaw(c.ack, c.to)
		}
	default:
		c.finish(res)
	}
}

func (c *Client) provisional(res *sip.Response) {
	if c.final != 0 {
		return
	}
	c.heard = true
	if c.invites {
		// From here on it may ring for as long as people let it.
		c.again.Stop()
		c.end.Stop()
	}
	c.answer(res, nil)
}

func (c *Client) finish(res *sip.Response) {
	c.final = res.StatusCode
	c.again.Stop()
	c.end.Stop()
	if c.invites && res.StatusCode >= 300 {
		c.ack = c.endpoint.send(c.refusalAck(res), c.to)
	}
	// Late repetitions of the answer must find us.
	c.end = c.endpoint.Alarms.After(c.endpoint.Timing.Life(), c.forget)
	c.tell(res, nil)
}

// tell gives the final answer. What a repetition of it does not need goes: the
// transaction lives on for half a minute, and what it is about may be over.
func (c *Client) tell(res *sip.Response, err error) {
	answer := c.answer
	c.Request, c.data = nil, nil
	if !c.invites || c.final < 200 || c.final >= 300 {
		c.answer = nil
	}
	answer(res, err)
}

func (c *Client) fail(err error) {
	if c.final == 0 {
		c.final = -1
		c.forget()
		c.tell(nil, err)
	}
}

// Abandon stops repeating a request. No answer to it is told any more.
func (c *Client) Abandon() {
	if c.final == 0 {
		c.final = -1
		c.forget()
	}
}

func (c *Client) forget() {
	c.again.Stop()
	c.end.Stop()
	delete(c.endpoint.clients, c.key)
}

// Heard says that the other side has the request: only then may an INVITE be
// cancelled (RFC 3261 section 9.1).
func (c *Client) Heard() bool { return c.heard }

// Done says that a final answer or an error has come.
func (c *Client) Done() bool { return c.final != 0 }

// Cancel sends the CANCEL of an INVITE the way the INVITE went. An INVITE whose
// end does not come within 64*T1 then fails.
func (c *Client) Cancel() {
	if c.Done() {
		return
	}
	branch, _ := c.Request.Via().Params.Get("branch")
	cancel := c.follow(sip.CANCEL)
	cancel.AppendHeader(sip.HeaderClone(c.Request.To()))
	if c.Reason != "" {
		cancel.AppendHeader(sip.NewHeader("Reason", c.Reason))
	}
	c.endpoint.start(cancel, c.to, branch, func(*sip.Response, error) {})
	c.end.Stop()
	c.end = c.endpoint.Alarms.After(c.endpoint.Timing.Life(), func() { c.fail(ErrTimeout) })
}

// refusalAck is the ACK of a final response other than 2xx: it is a part of the
// transaction and has its branch (RFC 3261 section 17.1.1.3).
func (c *Client) refusalAck(res *sip.Response) *sip.Request {
	ack := c.follow(sip.ACK)
	ack.AppendHeader(sip.HeaderClone(res.To()))
	ack.PrependHeader(sip.HeaderClone(c.Request.Via()))
	return ack
}

// follow copies what CANCEL and ACK share with their INVITE.
func (c *Client) follow(method sip.RequestMethod) *sip.Request {
	req := sip.NewRequest(method, *c.Request.Recipient.Clone())
	sip.CopyHeaders("Route", c.Request, req)
	req.AppendHeader(sip.HeaderClone(c.Request.From()))
	req.AppendHeader(sip.HeaderClone(c.Request.CallID()))
	req.AppendHeader(&sip.CSeqHeader{SeqNo: c.Request.CSeq().SeqNo, MethodName: method})
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	req.SetBody(nil)
	return req
}
