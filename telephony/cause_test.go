package telephony

import (
	"fmt"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// Every final status has one outcome, and only these are matters of people.
func TestOutcomeOfEveryStatus(t *testing.T) {
	named := map[int]crm.Outcome{
		403: crm.Rejected, 433: crm.Rejected, 603: crm.Rejected, 607: crm.Rejected, 608: crm.Rejected,
		404: crm.Unreachable, 410: crm.Unreachable, 416: crm.Unreachable, 484: crm.Unreachable,
		485: crm.Unreachable, 604: crm.Unreachable,
		408: crm.NoAnswer, 480: crm.NoAnswer, 487: crm.NoAnswer,
		486: crm.Busy, 600: crm.Busy,
	}
	for code := 300; code < 700; code++ {
		want, ok := named[code]
		switch {
		case ok:
		case code < 400:
			want = crm.Unreachable
		default:
			want = crm.NetworkFault
		}
		if got := refusedWith(refusal3326(t, code, "")); got != want {
			t.Errorf("%d is %q, want %q", code, got, want)
		}
	}
}

// The cause of the telephone network comes before the status; where it says
// nothing, the status stands.
func TestOutcomeOfEveryCause(t *testing.T) {
	named := map[int]crm.Outcome{
		1: crm.Unreachable, 2: crm.NetworkFault, 3: crm.Unreachable, 5: crm.NetworkFault, 6: crm.NetworkFault,
		17: crm.Busy, 18: crm.NoAnswer, 19: crm.NoAnswer, 20: crm.Unreachable, 21: crm.Rejected,
		22: crm.Unreachable, 27: crm.Unreachable, 28: crm.Unreachable,
	}
	for cause := range 130 {
		want, ok := named[cause]
		switch {
		case ok:
		case cause > 31 && cause < 127:
			want = crm.NetworkFault
		default:
			want = crm.Busy // what 486 says
		}
		if got := refusedWith(refusal3326(t, 486, fmt.Sprintf("Q.850;cause=%d", cause))); got != want {
			t.Errorf("cause %d is %q, want %q", cause, got, want)
		}
	}
	for _, text := range []string{"Q.850", "Q.850;cause=", "Q.850;cause=x;text=\"17\"", "SIP;cause=17", ";;,,;cause=17"} {
		if got := refusedWith(refusal3326(t, 480, text)); got != crm.NoAnswer {
			t.Errorf("%q makes %q of 480", text, got)
		}
	}
	if got := refusedWith(refusal3326(t, 480, "SIP;cause=480, q.850 ; cause = 17 ;text=\"User busy\"")); got != crm.Busy {
		t.Errorf("the second value was not read: %q", got)
	}
}

func TestOutcomeOfACancel(t *testing.T) {
	for text, want := range map[string]crm.Outcome{
		"": crm.Missed, "Q.850;cause=16": crm.Missed, "SIP;cause=487": crm.Missed, "SIP;cause=480": crm.Missed,
		"SIP;cause=200;text=\"Call completed elsewhere\"": crm.Elsewhere,
		"SIP;text=\"a;cause=603\";cause=200":              crm.Elsewhere,
		"Q.850;cause=26":                                  crm.Elsewhere,
		"Q.850;cause=16,SIP;cause=200":                    crm.Elsewhere,
		"SIP;cause=603":                                   crm.Rejected,
		"SIP;cause=486, Q.850;cause=17":                   crm.Rejected,
		"Q.850;cause=21;text=\"no, no\"":                  crm.Rejected,
		"Q.850;cause=38":                                  crm.Missed,
	} {
		if got := calledOff(inviteWith("<sip:1@192.0.2.1>;tag=a", reasonLines(text)...)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func reasonLines(text string) []string {
	if text == "" {
		return nil
	}
	return []string{"Reason: " + text}
}

// refusal3326 is a final response with a Reason.
func refusal3326(t *testing.T, code int, text string) *sip.Response {
	t.Helper()
	lines := append([]string{
		fmt.Sprintf("SIP/2.0 %d Refused", code), "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
		"From: <sip:1@192.0.2.1>;tag=a", "To: <sip:2@192.0.2.1>;tag=b", "Call-ID: x", "CSeq: 1 INVITE",
	}, reasonLines(text)...)
	m, err := sip.ParseMessage([]byte(strings.Join(lines, "\r\n") + "\r\nContent-Length: 0\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	res, _ := m.(*sip.Response)
	return res
}
