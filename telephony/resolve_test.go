package telephony

import (
	"bytes"
	"context"
	"encoding/binary"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// srv is one SRV record of a name server of ours.
type srv struct {
	priority, weight, port uint16
	target                 string
}

// nameServer answers over real UDP what the resolver of Go asks.
func nameServer(t *testing.T, services map[string][]srv, hosts map[string][]netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			_, _ = conn.WriteToUDPAddrPort(dnsAnswer(buffer[:n], services, hosts), from)
		}
	}()
	t.Cleanup(func() { _ = conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

const (
	dnsA, dnsSRV = 1, 33
	dnsNoName    = 3
)

// dnsAnswer builds the answer to a query of one question (RFC 1035 section 4).
func dnsAnswer(query []byte, services map[string][]srv, hosts map[string][]netip.Addr) []byte {
	end := 12
	var labels []string
	for query[end] != 0 {
		size := int(query[end])
		labels = append(labels, string(query[end+1:end+1+size]))
		end += 1 + size
	}
	question := query[12 : end+5]
	name, kind := strings.ToLower(strings.Join(labels, ".")), binary.BigEndian.Uint16(query[end+1:])
	var records [][]byte
	switch kind {
	case dnsSRV:
		for _, s := range services[name] {
			data := binary.BigEndian.AppendUint16(nil, s.priority)
			data = binary.BigEndian.AppendUint16(data, s.weight)
			data = binary.BigEndian.AppendUint16(data, s.port)
			for label := range strings.SplitSeq(s.target, ".") {
				data = append(append(data, byte(len(label))), label...)
			}
			records = append(records, append(data, 0))
		}
	case dnsA:
		for _, addr := range hosts[name] {
			records = append(records, addr.AsSlice())
		}
	}
	status := byte(0)
	if services[name] == nil && hosts[name] == nil {
		status = dnsNoName
	}
	var b bytes.Buffer
	b.Write(query[:2])
	b.Write([]byte{0x81, 0x80 | status, 0, 1, 0, byte(len(records)), 0, 0, 0, 0})
	b.Write(question)
	for _, data := range records {
		b.Write([]byte{0xC0, 12, 0, byte(kind), 0, 1, 0, 0, 0, 60, 0, byte(len(data))})
		b.Write(data)
	}
	return b.Bytes()
}

func loop(last byte) netip.Addr { return netip.AddrFrom4([4]byte{127, 0, 0, last}) }

func TestDestinations(t *testing.T) {
	names := nameServer(t, map[string][]srv{
		"_sip._udp.firm.example": {
			{20, 0, 5080, "second.firm.example"}, {10, 0, 5070, "first.firm.example"}, {5, 0, 5070, "gone.firm.example"},
		},
		"_sip._tcp.firm.example":   {{0, 0, 5071, "first.firm.example"}},
		"_sips._tcp.firm.example":  {{0, 0, 5062, "second.firm.example"}},
		"_sip._udp.nobody.example": {{0, 0, 5060, "gone.firm.example"}},
	}, map[string][]netip.Addr{
		"first.firm.example": {loop(2), loop(3)}, "second.firm.example": {loop(4)},
		"firm.example": {loop(9)}, "nobody.example": {loop(8)}, "plain.example": {loop(7)},
	})
	for server, want := range map[string]string{
		"firm.example":                "127.0.0.2:5070 127.0.0.3:5070 127.0.0.4:5080",
		"firm.example;transport=tcp":  "127.0.0.2:5071 127.0.0.3:5071",
		"sips:firm.example":           "127.0.0.4:5062",
		"sip:firm.example:5090":       "127.0.0.9:5090", // a port asks for no SRV
		"sip:plain.example":           "127.0.0.7:5060",
		"sips:plain.example":          "127.0.0.7:5061",
		"sip:nobody.example":          "127.0.0.8:5060",
		"sip:127.0.0.5;transport=tcp": "127.0.0.5:5060",
	} {
		s, err := parseServer(server)
		if err != nil {
			t.Fatal(err)
		}
		all, err := destinations(within(t), names, s)
		var got []string
		for _, d := range all {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", server, got, err, want)
		}
	}
	if all, err := destinations(within(t), names, server{host: "unknown.example", transport: "udp"}); err == nil {
		t.Errorf("an unknown name leads to %v", all)
	}
}

// Weights share the load: of two records of one priority the heavy one comes first
// more often, and the light one too.
func TestWeights(t *testing.T) {
	names := nameServer(t, map[string][]srv{
		"_sip._udp.firm.example": {{1, 90, 5060, "heavy.firm.example"}, {1, 10, 5060, "light.firm.example"}},
	}, map[string][]netip.Addr{"heavy.firm.example": {loop(2)}, "light.firm.example": {loop(3)}})
	heavy := 0
	const rounds = 300
	for range rounds {
		all, err := destinations(within(t), names, server{host: "firm.example", transport: "udp"})
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		if all[0].Addr() == loop(2) {
			heavy++
		}
	}
	if heavy < rounds*7/10 || heavy == rounds {
		t.Errorf("90 of 100 came first in %d of %d rounds", heavy, rounds)
	}
}

// The first exchange is dead, or overloaded: the second one gets the line, at once.
func TestFailOver(t *testing.T) {
	for _, first := range []string{"dead", "overloaded"} {
		t.Run(first, func(t *testing.T) {
			t.Parallel()       // one of them waits for somebody who is dead
			p := newRawPeer(t) // reads nothing, or says 503
			e := startPBX(t, pbx.Options{})
			cfg := testConfig("firm.example")
			cfg.T1 = 50 * time.Millisecond
			cfg.pauses, cfg.ceiling = []time.Duration{time.Hour}, time.Hour // fail-over does not wait
			cfg.resolver = nameServer(t, map[string][]srv{"_sip._udp.firm.example": {
				{20, 0, e.Addr().Port(), "second.firm.example"},
				{10, 0, netip.MustParseAddrPort(p.conn.LocalAddr().String()).Port(), "first.firm.example"},
			}}, map[string][]netip.Addr{"first.firm.example": {loop(1)}, "second.firm.example": {loop(1)}})
			s := startLine(t, cfg)
			if first == "overloaded" {
				p.send(answer(p.request(sip.REGISTER), 503, "Service Unavailable", "", ""))
			}
			s.told.awaitState(t, crm.LineRegistered)
			if err := e.Registered(within(t), testUser); err != nil {
				t.Error(err)
			}
		})
	}
}
