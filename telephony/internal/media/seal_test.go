package media

import (
	"bytes"
	"net"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// agreed lets one session offer and another answer.
func agreed(t *testing.T, a, b *Session) {
	t.Helper()
	offer, err := a.Offer(Identity{})
	if err != nil {
		t.Fatal(err)
	}
	heard, err := Read(offer, b.protection.policy)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := b.Answer(Identity{}, heard)
	if err != nil {
		t.Fatal(err)
	}
	back, err := a.ReadAnswer(answer)
	if err != nil {
		t.Fatal(err)
	}
	// The packets of the sessions themselves would be in the way.
	heard.Direction, back.Direction = Inactive, Inactive
	b.Apply(heard)
	a.Apply(back)
}

var packetText = []byte("this is what was said, word for word")

func packetOf(t *testing.T, sender uint32, number uint16) []byte {
	t.Helper()
	p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 8, SSRC: sender, SequenceNumber: number}, Payload: packetText}
	data, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// carried sends a packet from one session to the other past their sockets.
func carried(t *testing.T, from, to *Session, sender uint32, number uint16) (sealed []byte, ok bool) {
	t.Helper()
	sealed, ok = from.sealed(nil, packetOf(t, sender, number))
	if !ok {
		t.Fatalf("packet %d cannot be protected", number)
	}
	if bytes.Contains(sealed, packetText[:8]) {
		t.Fatalf("packet %d can be read by anybody", number)
	}
	plain, ok := to.opened(sealed)
	if ok && !bytes.HasSuffix(plain, packetText) {
		t.Fatalf("packet %d arrives as %q", number, plain)
	}
	return sealed, ok
}

func TestPacketsAreProtected(t *testing.T) {
	a, b := open(t, Strict), open(t, Optional)
	agreed(t, a, b)
	if !a.Protected() || !b.Protected() {
		t.Fatal("not protected")
	}
	for n := range uint16(100) {
		if _, ok := carried(t, a, b, 1, n); !ok {
			t.Fatalf("packet %d does not arrive", n)
		}
		if _, ok := carried(t, b, a, 2, n); !ok {
			t.Fatalf("packet %d back does not arrive", n)
		}
	}
	sealed, _ := carried(t, a, b, 1, 200)
	before := b.Stats().Rejected
	bad := [][]byte{nil, {0x80}, sealed, packetOf(t, 1, 201), sealed[:len(sealed)-1], append(bytes.Clone(sealed), 0)}
	late, _ := a.sealed(nil, packetOf(t, 1, 300))
	for i := range late { // no bit may be changed
		changed := bytes.Clone(late)
		changed[i] ^= 1
		bad = append(bad, changed)
	}
	for i, data := range bad {
		if _, ok := b.opened(data); ok {
			t.Errorf("forgery %d is heard", i)
		}
	}
	if n := b.Stats().Rejected - before; n != uint64(len(bad)) {
		t.Errorf("%d of %d forgeries were counted", n, len(bad))
	}
	if _, ok := b.opened(late); !ok {
		t.Error("after the forgeries the true packet is not heard")
	}
}

// Numbers of packets begin anew every 22 minutes; only a context that lives on
// knows how often that was.
func TestHoldKeepsTheCount(t *testing.T) {
	a, b := open(t, Strict), open(t, Strict)
	agreed(t, a, b)
	next := uint16(65000)
	say := func(n int) {
		t.Helper()
		for range n {
			if _, ok := carried(t, a, b, 1, next); !ok {
				t.Fatalf("packet %d is not heard", next)
			}
			next++
		}
	}
	say(1000) // past the end of the numbers
	roc, _ := b.protection.in.context.ROC(1)
	if roc != 1 {
		t.Fatalf("counted %d rounds", roc)
	}
	agreed(t, a, b) // hold by one side
	say(100)
	agreed(t, b, a) // resume by the other, under other tags
	say(100)
	if again, _ := b.protection.in.context.ROC(1); again != roc {
		t.Errorf("counted %d rounds, then %d", roc, again)
	}
}

func TestNewKeysBeginAnew(t *testing.T) {
	a, b := open(t, Strict), open(t, Strict)
	agreed(t, a, b)
	old, _ := carried(t, a, b, 1, 1)
	stale, _ := a.sealed(nil, packetOf(t, 1, 2))
	b.protection.renewed = false
	mine := b.protection.out
	a.Renew()
	agreed(t, a, b)
	for _, data := range [][]byte{old, stale} {
		if _, ok := b.opened(data); ok {
			t.Error("a packet under the old key is heard")
		}
	}
	if _, ok := carried(t, a, b, 3, 1); !ok {
		t.Error("a packet under the new key is not heard")
	}
	if !b.protection.renewed {
		t.Error("who may be somebody else gets a stream that has been counted")
	}
	if b.protection.out != mine {
		t.Error("a key that has not changed forgets what it has protected")
	}
}

// A talk that was plain for a while and is protected by the same keys again does
// not protect by the same numbers again.
func TestPlainForAWhile(t *testing.T) {
	a, b := open(t, Optional), open(t, Optional)
	agreed(t, a, b)
	first, _ := carried(t, a, b, 1, 7)
	plain, err := Read([]byte(sdpHead+sdpLine("RTP/AVP")), Optional)
	if err != nil {
		t.Fatal(err)
	}
	plain.Direction = Inactive
	for _, s := range []*Session{a, b} {
		s.Apply(plain)
		data := packetOf(t, 1, 8)
		if sent, ok := s.sealed(nil, data); !ok || s.Protected() || !bytes.Equal(sent, data) {
			t.Error("a plain talk is protected")
		}
	}
	agreed(t, a, b)
	if _, ok := b.opened(first); ok {
		t.Error("a packet of before is heard again")
	}
	if _, ok := carried(t, a, b, 1, 8); !ok || !b.Protected() {
		t.Error("the talk is not protected again")
	}
}

// A peer that changes its SSRC all the time does not fill our memory.
func TestSendersAreBounded(t *testing.T) {
	a, b := open(t, Strict), open(t, Strict)
	agreed(t, a, b)
	heard := 0
	for sender := range uint32(10 * maxSenders) {
		if _, ok := carried(t, a, b, sender, 1); ok {
			heard++
		}
	}
	if _, ok := carried(t, a, b, 0, 2); heard != maxSenders || !ok {
		t.Errorf("%d senders are remembered; the first is heard: %v", heard, ok)
	}
}

// MKIs of the other side are part of its packets.
func TestPacketsWithMKI(t *testing.T) {
	b := open(t, Optional)
	d, err := Read([]byte(sdpHead+sdpLine("RTP/SAVP", "1 AES_CM_128_HMAC_SHA1_80 inline:"+key80+"|2^20|1:4")), Optional)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := newSeal(*d.key)
	if err != nil {
		t.Fatal(err)
	}
	d.Direction = Inactive
	b.Apply(d)
	sealed, ok := theirs.close(nil, packetOf(t, 1, 1))
	if plain, ok2 := b.opened(sealed); !ok || !ok2 || !bytes.HasSuffix(plain, packetText) {
		t.Error("a packet with an MKI is not heard")
	}
}

// While protection is required nothing plain leaves or is heard, whatever was
// agreed on.
func TestStrictIsNeverPlain(t *testing.T) {
	far, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	s := open(t, Strict)
	d := Description{Remote: far.LocalAddr().(*net.UDPAddr).AddrPort(), Codec: Codec{PCMA, 8}, Direction: SendReceive}
	s.Apply(d)
	local := net.UDPAddrFromAddrPort(s.Local())
	for n := range uint16(10) {
		if _, err := far.WriteToUDP(packetOf(t, 1, n), local); err != nil {
			t.Fatal(err)
		}
	}
	deadline := time.Now().Add(20 * time.Second)
	for s.Stats().Rejected < 10 && time.Now().Before(deadline) {
		_ = far.SetReadDeadline(time.Now().Add(5 * frameTime))
		if n, err := far.Read(make([]byte, 2048)); err == nil {
			t.Fatalf("%d plain bytes left", n)
		}
	}
	if got := s.Stats(); got.Rejected != 10 || got.Received != 0 || got.Sent != 0 || s.Protected() {
		t.Errorf("%+v", got)
	}
}
