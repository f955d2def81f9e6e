package telephony

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// Keys in signalling that anybody reads protect from nobody.
func TestWhereKeysMayTravel(t *testing.T) {
	tests := []struct {
		server string
		wish   SRTP
		want   media.Policy
		ok     bool
	}{
		{"pbx;transport=tls", "", media.Optional, true},
		{"pbx;transport=tls", SRTPPreferred, media.Optional, true},
		{"sips:pbx", SRTPRequired, media.Strict, true},
		{"pbx;transport=tls", SRTPOff, media.Plain, true},
		{"pbx", SRTPPreferred, media.Plain, true},
		{"pbx;transport=tcp", SRTPPreferred, media.Plain, true},
		{"pbx", SRTPRequired, media.Plain, false},
		{"pbx;transport=tcp", SRTPRequired, media.Plain, false},
		{"pbx;transport=tls", "always", media.Plain, false},
	}
	for _, tt := range tests {
		line, err := New(Config{Server: tt.server, User: "101", SRTP: tt.wish}, newWitness(), nil)
		switch {
		case tt.ok && (err != nil || line.policy != tt.want):
			t.Errorf("%s %q: %v", tt.server, tt.wish, err)
		case !tt.ok && !errors.Is(err, crm.ErrInvalid):
			t.Errorf("%s %q: %v", tt.server, tt.wish, err)
		}
	}
	if _, err := New(Config{Server: "pbx;transport=tls", User: "101", Fingerprint: "AA"}, newWitness(), nil); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("half a fingerprint: %v", err)
	}
}

func (w *witness) Secured(id crm.ID, on bool) {
	kind := "plain"
	if on {
		kind = "secured"
	}
	w.note(fact{kind: kind, call: id})
}

// startSecure is a line with a wish at an exchange with a policy.
func startSecure(t *testing.T, wish SRTP, p media.Policy) *stage {
	t.Helper()
	e := startPBX(t, pbx.Options{SRTP: p, Users: map[string]string{testUser: testPassword, "102": "other"}})
	cfg := testConfig(e.Addr().String())
	cfg.SRTP, cfg.keysInClear = wish, true
	s := startLine(t, cfg)
	s.pbx = e
	s.told.awaitState(t, crm.LineRegistered)
	return s
}

// Who wants what: calls both ways are encrypted, plain or refused, and it is told.
func TestVoiceIsEncryptedAsWished(t *testing.T) {
	const secret, plain, refused = "secret", "plain", "refused"
	tests := []struct {
		wish SRTP
		pbx  media.Policy
		want string
	}{
		{SRTPOff, media.Plain, plain},
		{SRTPOff, media.Optional, plain},
		{SRTPOff, media.Strict, refused},
		{SRTPPreferred, media.Plain, plain},
		{SRTPPreferred, media.Optional, secret},
		{SRTPPreferred, media.Strict, secret},
		{SRTPRequired, media.Plain, refused},
		{SRTPRequired, media.Optional, secret},
		{SRTPRequired, media.Strict, secret},
	}
	for _, tt := range tests {
		for _, way := range []string{"in", "out", "late"} {
			t.Run(fmt.Sprintf("%s %d %s", tt.wish, tt.pbx, way), func(t *testing.T) {
				t.Parallel()
				s := startSecure(t, tt.wish, tt.pbx)
				var call *pbx.Call
				var id crm.ID
				if way == "out" {
					id = s.dial(t)
				} else {
					var ring crm.Ring
					call, ring = s.call(t, pbx.Caller{Late: way == "late"})
					id = ring.Call
				}
				switch {
				case tt.want == refused && way == "late":
					// The offer is ours; its refusal ends the call on their side.
					if err := s.line.Answer(within(t), id); err != nil {
						t.Fatal(err)
					}
					s.told.awaitEnd(t, id)
				case tt.want == refused:
					if end := s.told.awaitEnd(t, id); end.Code != 488 {
						t.Errorf("ended as %+v", end)
					}
				default:
					if call != nil {
						s.answer(t, call, id)
					}
					s.told.awaitKind(t, "answered", id)
					awaitEncrypted(t, s, tt.want == secret, call)
				}
			})
		}
	}
}

// awaitEncrypted waits for sound both ways and looks whether it is encrypted.
func awaitEncrypted(t *testing.T, s *stage, want bool, call *pbx.Call) {
	t.Helper()
	loud := s.wave.loud.Load()
	waitFor(t, func() bool { return s.wave.loud.Load() >= loud+5 })
	waitFor(t, func() bool {
		if call != nil {
			return record(t, call).Sound.Loud >= 5
		}
		all, err := s.pbx.Calls(within(t))
		return err == nil && len(all) == 1 && all[0].Sound.Loud >= 5
	})
	if n := s.told.count(ofKind("secured")); (n == 1) != want {
		t.Errorf("told %d times that voice is encrypted", n)
	}
	s.inside(t, func(a *actor) {
		for _, c := range a.calls {
			if c.session.Protected() != want || c.session.Stats().Rejected != 0 {
				t.Errorf("encrypted %v, %+v", c.session.Protected(), c.session.Stats())
			}
		}
	})
}

// Hold by both sides, a new key, and being put through to somebody else: sound
// goes on after each.
func TestEncryptedTalkGoesOn(t *testing.T) {
	s := startSecure(t, SRTPRequired, media.Strict)
	call, id := s.answered(t, pbx.Caller{})
	hears := func(call *pbx.Call) {
		t.Helper()
		heard, said := s.wave.loud.Load(), record(t, call).Sound.Loud
		waitFor(t, func() bool { return s.wave.loud.Load() >= heard+5 && record(t, call).Sound.Loud >= said+5 })
	}
	hears(call)
	for range 2 {
		s.hold(t, id, true)
		s.hold(t, id, false)
		hears(call)
		for _, on := range []bool{true, false} {
			if err := call.Hold(within(t), on); err != nil {
				t.Fatal(err)
			}
		}
		hears(call)
	}
	if err := call.Rekey(within(t)); err != nil {
		t.Fatal(err)
	}
	hears(call)
	s.press(t, id, "12")
	waitFor(t, func() bool { return record(t, call).Keys == "12" })

	other, err := s.pbx.Ring(within(t), pbx.Caller{Extension: testUser, From: "102", Replaces: call})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := other.Wait(within(t), pbx.Talking); err != nil || r.State != pbx.Talking {
		t.Fatalf("the exchange saw %+v, %v", r, err)
	}
	hears(other)
	if n := s.told.count(ofKind("secured")); n != 1 || s.told.count(ofKind("plain")) != 0 {
		t.Errorf("told %d times that voice is encrypted", n)
	}
}

// Two encrypted talks become a conference.
func TestEncryptedConference(t *testing.T) {
	s := startSecure(t, SRTPRequired, media.Optional)
	first, _ := s.answered(t, pbx.Caller{})
	id := crm.NewID(time.Now())
	if err := s.line.Dial(within(t), id, phone.Number{Short: "103"}); err != nil {
		t.Fatal(err)
	}
	s.told.awaitKind(t, "answered", id)
	if err := s.line.Conference(within(t), true); err != nil {
		t.Fatal(err)
	}
	said := record(t, first).Sound.Loud
	waitFor(t, func() bool { return record(t, first).Sound.Loud >= said+10 })
}

// say lets a session say a tone until stop is called.
func say(s *media.Session) (stop func()) {
	d, _ := (&fakeAudio{}).Open(s.Speak, s.Hear)
	return func() { _ = d.Close() }
}

// An early answer and the final one come from different telephones, each with a
// key of its own (RFC 3261 section 12.1.2).
func TestForkedAnswersHaveTheirOwnKeys(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.SRTP, cfg.keysInClear = SRTPRequired, true
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request("REGISTER"), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	id := s.dial(t)
	invite := p.request("INVITE")
	offer, err := media.Read(invite.Body(), media.Strict)
	if err != nil {
		t.Fatalf("%v\n%s", err, invite.Body())
	}
	forks := make([]*media.Session, 2)
	for i := range forks {
		f, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.Strict)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		body, err := f.Answer(media.Identity{ID: 1}, offer)
		if err != nil {
			t.Fatal(err)
		}
		forks[i] = f
		code, reason := 183, "Session Progress"
		if i == 1 {
			code, reason = 200, "OK"
		}
		f.Apply(offer)
		p.send(answer(invite, code, reason, fmt.Sprintf("fork%d", i), string(body)))
		loud := s.wave.loud.Load()
		stop := say(f)
		waitFor(t, func() bool {
			heard := f.Stats()
			said := i == 0 && heard.Received >= 5 && heard.Loud == 0 || heard.Loud >= 5 // before the answer silence
			return said && s.wave.loud.Load() >= loud+5
		})
		stop()
	}
	s.told.awaitKind(t, "secured", id)
	if strings.Contains(string(invite.Body()), "RTP/AVP") {
		t.Error("what is required is offered as if it were not")
	}
}

// Who requires encryption refuses an offer that could do without it.
func TestPreferredInsistsOnceRefused(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.keysInClear = true
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request("REGISTER"), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	for _, taken := range []bool{true, false} {
		id := s.dial(t)
		first := p.request("INVITE")
		p.send(answer(first, 488, "Not Acceptable Here", "a", ""))
		p.request("ACK")
		second := p.request("INVITE")
		if !strings.Contains(string(first.Body()), " RTP/AVP ") || !strings.Contains(string(second.Body()), " RTP/SAVP ") ||
			first.CallID().Value() != second.CallID().Value() || second.CSeq().SeqNo != first.CSeq().SeqNo+1 {
			t.Fatalf("after\n%s\ncomes\n%s", first, second)
		}
		if !taken {
			p.send(answer(second, 488, "Not Acceptable Here", "b", ""))
			if end := s.told.awaitEnd(t, id); end.Code != 488 {
				t.Errorf("ended as %+v", end)
			}
			continue
		}
		offer, err := media.Read(second.Body(), media.Strict)
		if err != nil {
			t.Fatal(err)
		}
		f, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.Strict)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Close)
		body, err := f.Answer(media.Identity{ID: 1}, offer)
		if err != nil {
			t.Fatal(err)
		}
		p.send(answer(second, 200, "OK", "b", string(body)))
		s.told.awaitKind(t, "secured", id)
		if err := s.line.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
		p.send(answer(p.request("BYE"), 200, "OK", "", ""))
		s.told.awaitEnd(t, id)
	}
}
