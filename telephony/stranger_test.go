package telephony

import (
	"net"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// From the port where we registered any number may be called. Somebody else at the
// address of the exchange must know whom he calls; a scan finds nobody.
func TestScanFromTheAddressOfTheExchange(t *testing.T) {
	p, s := startRaw(t)
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	other := &rawPeer{t: t, conn: conn, to: p.to, buf: make([]byte, 65535)}
	calls := func(from *rawPeer, id, user string) string {
		m := from.message("INVITE", id, id, "", 1, "", rawSDP)
		return strings.Replace(m, "sip:101@", "sip:"+user+"@", 1)
	}
	for _, user := range []string{"100", "1", "%31", "102", "10%312", ""} {
		id := "scan" + user
		other.send(calls(other, id, user), calls(other, id, user)) // and its repetition
	}
	// It may make up a dialog.
	other.send(strings.Replace(other.message("INVITE", "within", "within", "tag", 1, "", rawSDP), "sip:101@", "sip:100@", 1))
	other.send(other.message("OPTIONS", "alive", "alive", "", 1, "", ""))
	if m, ok := other.read(); !ok || m.(*sip.Response).CallID().Value() != "alive" {
		t.Errorf("a scan is answered: %v", m)
	}
	if n := s.told.count(ofKind("ringing")); n != 0 {
		t.Errorf("%d rings", n)
	}
	rings := 0
	for id, from := range map[string]*rawPeer{"did": p, "named": other, "escaped": other} {
		user := map[string]string{"did": "74951234567", "named": testUser, "escaped": "%3101"}[id]
		from.send(calls(from, id, user))
		from.response(id, 180, sip.INVITE)
		rings++
		ring := s.told.await(t, "a ring", rings, ofKind("ringing")).ring
		if ring.SIPCallID != id {
			t.Errorf("ring %+v", ring)
		}
		from.send(strings.Replace(from.message("CANCEL", id, id, "", 1, "", ""), "sip:101@", "sip:"+user+"@", 1))
		if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Missed {
			t.Errorf("ended %+v", end)
		}
	}
	s.assertNoCalls(t)
}
