//go:build field

package telephony

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// nonceLives is several lives of a nonce, which Kamailio gives 3 s.
const nonceLives = 10 * time.Second

// Calls and registrations over several lives of a nonce: each old one costs a
// round more, and no call and no registration.
func TestKamailioCallsOverManyNonces(t *testing.T) {
	_, s := startKamailio(t)
	nonces := make(map[string]bool)
	missed, ran, began := 0, 0, time.Now()
	for ; ran < probes || time.Since(began) < nonceLives; ran++ {
		if ran%2 == 0 {
			s.line.Retry()
		}
		id := crm.NewID(time.Now())
		if err := s.line.Dial(within(t), id, phone.Number{Short: "999"}); err != nil {
			t.Fatal(err)
		}
		if end := s.told.awaitEnd(t, id); end.Code != 404 {
			missed++
		}
		s.inside(t, func(a *actor) { nonces[a.reg.creds.challenge.Nonce] = true })
		s.told.forgetAll(func(f fact) bool { return f.kind != "line" })
	}
	refused := s.told.count(func(f fact) bool { return f.status.State == crm.LineRefused })
	if missed > 0 || refused > 0 || len(nonces) < 3 {
		t.Errorf("%d of %d missed, %d registrations refused, %d nonces", missed, ran, refused, len(nonces))
	}
	s.assertNoCalls(t)
	t.Logf("%d calls, %d nonces", ran, len(nonces))
}

// The caller gives up before the other telephone has said a word: the proxy's 100
// is all that the CANCEL waits for. Nobody is left ringing.
func TestKamailioCancelBeforeRinging(t *testing.T) {
	k, called := startKamailio(t)
	cfg := testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	calling := startLine(t, cfg)
	calling.told.awaitState(t, crm.LineRegistered)
	rounds(t, func(t testing.TB, _ int) {
		id := crm.NewID(time.Now())
		if err := calling.line.Dial(within(t), id, phone.Number{Short: testUser}); err != nil {
			t.Fatal(err)
		}
		if err := calling.line.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
		if end := calling.told.awaitEnd(t, id); end.Outcome != crm.Cancelled {
			t.Errorf("ended as %+v", end)
		}
		waitFor(t, func() bool {
			left := 0
			for _, s := range []*stage{calling, called} {
				s.inside(t, func(a *actor) { left += len(a.byCallID) })
			}
			return left == 0
		})
	})
	rings, missed := called.told.count(ofKind("ringing")), called.told.count(func(f fact) bool {
		return f.kind == "ended" && f.end.Outcome == crm.Missed
	})
	if rings != missed || rings == 0 {
		t.Errorf("%d rings, %d of them missed calls", rings, missed)
	}
}

// forgetAll lets long tests look through what is new only.
func (w *witness) forgetAll(which func(fact) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var kept []fact
	for _, f := range w.facts {
		if !which(f) {
			kept = append(kept, f)
		}
	}
	w.facts = kept
}
