package ui

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// Lists works call lists.
type Lists interface {
	// ListStandings are all lists, the newest first, with the pace since a moment.
	ListStandings(ctx context.Context, since time.Time) ([]crm.ListStanding, error)
	ListStanding(ctx context.Context, list crm.ID, since time.Time) (crm.ListStanding, error)
	// Entries reads so many entries behind the first ones: those under way, those that
	// wait, those that are done, those nobody calls.
	Entries(ctx context.Context, list crm.ID, from, limit int) ([]crm.Entry, error)
	// Away is the break of this manager that lasts now; zero when there is none.
	Away(ctx context.Context, list crm.ID) (crm.Pause, error)
	Entry(ctx context.Context, entry crm.ID) (crm.Entry, error)
	// NextEntry gives the next client; crm.ErrNotFound when nobody is to be called now.
	NextEntry(ctx context.Context, list crm.ID) (crm.Entry, error)
	// AdvanceEntry gives it and dials; only where the purpose lets it.
	AdvanceEntry(ctx context.Context, list crm.ID) (crm.Entry, crm.ID, error)
	DialEntry(ctx context.Context, entry crm.ID) (crm.ID, error)
	SetEntryResult(ctx context.Context, entry crm.ID, said crm.Said) error
	SkipEntry(ctx context.Context, entry crm.ID, reason string) error
	NextNumber(ctx context.Context, entry crm.ID) error
	RenewEntry(ctx context.Context, entry crm.ID) error
	ReleaseEntry(ctx context.Context, entry crm.ID) error
	WhyNot(ctx context.Context, list crm.ID) ([]crm.Left, error)
	// ListReport is what has come of a list; hours of the day are those of the zone.
	ListReport(ctx context.Context, list crm.ID) (crm.ListReport, *time.Location, error)
	// GiveReport writes it into a file, a book of Excel or CSV by its name.
	GiveReport(ctx context.Context, list crm.ID, path string) (rows int, err error)
	PauseList(ctx context.Context, list crm.ID, cause crm.PauseCause, until time.Time, text string) error
	ResumeList(ctx context.Context, list crm.ID) error
}

// entriesAtOnce is how many entries of a list are read at first, and each time its end
// comes in sight.
const entriesAtOnce = 500

// calling is the list that is worked.
type calling struct {
	lists    []crm.ListStanding
	read     bool   // they were read at least once
	list     crm.ID // the one that is open
	standing crm.ListStanding
	entries  []crm.Entry
	most     int          // of them that are read
	reported crm.CallList // whose report was opened last
	sheet    listSheet    // that lies over the card, when one does
	busy     bool
	again    bool

	entry     crm.Entry // whose turn it is
	call      crm.ID    // of the entry
	dialling  bool      // it is being asked for
	talked    bool      // it was answered
	crashed   bool      // its call was left without a result
	ask       listAsk
	said      crm.Said
	saved     bool // what came of the call is on disk
	onward    bool // the next client is wanted as soon as the call is over
	answers   []crm.Answer
	question  int    // of the script; -1 for its text
	told      string // what went wrong, in a sentence
	noting    bool   // the note has the keyboard: digits are letters there
	away      crm.PauseCause
	wrap      wrapUp
	renewedAt time.Time
}

// sinceMidnight is when the day began: the pace is that of today.
func (p *Panel) sinceMidnight() time.Time {
	now := p.now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// turn is the entry that is to be called now while its card is open: F2 means it as
// Enter does, so that nobody is called past the gate by habit.
func (p *Panel) turn() (crm.Entry, bool) {
	c := &p.calling
	e := c.entry
	return e, !c.saved && c.call.IsZero() && e.State.Waits() && p.onEntry()
}

// onEntry tells that the card is that of the entry, a client's or a stranger's.
func (p *Panel) onEntry() bool {
	e := p.calling.entry
	if !p.onList() || !p.calling.offered() || e.Client != p.open.client {
		return false
	}
	return !e.Client.IsZero() || p.open.number == e.Number().String()
}

// owed is the debt the client is called for; nothing, when it is for something else.
func (c *calling) owed() crm.Money {
	switch c.entry.Why.Segment {
	case crm.SegmentDebtors, crm.SegmentBroken, crm.SegmentUnpaid:
		return c.entry.Why.Amount
	default:
		return 0
	}
}

// onList tells that a list is open and in sight.
func (p *Panel) onList() bool {
	return p.Lists != nil && p.lists.section == shell.Lists && !p.calling.list.IsZero() && !p.search.on
}

// offered tells that somebody's turn it is.
func (c *calling) offered() bool { return !c.entry.ID.IsZero() }

// underWay tells that the call of the entry was begun and has no result yet.
func (c *calling) underWay() bool {
	return c.offered() && !c.saved && (c.dialling || c.entry.State.UnderWay())
}

// isCall tells the call of the entry.
func (c *calling) isCall(id crm.ID) bool { return !id.IsZero() && c.call == id }

// listCall is the call of the entry, while it is on.
func (p *Panel) listCall() *call {
	if p.calling.call.IsZero() {
		return nil
	}
	return p.calls.find(p.calling.call)
}

// loadLists reads the lists, or the one that is open, anew.
func (p *Panel) loadLists() {
	c := &p.calling
	if p.Lists == nil || c.busy {
		c.again = c.again || c.busy
		return
	}
	c.busy, c.again = true, false
	list, entry, since, most := c.list, c.entry.ID, p.sinceMidnight(), c.most
	p.ask(func(ctx context.Context) func() {
		if list.IsZero() {
			lists, err := p.Lists.ListStandings(ctx, since)
			return func() { p.listsRead(lists, err) }
		}
		standing, err := p.Lists.ListStanding(ctx, list, since)
		entries, entriesErr := p.Lists.Entries(ctx, list, 0, most)
		away, awayErr := p.Lists.Away(ctx, list)
		err = errors.Join(err, entriesErr, awayErr)
		var now crm.Entry
		if !entry.IsZero() && err == nil {
			now, err = p.Lists.Entry(ctx, entry)
		}
		read := listReading{list, standing, entries, now, away}
		return func() { p.listRead(read, err) }
	})
}

// listsCame ends a reading; it tells whether another one is due.
func (p *Panel) listsCame(err error) bool {
	c := &p.calling
	c.busy = false
	if err != nil {
		p.fault(err)
	}
	if c.again {
		p.loadLists()
		return true
	}
	return err != nil
}

func (p *Panel) listsRead(lists []crm.ListStanding, err error) {
	c := &p.calling
	if p.listsCame(err) || !c.list.IsZero() {
		return
	}
	c.lists, c.read = lists, true
	p.drawList()
}

// listReading is what was read of the list that is open.
type listReading struct {
	list     crm.ID
	standing crm.ListStanding
	entries  []crm.Entry
	entry    crm.Entry // whose turn it is
	away     crm.Pause
}

func (p *Panel) listRead(read listReading, err error) {
	c := &p.calling
	if p.listsCame(err) || read.list != c.list {
		return
	}
	entries, now := read.entries, read.entry
	c.standing, c.entries, c.away = read.standing, entries, ""
	if read.away.On(p.now()) {
		c.away = read.away.Cause
	}
	switch {
	case now.ID == c.entry.ID && c.offered():
		c.entry = now
		if mine := now.Lease.Manager == p.Manager && now.Lease.Holds(p.now()); mine && now.State.Waits() && !c.dialling && p.listCall() == nil {
			c.call = crm.ID{} // it was broken off, or has another number: still this client's turn
		}
	case !c.offered():
		p.takeUp(entries)
	}
	p.drawList()
	p.drawStrip() // F2 calls the number of the entry
	p.drawGuide()
}

// takeUp finds the entry whose call was left without a result, by a crash or by
// another window: it is asked about before anybody else is called.
func (p *Panel) takeUp(entries []crm.Entry) {
	for _, e := range entries {
		if e.State.UnderWay() && e.Lease.Manager == p.Manager {
			p.offer(e)
			p.calling.call, p.calling.talked = e.Call, true
			p.calling.crashed = p.listCall() == nil
			return
		}
	}
}

// openList opens a list at its work.
func (p *Panel) openList(id crm.ID) {
	p.keepWords()
	p.calling = calling{lists: p.calling.lists, read: p.calling.read, list: id, most: entriesAtOnce, question: -1, busy: p.calling.busy}
	for _, s := range p.calling.lists {
		if s.List.ID == id {
			p.calling.standing = s
		}
	}
	p.main.Canvas().Unfocus()
	p.shell.List.Top()
	p.drawList()
	p.drawGuide()
	p.loadLists()
}

// moreEntries reads on when the end of what was read is in sight.
func (p *Panel) moreEntries() {
	c := &p.calling
	if p.onList() && !c.busy && len(c.entries) == c.most && c.most < c.standing.Progress.Total {
		c.most += entriesAtOnce
		p.loadLists()
	}
}

// closeList goes back to the lists; an entry that was not called is given back.
func (p *Panel) closeList() {
	c := &p.calling
	p.keepWords()
	if c.offered() && c.entry.State.Waits() {
		entry := c.entry.ID
		p.act(func(ctx context.Context) error { return p.Lists.ReleaseEntry(ctx, entry) })
	}
	p.calling = calling{lists: c.lists, read: c.read, busy: c.busy}
	p.shell.Fold()
	p.shell.List.Top()
	p.drawGuide()
	p.drawList()
	p.loadLists()
}

// drawLists shows the lists, or the entries of the one that is open.
func (p *Panel) drawLists() {
	c := &p.calling
	switch {
	case !c.list.IsZero():
		p.shell.List.Set(p.Words.EntryRows(c.standing, c.entries, c.entry.ID), p.Words.T("calling.wait"), "")
	case !c.read:
		p.shell.List.Set(nil, p.Words.T("calling.wait"), "")
	default:
		p.shell.List.Set(p.Words.ListRows(c.lists), p.Words.T("calling.none"), p.Words.T("calling.none_hint"))
	}
}

// offer puts an entry before the manager, and its client's card.
func (p *Panel) offer(e crm.Entry) {
	c := &p.calling
	p.keepWords()
	c.entry, c.call, c.dialling, c.talked, c.crashed, c.saved, c.onward = e, crm.ID{}, false, false, false, false, false
	c.ask, c.said, c.answers, c.question, c.told = askResult, crm.Said{}, nil, -1, ""
	c.wrap, c.renewedAt = wrapUp{}, p.now()
	p.shell.Fold()
	p.leaveCall()
	if e.Client.IsZero() {
		p.openNumber(e.Number().String(), view.EntryName(e))
	} else {
		p.openClient(e.Client, view.EntryName(e))
	}
	p.main.Canvas().Unfocus()
}

// nextEntry draws the next client. Nobody is drawn while it is not said what came of
// the last one. Once that is on disk, whoever asks for the next client is through with
// this one: a talk that is on ends first.
func (p *Panel) nextEntry() {
	c := &p.calling
	switch one := p.listCall(); {
	case p.paused(p.now()):
		p.resumeList()
		return
	case one != nil && c.saved:
		c.onward = true
		p.hangupCall(one.ID)
		return
	case c.busyTold(p):
		return
	}
	list := c.list
	p.ask(func(ctx context.Context) func() {
		e, err := p.Lists.NextEntry(ctx, list)
		return func() { p.drawn(list, e, crm.ID{}, err) }
	})
}

// busyTold says what is to be ended first.
func (c *calling) busyTold(p *Panel) bool {
	switch {
	case p.listCall() != nil:
		c.told = p.Words.T("calling.busy")
	case c.underWay():
		c.told = p.Words.T("calling.unsaid")
	default:
		return false
	}
	p.drawGuide()
	return true
}

// drawn takes the answer to who is next.
func (p *Panel) drawn(list crm.ID, e crm.Entry, call crm.ID, err error) {
	c := &p.calling
	if list != c.list {
		return
	}
	var held *crm.Withheld
	switch {
	case errors.As(err, &held):
		c.told = p.Words.Held(held.Verdict)
	case errors.Is(err, crm.ErrNotFound):
		if c.offered() && (c.saved || !c.underWay()) {
			c.entry = crm.Entry{}
		}
		c.told = p.Words.T("calling.nobody") + ". " + p.Words.T("calling.nobody_hint")
	case err != nil:
		p.fault(err)
		return
	default:
		// An advance has dialled already: its call may be on the screen by now.
		on := !call.IsZero()
		p.offer(e)
		if on || e.State.UnderWay() {
			c.call, c.crashed = e.Call, !on
			if on {
				c.call = call
			}
			if one := p.listCall(); one != nil {
				p.showCall(one)
			}
		}
	}
	p.drawList()
	p.drawGuide()
	p.loadLists()
}

// dialEntry calls the client whose turn it is.
func (p *Panel) dialEntry() {
	c := &p.calling
	if !c.offered() || c.saved || c.dialling || !c.entry.State.Waits() {
		return
	}
	c.dialling, c.told = true, ""
	entry := c.entry.ID
	p.drawGuide()
	p.ask(func(ctx context.Context) func() {
		call, err := p.Lists.DialEntry(ctx, entry)
		return func() {
			if c.entry.ID != entry {
				return
			}
			var held *crm.Withheld
			switch {
			case errors.As(err, &held):
				c.dialling, c.told = false, p.Words.Held(held.Verdict)
			case err != nil:
				c.dialling = false
				c.told = p.Words.Error(view.Desk, err)
			default:
				c.call = call
			}
			p.drawGuide()
			p.loadLists()
		}
	})
}

// nextNumber turns the entry to another telephone of its client.
func (p *Panel) nextNumber() {
	c := &p.calling
	if !c.offered() || !c.entry.State.Waits() || c.dialling {
		return
	}
	if len(c.entry.Numbers) < 2 {
		c.told = p.Words.T("calling.number_one")
		p.drawGuide()
		return
	}
	entry := c.entry.ID
	p.ask(func(ctx context.Context) func() {
		err := p.Lists.NextNumber(ctx, entry)
		return func() {
			if err != nil {
				p.fault(err)
			}
			p.loadLists()
		}
	})
}

// listSheet is what lies over the card.
type listSheet int

const (
	sheetWhy listSheet = iota
	sheetReport
	sheetFigure
)

// folds gives the card back when that very sheet lies over it: its key takes it away.
func (p *Panel) folds(s listSheet) bool {
	return p.shell.Spreading() && p.calling.sheet == s && p.shell.Fold()
}

// whyNot lays over the card who is not called and why, or takes it away.
func (p *Panel) whyNot() {
	if p.folds(sheetWhy) {
		return
	}
	list, title, wait := p.calling.list, p.Words.T("calling.why_title"), p.Words.T("calling.why_wait")
	p.calling.sheet = sheetWhy
	p.shell.Spread(title, "", nil, wait, "") // ten thousand entries take seconds
	p.ask(func(ctx context.Context) func() {
		left, err := p.Lists.WhyNot(ctx, list)
		return func() {
			if p.calling.sheet != sheetWhy || !p.shell.Spreading() || list != p.calling.list {
				return // folded, or something else lies there by now
			}
			if err != nil {
				p.shell.Fold()
				p.fault(err)
				return
			}
			free := 0
			for _, l := range left {
				if l.Verdict.Free() {
					free++
				}
			}
			p.shell.Spread(title, p.Words.T("calling.why_count", len(left), free), p.Words.LeftRows(left),
				p.Words.T("calling.why_none"), "")
		}
	})
}

// openLeft opens the card of a row that lies over it.
func (p *Panel) openLeft(_ int, row view.Row) {
	if row.Figure != "" {
		p.openFigure(row)
		return
	}
	if row.Head || row.Client.IsZero() && row.Number == "" {
		return
	}
	p.shell.Fold()
	if row.Client.IsZero() {
		p.openNumber(row.Number, row.Title)
		return
	}
	p.openClient(row.Client, row.Title)
}
