package telephony

import (
	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
)

// RenameListener is a Listener that also wants to know when somebody else has come
// to the other side of a talk. It is used when the Listener given to New has this
// method.
type RenameListener interface {
	// Renamed tells who it is now: the call was handed over to us, or its other side
	// to somebody else. A number of kind None hides.
	Renamed(call crm.ID, number phone.Number, display string)
}

// calledBy takes who is at the other side by a request within a call. The exchange
// names somebody there, or From has changed, when it is somebody else now (RFC 4916).
func (a *actor) calledBy(c *call, req *sip.Request) {
	moved, who := c.dialog.Rename(req.From()), identify(req, a.cfg.Plan)
	if asserts(req) || moved && who.number.Kind() != phone.None { // some exchanges write their own name
		a.renamed(c, who)
	}
}

func asserts(req *sip.Request) bool {
	return len(req.GetHeaders("p-asserted-identity"))+len(req.GetHeaders("remote-party-id")) > 0
}

// answeredBy takes who has answered: a call may be forwarded on its way. From and To
// of an answer are those of the request and tell nothing.
func (a *actor) answeredBy(c *call, res *sip.Response) {
	who, ok := asserted(res, a.cfg.Plan)
	if !ok || sameNumber(who.number, a.cfg.Plan.Parse(a.cfg.User)) {
		return // some exchanges name whom they answer to
	}
	a.renamed(c, who)
}

// renamed tells who is at the other side now, unless that is known.
func (a *actor) renamed(c *call, who identity) {
	if sameOrHidden(c.who.number, who.number) && (who.display == "" || who.display == c.who.display) {
		return
	}
	c.who = who
	id := c.id
	a.tellOf(c, func(l Listener) {
		if r, ok := l.(RenameListener); ok {
			r.Renamed(id, who.number, who.display)
		}
	})
}
