package telephony

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// rawPeer is an exchange made of nothing but a socket: what it sends is sent at
// once, without a transaction layer that could help the line.
type rawPeer struct {
	t    testing.TB
	conn *net.UDPConn
	to   *net.UDPAddr // the line
	buf  []byte
	last sync.WaitGroup // answers after the test

	// repeats shows what the line sends again because it had to wait, too.
	repeats bool
	seen    map[string]bool
}

func newRawPeer(t testing.TB) *rawPeer {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	p := &rawPeer{t: t, conn: conn, buf: make([]byte, 65535)}
	t.Cleanup(func() {
		_ = conn.Close()
		p.last.Wait()
	})
	return p
}

// seesOff answers a line that parts when the test is over, which would wait for it
// otherwise. It is for after the line was started: what began last ends first.
func (p *rawPeer) seesOff(t testing.TB) {
	t.Helper()
	t.Cleanup(p.seeOff)
}

// seeOff answers from now on whatever the line wants to end.
func (p *rawPeer) seeOff() {
	_ = p.conn.SetReadDeadline(time.Time{})
	p.last.Go(func() {
		buffer := make([]byte, 65535)
		for {
			n, from, err := p.conn.ReadFromUDP(buffer)
			if err != nil {
				return
			}
			m, err := sip.ParseMessage(buffer[:n])
			if req, ok := m.(*sip.Request); err == nil && ok && req.Method != sip.INVITE && req.Method != sip.ACK {
				_, _ = p.conn.WriteToUDP([]byte(answer(req, 200, "OK", "", "")), from)
			}
		}
	})
}

// startRaw registers a line at a raw peer.
func startRaw(t testing.TB) (*rawPeer, *stage) {
	t.Helper()
	p := newRawPeer(t)
	s := startLine(t, testConfig(p.conn.LocalAddr().String()))
	req := p.request(sip.REGISTER)
	p.send(answer(req, 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	p.seesOff(t)
	return p, s
}

func (p *rawPeer) send(messages ...string) {
	p.t.Helper()
	for _, m := range messages {
		if _, err := p.conn.WriteToUDP([]byte(m), p.to); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *rawPeer) read() (sip.Message, bool) {
	p.t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(limit))
	n, from, err := p.conn.ReadFromUDP(p.buf)
	if err != nil {
		p.t.Errorf("the line sends nothing: %v", err)
		return nil, false
	}
	if p.to == nil {
		p.to = from
	}
	m, err := sip.ParseMessage(p.buf[:n])
	if err != nil || p.again(m) && !p.repeats {
		return nil, true
	}
	return m, true
}

// again says whether a message has come before. A line repeats what was not answered
// in time, and on a busy machine that is any of them. An ACK is sent for each answer.
func (p *rawPeer) again(m sip.Message) bool {
	if m.Via() == nil || m.CSeq() == nil || m.CallID() == nil {
		return false
	}
	what := ""
	switch m := m.(type) {
	case *sip.Request:
		if what = m.Method.String(); m.Method == sip.ACK {
			return false
		}
	case *sip.Response:
		what = fmt.Sprint(m.StatusCode, m.To())
	}
	key := fmt.Sprintln(what, m.Via(), m.CSeq(), m.CallID())
	if p.seen == nil {
		p.seen = make(map[string]bool)
	}
	before := p.seen[key]
	p.seen[key] = true
	return before
}

// response reads on until a response with the code and method comes.
func (p *rawPeer) response(callID string, code int, method sip.RequestMethod) *sip.Response {
	p.t.Helper()
	for {
		m, ok := p.read()
		if !ok {
			p.t.FailNow()
		}
		res, isRes := m.(*sip.Response)
		if isRes && res.StatusCode == code && res.CSeq().MethodName == method && res.CallID().Value() == callID {
			return res
		}
	}
}

// request reads on until a request with the method comes.
func (p *rawPeer) request(method sip.RequestMethod) *sip.Request {
	p.t.Helper()
	for {
		m, ok := p.read()
		if !ok {
			p.t.FailNow()
		}
		if req, isReq := m.(*sip.Request); isReq && req.Method == method {
			return req
		}
	}
}

const rawSDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" +
	"m=audio 9 RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\n"

// message builds a request of the raw peer. The branch joins CANCEL to INVITE.
func (p *rawPeer) message(method, callID, branch, toTag string, seq int, extra, body string) string {
	local := p.conn.LocalAddr().String()
	to := "<sip:101@127.0.0.1>"
	if toTag != "" {
		to += ";tag=" + toTag
	}
	kind := ""
	if body != "" {
		kind = "Content-Type: application/sdp\r\n"
	}
	return fmt.Sprintf("%s sip:101@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\n"+
		"From: \"Romashka\" <sip:+79123456789@127.0.0.1>;tag=f%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\n"+
		"Contact: <sip:raw@%s>\r\n%s%sContent-Length: %d\r\n\r\n%s",
		method, p.to, local, branch, callID, to, callID, seq, method, local, extra, kind, len(body), body)
}

// answer builds a response to a request of the line.
func answer(req *sip.Request, code int, reason, tag, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "SIP/2.0 %d %s\r\n", code, reason)
	fmt.Fprintf(&b, "%s\r\n%s\r\n", req.Via(), req.From())
	to := req.To().String()
	if tag != "" {
		to += ";tag=" + tag
	}
	fmt.Fprintf(&b, "%s\r\n%s\r\n%s\r\n", to, req.CallID(), req.CSeq())
	if body != "" {
		fmt.Fprintf(&b, "Contact: <sip:raw@%s>\r\nContent-Type: application/sdp\r\n", req.Recipient.HostPort())
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return b.String()
}

func tagOf(res *sip.Response) string {
	tag, _ := res.To().Params.Get("tag")
	return tag
}
