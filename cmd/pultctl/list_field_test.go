//go:build field

package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/telephony/pbxtest"
)

// The same through a real exchange, and a provider behind it that is another program.
func TestAListThroughKamailio(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword}, pbxtest.Trunk(pbxtest.SippServer(t, provider())))
	throughAnswers(t, "sip:"+k.Addr.String()+";transport=udp")
}

// Answers that mean the same as others do, and what becomes of an entry by each.
func TestOtherAnswersThroughKamailio(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword}, pbxtest.Trunk(pbxtest.SippServer(t, provider())))
	o := openOffice(t, 5, "sip:"+k.Addr.String()+";transport=udp")
	o.add(t, "\n[lists]\nzone = \""+noonSomewhere()+"\"\n")
	rows := []struct {
		number, heard string
		state         crm.EntryState
		attempts      int
	}{
		{"+79120000060", "busy", crm.EntryRetry, 1},
		{"+79120000028", "no_answer", crm.EntryRetry, 1},
		{"+79120000044", "unreachable", crm.EntryNoPhone, 0},
		{"+79120000064", "unreachable", crm.EntryNoPhone, 0},
		{"+79120000050", "network_fault", crm.EntryNew, 0},
	}
	var numbers [][]string
	for _, r := range rows {
		numbers = append(numbers, []string{r.number})
	}
	list := o.listOf(t, numbers...)
	c := caller{o.agent(t), t}
	c.await(t, "registered")
	for _, r := range rows {
		c.tell(t, "list next "+list.String())
		e := c.await(t, "offer")
		var d drawn
		if err := json.Unmarshal(e.Entry, &d); err != nil || d.Number != r.number {
			t.Fatalf("offered %s, %v, want %s", e.Entry, err, r.number)
		}
		c.tell(t, "list dial")
		if e := c.after(d.ID, now(r.state)); e.Heard != r.heard || e.Attempts != r.attempts {
			t.Errorf("%s: %+v, want %+v", r.number, e, r)
		}
	}
	c.quit(t)
}

// refusals are the endings of numbers that are refused, as in answering, and others.
var refusals = map[string]string{
	"86": "486 Busy Here", "08": "480 Temporarily Unavailable", "03": "603 Decline", "04": "404 Not Found", "43": "403 Forbidden", "53": "503 Service Unavailable",
	"60": "600 Busy Everywhere", "28": "408 Request Timeout", "44": "484 Address Incomplete", "64": "604 Does Not Exist Anywhere", "50": "500 Server Internal Error",
}

// provider is what sipp does when it is called: it refuses by the last digits of the
// number, rings until the caller gives up, or talks until the other side hangs up.
func provider() string {
	var look, ways, answers strings.Builder
	for ending, status := range refusals {
		fmt.Fprintf(&look, "<ereg regexp=\"^INVITE sip:[^ ]*%s@\" search_in=\"msg\" assign_to=\"is%s\"/>\n", ending, ending)
		fmt.Fprintf(&ways, "<nop next=\"%s\" test=\"is%s\"/>\n", ending, ending)
		fmt.Fprintf(&answers, "<label id=\"%s\"/>\n%s<recv request=\"ACK\" next=\"99\"/>\n", ending, answered(status, "[last_CSeq:]"))
	}
	return strings.NewReplacer("@LOOK@", look.String(), "@WAYS@", ways.String(), "@ANSWERS@", answers.String(),
		"@RING@", answered("180 Ringing", "[last_CSeq:]"), "@OK@", answered("200 OK", "[last_CSeq:]"),
		"@GONE@", answered("487 Request Terminated", "CSeq:[$asked]")).Replace(providerScenario)
}

// answered is one answer of sipp; cseq is of which request.
func answered(status, cseq string) string {
	return `<send><![CDATA[
SIP/2.0 ` + status + `
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
` + cseq + `
Contact: <sip:[local_ip]:[local_port]>
Content-Length: 0

]]></send>
`
}

const providerScenario = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="provider">
<recv request="INVITE" rrs="true"><action>
@LOOK@<ereg regexp="^INVITE sip:[^ ]*80@" search_in="msg" assign_to="is80"/>
<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="asked"/>
</action></recv>
@WAYS@@RING@<nop next="80" test="is80"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_Record-Route:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
]]></send>
<recv request="ACK"/>
<recv request="BYE"/>
@OK@<nop next="99"/>
<label id="80"/>
<recv request="CANCEL"/>
@OK@@GONE@<recv request="ACK" next="99"/>
@ANSWERS@<label id="99"/>
</scenario>
`
