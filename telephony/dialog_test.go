package telephony

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// talk brings a raw call to a line up and gives the ring and our tag.
func (p *rawPeer) talk(s *stage, id string) (crm.Ring, string) {
	p.t.Helper()
	p.send(p.message("INVITE", id, id, "", 1, "", rawSDP))
	ring := s.told.awaitRing(p.t)
	if err := s.line.Answer(within(p.t), ring.Call); err != nil {
		p.t.Fatal(err)
	}
	tag := tagOf(p.response(id, 200, sip.INVITE))
	p.send(p.message("ACK", id, id+"ack", tag, 1, "", ""))
	return ring, tag
}

func startWithRaw(t *testing.T, o pbx.Options) (*rawPeer, *stage) {
	t.Helper()
	p := newRawPeer(t)
	s := start(t, o)
	p.to = s.localAddr(t)
	p.seesOff(t)
	return p, s
}

func TestHoldIsMirrored(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	_, tag := p.talk(s, "hold")
	tests := []struct {
		body string
		want media.Direction
	}{
		{rawSDP + "a=sendonly\r\n", media.ReceiveOnly},
		{rawSDP + "a=recvonly\r\n", media.SendOnly},
		{rawSDP + "a=inactive\r\n", media.Inactive},
		{strings.Replace(rawSDP, "c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0", 1), media.ReceiveOnly},
		{rawSDP, media.SendReceive},
		{"", media.SendReceive},
	}
	for i, tt := range tests {
		branch := fmt.Sprintf("hold-%d", i)
		p.send(p.message("INVITE", "hold", branch, tag, 2+i, "", tt.body))
		res := p.response("hold", 200, sip.INVITE)
		d, err := media.Read(res.Body(), media.Plain)
		if err != nil || d.Direction != tt.want {
			t.Errorf("%d: answered %s, %v; want %s", i, d.Direction, err, tt.want)
		}
		p.send(p.message("ACK", "hold", branch+"a", tag, 2+i, "", ""))
	}
	p.send(p.message("UPDATE", "hold", "update", tag, 20, "", ""))
	p.response("hold", 200, sip.UPDATE)
}

func TestBadOfferWithinACallChangesNothing(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	_, tag := p.talk(s, "video")
	video := strings.Replace(rawSDP, "m=audio", "m=video", 1)
	p.send(p.message("INVITE", "video", "v2", tag, 2, "", video))
	p.response("video", 488, sip.INVITE)
	p.send(p.message("BYE", "video", "v3", tag, 3, "", ""))
	p.response("video", 200, sip.BYE)
}

func TestTargetRefresh(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "moved")
	moved := newRawPeer(t)
	text := strings.Replace(p.message("INVITE", "moved", "m2", tag, 2, "", rawSDP),
		"Contact: <sip:raw@"+p.conn.LocalAddr().String(), "Contact: <sip:raw@"+moved.conn.LocalAddr().String(), 1)
	p.send(text)
	p.response("moved", 200, sip.INVITE)
	p.send(p.message("ACK", "moved", "m3", tag, 2, "", ""))
	if err := s.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	moved.send(answer(moved.request(sip.BYE), 200, "OK", "", ""))
}

// No ACK for our 200: BYE, and the call is over.
func TestLostAck(t *testing.T) {
	e := startPBX(t, pbx.Options{})
	cfg := testConfig(e.Addr().String())
	cfg.T1 = 2 * time.Millisecond
	s := startLine(t, cfg)
	s.told.awaitState(t, crm.LineRegistered)
	p := newRawPeer(t)
	p.to = s.localAddr(t)
	p.send(p.message("INVITE", "lost", "lost", "", 1, "", rawSDP))
	ring := s.told.awaitRing(t)
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	p.repeats = true
	first := p.response("lost", 200, sip.INVITE)
	again := p.response("lost", 200, sip.INVITE) // repeated until the ACK
	if tagOf(first) != tagOf(again) {
		t.Error("the repeated 200 is another one")
	}
	p.request(sip.BYE)
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.NetworkFault {
		t.Errorf("ended as %+v", end)
	}
	s.assertNoCalls(t)
}

func TestRepeatedAndForkedInvitesRingOnce(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	invite := p.message("INVITE", "twice", "twice", "", 1, "", rawSDP)
	p.send(invite, invite, invite)
	p.response("twice", 180, sip.INVITE)
	p.send(p.message("INVITE", "twice", "fork", "", 1, "", rawSDP))
	p.response("twice", 482, sip.INVITE)
	if n := s.told.count(ofKind("ringing")); n != 1 {
		t.Errorf("rang %d times", n)
	}
}

func TestRequestsOutsideOfCalls(t *testing.T) {
	p, _ := startWithRaw(t, pbx.Options{})
	tests := []struct {
		method, toTag, extra string
		want                 int
	}{
		{"OPTIONS", "", "", 200},
		{"NOTIFY", "", "", 200},
		{"CANCEL", "", "", 481},
		{"BYE", "nobody", "", 481},
		{"INFO", "nobody", "", 481},
		{"UPDATE", "nobody", "", 481},
		{"INVITE", "nobody", "", 481},
		{"MESSAGE", "", "", 405},
		{"REFER", "", "", 405},
		{"DANCE", "", "", 501},
		{"OPTIONS", "", "Require: 100rel, teleport\r\n", 420},
		{"OPTIONS", "", "Max-Forwards: 3\r\n", 400},
	}
	for i, tt := range tests {
		id := fmt.Sprintf("outside-%d", i)
		p.send(p.message(tt.method, id, id, tt.toTag, 1, tt.extra, ""))
		p.response(id, tt.want, sip.RequestMethod(tt.method))
	}
}

func TestNoCommonCodec(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	body := strings.Replace(strings.Replace(rawSDP, "8 0", "18", 1), "a=rtpmap:8 PCMA", "a=rtpmap:18 G729", 1)
	p.send(p.message("INVITE", "g729", "g729", "", 1, "", body))
	res := p.response("g729", 488, sip.INVITE)
	p.send(p.message("ACK", "g729", "g729", tagOf(res), 1, "", ""))
	// It rang at the caller's, so there is a record of it.
	ring := s.told.awaitRing(t)
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.NetworkFault || end.Code != 488 || !ring.Silent {
		t.Errorf("rang as %+v, ended as %+v", ring, end)
	}
}

func TestBigInvite(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	p.send(p.message("INVITE", "big", "big", "", 1, "X-Padding: "+strings.Repeat("x", 20000)+"\r\n", rawSDP))
	p.response("big", 180, sip.INVITE)
	s.told.awaitRing(t)
}

// Whoever is not the exchange gets neither an answer nor a ring.
func TestStrangersAreIgnored(t *testing.T) {
	s := start(t, pbx.Options{})
	to := s.localAddr(t)
	// Any source within 127.0.0.0/8 can be bound on Linux; the line listens on
	// 127.0.0.1, and its registrar is there.
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2)})
	if err != nil {
		t.Fatalf("a second address of loopback is needed (macOS: ifconfig lo0 alias 127.0.0.2): %v", err)
	}
	defer conn.Close()
	stranger := &rawPeer{t: t, conn: conn, to: to, buf: make([]byte, 65535)}
	for i := range 20 {
		id := fmt.Sprintf("stranger-%d", i)
		stranger.send(stranger.message("INVITE", id, id, "", 1, "", rawSDP), stranger.message("OPTIONS", id+"o", id+"o", "", 1, "", ""))
	}
	// An answer to somebody trusted proves that the line has read all of it.
	p := newRawPeer(t)
	p.to = to
	p.send(p.message("OPTIONS", "after", "after", "", 1, "", ""))
	p.response("after", 200, sip.OPTIONS)
	if n := s.told.count(ofKind("ringing")); n != 0 {
		t.Errorf("a stranger rang %d times", n)
	}
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if n, _, err := conn.ReadFromUDP(stranger.buf); err == nil {
		t.Errorf("a stranger got an answer of %d bytes", n)
	}
}
