package telephony

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/wire"
	"pult/telephony/pbx"
)

// promised is how soon a line is registered again once it can be.
const promised = 5 * time.Second

// after gives the first moment of a list that is not before another.
func after(t *testing.T, moments []time.Duration, begin time.Duration) time.Duration {
	t.Helper()
	for _, m := range moments {
		if m >= begin {
			return m - begin
		}
	}
	t.Errorf("nothing after %v in %v", begin, moments)
	return 0
}

// Whenever the exchange restarts, and however long that takes.
func TestRestartIsNoticed(t *testing.T) {
	for _, away := range []time.Duration{0, 50 * time.Millisecond, 2 * time.Second, 12 * time.Second, 40 * time.Second, 5 * time.Minute, time.Hour} {
		t.Run(away.String(), func(t *testing.T) {
			for moment := 20 * time.Second; moment < 24*time.Second; moment += 330 * time.Millisecond {
				synctest.Test(t, func(t *testing.T) {
					r := &registrar{began: time.Now(), away: moment, until: moment + away}
					n := &fakeNet{answer: r.answer, change: func(c *Config) { c.probe = probeNear }}
					n.timeline(t, r.until+20*time.Second)
					if took := after(t, r.granted, moment+away); took > promised {
						t.Errorf("away from %v for %v: registered %v after that", moment, away, took)
					}
				})
			}
		})
	}
}

// A quiet day: an exchange near by is asked each few seconds and told each minute.
func TestLoadOfAQuietDay(t *testing.T) {
	for probe, most := range map[time.Duration]int{probeNear: 3600 * 4 / 3 / 3 * 8 / 7, probeFar: 3600*4/3/20*8/7 + 80} {
		synctest.Test(t, func(t *testing.T) {
			r := &registrar{began: time.Now()}
			n := &fakeNet{answer: r.answer, change: func(c *Config) { c.probe = probe }}
			sent := n.timeline(t, time.Hour)
			if len(sent) > most || len(r.granted) > 61 || len(n.opens) != 1 {
				t.Errorf("probe %v: %d requests, %d refreshes, %d links in an hour", probe, len(sent), len(r.granted), len(n.opens))
			}
		})
	}
}

// An exchange that never says whom it knows is told more often, and no more than
// that.
func TestExchangeThatDoesNotSay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &registrar{began: time.Now(), never: true}
		n := &fakeNet{answer: r.answer, change: func(c *Config) { c.probe = probeNear }}
		n.timeline(t, 10*time.Minute)
		for i := unlistedTries + 1; i < len(r.granted); i++ {
			if pause := r.granted[i] - r.granted[i-1]; pause > blindPause || pause < blindPause/2 {
				t.Errorf("refresh %d after %v", i, pause)
			}
		}
		if len(r.granted) < 35 {
			t.Errorf("%d refreshes in ten minutes", len(r.granted))
		}
	})
}

// A connection whose other end is gone without a word, with and without an exchange
// that answers empty lines: another one is opened.
func TestStreamThatFallsSilent(t *testing.T) {
	for _, pongs := range []bool{true, false} {
		for dead := 60 * time.Second; dead < 180*time.Second; dead += 7 * time.Second {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				r := &registrar{began: began}
				n := &fakeNet{stream: true, change: func(c *Config) { c.probe = probeNear }}
				lives := func() bool { return len(n.opens) > 1 || time.Since(began) < dead }
				n.pongs = func() bool { return pongs && lives() }
				n.answer = func(i int, req *sip.Request) *sip.Response {
					if !lives() {
						return nil
					}
					return r.answer(i, req)
				}
				n.timeline(t, dead+time.Minute)
				if len(n.opens) != 2 {
					t.Fatalf("pongs %v, dead at %v: connected at %v", pongs, dead, n.opens)
				}
				if took := n.opens[1].Sub(began) - dead; took < 0 || took > pongLimit+probeNear {
					t.Errorf("pongs %v, dead at %v: noticed after %v", pongs, dead, took)
				}
			})
		}
	}
}

// The laptop was closed for an hour: its wall clock has gone on without the other.
func TestWake(t *testing.T) {
	for _, stream := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			const asleep = 31 * time.Second
			began := time.Now()
			r := &registrar{began: began}
			n := &fakeNet{answer: r.answer, stream: stream, change: func(c *Config) {
				c.wall = func() time.Time {
					now := time.Now()
					if now.Sub(began) > asleep {
						now = now.Add(time.Hour)
					}
					return now
				}
			}}
			n.timeline(t, asleep+10*time.Second)
			if took := after(t, r.granted, asleep); took > promised {
				t.Errorf("stream %v: registered %v after waking", stream, took)
			}
			if len(n.opens) != 2 {
				t.Errorf("stream %v: %d links", stream, len(n.opens))
			}
		})
	}
}

// A clock that is put right by a second, or back by an hour, is no sleep.
func TestClockPutRight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		r := &registrar{began: began}
		n := &fakeNet{answer: r.answer, change: func(c *Config) {
			c.wall = func() time.Time {
				switch past := time.Since(began); {
				case past > 40*time.Second:
					return time.Now().Add(-time.Hour)
				case past > 20*time.Second:
					return time.Now().Add(time.Second)
				default:
					return time.Now()
				}
			}
		}}
		n.timeline(t, time.Minute)
		if len(n.opens) != 1 {
			t.Errorf("%d links", len(n.opens))
		}
	})
}

// The cable is pulled and Wi-Fi takes over: another address, on any transport. The
// binding of before is taken back in the same request, and nobody else's.
func TestAnotherAddress(t *testing.T) {
	other := netip.MustParseAddrPort("198.51.100.7:5060")
	for _, stream := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			const pulled = 33 * time.Second
			began := time.Now()
			r := &registrar{began: began, bound: []string{"203.0.113.1:5060"}}
			n := &fakeNet{answer: r.answer, stream: stream, home: func() netip.AddrPort {
				if time.Since(began) < pulled {
					return fakeHome
				}
				return other
			}}
			n.timeline(t, pulled+10*time.Second)
			if took := after(t, r.granted, pulled); took > promised {
				t.Errorf("stream %v: registered after %v", stream, took)
			}
			if len(r.gone) != 2 || r.gone[0] != fakeHome.String() || r.gone[1] != other.String() { // the last when it stopped
				t.Errorf("stream %v: taken back %v", stream, r.gone)
			}
			if len(r.bound) != 1 {
				t.Errorf("stream %v: bound %v", stream, r.bound)
			}
		})
	}
}

// A machine that stood still: its alarm comes late, though its clocks agree.
func TestLateAlarm(t *testing.T) {
	t.Parallel() // it mostly waits
	s := start(t, pbx.Options{})
	s.inside(t, func(a *actor) {
		a.guard.at = a.guard.at.Add(-time.Minute)
		a.guard.wall = a.guard.wall.Add(-time.Minute)
	})
	var before, now wire.Link
	s.inside(t, func(a *actor) { before = a.link })
	waitFor(t, func() bool {
		s.inside(t, func(a *actor) { now = a.link })
		return now != nil && now != before
	})
}
