package telephony

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// Whatever the moment of it: the exchange restarts, the machine has slept, its
// address has changed. Each comes at 500 moments, 8 ms apart.
func TestAnyMoment(t *testing.T) {
	const step = 8 * time.Millisecond
	other := netip.MustParseAddrPort("198.51.100.7:5060")
	for name, happen := range map[string]func(r *registrar, n *fakeNet, at time.Duration){
		"restart": func(r *registrar, n *fakeNet, at time.Duration) {
			r.away, r.until = at, at
			n.change = func(c *Config) { c.probe = probeNear }
		},
		"sleep": func(r *registrar, n *fakeNet, at time.Duration) {
			n.change = func(c *Config) {
				c.wall = func() time.Time {
					now := time.Now()
					if now.Sub(r.began) > at {
						now = now.Add(time.Hour)
					}
					return now
				}
			}
		},
		"address": func(r *registrar, n *fakeNet, at time.Duration) {
			n.home = func() netip.AddrPort {
				if time.Since(r.began) < at {
					return fakeHome
				}
				return other
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			missed := 0
			for i := range probes {
				at := 20*time.Second + time.Duration(i)*step
				synctest.Test(t, func(t *testing.T) {
					r := &registrar{began: time.Now()}
					n := &fakeNet{answer: r.answer}
					happen(r, n, at)
					n.timeline(t, at+10*time.Second)
					if took := after(t, r.granted, at); took > promised {
						missed++
					}
				})
			}
			if missed > 0 {
				t.Errorf("%d of %d missed", missed, probes)
			}
		})
	}
}
