package telephony

import (
	"maps"
	"slices"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
)

// namePause is how long the end of a call waits for a lamp to say who took it. A
// ring that lasts so much longer is not noticed.
const namePause = 300 * time.Millisecond

// taken is a call that somebody else has answered.
type taken struct {
	call   *call
	number phone.Number
	end    crm.CallEnd
}

// takenAway ends a call that was answered elsewhere, with the name of who did when
// it can be known: from the CANCEL, or from the lamps of colleagues.
func (a *actor) takenAway(one *taken, cancel *sip.Request) {
	c := one.call
	if one.end.By = a.namedIn(cancel, one.number); one.end.By == "" {
		one.end.By = a.whoTook(one)
	}
	if one.end.By != "" || !a.watchesLamps() {
		a.finish(c, one.end)
		return
	}
	c.ring.Stop()
	delete(a.calls, c.id) // nothing can be done with it any more
	a.taken = append(a.taken, one)
	a.endpoint.Alarms.After(a.cfg.namePause, func() { a.endTaken(one) })
}

// endsAway ends a call beside a desk phone that did not take it.
func (a *actor) endsAway(c *call, end crm.CallEnd) {
	if end.Outcome == crm.Elsewhere && end.By == "" {
		end.By = a.whoTook(&taken{call: c, number: c.afar.number, end: end})
	}
	a.finish(c, end)
}

func (a *actor) endTaken(one *taken) {
	if i := slices.Index(a.taken, one); i >= 0 {
		a.taken = slices.Delete(a.taken, i, i+1)
		a.finish(one.call, one.end)
	}
}

// nameWhoTook looks at the calls that wait for a name, after news of a lamp.
func (a *actor) nameWhoTook() {
	for _, one := range slices.Clone(a.taken) {
		if one.end.By = a.whoTook(one); one.end.By != "" {
			a.endTaken(one)
		}
	}
}

func (a *actor) watchesLamps() bool {
	for _, one := range a.lamps {
		if one.known {
			return true
		}
	}
	return false
}

// whoTook is the extension that talks with the other side of a call now. Where the
// exchange does not say with whom, it is the only one that took a call just then.
func (a *actor) whoTook(t *taken) string {
	var around []string
	for _, extension := range slices.Sorted(maps.Keys(a.lamps)) {
		for _, d := range a.lamps[extension].all {
			switch {
			case d.early || d.direction == "initiator":
			case d.callID != "" && d.callID == t.call.sipID, sameNumber(a.cfg.Plan.Parse(d.remote), t.number):
				return extension
			case d.tookAround(t.end.At, a.cfg.newsPause):
				around = append(around, extension)
			}
		}
	}
	if len(around) == 1 {
		return around[0]
	}
	return ""
}

// namedIn is whom a CANCEL names as the one who answered. Most name nobody, some
// repeat the caller.
func (a *actor) namedIn(cancel *sip.Request, caller phone.Number) string {
	for _, who := range append(addresses(cancel, "p-asserted-identity"), addresses(cancel, "remote-party-id")...) {
		if sameNumber(a.cfg.Plan.Parse(who.user()), caller) {
			continue
		}
		if name := cleaned(who.name); name != "" {
			return name
		}
		return cleaned(who.user())
	}
	return ""
}
