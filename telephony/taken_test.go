package telephony

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// A colleague takes a call that rang here too. The lamps say who, be it with the
// number of the caller or only that a telephone was lifted; before the CANCEL or
// just after it; and they say nothing when it could be two.
func TestWhoTookTheCall(t *testing.T) {
	named := func(state string) string {
		return `<dialog id="a" direction="recipient"><state>` + state + `</state>` +
			`<remote><identity>sip:+79123456789@192.0.2.1</identity></remote></dialog>`
	}
	other := func(string) string {
		return `<dialog id="a" direction="recipient"><state>confirmed</state>` +
			`<remote><identity>sip:105@192.0.2.1</identity></remote></dialog>`
	}
	bare := func(state string) string { return `<dialog id="102"><state>` + state + `</state></dialog>` }
	quiet := func(string) string { return "" }
	tests := map[string]struct {
		first, second func(string) string // what 102 and 103 do
		late          bool                // the lamps are slower than the CANCEL
		want          string
	}{
		"by number":       {named, quiet, false, "102"},
		"by number, late": {named, quiet, true, "102"},
		"by time":         {bare, quiet, false, "102"},
		"by time, late":   {bare, other, true, "102"},
		"two at once":     {bare, bare, false, ""},
		"somebody else":   {other, quiet, false, ""},
		"nobody":          {quiet, quiet, false, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := startPBX(t, pbx.Options{})
			lamps := func(state string) {
				for extension, does := range map[string]func(string) string{"103": tt.second, "102": tt.first} {
					if err := p.Tell(within(t), pbx.Lamps, extension, dialogInfoOf("full", does(state))); err != nil {
						t.Fatal(err)
					}
				}
			}
			lamps("early")
			cfg := testConfig(p.Addr().String())
			cfg.newsPause, cfg.namePause = limit, limit
			if tt.want == "" {
				cfg.namePause = 20 * time.Millisecond // nobody will say it
			}
			s, w := startWatching(t, cfg)
			s.pbx = p
			w.awaitState(t, crm.LineRegistered)
			if err := s.line.Watch(within(t), []string{"102", "103"}); err != nil {
				t.Fatal(err)
			}
			w.await(t, "both lamps", 2, ofKind("lamp"))
			call, ring := s.call(t, pbx.Caller{Elsewhere: true})
			if !tt.late {
				lamps("confirmed")
			}
			if err := call.Hangup(within(t)); err != nil {
				t.Fatal(err)
			}
			if _, err := call.Over(within(t)); err != nil {
				t.Fatal(err)
			}
			if tt.late {
				lamps("confirmed")
			}
			if end := w.awaitEnd(t, ring.Call); end.Outcome != crm.Elsewhere || end.By != tt.want {
				t.Errorf("ended %+v, want by %q", end, tt.want)
			}
			s.assertNoCalls(t)
		})
	}
}

// The CANCEL itself may name who answered, and must not be believed when it names
// who called.
func TestWhoTookTheCallByTheCancel(t *testing.T) {
	for header, want := range map[string]string{
		"P-Asserted-Identity: \"Петров\" <sip:102@192.0.2.1>": "Петров",
		"Remote-Party-ID: <sip:102@192.0.2.1>;party=called":   "102",
		"P-Asserted-Identity: <tel:+79123456789>":             "",
		"X-Other: 1": "",
	} {
		p, s := startWithRaw(t, pbx.Options{})
		p.send(p.message("INVITE", "c", "c", "", 1, "P-Asserted-Identity: <tel:+79123456789>\r\n", rawSDP))
		ring := s.told.awaitRing(t)
		p.send(p.message("CANCEL", "c", "c", "", 1, "Reason: SIP;cause=200\r\n"+header+"\r\n", ""))
		if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Elsewhere || end.By != want {
			t.Errorf("%s: ended %+v", header, end)
		}
	}
}
