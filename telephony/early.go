package telephony

import (
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
)

// EarlyListener is a Listener that also wants to know when there is sound before
// the answer. It is used when the Listener given to New has this method.
type EarlyListener interface {
	// EarlySound says that the exchange itself lets a call of ours be heard while it
	// rings: its own tone, or an announcement. Whoever plays a tone of ringing has
	// to be silent from now on.
	EarlySound(call crm.ID)
}

// RenameListener is a Listener that also wants to know when somebody else has come
// to the other side of a talk. It is used when the Listener given to New has this
// method.
type RenameListener interface {
	// Renamed tells who it is now: the call was handed over to us, or its other side
	// to somebody else. A number of kind None hides.
	Renamed(call crm.ID, number phone.Number, display string)
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

// renamed tells who is at the other side now.
func (a *actor) renamed(c *call, req *sip.Request) {
	who := identify(req, a.cfg.Plan)
	id := c.id
	a.tellOf(c, func(l Listener) {
		if r, ok := l.(RenameListener); ok {
			r.Renamed(id, who.number, who.display)
		}
	})
}

// asserts says whether the exchange names somebody in a request: within a call it
// does so when the other side is somebody else now.
func asserts(req *sip.Request) bool {
	return len(req.GetHeaders("p-asserted-identity"))+len(req.GetHeaders("remote-party-id")) > 0
}
