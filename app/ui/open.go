package ui

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// opened is the client whose card is on the screen. Reading is single, and an
// answer about a client that was left is dropped.
type opened struct {
	client crm.Ref
	number string // a caller nobody knows, in place of a client
	text   string // the same for people

	back, backText string // the number of the client to be called back
	card           crm.Card
	say            crm.Say
	read           bool // both are there
	trade          crm.Trade
	signs          map[crm.ID]crm.LetterSign // of letters, by line
	unfolded       map[crm.Ref]unfolded
	whole          bool // the whole story is there, not only its newest lines
	turn           int  // how often the card was read
	filter         view.Filter
	busy           bool
	again          bool
}

// unfolded is what stands under a document that was opened.
type unfolded struct {
	lines []crm.Bought
	chain []crm.Document
}

// marks are what lines of a story are shown with beside what the card says.
type marks struct {
	lengths map[crm.ID]time.Duration
	signs   map[crm.ID]crm.LetterSign
}

// marked looks them up, in the background.
func (p *Panel) marked(ctx context.Context, c crm.Card) marks {
	return marks{p.recorded(ctx, c), p.lettered(ctx, c)}
}

// nothing tells that neither a client nor a caller is shown.
func (o *opened) nothing() bool { return o.client.IsZero() && o.number == "" }

// openClient opens a card. The name is shown at once, the rest when it is read.
func (p *Panel) openClient(client crm.Ref, name string) {
	if client == p.open.client {
		p.refreshCard()
		return
	}
	p.open = opened{client: client, filter: p.open.filter, busy: p.open.busy}
	p.closeRecording()
	p.card.Wait(name)
	p.notes.follow()
	p.drawStrip()
	p.refreshCard()
}

// openNumber shows a caller nobody knows, or one that hides.
func (p *Panel) openNumber(number, title string) {
	p.closeRecording()
	p.open = opened{number: number, text: title, filter: p.open.filter, busy: p.open.busy}
	p.sayCaller()
	p.notes.follow()
	p.drawStrip()
}

// sayCaller fills the place of the card with who is no client.
func (p *Panel) sayCaller() {
	if p.open.number == "" {
		p.card.Say(p.Words.T("call.hidden"), p.Words.T("call.hidden_hint"))
		return
	}
	p.card.Say(p.open.text, p.Words.T("say.nobody")+". "+p.Words.T("call.unknown_keys")+".")
}

// openCaller shows a caller nobody knows. A talk with a colleague leaves the
// card alone: it is most often about the client who is open.
func (p *Panel) openCaller(one *call) {
	c, ok := p.colleague(one.Number)
	switch {
	case !ok:
		p.openNumber(one.Number.String(), one.Number.Format())
	case p.open.client.IsZero():
		p.openNumber(c.Extension, c.Name)
		p.card.Say(c.Name, p.Words.T("colleagues.card", c.Extension))
	}
}

// refreshCard reads the open card anew and keeps the old on the screen until
// the new one is there.
func (p *Panel) refreshCard() {
	client := p.open.client
	if client.IsZero() {
		return
	}
	if p.open.busy {
		p.open.again = true
		return
	}
	p.open.busy, p.open.again = true, false
	whole := p.open.whole
	p.ask(func(ctx context.Context) func() {
		card, err := p.Desk.Card(ctx, client)
		var say crm.Say
		if err == nil {
			say, err = p.Desk.SayOf(ctx, client)
		}
		if err == nil && whole { // what is scrolled through must not shrink
			card, err = p.Desk.Story(ctx, card)
		}
		marks := p.marked(ctx, card)
		return func() {
			p.cardRead(client, card, say, marks, err)
			p.readTrade(client)
			if err == nil && !whole {
				p.readStory(client, card)
			}
		}
	})
}

func (p *Panel) cardRead(client crm.Ref, card crm.Card, say crm.Say, m marks, err error) {
	p.open.busy = false
	if client != p.open.client || p.open.again {
		p.refreshCard()
	}
	if client != p.open.client {
		return
	}
	if err != nil {
		p.card.Fail(p.Words.Error(view.Desk, err))
		return
	}
	p.open.card, p.open.say, p.open.read = card, say, true
	p.open.turn++
	p.heard.lengths, p.open.signs = m.lengths, m.signs
	p.drawCard()
	p.drawStrip()
}

// drawCard words what was read of the open client.
func (p *Panel) drawCard() {
	p.card.Show(p.Words.Card(p.open.card, p.open.say, p.Manager))
	p.drawStory()
}

// readTrade reads what the client buys behind the card, which does not wait for
// it.
func (p *Panel) readTrade(client crm.Ref) {
	if client != p.open.client {
		return
	}
	p.ask(func(ctx context.Context) func() {
		trade, err := p.Desk.Trade(ctx, client)
		return func() {
			if client != p.open.client {
				return
			}
			if err != nil {
				p.Log.Warn("what is bought", "error", err)
				return
			}
			p.open.trade = trade
			if p.open.filter == view.Goods {
				p.drawStory()
			}
		}
	})
}

// readStory reads the older lines of the story behind the card.
func (p *Panel) readStory(client crm.Ref, card crm.Card) {
	if client != p.open.client {
		return
	}
	turn := p.open.turn
	p.ask(func(ctx context.Context) func() {
		longer, err := p.Desk.Story(ctx, card)
		m := p.marked(ctx, longer)
		return func() {
			switch {
			case client != p.open.client || turn != p.open.turn: // it was read anew meanwhile
			case err != nil:
				p.Log.Warn("the story of a client", "error", err)
			default:
				p.open.whole = true
				if p.storyGrew(longer) {
					p.heard.lengths, p.open.signs = m.lengths, m.signs
					p.drawStory()
				}
			}
		}
	})
}

// storyGrew takes the older lines over; it tells whether there are any.
func (p *Panel) storyGrew(longer crm.Card) bool {
	c := &p.open.card
	grew := len(longer.History) > len(c.History) || len(longer.Records) > len(c.Records) || len(longer.Documents) > len(c.Documents)
	c.History, c.Records, c.Documents = longer.History, longer.Records, longer.Documents
	return grew
}

// drawStory draws what stands under the card.
func (p *Panel) drawStory() {
	p.card.Charts(p.Words.Charts(p.open.card, p.open.trade))
	p.card.Story(p.story(p.open.card, p.open.filter), p.open.filter)
}

// copySay lets the line to say be used elsewhere.
func (p *Panel) copySay(text string) {
	p.app.Clipboard().SetContent(text)
	p.shell.Notice(p.Words.T("source.copied"), false, false)
}

// openLine opens a line of the story: a talk is played, a letter opened, a document
// unfolds its lines under it or folds them again.
func (p *Panel) openLine(row view.Row) {
	if p.openPost(row) {
		return
	}
	if row.Document.IsZero() {
		p.openRecording(row)
		return
	}
	document, client := row.Document, p.open.client
	if _, open := p.open.unfolded[document]; open {
		delete(p.open.unfolded, document)
		p.redrawAt(document)
		return
	}
	p.ask(func(ctx context.Context) func() {
		lines, err := p.Desk.Lines(ctx, document)
		var chain []crm.Document
		if err == nil {
			chain, err = p.Desk.Chain(ctx, document)
		}
		return func() {
			switch {
			case err != nil:
				p.fault(err)
			case client == p.open.client:
				if p.open.unfolded == nil {
					p.open.unfolded = map[crm.Ref]unfolded{}
				}
				p.open.unfolded[document] = unfolded{lines, chain}
				p.redrawAt(document)
			}
		}
	})
}

// redrawAt draws the story anew and keeps the choice on a document.
func (p *Panel) redrawAt(document crm.Ref) {
	p.drawStory()
	for i, row := range p.card.Rows() {
		if row.Document == document {
			p.card.Choose(i)
			return
		}
	}
}

// filter narrows the timeline of what was read already.
func (p *Panel) filter(f view.Filter) {
	p.open.filter = f
	if !p.open.client.IsZero() {
		p.drawStory()
	}
}
