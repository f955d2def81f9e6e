//go:build field

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pult/sync/standin"
	"pult/telephony/pbxtest"
)

// spelling is one way an exchange sends a Russian number: what stands in
// From, and a header that may carry it too.
type spelling struct{ from, header string }

const noHeader = "X-Test: none"

// spellingsOf follows what providers and exchanges were seen to send.
func spellingsOf(digits string) []spelling {
	ten := digits[1:]
	dashed := fmt.Sprintf("%s-%s-%s-%s", ten[:3], ten[3:6], ten[6:8], ten[8:])
	return []spelling{
		{"+7" + ten, noHeader},
		{"7" + ten, noHeader},
		{"8" + ten, noHeader},
		{ten, noHeader},
		{"%2B7" + ten, noHeader},
		{"007" + ten, noHeader},
		{"8107" + ten, noHeader},
		{"+7-" + dashed, noHeader},
		{"8(" + ten[:3] + ")" + dashed[4:], noHeader},
		{"+7." + strings.ReplaceAll(dashed, "-", "."), noHeader},
		{"anonymous", "P-Asserted-Identity: <tel:+7" + ten + ">"},
		{"anonymous", "P-Asserted-Identity: <tel:+7-" + dashed + ">"},
		{"anonymous", "P-Asserted-Identity: \"X\" <sip:8" + ten + "@10.0.0.1>"},
		{"unknown", "Remote-Party-ID: <sip:7" + ten + "@10.0.0.1>;party=calling"},
		{"trunk7", "P-Asserted-Identity: <sip:+7" + ten + "@sip.operator.example>"},
	}
}

// shapes picks one client for each way a number is typed in 1C.
func shapes(base *standin.Server) map[string]string {
	digits := regexp.MustCompile(`\d`)
	found := map[string]string{}
	for _, truth := range base.Partners() {
		if !truth.Live() {
			continue
		}
		for _, p := range truth.Phones {
			if p.Digits == "" || p.Vague {
				continue
			}
			shape := p.Place + " " + digits.ReplaceAllString(p.Typed, "d")
			if _, ok := found[shape]; !ok {
				found[shape] = p.Digits
			}
		}
	}
	return found
}

// Through a real exchange: every spelling of a caller finds every spelling in
// 1C, and nobody else.
func TestSpellingsThroughKamailio(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword})
	o := openOffice(t, 3000, "sip:"+k.Addr.String()+";transport=udp")
	o.sync(t)
	owners := o.base.Callers()

	typed := shapes(o.base)
	keys := make([]string, 0, len(typed))
	for shape := range typed {
		keys = append(keys, shape)
	}
	slices.Sort(keys)
	var calls []spelling
	var want []string
	for i := range max(60, len(keys)) {
		digits := typed[keys[i%len(keys)]]
		all := spellingsOf(digits)
		calls = append(calls, all[i%len(all)])
		want = append(want, digits)
	}
	if len(keys) < 25 || len(calls) < 40 {
		t.Fatalf("%d ways of typing and %d calls, too few to prove anything", len(keys), len(calls))
	}
	a := o.agent(t)
	a.await(t, "registered")
	done := ringBySipp(t, k.Addr.String(), calls)
	for i, digits := range want {
		ring := a.await(t, "incoming")
		got := []string{}
		for _, c := range ring.clients(t) {
			got = append(got, c.ID)
		}
		slices.Sort(got)
		expected := slices.Sorted(slices.Values(owners[digits]))
		if ring.Number != "+"+digits || !slices.Equal(got, expected) {
			t.Errorf("call %d, %+v: number %s, %d clients; want +%s and %d clients", i, calls[i], ring.Number, len(got), digits, len(expected))
		}
	}
	if err := done(); err != nil {
		t.Error(err)
	}
	t.Logf("%d calls, %d ways of typing in 1C, %d ways of sending", len(calls), len(keys), len(spellingsOf("79730000000")))
}

// ringBySipp has sipp call once for each spelling, one after another: it rings
// and gives up.
func ringBySipp(t *testing.T, target string, calls []spelling) (wait func() error) {
	t.Helper()
	rows := "SEQUENTIAL\n"
	for _, c := range calls {
		rows += c.from + ";" + c.header + "\n"
	}
	return pbxtest.Sipp(t, target, ringScenario, rows, "-s", testUser, "-m", strconv.Itoa(len(calls)), "-r", "50", "-l", "1")
}

const ringScenario = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="ring and give up">
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
[field1]
Contact: <sip:caller@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 0
]]></send>
<recv response="100" optional="true"/>
<recv response="180"/>
<send retrans="500"><![CDATA[
CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-3]
Max-Forwards: 70
From: <sip:[field0]@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 CANCEL
Content-Length: 0

]]></send>
<!-- the workers of the proxy may let the 487 pass its own 200 -->
<recv response="487" optional="true" next="1"/>
<recv response="200"/>
<recv response="487" next="2"/>
<label id="1"/>
<recv response="200"/>
<label id="2"/>
<send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-8]
Max-Forwards: 70
From: <sip:[field0]@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
</scenario>
`
