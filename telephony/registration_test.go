package telephony

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
	"pult/telephony/pbx"
)

func TestRegisterWithDigest(t *testing.T) {
	for _, algorithm := range []string{"MD5", "SHA-256"} {
		t.Run(algorithm, func(t *testing.T) {
			s := start(t, pbx.Options{Algorithm: algorithm})
			contacts, err := s.pbx.Contacts(within(t), testUser)
			if err != nil || len(contacts) != 1 || !strings.HasPrefix(contacts[0], "sip:101@127.0.0.1:") {
				t.Errorf("contacts %v, %v", contacts, err)
			}
		})
	}
}

func TestWrongPasswordTwiceThenSilence(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	cfg := testConfig(p.Addr().String())
	cfg.Password = "wrong"
	s := startLine(t, cfg)
	refused := s.told.awaitState(t, crm.LineRefused)
	if !errors.Is(refused.status.Err, crm.ErrDenied) {
		t.Errorf("refused because of %v", refused.status.Err)
	}
	r, err := p.Registry(within(t))
	if err != nil || r.Refused != 2 || r.Requests != 3 {
		t.Errorf("the registrar saw %+v, %v", r, err)
	}
	silent := func(a *actor) {
		if !quiet(a.reg.next) || !quiet(a.reg.silence) || !quiet(a.pulse.next) || !quiet(a.pulse.limit) || !quiet(a.guard.next) {
			t.Error("something is still planned after the refusal")
		}
	}
	s.inside(t, silent)
	s.inside(t, func(a *actor) { _ = a.link.Close() }) // not even then
	waitFor(t, func() bool {
		gone := false
		s.inside(t, func(a *actor) { gone = a.link == nil })
		return gone
	})
	s.inside(t, silent)
	s.line.SetPassword(testPassword)
	s.line.Retry()
	s.told.awaitState(t, crm.LineRegistered)
}

func quiet(a *transact.Alarm) bool { return a == nil || a.Stopped() }

func TestTooBriefIsLengthened(t *testing.T) {
	p := startPBX(t, pbx.Options{MinExpiry: time.Hour})
	cfg := testConfig(p.Addr().String())
	cfg.Expiry = time.Minute
	s := startLine(t, cfg)
	s.told.awaitState(t, crm.LineRegistered)
	s.inside(t, func(a *actor) {
		if a.reg.expiry != time.Hour {
			t.Errorf("expiry %v", a.reg.expiry)
		}
	})
}

func TestStaleNonceIsNoWrongPassword(t *testing.T) {
	s := start(t, pbx.Options{NonceUses: 1})
	for range 4 {
		var old string
		s.inside(t, func(a *actor) { old = a.reg.creds.challenge.Nonce })
		s.inside(t, func(a *actor) { a.register() })
		waitFor(t, func() bool {
			fresh := false
			s.inside(t, func(a *actor) { fresh = a.reg.creds.proven && a.reg.creds.challenge.Nonce != old })
			return fresh
		})
	}
	if n := s.told.count(func(f fact) bool { return f.status.State == crm.LineRefused }); n != 0 {
		t.Error("an old nonce was taken for a wrong password")
	}
}

func waitFor(t testing.TB, is func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
		<-tick.C
	}
}

func TestDeadListenerIsNoticed(t *testing.T) {
	s := start(t, pbx.Options{})
	s.inside(t, func(a *actor) { _ = a.link.Close() })
	s.told.await(t, "second registration", 2, func(f fact) bool { return f.status.State == crm.LineRegistered })
	_, ring := s.call(t, pbx.Caller{})
	if ring.Call.IsZero() {
		t.Error("no ring after binding anew")
	}
}

func TestRegistrarComesLater(t *testing.T) {
	p, err := pbx.New(pbx.Options{Users: map[string]string{testUser: testPassword}})
	if err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(p.Addr().String()) // which nobody reads yet
	cfg.T1 = time.Millisecond
	s := startLine(t, cfg)
	s.told.await(t, "fault", 1, func(f fact) bool {
		return f.status.State == crm.LineConnecting && errors.Is(f.status.Err, crm.ErrOffline)
	})
	serve(t, p.Serve)
	s.told.awaitState(t, crm.LineRegistered)
}

func reply200(req *sip.Request, contact string) *sip.Response {
	res := transact.Reply(req, 200, "OK", "")
	if contact != "" {
		res.AppendHeader(sip.NewHeader("Contact", contact))
	}
	m, err := sip.ParseMessage([]byte(res.String())) // so that Contact is read as from the wire
	if err != nil {
		panic(err)
	}
	parsed, _ := m.(*sip.Response)
	return parsed
}

func TestRefreshFollowsOurOwnBinding(t *testing.T) {
	tests := []struct {
		name    string
		contact string
		expires string
		granted time.Duration
	}{
		{"contact of ours among others", "<sip:101@198.51.100.7:5060>;expires=3600, <sip:101@192.0.2.9:5060>;expires=100", "", 100 * time.Second},
		{"contact before Expires", "<sip:101@192.0.2.9:5060>;expires=100", "3600", 100 * time.Second},
		{"Expires alone", "", "200", 200 * time.Second},
		{"nothing: what was asked for", "", "", 120 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				at := timeline(t, tt.granted, func(_ int, req *sip.Request) *sip.Response {
					res := reply200(req, tt.contact)
					if tt.expires != "" {
						res.AppendHeader(sip.NewHeader("Expires", tt.expires))
					}
					return res
				})
				if len(at) != 2 {
					t.Fatalf("%d requests at %v, want 2 within one lifetime", len(at), at)
				}
				if pause := at[1] - at[0]; pause < tt.granted/2 || pause > tt.granted*3/4 {
					t.Errorf("refreshed after %v of %v", pause, tt.granted)
				}
			})
		})
	}
}

// Behind NAT the registrar sees another address: that one must be registered, and
// the useless one taken back in the same request.
func TestContactIsWhatTheRegistrarSees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var contacts [][]string
		timeline(t, time.Minute, func(_ int, req *sip.Request) *sip.Response {
			var all []string
			for _, h := range req.GetHeaders("contact") {
				all = append(all, h.Value())
			}
			contacts = append(contacts, all)
			req.SetSource("203.0.113.5:40000")
			return reply200(req, "")
		})
		if len(contacts) < 2 || len(contacts[1]) != 2 ||
			!strings.Contains(contacts[1][0], "203.0.113.5:40000>;expires=120") ||
			!strings.Contains(contacts[1][1], "192.0.2.9:5060>;expires=0") {
			t.Errorf("contacts %q", contacts)
		}
	})
}

func TestBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := timeline(t, 10*time.Minute, func(_ int, req *sip.Request) *sip.Response {
			return transact.Reply(req, 503, "Service Unavailable", "")
		})
		for i := 1; i < len(at); i++ {
			want := retryPauses[min(i-1, len(retryPauses)-1)]
			if pause := at[i] - at[i-1]; pause < want*3/4 || pause > want*5/4+time.Second {
				t.Errorf("pause %d is %v, want about %v", i, pause, want)
			}
		}
		if len(at) < 10 || len(at) > 20 {
			t.Errorf("%d tries in ten minutes", len(at))
		}
	})
}

func TestServerAddress(t *testing.T) {
	for text, want := range map[string]server{
		"sip:pbx.firm.example;transport=tls":      {"pbx.firm.example", 0, "tls"},
		"sip:pbx.firm.example:5080;transport=tcp": {"pbx.firm.example", 5080, "tcp"},
		"sips:pbx.firm.example":                   {"pbx.firm.example", 0, "tls"},
		"pbx.firm.example":                        {"pbx.firm.example", 0, "udp"},
		"sip:192.0.2.1;transport=UDP":             {"192.0.2.1", 0, "udp"},
	} {
		if got, err := parseServer(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "sip:", "sip:x;transport=ws", "sip:x:99999"} {
		if _, err := parseServer(text); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
