//go:build field

package telephony

import (
	"testing"

	"pult/app/crm"
	"pult/telephony/pbxtest"
)

// wires is a way to baresip.
type wires struct {
	name, transport, codec string
	ours                   SRTP
	theirs                 string // encryption of baresip
	secret                 bool   // is what comes of it
	echo                   bool   // baresip says what it hears
	insists                int    // calls that baresip refuses before it takes one
}

// A known sound goes both ways between the line and baresip over each transport,
// encrypted where that is told.
func TestSoundToAndFromBaresipOverStreams(t *testing.T) {
	for _, w := range []wires{
		{"tcp pcma", "tcp", "pcma", "", "", false, false, 0},
		{"tls pcma, baresip plain", "tls", "pcma", SRTPPreferred, "", false, false, 0},
		{"tls pcma, we plain", "tls", "pcma", SRTPOff, "srtp", false, false, 0},
		{"tls pcma srtp", "tls", "pcma", SRTPPreferred, "srtp", true, false, 0},
		{"tls pcma srtp required", "tls", "pcma", SRTPRequired, "srtp-mand", true, false, 0},
		{"tls pcmu srtp", "tls", "pcmu", SRTPPreferred, "srtp-mand", true, false, 1},
		{"tls g722 srtp", "tls", "g722", SRTPRequired, "srtp-mand", true, false, 0},
	} {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			s, d, b, registrar := w.lay(t)
			ended := 0
			measured(t, func() []heard {
				d.forget()
				id := s.dialTo(t, baresipUser)
				d.listen(saidSeconds)
				ended += w.insists + 1
				s.partFrom(t, b, id, ended)
				files := b.Heard(t)
				theirs, rate := readWAV(t, files[len(files)-1])
				return []heard{
					{"baresip heard us", voice(saidSeconds, rate, 1), theirs[0], rate},
					{"we heard baresip", voice(saidSeconds, soundRate, 2), d.kept(), soundRate},
				}
			})
			// Then baresip calls, and both hold in between.
			b.Do(t, "dial", "sip:"+testUser+"@"+registrar+";transport="+w.transport)
			id := s.told.awaitRing(t).Call
			d.forget()
			if err := s.line.Answer(within(t), id); err != nil {
				t.Fatal(err)
			}
			d.hearsVoice(t, 0.5)
			s.hold(t, id, true)
			s.hold(t, id, false)
			b.Do(t, "hold", "")
			s.told.awaitHeld(t, id, false, true)
			s.told.forget("held")
			b.Do(t, "resume", "")
			s.told.awaitHeld(t, id, false, false)
			d.forget()
			d.hearsVoice(t, 0.5)
			s.partFrom(t, b, id, ended+1)
			s.stop()
			talks := s.told.count(ofKind("answered"))
			if n := s.told.count(ofKind("secured")); w.secret && n != talks || !w.secret && n != 0 {
				t.Errorf("told %d times of %d that a talk is encrypted", n, talks)
			}
		})
	}
}

// Encryption takes nothing from a sound that goes there and back, and no time.
func TestEncryptedSoundComesBack(t *testing.T) {
	for _, w := range []wires{
		{"plain", "tls", "pcma", SRTPOff, "", false, true, 0},
		{"srtp", "tls", "pcma", SRTPRequired, "srtp-mand", true, true, 0},
	} {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			s, d, _, _ := w.lay(t)
			measured(t, func() []heard {
				d.forget()
				id := s.dialTo(t, baresipUser)
				d.listen(saidSeconds * 0.6)
				if err := s.line.Hangup(within(t), id); err != nil {
					t.Fatal(err)
				}
				s.told.awaitEnd(t, id)
				return []heard{{"there and back", d.says, d.kept(), soundRate}}
			})
		})
	}
}

// lay starts an exchange, baresip and a line.
func (w wires) lay(t *testing.T) (*stage, *deck, *pbxtest.Baresip, string) {
	t.Helper()
	codec, rate := w.codec, 8000
	if codec == "g722" {
		codec, rate = "g722/16000", 16000
	}
	k := pbxtest.StartSecureKamailio(t, map[string]string{testUser: testPassword, baresipUser: "third"})
	p := pbxtest.Phone{
		User: baresipUser, Password: "third", Registrar: k.TCP, Transport: w.transport, Encryption: w.theirs,
		Codec: codec,
	}
	if !w.echo {
		p.Sound = writeWAV(t, voice(4*saidSeconds, rate, 2), rate)
	}
	if w.transport == "tls" {
		p.Registrar, p.Authority = k.TLS, k.Certificate
	}
	b := pbxtest.StartBaresip(t, p)
	cfg := testConfig(p.Registrar.String() + ";transport=" + w.transport)
	cfg.SRTP = w.ours
	if w.transport == "tls" {
		cfg.Fingerprint = k.Fingerprint
	}
	s, d := startDeck(t, cfg)
	return s, d, b, p.Registrar.String()
}

func (s *stage) partFrom(t *testing.T, b *pbxtest.Baresip, id crm.ID, n int) {
	t.Helper()
	s.inside(t, func(a *actor) {
		if c := a.calls[id]; c == nil || c.session.Stats().Rejected != 0 {
			t.Errorf("packets of baresip were rejected: %+v", c)
		}
	})
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, id)
	b.Ended(t, n)
}
