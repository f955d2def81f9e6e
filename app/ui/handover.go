package ui

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// openHand is F9: it hands over the talk, and a call that rings at once to the
// manager whose client it is. Two talks of which one was begun to ask are
// connected without a form.
func (p *Panel) openHand() {
	one := p.calls.current()
	switch {
	case one == nil || one.moving || p.calls.meeting:
	case mode(one) == strip.Ringing:
		p.forward(one)
	case mode(one) != strip.Talk:
	case p.calls.asked():
		p.join()
	default:
		p.showHand(one, one.to)
	}
}

// showHand shows the form. What was typed before for the same call stands there.
func (p *Panel) showHand(one *call, text string) {
	if p.strip.Form() == strip.Hand { // the text may have been changed since
		text = p.strip.To()
	}
	one.to = text
	p.main.Canvas().Focus(p.strip.OpenHand(p.who(one), text))
	p.drawHands(true)
}

// handTyped narrows the list to what was typed.
func (p *Panel) handTyped(text string) {
	if one := p.calls.current(); one != nil && p.strip.Form() == strip.Hand {
		one.to = text
		p.drawHands(true)
	}
}

// drawHands lists whom the talk can be handed to. A fresh list chooses for
// itself; a lamp that changes leaves the choice alone.
func (p *Panel) drawHands(fresh bool) {
	one := p.calls.current()
	if one == nil || p.strip.Form() != strip.Hand {
		return
	}
	before, kept := p.strip.Hands.Chosen()
	rows, first := p.handRows(one, strings.TrimSpace(p.strip.To()))
	p.strip.Hands.Set(rows, p.Words.T("hand.nobody"), p.Words.T("hand.nobody_hint"))
	if !fresh {
		first = slices.IndexFunc(rows, func(r view.Row) bool { return kept && r.Number == before.Number && r.Title == before.Title })
	}
	p.strip.Hands.Choose(first)
	p.handChosen()
}

// handChosen lets the buttons say what Enter would do.
func (p *Panel) handChosen() {
	row, ok := p.strip.Hands.Chosen()
	p.strip.HandJoins(ok && row.Mark == view.MarkJoin)
}

// handRows are the lines of the form and the one Enter means. A part of a name
// may mean a colleague, who is seen chosen before Enter; a part of a number must
// not, it may be a number of its own.
func (p *Panel) handRows(one *call, text string) (rows []view.Row, chosen int) {
	if text == "" {
		return p.handAll(one)
	}
	found := view.FindColleagues(p.others(), text)
	for _, c := range found {
		rows = append(rows, p.Words.Colleague(c))
	}
	if strings.ContainsFunc(text, unicode.IsLetter) || len(found) > 0 && found[0].Extension == text {
		if len(rows) == 0 {
			return nil, -1
		}
		return rows, 0
	}
	number := view.Row{Mark: view.MarkNumber, Title: p.Words.T("hand.number", text), Number: text}
	return append([]view.Row{number}, rows...), 0
}

// handAll lists everybody: the other talk, then whose client it is, then the
// rest. Connecting two talks is never chosen by itself: they may be strangers.
func (p *Panel) handAll(one *call) (rows []view.Row, chosen int) {
	chosen = -1
	if _, other := p.calls.pair(); other != nil {
		rows = append(rows, view.Row{Mark: view.MarkJoin, Title: p.Words.T("hand.join", p.who(other))})
	}
	if owner, ok := p.ownerOf(one); ok {
		row := p.Words.Colleague(owner)
		row.Detail = p.Words.T("hand.owner")
		chosen = len(rows)
		rows = append(rows, row)
	}
	for _, c := range p.others() {
		if owner, ok := p.ownerOf(one); !ok || owner.Extension != c.Extension {
			rows = append(rows, p.Words.Colleague(c))
		}
	}
	return rows, chosen
}

// handChoice is the number Enter means; join when it means the other talk.
func (p *Panel) handChoice() (number string, join, ok bool) {
	row, chosen := p.strip.Hands.Chosen()
	switch {
	case chosen:
		return row.Number, row.Mark == view.MarkJoin, true
	case strings.TrimSpace(p.strip.To()) != "":
		p.strip.FailForm(p.Words.T("hand.nobody_hint"))
	}
	return "", false, false
}

// hand gives the talk to who is chosen, without asking there.
func (p *Panel) hand() {
	one := p.calls.current()
	number, join, ok := p.handChoice()
	switch {
	case !ok || mode(one) != strip.Talk || one.moving:
		return
	case join:
		p.join()
		return
	}
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		to := p.Desk.Lookup(ctx, number).Number
		return func() { p.handOver(id, to) }
	})
}

// handOver begins the transfer. The note comes back at once: there is time to
// write until the other side answers.
func (p *Panel) handOver(id crm.ID, to phone.Number) {
	one := p.calls.find(id)
	if one == nil || one.moving || !p.numbered(to) {
		return
	}
	one.moving = true
	p.closeForm()
	p.drawStrip()
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Transfer(ctx, id, to)
		if err == nil {
			return nil
		}
		return func() { p.transferFailed(id, err) }
	})
}

// numbered tells whether it is a number at all, and says in the form when not.
func (p *Panel) numbered(to phone.Number) bool {
	if to.Kind() != phone.None {
		return true
	}
	if p.strip.Form() == strip.Hand {
		p.strip.FailForm(p.Words.T("transfer.no_number"))
	}
	return false
}

// askFirst calls who is chosen while the talk waits. The line holds it.
func (p *Panel) askFirst() {
	one := p.calls.current()
	number, join, ok := p.handChoice()
	if !ok || join || mode(one) != strip.Talk || one.moving {
		return
	}
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		to := p.Desk.Lookup(ctx, number).Number
		return func() { p.askAt(id, to) }
	})
}

func (p *Panel) askAt(id crm.ID, to phone.Number) {
	if p.calls.find(id) == nil || !p.numbered(to) {
		return
	}
	p.closeForm()
	p.calls.asking = asking{waits: id}
	p.ask(func(ctx context.Context) func() {
		asked, err := p.Desk.Dial(ctx, to, crm.Ref{})
		return func() {
			if err != nil {
				p.calls.asking = asking{}
				p.fault(err)
				return
			}
			p.calls.asking.asked = asked
			p.drawStrip()
		}
	})
}

// join connects the talk with the one that waits and leaves both.
func (p *Panel) join() {
	one, other := p.calls.pair()
	if other == nil || mode(one) != strip.Talk || one.moving {
		return
	}
	one.moving, other.moving = true, true
	p.closeForm()
	p.drawStrip()
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Join(ctx)
		if err == nil {
			return nil
		}
		return func() { p.transferFailed(id, err) }
	})
}

// transferEnded takes what became of it. A talk that was handed over ends by
// itself, and its end says so.
func (p *Panel) transferEnded(e feed.TransferEnded) {
	if e.Err != nil {
		p.transferFailed(e.Call.ID, e.Err)
	}
}

// transferFailed says why and gives the talk back, and the one that was to be
// connected with it.
func (p *Panel) transferFailed(id crm.ID, err error) {
	one := p.calls.find(id)
	if one == nil {
		return
	}
	for _, other := range p.calls.live {
		other.moving = false
	}
	sentence := p.Words.TransferFailed(err)
	if mode(one) == strip.Ringing {
		sentence = p.Words.T("forward.failed")
	}
	p.rings.draw()
	p.drawStrip()
	p.Log.Warn("transfer", "error", err)
	p.shell.Notice(sentence, true, false)
}

// askedNobody says that who was to be asked did not answer: the talk still
// waits, and only a person knows what to say to it.
func (p *Panel) askedNobody(one *call) {
	waits := p.calls.find(p.calls.asking.waits)
	if one.ID != p.calls.asking.asked {
		return
	}
	p.calls.asking = asking{}
	if waits != nil && one.AnsweredAt.IsZero() {
		p.shell.Notice(p.Words.T("hand.not_asked", p.who(one), p.Words.Outcome(one.Outcome), p.who(waits)), false, false)
	}
}
