package ui

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
)

const (
	wrapTime   = 30 * time.Second // to note what came of a talk
	advanceIn  = 5 * time.Second  // the next call begins, once that is saved
	typingRest = 3 * time.Second  // without a key somebody types no more
	renewEvery = 3 * time.Minute  // an entry is kept while its card is open
)

// wrapUp is the time after a call. It stands still while somebody types.
type wrapUp struct {
	on      bool
	left    time.Duration
	seen    time.Time
	typed   time.Time
	auto    bool // the next call begins by itself when it is over
	stopped bool // somebody does not want that
}

func (w *wrapUp) begin(now time.Time) {
	*w = wrapUp{on: true, left: wrapTime, seen: now, stopped: w.stopped}
}

// hurry lets what is saved lead on, where the purpose of the list allows it.
func (w *wrapUp) hurry(advances bool) {
	w.auto = w.on && advances && !w.stopped
	if w.auto {
		w.left = advanceIn
	}
}

// tick lets the time pass and tells that it is over.
func (w *wrapUp) tick(now time.Time) bool {
	if !w.on || w.left <= 0 {
		return false
	}
	passed := now.Sub(w.seen)
	w.seen = now
	if now.Sub(w.typed) < typingRest {
		return false
	}
	w.left -= passed
	return w.left <= 0
}

// listTyped notes that somebody types: the time waits.
func (p *Panel) listTyped() { p.calling.wrap.typed = p.now() }

// tickList lets the wrap-up pass, goes on where that is allowed, and keeps the entry
// that is open.
func (p *Panel) tickList(now time.Time) {
	c := &p.calling
	if c.list.IsZero() {
		return
	}
	over := c.wrap.tick(now)
	if over && c.saved && c.wrap.auto && !c.wrap.stopped && p.onList() && !p.paused(now) && p.listCall() == nil {
		p.advance()
		return
	}
	if over {
		c.wrap.auto = false // whoever looks elsewhere goes on by hand
	}
	if c.wrap.on {
		p.drawGuide()
	}
	if c.offered() && c.entry.State.Waits() && now.Sub(c.renewedAt) > renewEvery {
		c.renewedAt = now
		entry := c.entry.ID
		p.act(func(ctx context.Context) error { return p.Lists.RenewEntry(ctx, entry) })
	}
}

// advance draws the next client and calls at once. The desk refuses it for all but
// lists of service.
func (p *Panel) advance() {
	c := &p.calling
	list := c.list
	c.wrap = wrapUp{}
	p.ask(func(ctx context.Context) func() {
		e, call, err := p.Lists.AdvanceEntry(ctx, list)
		return func() { p.drawn(list, e, call, err) }
	})
}

// listCallBegan knows the call of the entry by its client: the event may come before
// the desk has told its id.
func (p *Panel) listCallBegan(call crm.Call) {
	c := &p.calling
	if c.dialling && c.call.IsZero() && call.Direction == crm.Outgoing && call.Number.E164 == c.entry.Number().E164 {
		c.call = call.ID
	}
	if c.isCall(call.ID) {
		p.drawGuide()
	}
}

// listCallAnswered begins the talk.
func (p *Panel) listCallAnswered(call crm.ID) {
	if p.calling.isCall(call) {
		p.calling.talked, p.calling.entry.State = true, crm.EntryTalking
		p.drawGuide()
	}
}

// listCallEnded begins the wrap-up of a talk; a call nobody took is put off by itself.
func (p *Panel) listCallEnded(call crm.Call) {
	c := &p.calling
	if !c.isCall(call.ID) {
		return
	}
	c.dialling = false
	if c.talked {
		c.entry.State = crm.EntryWrapUp
		c.wrap.begin(p.now())
		c.wrap.hurry(c.saved && c.standing.List.Purpose.Advances())
	}
	if p.strip.Note.Text == "" {
		p.main.Canvas().Unfocus()
	}
	if c.onward {
		c.onward = false
		p.nextEntry()
	}
	p.drawGuide()
	p.loadLists()
}

// entryChanged takes that an entry has moved on, here or elsewhere.
func (p *Panel) entryChanged(e crm.Entry) {
	if e.List == p.calling.list && p.onList() {
		p.loadLists()
	}
}

// listChanged takes that a list stands still or goes on.
func (p *Panel) listChanged(e feed.ListChanged) {
	if p.Lists != nil && p.lists.section == shell.Lists && (p.calling.list.IsZero() || e.List == p.calling.list) {
		p.loadLists()
	}
}
