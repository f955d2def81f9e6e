package telephony

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

// silencePause is how long a REGISTER may stay unanswered until other ways to the
// exchange are looked for. It is repeated meanwhile, at least each 4 s (RFC 3261
// section 17.1.2.2): that is what finds an exchange that comes back.
const silencePause = 4 * time.Second

// deadStream is after how many of these pauses a connection is given up: nothing
// repeats what was lost with its other end.
const deadStream = 2

// silent is a registrar that does not answer.
func (a *actor) silent() {
	a.setStatus(crm.LineConnecting, a.unreached(transact.ErrTimeout.Error()))
	a.reg.silence.Stop()
	a.reg.silences++
	switch {
	case a.choices > 1:
		if !a.failOver() { // all have failed: from the first one on
			a.reconnect()
		}
		return
	case a.link.Reliable() && a.reg.silences >= deadStream:
		a.reconnect()
		return
	}
	a.reg.silence = a.endpoint.Alarms.After(min(silencePause, a.endpoint.Timing.Life()), a.silent)
	a.lookAgain()
}

// reconnect looks the exchange up and binds anew.
func (a *actor) reconnect() {
	a.reg.round++
	a.reg.rest()
	a.dropLink()
	a.connect()
}

// lookAgain asks whether the exchange has moved to another address.
func (a *actor) lookAgain() {
	if _, err := netip.ParseAddr(a.line.server.host); err == nil || a.looking {
		return
	}
	a.looking = true
	a.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(a.ctx, connectLimit)
		defer cancel()
		all, _ := destinations(ctx, a.cfg.resolver, a.line.server) // none: nothing has changed
		a.post(located(all))
	})
}

// located is where the exchange is now.
type located []netip.AddrPort

func (e located) handle(a *actor) {
	a.looking = false
	silent := a.status.State == crm.LineConnecting && a.link != nil
	if !silent || a.stopping || len(e) == 0 || slices.Contains(e, a.peer) {
		return
	}
	a.log.Info("the exchange has moved")
	clear(a.avoided)
	a.reconnect()
}
