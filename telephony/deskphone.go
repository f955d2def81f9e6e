package telephony

import (
	"maps"
	"slices"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

// deskPhone is the telephone that stands beside us, as its dialog package tells it.
type deskPhone struct {
	dialogs
	subscription *subscription
	lostAt       time.Time       // when news ceased to come
	patience     *transact.Alarm // with a talk that nobody tells of
}

// watchDesk begins to follow the desk phone.
func (a *actor) watchDesk() {
	if !a.cfg.Companion {
		return
	}
	a.desk.subscription = &subscription{
		event: lampEvent, accept: lampType, user: a.cfg.DeskPhone, empty: true,
		news: (*actor).deskNews, lost: (*actor).deskLost,
	}
	a.watch(a.desk.subscription, 0)
}

func (a *actor) deskNews(req *sip.Request) {
	info, err := a.desk.newsOf(req)
	if err != nil {
		a.log.Warn("dialog-info cannot be read", "bytes", len(req.Body()), "err", err)
		return
	}
	d := &a.desk
	at, went := time.Now(), d.known
	over, gap := d.take(info, at)
	if gap {
		a.mendGap(d.subscription)
	}
	if !d.known {
		return
	}
	if !went && !d.lostAt.IsZero() {
		at = d.lostAt // what ended meanwhile was last seen then
	}
	d.patience.Stop()
	for _, id := range slices.Sorted(maps.Keys(d.all)) {
		a.dialogNews(d.all[id], went)
	}
	for _, one := range over {
		a.dialogOver(one, at)
	}
}

// deskLost keeps what was known for a while: a subscription that begins anew tells
// what has become of it.
func (a *actor) deskLost() {
	d := &a.desk
	if !d.known {
		return
	}
	d.known, d.lostAt = false, time.Now()
	d.patience = a.endpoint.Alarms.After(lostPatience, func() {
		for _, c := range a.calls {
			switch {
			case c.phase == talking:
				a.finish(c, crm.CallEnd{Outcome: crm.Answered, Reason: "no news of the desk phone", At: d.lostAt})
			case c.server == nil && c.afar.click == nil:
				a.finish(c, crm.CallEnd{Outcome: unanswered(c), Reason: "no news of the desk phone", At: d.lostAt})
			}
		}
		d.all = nil
	})
}

// dialogNews is a dialog that has begun or changed. One that was there before we
// looked has a beginning that nobody knows and is left alone.
func (a *actor) dialogNews(d *dialogState, watched bool) {
	d.own = d.own || a.isOwn(d)
	if d.call == nil {
		d.call = a.callOfDialog(d)
	}
	if d.call == nil && (watched || d.early) {
		d.call = a.bornOf(d)
	}
	c := d.call
	if c == nil {
		a.liftedUnnamed(d)
		return
	}
	switch f := c.afar; {
	case c.ended, c.phase == talking, f.click != nil && !f.click.referred:
	case !d.early && f.click != nil:
		if !d.own { // that one has been talking since it was lifted
			a.clickTalks(c)
		}
	case !d.early:
		a.lifted(c, d)
	case f.outward && d.rings:
		a.tellRemote(c)
	}
}

func (a *actor) tellRemote(c *call) {
	if c.rings || c.ended || c.phase != dialling {
		return
	}
	c.rings = true
	id := c.id
	a.tell.say(func(l Listener) { l.RemoteRinging(id) })
}

// callOfDialog finds the call that a dialog belongs to: by its Call-ID where the
// exchange is a proxy, by number where it makes calls of its own.
func (a *actor) callOfDialog(d *dialogState) *call {
	number := a.cfg.Plan.Parse(d.remote)
	var found *call
	for _, c := range a.calls {
		f := c.afar
		switch {
		case d.callID != "" && d.callID == c.sipID:
			if f.click != nil {
				return nil // our own leg to the desk phone
			}
			return c
		case d.remote == "", c.phase == talking && f.carrier != nil,
			f.outward && f.click == nil && d.direction == "recipient", !f.outward && d.direction == "initiator":
		case sameOrHidden(f.number, number) && (found == nil || c.id.String() < found.id.String()):
			found = c
		}
	}
	return found
}

// bornOf is a call that only the desk phone takes part in: one that was dialled
// there by hand, or that rings there alone.
func (a *actor) bornOf(d *dialogState) *call {
	outward := d.direction == "initiator"
	if d.remote == "" || d.own || d.direction == "" || len(a.calls) >= a.cfg.Calls {
		return nil
	}
	c := &call{
		id: crm.NewID(d.since), sipID: d.callID, tag: sip.GenerateTagN(12),
		afar: &afar{number: a.cfg.Plan.Parse(d.remote), outward: outward, carrier: d},
	}
	if c.sipID == "" || a.byCallID[c.sipID] != nil {
		c.sipID = sip.GenerateTagN(24)
	}
	a.add(c)
	ring := crm.Ring{
		Call: c.id, SIPCallID: d.callID, Account: a.cfg.User, Number: c.afar.number, Display: d.display, At: d.since,
	}
	if !outward {
		a.tell.say(func(l Listener) { l.Ringing(ring) })
		return c
	}
	c.phase = dialling
	a.tell.say(func(l Listener) {
		if companion, ok := l.(CompanionListener); ok {
			companion.DialledElsewhere(ring)
		}
	})
	a.log.Info("call dialled at the desk phone", "call", c.id.String())
	return c
}

// isOwn tells the leg by which we ring the desk phone ourselves.
func (a *actor) isOwn(d *dialogState) bool {
	if d.remote == a.cfg.User || d.remote == a.cfg.DeskPhone {
		return true
	}
	c := a.byCallID[d.callID]
	return c != nil && c.afar.click != nil
}

// liftedUnnamed is for exchanges that do not say whom the desk phone talks with: who
// was called off at that moment is meant.
func (a *actor) liftedUnnamed(d *dialogState) {
	for _, c := range a.calls {
		if c.afar.off != nil && c.phase == ringing && a.takenOff(c) == d {
			a.lifted(c, d)
			return
		}
	}
}

// takenOff finds the dialog by which the desk phone took a call that was called off.
func (a *actor) takenOff(c *call) *dialogState {
	for _, d := range a.desk.all {
		switch {
		case d.early:
		case d.call == c:
			return d
		case d.call == nil && d.tookAround(c.afar.off.At, a.cfg.newsPause):
			return d
		}
	}
	return nil
}

// tookAround says that a telephone took some call at a moment. It is the only way
// to join what an exchange says without names and numbers.
func (d *dialogState) tookAround(at time.Time, about time.Duration) bool {
	return d.remote == "" && d.rang && !d.early && d.since.Sub(at).Abs() < about
}

// dialogOver is a dialog that has ended.
func (a *actor) dialogOver(d *dialogState, at time.Time) {
	c := d.call
	if c == nil || c.ended {
		return
	}
	f := c.afar
	if next := a.carrying(c); next != nil {
		f.carrier = next
		return
	}
	end := crm.CallEnd{Outcome: d.outcome(c), Code: d.code, Reason: d.event, At: at}
	refuse := statusUnavailable
	if end.Outcome == crm.Rejected {
		refuse = sip.StatusBusyHere
	}
	switch {
	case c.phase == talking:
		if f.carrier == d {
			end.Outcome, end.Code = crm.Answered, 0
			a.hangup(c, end, 0)
		}
	case f.off != nil, f.click != nil && !f.click.referred: // others tell
	case f.click != nil && d.code == 0, c.server != nil && end.Outcome == crm.Missed:
		// The NOTIFY of the REFER, or the CANCEL of our branch, says it better.
		f.wait.Stop()
		f.wait = a.endpoint.Alarms.After(a.cfg.newsPause, func() { a.hangup(c, end, refuse) })
	default:
		// Our branch must not keep the caller waiting when the desk phone said no.
		a.hangup(c, end, refuse)
	}
}

// carrying finds another dialog that a call goes on in: the exchange may have put
// it in the place of the one before.
func (a *actor) carrying(c *call) *dialogState {
	for _, id := range slices.Sorted(maps.Keys(a.desk.all)) {
		d := a.desk.all[id]
		if d.call == c && d.callID != c.sipID && (c.phase != talking || !d.early) {
			return d
		}
	}
	return nil
}

// outcome is how a dialog ended that nobody had answered (RFC 4235 section 4.1.2).
func (d *dialogState) outcome(c *call) crm.Outcome {
	switch {
	case !c.afar.outward && (d.event == "rejected" || d.code >= 300 && calledBack[outcomeOf(d.code)]):
		return crm.Rejected
	case !c.afar.outward:
		return crm.Missed
	case d.code >= 300 && d.event != "cancelled":
		return outcomeOf(d.code)
	case d.event == "cancelled":
		return crm.Cancelled
	case d.event == "rejected":
		return crm.Rejected
	case d.event == "error":
		return crm.NetworkFault
	}
	return crm.NoAnswer
}

// calledBack are outcomes by which somebody at the desk phone said no.
var calledBack = map[crm.Outcome]bool{crm.Busy: true, crm.Rejected: true}

func unanswered(c *call) crm.Outcome {
	if c.afar.outward {
		return crm.NoAnswer
	}
	return crm.Missed
}
