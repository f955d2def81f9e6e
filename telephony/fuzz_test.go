package telephony

import (
	"bytes"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/wire"
)

// addTorture seeds a fuzz test with the messages of RFC 4475.
func addTorture(f *testing.F, add func(data []byte)) {
	f.Helper()
	for _, file := range tortureFiles(f) {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		add(data)
	}
}

// outbox is a link that keeps what leaves.
type outbox struct{ sent [][]byte }

func (o *outbox) Serve(wire.Reader) error { return nil }

func (o *outbox) Send(data []byte, _ netip.AddrPort) error {
	o.sent = append(o.sent, data)
	return nil
}

func (o *outbox) Local() netip.AddrPort          { return netip.MustParseAddrPort("127.0.0.1:5060") }
func (o *outbox) Network() string                { return "UDP" }
func (o *outbox) Reliable() bool                 { return false }
func (o *outbox) Keepalive(netip.AddrPort) error { return nil }
func (o *outbox) Close() error                   { return nil }

// fuzzed is a line in the middle of its day: "talk" is a call that was answered,
// "lamps" and "mailbox" are subscriptions; ours is the tag of all. Where the
// message names a BRANCH somebody is being dialled.
type fuzzed struct {
	*actor
	told *witness
	link *outbox
}

const fuzzedTalk = "INVITE sip:101@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKtalk\r\n" +
	"From: <sip:+79123456789@127.0.0.1>;tag=theirs\r\nTo: <sip:101@127.0.0.1>\r\nCall-ID: talk\r\nCSeq: 1 INVITE\r\n" +
	"Contact: <sip:raw@127.0.0.1:5070>\r\nContent-Length: 0\r\n\r\n"

func newFuzzed(t *testing.T, session *media.Session) *fuzzed {
	t.Helper()
	told := newWitness()
	cfg := testConfig("127.0.0.1:5070")
	cfg.Mailbox = true
	l, err := New(cfg, watcher{told}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l.watched.Store(&[]string{"102"})
	z := &fuzzed{newActor(l), told, &outbox{}}
	z.tell = newNotifier(l.listener)
	z.connect()
	z.status.State = crm.LineRegistered
	z.watchMessages()
	z.watchLamps()
	for _, s := range z.snapshot() {
		delete(z.subscriptions, s.callID)
		s.callID, s.tag = map[string]string{lampEvent: "lamps", messagesEvent: "mailbox"}[s.event], "ours"
		z.subscriptions[s.callID] = s
	}
	m, err := sip.ParseMessage([]byte(fuzzedTalk))
	if err != nil {
		t.Fatal(err)
	}
	invite, _ := m.(*sip.Request)
	z.add(&call{
		id: crm.NewID(time.Now()), sipID: "talk", tag: "ours", phase: talking, acked: true,
		session: session, identity: newIdentity(), dialog: dialog.Incoming(invite, "ours"),
	})
	return z
}

func (z *fuzzed) connect() {
	z.actor.link = z.link
	z.peer = netip.MustParseAddrPort("127.0.0.1:5070")
	z.peers = map[netip.AddrPort]bool{z.peer: true}
	z.reg.contact, z.reg.bound = z.link.Local(), z.link.Local()
	z.endpoint.Use(z.link)
}

// dialled begins a call and gives the branch of its INVITE.
func (z *fuzzed) dialled(t *testing.T) []byte {
	t.Helper()
	if err := z.start(crm.NewID(time.Now()), somebody); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(z.link.sent[len(z.link.sent)-1], []byte("branch="))
	branch, _, _ := bytes.Cut(rest, []byte(";"))
	return branch
}

// end lets go of everything.
func (z *fuzzed) end() {
	for _, c := range z.calls {
		z.hangup(c, crm.CallEnd{Outcome: crm.Interrupted}, statusUnavailable)
	}
	close(z.done)
	z.endpoint.Alarms.Close()
	z.tasks.Wait()
	z.tell.close()
}

// fuzzedMessage is a message of the other side in a dialog of a fuzzed line.
func fuzzedMessage(method, callID, extra, body string) []byte {
	return []byte(method + " sip:101@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKf" + method + "\r\n" +
		"From: <sip:x@127.0.0.1>;tag=theirs\r\nTo: <sip:101@127.0.0.1>;tag=ours\r\nCall-ID: " + callID + "\r\nCSeq: 2 " + method +
		"\r\nContact: <sip:raw@127.0.0.1:5070>\r\n" + extra + "\r\n" + body)
}

// FuzzReceived gives a line whatever an exchange could send: it answers in SIP or
// not at all, holds no more calls than it may, and tells an end of each ring.
func FuzzReceived(f *testing.F) {
	addTorture(f, func(data []byte) { f.Add(data) })
	sdp := "Content-Type: application/sdp\r\n"
	f.Add(fuzzedMessage("INVITE", "talk", sdp, rawSDP+"a=sendonly\r\n"))
	f.Add(fuzzedMessage("INVITE", "talk", "Session-Expires: 90;refresher=uas\r\nSupported: timer\r\n", ""))
	f.Add(fuzzedMessage("UPDATE", "talk", sdp, rawSDP))
	f.Add(fuzzedMessage("BYE", "talk", "Reason: SIP;cause=200;text=\"a\"\r\n", ""))
	f.Add(fuzzedMessage("CANCEL", "talk", "Reason: Q.850;cause=16, SIP ;cause = 200\r\n", ""))
	f.Add(fuzzedMessage("REFER", "talk", "Refer-To: <sip:102@127.0.0.1>\r\n", ""))
	f.Add(fuzzedMessage("INFO", "talk", "Content-Type: application/dtmf-relay\r\n", "Signal=1\r\n"))
	f.Add(fuzzedMessage("NOTIFY", "talk", "Event: refer\r\nSubscription-State: terminated\r\nContent-Type: message/sipfrag\r\n", "SIP/2.0 200 OK"))
	f.Add(fuzzedMessage("NOTIFY", "lamps", "Event: dialog\r\nSubscription-State: active;expires=60\r\nContent-Type: "+lampType+"\r\n",
		strings.ReplaceAll(dialogInfoOf("full", dialogOf("a", "recipient", "early")), "VERSION", "1")))
	f.Add(fuzzedMessage("NOTIFY", "mailbox", "Event: message-summary\r\nSubscription-State: terminated;reason=noresource;retry-after=1\r\nContent-Type: "+
		messagesType+"\r\n", "Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n"))
	f.Add([]byte(strings.Replace(fuzzedTalk, "Call-ID: talk", "Replaces: talk;to-tag=ours;from-tag=theirs\r\nCall-ID: other", 1)))
	for _, status := range []string{"183 Progress", "200 OK", "407 Proxy Authentication Required", "486 Busy Here", "302 Moved"} {
		f.Add([]byte("SIP/2.0 " + status + "\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=BRANCH\r\nFrom: <sip:101@127.0.0.1>;tag=a\r\n" +
			"To: <sip:1@127.0.0.1>;tag=b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContact: <sip:raw@127.0.0.1:5070>\r\nRecord-Route: <sip:127.0.0.1;lr>\r\n" +
			"Proxy-Authenticate: Digest realm=\"x\", nonce=\"y\", qop=\"auth\"\r\n" + sdp + "\r\n" + rawSDP))
	}
	session, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.Optional)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		z := newFuzzed(t, session)
		if bytes.Contains(data, []byte("BRANCH")) {
			data = bytes.ReplaceAll(data, []byte("BRANCH"), z.dialled(t))
		}
		m, err := wire.Parse(sip.NewParser(), data)
		if err == nil {
			for range 2 { // once more, as UDP may
				z.endpoint.Receive(wire.Packet{Message: m, From: z.peer, At: time.Now()})
			}
		}
		if len(z.calls) > z.cfg.Calls {
			t.Errorf("%d calls", len(z.calls))
		}
		z.end()
		for _, sent := range z.link.sent {
			if head, _, whole := bytes.Cut(sent, []byte("\r\n\r\n")); !whole || !bytes.Contains(head, []byte("SIP/2.0")) {
				t.Errorf("sent %q", sent)
			}
		}
		if rings, ends := z.told.count(ofKind("ringing")), z.told.count(ofKind("ended")); ends < rings {
			t.Errorf("%d rings, %d ends", rings, ends)
		}
	})
}

func FuzzSummary(f *testing.F) {
	f.Add([]byte("Messages-Waiting: yes\r\nMessage-Account: sip:101@x\r\nVoice-Message: 2/8 (0/2)\r\n"))
	f.Add([]byte("Messages-Waiting: no\n"))
	f.Add([]byte("Messages-Waiting: yes\r\nVoice-Message: 99999999999999999999/-1"))
	f.Fuzz(func(t *testing.T, body []byte) {
		fresh, old, ok := summary(body)
		if fresh < 0 || old < 0 || fresh > maxMessages || old > maxMessages || !ok && fresh+old > 0 {
			t.Errorf("%d new, %d old, %v", fresh, old, ok)
		}
	})
}

func FuzzFragment(f *testing.F) {
	f.Add([]byte("SIP/2.0 100 Trying\r\n"))
	f.Add([]byte("SIP/2.0 603"))
	f.Add([]byte("SIP/2.0 +12"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if code := fragment(body); code != 0 && (code < 100 || code > 699) {
			t.Errorf("status %d", code)
		}
	})
}

func FuzzReason(f *testing.F) {
	f.Add(`SIP;cause=200;text="Call completed elsewhere"`)
	f.Add(`Q.850;cause=16, SIP ; cause = 200`)
	f.Add(`SIP;text="a,b;cause=200";cause="`)
	f.Fuzz(func(t *testing.T, value string) {
		if strings.ContainsAny(value, "\r\n") {
			return
		}
		req := sip.NewRequest(sip.CANCEL, sip.Uri{Host: "x"})
		req.AppendHeader(sip.NewHeader("Reason", value))
		if calledOff(req) == crm.Elsewhere && !strings.Contains(value, "200") && !strings.Contains(value, "26") {
			t.Errorf("%q is somebody else's answer", value)
		}
		if text := reasonHeader(req); len(text) > maxText || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
			t.Errorf("kept %q", text)
		}
	})
}
