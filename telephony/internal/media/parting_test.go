package media

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
)

// Three telephones ring, each with a tone; when one of them answers, a packet of the
// others that is still under way does not turn our voice to them.
func TestVoicesOfBeforeAreLeft(t *testing.T) {
	s, err := Open(loopback, Plain)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(loopback, port) }
	named := func(port uint16) {
		s.Apply(Description{Remote: at(port), Codec: Codec{PCMA, 8}, Direction: Inactive})
	}
	heard := func(port uint16, now time.Time) netip.AddrPort {
		s.take(&rtp.Packet{Header: rtp.Header{PayloadType: 8}, Payload: make([]byte, 160)}, at(port), now)
		return s.remote
	}
	const a, b, c, natted, d = 1, 2, 3, 4, 5
	now := time.Now()
	for _, port := range []uint16{a, b, c} {
		named(port)
		heard(port, now)
	}
	heard(natted, now) // one of them, behind a box that translates addresses
	named(b)
	for _, port := range []uint16{a, c, natted} {
		if to := heard(port, now); to != at(b) {
			t.Fatalf("our voice goes to %v after a packet of %d", to, port)
		}
	}
	if to := heard(d, now); to != at(d) {
		t.Errorf("a source nobody knew, which may be the one that answered: %v", to)
	}
	if to := heard(b, now); to != at(b) {
		t.Errorf("the one that was named is not believed: %v", to)
	}
	if to := heard(natted, now.Add(patience+time.Second)); to != at(natted) {
		t.Errorf("a translated address is never believed again: %v", to)
	}
}
