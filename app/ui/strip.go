package ui

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/strip"
)

// drawStrip shows the call, or without one what can be done with the card.
func (p *Panel) drawStrip() {
	p.busy.Store(len(p.calls.live) > 0 || p.calling.wrap.on || p.shell.BriefText() != "")
	one := p.calls.current()
	if mine := p.calls.mine(); mine != nil {
		p.calls.heard = mine.ID
	}
	face := strip.Face{Mode: mode(one), Call: p.firstText(), Tabs: p.tabs(p.now()), Redial: true}
	if one != nil {
		face.Who = p.who(one)
		if number := one.Number.Format(); number != face.Who {
			face.Number = number
		}
		face.Secured = one.secured
		face.Muted, face.Held, face.HeldThere, face.Moving = one.muted, one.held, one.heldThere, one.moving
		face.Record = one.recording
	}
	face.Several, face.Asked, face.Meeting = len(p.calls.talks()) > 1, p.calls.asked(), p.calls.meeting
	face.State = p.Words.T(p.stateKey(one))
	if face.Mode == strip.Ringing {
		face.Aside = p.Words.T("call.decline_hint")
	}
	if one == nil {
		face.Who = p.card.Shown().Name
	}
	subject := p.notes.subject
	face.Open = !subject.none()
	switch {
	case !subject.call.IsZero():
		face.Hint = p.Words.T("note.call")
	case face.Open:
		face.Hint = p.Words.T("note.client")
	default:
		face.Hint = p.Words.T("note.none")
	}
	face.Money, face.More = !p.open.client.IsZero(), !p.open.nothing()
	face.Wrap = p.wrapping() != nil && !p.calling.isCall(p.calls.last.ID) // a list asks in its own pane
	face.Step = face.Wrap || p.next.on
	if face.Wrap {
		face.Result, face.Reason = p.calls.last.Result, p.calls.last.Reason
	}
	p.strip.Show(face)
	p.leaveWrap()
	p.drawTimer(p.now())
	p.drawSaved()
	p.shell.Choose(p.choices(p.calls.noteWorthy()))
}

func (p *Panel) stateKey(one *call) string {
	switch mode(one) {
	case strip.Ringing:
		if one.moving {
			return "call.moving"
		}
		return "call.ringing"
	case strip.Dialling:
		if one.remote {
			return "call.remote"
		}
		return "call.dialling"
	case strip.Talk:
		if p.calls.meeting && !one.muted {
			return "call.meeting"
		}
		return talkKey(one)
	case strip.Ended:
		if one.Outcome == crm.Transferred {
			return "call.moved"
		}
		return "call.ended"
	default:
		return "call.none"
	}
}

// talkKey is how a talk stands. Our own hold comes before theirs: it is the one
// that can be ended here. Talking to nobody for a minute is what a microphone
// that is off costs, so it is said as loud.
func talkKey(one *call) string {
	switch {
	case one.moving:
		return "call.moving"
	case one.held:
		return "call.held"
	case one.heldThere:
		return "call.held_there"
	case one.muted:
		return "call.muted"
	default:
		return "call.talk"
	}
}

// closeForm brings the note back with its text.
func (p *Panel) closeForm() {
	if p.strip.Form() == strip.None {
		return
	}
	p.strip.CloseForm()
	if !p.notes.subject.none() {
		p.main.Canvas().Focus(p.strip.Note)
	}
}

// closeTalkForm does so when there is no talk any more the form could be about.
func (p *Panel) closeTalkForm() {
	form := p.strip.Form()
	if form != strip.Hand && form != strip.Tones || mode(p.calls.current()) == strip.Talk {
		return
	}
	if p.strip.Holds(p.main.Canvas().Focused()) {
		p.closeForm()
		return
	}
	p.strip.CloseForm() // somebody types elsewhere
}

// drawTimer counts from the answer; while it rings, from the first ring.
func (p *Panel) drawTimer(now time.Time) {
	p.strip.Timer(p.elapsed(p.calls.current(), now))
	p.strip.Tabs(p.tabs(now))
}

func (p *Panel) elapsed(one *call, now time.Time) string {
	if one == nil {
		return ""
	}
	from, to := one.RangAt, now
	if !one.AnsweredAt.IsZero() {
		from = one.AnsweredAt
	}
	if !one.Open() {
		if one.AnsweredAt.IsZero() {
			return p.Words.Ended(one.Outcome, one.AnsweredBy)
		}
		to = one.EndedAt
	}
	return p.Words.Duration(int(max(to.Sub(from), 0) / time.Second))
}

// tick keeps timers and ages true. It costs one short turn a second during a
// call and three a minute without one.
func (p *Panel) tick(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-second.C:
		}
		if p.busy.Load() || n%20 == 0 {
			p.bridge.post(p.ticked)
		}
	}
}

func (p *Panel) ticked() {
	now := p.now()
	p.drawTimer(now)
	p.rings.timers(now)
	p.drawStatus()
	p.drawPresence()
	p.remind(now)
	p.tickList(now)
	p.tickNews(now)
	p.tickBrief(now)
	if day := now.YearDay(); day != p.day {
		p.day = day // "today" means another day now
		p.lists.load(p)
		p.refreshCard()
	}
}
