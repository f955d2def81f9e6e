package telephony

import (
	"time"

	"pult/app/crm"
)

// EarlyListener is a Listener that also wants to know when there is sound before
// the answer. It is used when the Listener given to New has this method.
type EarlyListener interface {
	// EarlySound says that the exchange itself lets a call of ours be heard while it
	// rings: its own tone, or an announcement. Whoever plays a tone of ringing has
	// to be silent from now on.
	EarlySound(call crm.ID)
}

// earlyLook is how often we look whether there is sound. A description alone means
// nothing: many exchanges send one with each 180, and then no packets or silence.
const earlyLook = 50 * time.Millisecond

// early takes a description that came before the answer. What the exchange says is
// heard; of us silence goes out, which opens the way through NAT, and no word.
func (a *actor) early(c *call, body []byte) {
	if a.agree(c, body) != nil {
		return
	}
	c.switchMicrophone()
	if c.sought == nil {
		a.seekEarly(c)
	}
}

func (a *actor) seekEarly(c *call) {
	c.sought = a.endpoint.Alarms.After(earlyLook, func() {
		switch {
		case c.ended || c.phase != dialling:
		case c.session.Stats().Loud == 0:
			a.seekEarly(c)
		default:
			id := c.id
			a.tellOf(c, func(l Listener) {
				if e, ok := l.(EarlyListener); ok {
					e.EarlySound(id)
				}
			})
		}
	})
}
