package ui

import (
	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/popup"
	"pult/app/view"
)

// face words a call for its pop-up.
func (p *Panel) face(one *call, more int) popup.Face {
	f := popup.Face{State: p.Words.T("call.ringing"), F2: one == p.calls.ringing(), F4: one == p.calls.current(), Called: p.Words.Called(calledNumber(one.Called))}
	if more > 0 {
		f.More = p.Words.T("call.more", more)
	}
	m, known := matchOf(one)
	switch {
	case known:
		p.faceOf(&f, one, m)
	case len(one.matches) > 1:
		p.faceOfSeveral(&f, one)
	default:
		p.faceOfStranger(&f, one)
	}
	if owner, ok := p.ownerOf(one); ok && one.Open() {
		f.Hand, f.Lamp = p.Words.HandTo(owner.Name), owner.Lamp
	}
	switch {
	case !one.Open():
		f.State, f.Over, f.Choice, f.Mood = p.Words.Over(one.Outcome, one.AnsweredBy), true, nil, popup.Past
	case one.moving:
		f.State, f.Moving, f.Mood = p.Words.T("call.moving"), true, popup.Goes
	}
	return f
}

// faceOf fills in a client. What is to be said is not said again by the lines
// under it.
func (p *Panel) faceOf(f *popup.Face, one *call, m crm.Match) {
	lines := p.Words.MatchLines(one.Call, m, p.Manager)
	f.Name, f.Person, f.AsOf, f.Owner = lines.Name, lines.Person, lines.AsOf, lines.Manager
	f.Money, f.Alarm = lines.Money, lines.Alarm
	say := one.say
	if len(one.matches) > 1 {
		say = one.late.say // the ring could not know which of them it is
	}
	if say.Kind == crm.SayOverdue {
		f.Money, f.Alarm = p.Words.T("debt.all", p.Words.Money(m.Debt.Owed)), view.Normal
	}
	if say.Kind != "" {
		f.Say, f.SayBad = p.Words.Say(say), view.Alarming(say)
	}
	f.Lines[0] = p.lateLine(one.late, say)
	f.Lines[2], f.Bars = p.Words.Bought(one.late.bought)
	if len(one.late.shipped) > 0 { // each of them says more than their sum
		f.Lines[2] = p.Words.Shipped(one.late.shipped)
	}
	switch {
	case say.Kind != crm.SayOrder && lines.Order != "":
		f.Lines[1] = lines.Order
	case say.Kind != crm.SayPaid && !m.LastPayment.At.IsZero():
		f.Lines[1] = p.Words.T("call.last_payment", p.Words.Money(m.LastPayment.Amount), p.Words.DayMonth(m.LastPayment.At))
	}
}

func (p *Panel) faceOfSeveral(f *popup.Face, one *call) {
	f.Name = one.Number.Format()
	f.Choose = p.Words.T("call.choose")
	for _, m := range one.matches {
		right, tone := p.Words.DebtShort(m.Debt)
		f.Choice = append(f.Choice, popup.Choice{Name: m.Name, Right: right, Tone: tone})
	}
	f.AsOf = p.Words.AsOf(one.matches[0].AsOf)
	if more := len(one.matches) - popup.MaxChoices; more > 0 {
		f.AsOf = p.Words.T("call.more_clients", more) + " · " + f.AsOf
	}
}

func (p *Panel) faceOfStranger(f *popup.Face, one *call) {
	if one.Number.Kind() == phone.None {
		f.Name, f.Say = p.Words.T("call.hidden"), p.Words.T("call.hidden_hint")
		f.Person = one.Display
		return
	}
	f.Name, f.Person = one.Number.Format(), p.Words.Stranger(one.Call)
	if one.say.Kind == crm.SayLooking {
		f.Say = p.Words.Say(one.say)
		return // nobody is to be sorted who may be a client
	}
	f.Say, f.Money = p.Words.Say(crm.Say{Kind: crm.SayNobody}), one.late.before
	if one.mark != crm.CallerUnsorted {
		f.Say = p.Words.T("sort.said_" + string(one.mark))
	}
	f.Lines[0], f.Lines[1] = one.late.near[0], one.late.near[1]
	f.Sort, f.SortKeys = unknown(one), one == p.stranger()
}

// calledNumber reads the number that was called for people: the exchange sends
// digits, an address, or nothing.
func calledNumber(text string) string {
	if n := (phone.Plan{}).Parse(called(text)); n.Kind() == phone.Public {
		return n.Format()
	}
	return called(text)
}
