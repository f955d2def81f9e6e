package media

import (
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"
)

var loopback = netip.MustParseAddr("127.0.0.1")

func TestOfferPrefersWideBand(t *testing.T) {
	s, err := Open(loopback, Plain)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	offer, err := s.Offer(Identity{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{fmt.Sprintf("m=audio %d RTP/AVP 9 8 0", s.Local().Port()), "a=rtpmap:9 G722/8000", "a=ptime:20"} {
		if !strings.Contains(string(offer), want+"\r\n") {
			t.Errorf("no %q in\n%s", want, offer)
		}
	}
}

func TestCodecOfTheirChoice(t *testing.T) {
	const head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
	tests := []struct {
		lines string
		want  Codec
	}{
		{"m=audio 9 RTP/AVP 9 8 0\r\n", Codec{G722, 9}},
		{"m=audio 9 RTP/AVP 0 9\r\n", Codec{PCMU, 0}},
		{"m=audio 9 RTP/AVP 18 8 9\r\n", Codec{PCMA, 8}},
		{"m=audio 9 RTP/AVP 110 8\r\na=rtpmap:110 g722/8000\r\n", Codec{G722, 110}},
		{"m=audio 9 RTP/AVP 110 8\r\na=rtpmap:110 G722/16000\r\n", Codec{PCMA, 8}}, // not what RFC 3551 calls G722
	}
	for _, tt := range tests {
		d, err := Read([]byte(head+tt.lines), Plain)
		if err != nil || d.Codec != tt.want {
			t.Errorf("%q: %v, %v", tt.lines, d.Codec, err)
		}
	}
}

// talk lets one session say a tone until it is enough for the other, which is told
// how loud the last half second was and how many packets have come.
func talk(t *testing.T, coding Coding, hertz float64, enough func(level float64, came uint64) bool) {
	t.Helper()
	a, b := open(t, Plain), open(t, Plain)
	codec := Codec{coding, uint8(coding)}
	a.Apply(Description{Remote: b.Local(), Codec: codec, Direction: SendReceive})
	b.Apply(Description{Remote: a.Local(), Codec: codec, Direction: SendReceive})
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	deadline := time.Now().Add(time.Minute)
	frame, sound := make([]int16, Frame), make([]int16, Rate/2)
	for n := 0; ; {
		for i := range frame {
			frame[i] = int16(6000 * math.Sin(2*math.Pi*hertz*float64(n)/Rate))
			n++
		}
		a.Speak(frame)
		b.Hear(frame)
		sound = append(sound[Frame:], frame...)
		level, came := loudness(sound), b.Stats().Received
		if enough(level, came) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %.0f Hz have a loudness of %.0f after %d packets", coding.Name(), hertz, level, came)
		}
		<-ticker.C
	}
}

// 5 kHz is what the telephone of old cannot carry.
func TestWideBandIsWide(t *testing.T) {
	carried := func(level float64, _ uint64) bool { return level > 3000 }
	talk(t, G722, 5000, carried)
	talk(t, PCMU, 1000, carried)
	talk(t, PCMA, 5000, func(level float64, came uint64) bool {
		if level > 100 {
			t.Fatalf("by PCMA the loudness of 5 kHz is %.0f", level)
		}
		return came >= 50
	})
}
