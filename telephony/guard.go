package telephony

import (
	"time"

	"pult/telephony/internal/transact"
)

const (
	// guardPause is how often clocks and the way to the exchange are looked at:
	// two readings of clocks and one socket that sends nothing, 20 µs in all.
	guardPause = 2 * time.Second
	// sleepGap between wall clock and monotonic clock means that the machine
	// slept: its address and its NAT binding may be gone.
	sleepGap = 5 * time.Second
)

// guard notices that the machine slept or that the network is another one.
type guard struct {
	next *transact.Alarm
	at   time.Time // monotonic
	wall time.Time
}

// stand begins the watch over a link.
func (a *actor) stand() {
	a.guard.next.Stop()
	a.guard.at, a.guard.wall = time.Now(), a.cfg.wall()
	a.guard.next = a.endpoint.Alarms.After(guardPause, a.lookAround)
}

func (a *actor) lookAround() {
	passed := time.Since(a.guard.at)
	// The monotonic clock stops in sleep on Linux and macOS. Where it goes on, the
	// alarm comes late.
	slept := a.cfg.wall().Round(0).Sub(a.guard.wall.Round(0))-passed > sleepGap || passed > guardPause+sleepGap
	if slept || a.moved() {
		a.log.Info("network changed", "slept", slept)
		a.reconnect()
		return
	}
	a.stand()
}

// moved says that packets to the registrar would leave from another address now.
func (a *actor) moved() bool {
	if a.cfg.Listen.IsValid() {
		return false
	}
	source, err := a.cfg.source(a.peer)
	return err == nil && source != a.link.Local().Addr()
}
