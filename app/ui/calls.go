package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// call is a call as the screen knows it.
type call struct {
	crm.Call
	matches []crm.Match
	say     crm.Say
	late    late // what is read after the pop-up is on the screen
	remote  bool // the other side's phone rings
	muted   bool

	held, heldThere bool   // by us, by the other side
	secured         bool   // voice is encrypted
	to              string // whom it is to be handed to, as typed
	moving          bool   // it is being handed over

	recording crm.RecordingState
	mark      crm.CallerMark // what was said of the number while it rang
	owner     crm.Colleague  // whose client it is; none without an extension
}

// calls are those in progress, and the last that ended while its note is open.
type calls struct {
	live []*call // in the order they came
	last *call
	news int // events so far: an answer asked for before the last one is stale

	asking  asking
	heard   crm.ID // whom the strip was about last
	meeting bool   // all talks hear each other
}

func (c *calls) find(id crm.ID) *call {
	for _, one := range c.live {
		if one.ID == id {
			return one
		}
	}
	return nil
}

// current is the call the strip is about: the one of ours that is under way,
// then the one that rings longest, then the one just over.
func (c *calls) current() *call {
	if one := c.mine(); one != nil {
		return one
	}
	if one := c.ringing(); one != nil {
		return one
	}
	return c.last
}

// mine is the call of ours that is under way. Of several all but one are on
// hold: the one that is heard is meant. When a conference makes more of them
// heard, the strip stays with the one it was about.
func (c *calls) mine() *call {
	var best *call
	for _, one := range c.live {
		switch {
		case !ours(one):
		case best == nil, best.held && !one.held:
			best = one
		case best.held == one.held && one.ID == c.heard:
			best = one
		}
	}
	return best
}

// ringing is the call that has rung longest.
func (c *calls) ringing() *call {
	for _, one := range c.live {
		if !ours(one) {
			return one
		}
	}
	return nil
}

// ours tells a call this manager is in: talking or dialling.
func ours(c *call) bool {
	return c.Open() && (c.Direction == crm.Outgoing || !c.AnsweredAt.IsZero())
}

// mode is which controls the strip shows for a call.
func mode(c *call) strip.Mode {
	switch {
	case c == nil:
		return strip.Idle
	case !c.Open():
		return strip.Ended
	case !c.AnsweredAt.IsZero():
		return strip.Talk
	case c.Direction == crm.Outgoing:
		return strip.Dialling
	default:
		return strip.Ringing
	}
}

// noteWorthy is the call a note may be about. One that only rings takes the
// field from nobody: the note of the call just over may still be in the making.
func (c *calls) noteWorthy() *call {
	if one := c.mine(); one != nil {
		return one
	}
	return c.last
}

func (p *Panel) ringing(e feed.RingShown, came time.Time) {
	if p.calls.find(e.Call.ID) == nil {
		p.calls.live = append(p.calls.live, &call{Call: e.Call, matches: e.Matches, say: e.Say})
	}
	p.rings.draw()
	p.fillLate(p.calls.find(e.Call.ID))
	p.fillOwner(p.calls.find(e.Call.ID))
	if p.RingDrawn != nil {
		p.RingDrawn(e.Call.ID, time.Since(came))
	}
	// Where nothing is being read the card opens before the answer; a card that
	// is open stays under the eyes of who reads it.
	if one := p.calls.find(e.Call.ID); p.open.nothing() && !one.Client.IsZero() {
		p.openClient(one.Client, p.who(one))
	}
	p.drawStrip()
}

func (p *Panel) started(e feed.CallStarted) {
	if p.calls.find(e.Call.ID) == nil {
		p.calls.live = append(p.calls.live, &call{Call: e.Call, matches: e.Matches})
	}
	p.keepStep()
	p.calls.last = nil
	p.listCallBegan(e.Call)
	p.fillOwner(p.calls.find(e.Call.ID))
	p.showCall(p.calls.find(e.Call.ID))
}

func (p *Panel) remote(c crm.Call) {
	if one := p.calls.find(c.ID); one != nil {
		one.remote = true
		p.drawStrip()
	}
}

func (p *Panel) answered(c crm.Call) {
	one := p.calls.find(c.ID)
	if one == nil { // it rang without a word, and the desk phone took it
		p.reloadCalls()
		return
	}
	p.keepStep()
	one.Call, p.calls.last = c, nil
	p.rings.draw()
	p.showCall(one)
	p.listCallAnswered(c.ID)
}

func (p *Panel) muted(c crm.Call, on bool) {
	if one := p.calls.find(c.ID); one != nil {
		one.muted = on
		p.drawStrip()
	}
}

func (p *Panel) secured(c crm.Call, on bool) {
	if one := p.calls.find(c.ID); one != nil {
		one.secured = on
		p.drawStrip()
	}
}

func (p *Panel) held(e feed.CallHeld) {
	one := p.calls.find(e.Call.ID)
	if one == nil {
		return
	}
	before := p.calls.mine()
	one.held, one.heldThere = e.Here, e.There
	if now := p.calls.mine(); now != before && now != nil {
		p.showCall(now)
		return
	}
	p.drawStrip()
}

func (p *Panel) assigned(c crm.Call) {
	one := p.calls.find(c.ID)
	if one == nil && p.calls.last != nil && p.calls.last.ID == c.ID {
		one = p.calls.last
	}
	if one == nil {
		return
	}
	one.Client, one.Contact = c.Client, c.Contact
	one.owner = crm.Colleague{}
	p.fillLate(one)
	p.fillOwner(one)
	p.rings.draw()
	if one == p.calls.noteWorthy() {
		p.showCall(one)
		return
	}
	p.drawStrip()
}

// renamed takes that somebody else is at the other side now: after a call was
// handed over to us, or by us to a colleague. Who types keeps the focus.
func (p *Panel) renamed(e feed.CallRenamed) {
	one := p.calls.find(e.Call.ID)
	if one == nil {
		return
	}
	one.Call, one.matches, one.say = e.Call, e.Matches, e.Say
	one.late, one.owner = late{}, crm.Colleague{}
	p.fillLate(one)
	p.fillOwner(one)
	p.rings.draw()
	if one == p.calls.noteWorthy() {
		p.openCall(one)
	}
	p.drawStrip()
}

// callEnded takes a call off. One of ours stays in the strip until its note is
// done with.
func (p *Panel) callEnded(c crm.Call) {
	one := p.calls.find(c.ID)
	if one == nil {
		return
	}
	p.notes.flush()
	mine := ours(one)
	one.Call = c
	p.calls.live = slices.DeleteFunc(p.calls.live, func(o *call) bool { return o == one })
	if mine {
		p.keepStep()
		p.calls.last, p.next = one, nextStep{}
	}
	p.askedNobody(one)
	p.rings.over(one)
	p.rings.draw()
	if next := p.calls.mine(); mine && next != nil {
		p.openCall(next) // the talk that waited is in front, and its card with it
	}
	p.notes.follow()
	p.drawStrip()
	p.closeTalkForm()
	p.listCallEnded(c)
}

// showCall brings a call of ours to the front: its card, its note, the focus.
func (p *Panel) showCall(one *call) {
	p.openCall(one)
	p.drawStrip()
	switch {
	case p.calling.isCall(one.ID) && p.onList(): // digits are results
	case p.strip.Form() == strip.None:
		p.main.Canvas().Focus(p.strip.Note)
	}
}

// openCall opens the card of a call, or asks whose call it is.
func (p *Panel) openCall(one *call) {
	rows, asOf := p.choices(one)
	p.shell.Choose(rows, asOf)
	switch {
	case len(rows) > 0:
	case !one.Client.IsZero():
		p.openClient(one.Client, p.who(one))
	default:
		p.openCaller(one)
	}
	p.notes.follow()
}

// openRing opens the card of a call that rings; of one that may be of several clients
// none, for that must be said first.
func (p *Panel) openRing(one *call) bool {
	switch {
	case one == nil || !one.Open():
		return false
	case !one.Client.IsZero():
		p.openClient(one.Client, p.who(one))
	case len(one.matches) > 1:
		return false
	default:
		p.openCaller(one)
	}
	return true
}

// reloadCalls takes the calls in progress from the desk. What happened while it
// was asked is newer than its answer, so it is asked again.
func (p *Panel) reloadCalls() {
	news := p.calls.news
	p.ask(func(ctx context.Context) func() {
		found, line, err := p.Desk.Live(ctx)
		state, stateErr := p.Desk.State(ctx)
		people, peopleErr := p.Desk.Colleagues(ctx)
		err = errors.Join(err, stateErr, peopleErr)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			if news != p.calls.news {
				p.reloadCalls()
				return
			}
			p.status.Line = line
			p.takeState(state)
			p.takeLive(found)
			p.takeColleagues(people)
		}
	})
}

func (p *Panel) takeLive(found []desk.Live) {
	before := p.calls.live
	p.calls.live = nil
	slices.SortFunc(found, func(a, b desk.Live) int { return a.Call.RangAt.Compare(b.Call.RangAt) })
	for _, l := range found {
		one := &call{Call: l.Call, matches: l.Matches, muted: l.Muted, held: l.Held, heldThere: l.HeldThere, secured: l.Secured, recording: l.Recording, moving: l.Transferring}
		for _, old := range before {
			if old.ID == one.ID {
				one.say, one.remote, one.to, one.late, one.owner = old.say, old.remote, old.to, old.late, old.owner
			}
		}
		p.calls.live = append(p.calls.live, one)
		p.fillOwner(one)
	}
	p.rings.draw()
	p.notes.follow()
	p.drawStatus()
	if one := p.calls.noteWorthy(); one != nil && one.Open() {
		p.showCall(one)
	} else {
		p.drawStrip()
	}
	p.closeTalkForm()
}

// who is what to call the other side: a client, a number, or that it hides.
func (p *Panel) who(one *call) string {
	for _, m := range one.matches {
		if m.Client == one.Client {
			return m.Name
		}
	}
	if one.Number.Kind() == phone.None && one.Display == "" {
		return p.Words.T("call.hidden")
	}
	if c, ok := p.colleague(one.Number); ok && c.Name != "" {
		return c.Name
	}
	return view.Caller(one.Call, "")
}
