package telephony

import (
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

func TestSessionTimerIsAnswered(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	tests := []struct{ name, extra, expires, require string }{
		{"none", "Supported: timer\r\n", "", ""},
		{"they refresh", "Supported: timer\r\nSession-Expires: 1800;refresher=uac\r\n", "1800;refresher=uac", "timer"},
		{"compact", "k: timer\r\nx: 1800;refresher=uac\r\n", "1800;refresher=uac", "timer"},
		{"open: they refresh", "Supported: 100rel, timer\r\nSession-Expires: 1800\r\n", "1800;refresher=uac", "timer"},
		{"we are asked", "Supported: timer\r\nSession-Expires: 1800;refresher=uas\r\n", "1800;refresher=uas", "timer"},
		{"a proxy asks", "Session-Expires: 1800\r\n", "1800;refresher=uas", ""},
		{"required", "Require: timer\r\nSupported: timer\r\nSession-Expires: 90;refresher=uac\r\n", "90;refresher=uac", "timer"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := "timer-" + strings.ReplaceAll(tt.name, " ", "-")
			p.send(p.message("INVITE", id, id, "", 1, tt.extra, rawSDP))
			ring := s.told.await(t, "ring", i+1, ofKind("ringing")).ring
			if err := s.line.Answer(within(t), ring.Call); err != nil {
				t.Fatal(err)
			}
			res := p.response(id, 200, sip.INVITE)
			if got := valueOf(res, "session-expires"); got != tt.expires {
				t.Errorf("Session-Expires %q, want %q", got, tt.expires)
			}
			if got := valueOf(res, "require"); got != tt.require {
				t.Errorf("Require %q, want %q", got, tt.require)
			}
			p.send(p.message("ACK", id, id+"a", tagOf(res), 1, "", ""))
			p.send(p.message("UPDATE", id, id+"u", tagOf(res), 2, tt.extra, ""))
			if got := valueOf(p.response(id, 200, sip.UPDATE), "session-expires"); got != tt.expires {
				t.Errorf("UPDATE: Session-Expires %q, want %q", got, tt.expires)
			}
			p.send(p.message("BYE", id, id+"b", tagOf(res), 3, "", ""))
			p.response(id, 200, sip.BYE)
		})
	}
	p.send(p.message("INVITE", "brief", "brief", "", 1, "Supported: timer\r\nSession-Expires: 89\r\n", rawSDP))
	if res := p.response("brief", 422, sip.INVITE); valueOf(res, "min-se") != "90" {
		t.Errorf("Min-SE %q", valueOf(res, "min-se"))
	}
	if n := s.told.count(ofKind("ringing")); n != len(tests) {
		t.Errorf("rang %d times", n)
	}
}

// brief starts a line that grants sessions of seconds, and a talk with a raw peer.
func brief(t *testing.T, extra string) (p *rawPeer, s *stage, id crm.ID, tag string) {
	t.Helper()
	e := startPBX(t, pbx.Options{})
	cfg := testConfig(e.Addr().String())
	cfg.minSession = time.Second
	p = newRawPeer(t)
	s = startLine(t, cfg)
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	p.seesOff(t)
	p.send(p.message("INVITE", "t", "t", "", 1, extra, rawSDP))
	ring := s.told.awaitRing(t)
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	tag = tagOf(p.response("t", 200, sip.INVITE))
	p.send(p.message("ACK", "t", "ta", tag, 1, "", ""))
	return p, s, ring.Call, tag
}

func TestWeRefreshWhenAsked(t *testing.T) {
	const asks = "Supported: timer\r\nSession-Expires: 1;refresher=uas\r\n"
	t.Run("by UPDATE", func(t *testing.T) {
		t.Parallel() // half a second of each second is waiting
		p, s, id, _ := brief(t, "Allow: INVITE, UPDATE\r\n"+asks)
		began := time.Now()
		for range 3 {
			update := p.request(sip.UPDATE)
			if got := valueOf(update, "session-expires"); got != "1;refresher=uac" {
				t.Errorf("Session-Expires %q", got)
			}
			p.send(withHeader(answer(update, 200, "OK", "", ""), "Session-Expires: 1;refresher=uac"))
		}
		if took := time.Since(began); took < 1400*time.Millisecond {
			t.Errorf("three refreshes within %v", took)
		}
		// A side that knows the call no more.
		p.send(answer(p.request(sip.UPDATE), 481, "Gone", "", ""))
		if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered {
			t.Errorf("ended as %+v", end)
		}
	})
	t.Run("by INVITE", func(t *testing.T) {
		t.Parallel()
		p, _, _, _ := brief(t, "Allow: INVITE\r\n"+asks)
		for range 2 {
			invite := p.request(sip.INVITE)
			p.send(withHeader(answer(invite, 200, "OK", "", rawSDP), "Session-Expires: 1;refresher=uac"))
			p.request(sip.ACK)
		}
	})
}

// The answer to a call of ours may ask us as well.
func TestWeRefreshACallOfOurs(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.minSession = time.Second
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	s.dial(t)
	invite := p.request(sip.INVITE)
	if !lists(invite, "timer", "supported") || valueOf(invite, "session-expires") != "" {
		t.Error("our INVITE must know timers and ask for none")
	}
	p.send(withHeader(answer(invite, 200, "OK", "x", rawSDP), "Allow: UPDATE\r\nRequire: timer\r\nSession-Expires: 1;refresher=uac"))
	p.request(sip.ACK)
	// A minimum that is longer than what was agreed on is kept to (section 7.3).
	update := p.request(sip.UPDATE)
	p.send(withHeader(answer(update, 422, "Session Interval Too Small", "", ""), "Min-SE: 2"))
	again := p.request(sip.INVITE)
	if got := valueOf(again, "session-expires"); got != "2;refresher=uac" {
		t.Errorf("Session-Expires %q", got)
	}
	p.send(withHeader(answer(again, 200, "OK", "", rawSDP), "Session-Expires: 2;refresher=uac"))
	p.request(sip.ACK)
	p.request(sip.UPDATE)
}

// A side that promised signs of life and gives none is gone.
func TestSessionExpires(t *testing.T) {
	p, s, id, _ := brief(t, "Supported: timer\r\nSession-Expires: 1;refresher=uac\r\n")
	p.send(answer(p.request(sip.BYE), 200, "OK", "", ""))
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered || end.Reason != "session expired" {
		t.Errorf("ended as %+v", end)
	}
}

// withHeader puts a header into a message made of text.
func withHeader(message, header string) string {
	head, body, _ := strings.Cut(message, "\r\n\r\n")
	return head + "\r\n" + header + "\r\n\r\n" + body
}
