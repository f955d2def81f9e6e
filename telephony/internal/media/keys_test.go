package media

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// Each key is one event of 100 ms on the clock of the voice: the marker first, one
// timestamp, growing durations, and the end three times (RFC 4733 section 2.5).
func TestKeysOnTheWire(t *testing.T) {
	far, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	s, err := Open(loopback, Plain)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Press(101, "5,D")
	s.Apply(Description{
		Remote: netip.MustParseAddrPort(far.LocalAddr().String()), Codec: Codec{PCMA, 8}, Direction: SendReceive,
	})
	var events []rtp.Packet
	var last rtp.Packet
	buffer := make([]byte, 2048)
	_ = far.SetReadDeadline(time.Now().Add(20 * time.Second))
	for first := true; len(events) < 14; first = false {
		n, err := far.Read(buffer)
		if err != nil {
			t.Fatalf("%d packets of events: %v", len(events), err)
		}
		var p rtp.Packet
		if err := p.Unmarshal(append([]byte(nil), buffer[:n]...)); err != nil {
			t.Fatal(err)
		}
		if !first && (p.SequenceNumber != last.SequenceNumber+1 || p.SSRC != last.SSRC) {
			t.Errorf("packet %d of %d follows %d of %d", p.SequenceNumber, p.SSRC, last.SequenceNumber, last.SSRC)
		}
		last = p
		if p.PayloadType == 101 {
			events = append(events, p)
		}
	}
	for i, p := range events {
		key, n := byte(5), i
		if i >= 7 {
			key, n = 15, i-7
		}
		duration := uint16(min(n+1, 5) * 160)
		if p.Marker != (n == 0) || p.Timestamp != events[i-n].Timestamp || p.Payload[0] != key ||
			(p.Payload[1]&0x80 != 0) != (n >= 4) || binary.BigEndian.Uint16(p.Payload[2:]) != duration {
			t.Errorf("packet %d: marker %v, timestamp %d, %x", i, p.Marker, p.Timestamp, p.Payload)
		}
	}
	if pause := events[7].Timestamp - events[6].Timestamp; pause < 4000+5*160 {
		t.Errorf("a comma lasts %d ticks of 125 µs", pause)
	}
}
