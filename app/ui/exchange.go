package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/ui/internal/exchange"
	"pult/app/view"
)

// Exchange is what the window of the exchange with 1C works with. Methods with a
// context are asked in the background; the others return at once.
type Exchange interface {
	State(ctx context.Context) (crm.Exchange, error)
	// Read asks for a round at once, Stop ends it and keeps what was read.
	Read()
	Stop()
	// Check compares the copy with 1C, which takes long; told hears of each kind.
	Check(ctx context.Context, told func(crm.Drift)) error
}

// exchangeRoom is the window of the exchange, while it is open.
type exchangeRoom struct {
	window fyne.Window // nil when it is closed
	view   *exchange.View
	state  crm.Exchange
	going  []desk.Outgoing
	drifts map[string]crm.Drift
	cut    context.CancelFunc // ends the check under way; nil without one
	said   string             // what a work came to, until the next one
	tone   view.Tone
	busy   bool
	again  bool
}

// openExchange opens the window on a page, or brings it to the front; false says
// that there is no base.
func (p *Panel) openExchange(page exchange.Page) bool {
	if p.Exchange == nil {
		return false
	}
	r := &p.exchange
	if r.window != nil {
		r.view.Turn(page)
		r.window.RequestFocus()
		return true
	}
	*r = exchangeRoom{window: p.app.NewWindow(p.Words.T("exchange.title")), drifts: map[string]crm.Drift{}}
	r.view = exchange.New(p.Words, exchange.Actions{Page: r.turn, Do: p.exchangeWork})
	r.window.SetPadded(false)
	r.window.SetContent(r.view.Object())
	r.window.Resize(fyne.NewSize(exchange.Width, exchange.Height))
	r.window.SetOnClosed(p.leaveExchange)
	r.window.Canvas().SetOnTypedKey(p.exchangeKey)
	r.view.Turn(page)
	p.drawExchange()
	r.window.Show()
	p.loadExchange()
	return true
}

func (r *exchangeRoom) turn(page exchange.Page) { r.view.Turn(page) }

// leaveExchange is the end of the window. A round goes on without it.
func (p *Panel) leaveExchange() {
	if p.exchange.cut != nil {
		p.exchange.cut()
	}
	p.exchange = exchangeRoom{}
}

func (p *Panel) exchangeKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		p.exchange.window.Close()
	case fyne.KeyUp:
		p.exchange.view.Move(-1)
	case fyne.KeyDown:
		p.exchange.view.Move(1)
	case fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4:
		p.exchange.view.Turn(exchange.Page(e.Name[0] - '1'))
	case fyne.KeyF5:
		p.exchangeWork(exchange.Read)
	case fyne.KeyF6:
		p.exchangeWork(exchange.Check)
	case fyne.KeyF7:
		p.exchangeWork(exchange.Retry)
	case fyne.KeyF8:
		p.exchangeWork(exchange.Copy)
	}
}

// loadExchange reads how it stands. Reading is single.
func (p *Panel) loadExchange() {
	r := &p.exchange
	if r.window == nil {
		return
	}
	if r.busy {
		r.again = true
		return
	}
	r.busy, r.again = true, false
	window := r.window
	p.ask(func(ctx context.Context) func() {
		state, err := p.Exchange.State(ctx)
		going, outErr := p.Desk.Outgoing(ctx)
		return func() {
			if p.exchange.window != window {
				return
			}
			r.busy = false
			if err := errors.Join(err, outErr); err != nil {
				p.Log.Warn("exchange", "error", err)
				r.said, r.tone = p.Words.Error(view.Desk, err), view.Danger
			}
			r.state, r.going = state, going
			p.drawExchange()
			if r.again {
				p.loadExchange()
			}
		}
	})
}

// exchangeNews takes what the feed tells of the exchange.
func (p *Panel) exchangeNews(sync *feed.SyncChanged, outbox bool) {
	r := &p.exchange
	if r.window == nil {
		return
	}
	if sync != nil && sync.Running {
		r.said = ""
		p.drawExchange()
	}
	if sync != nil && sync.Stopped {
		r.said, r.tone = p.Words.T("exchange.said_stopped"), view.Normal
	}
	if sync != nil && !sync.Running || outbox {
		p.loadExchange()
	}
}

func (p *Panel) drawExchange() {
	r := &p.exchange
	if r.window == nil {
		return
	}
	w := p.Words
	r.view.Show(exchange.Data, w.KindRows(r.state, r.drifts, p.reading), 0, w.T("exchange.rounds_none"), w.T("exchange.rounds_none_hint"))
	r.view.Show(exchange.Aside, w.AsideRows(r.state), len(r.state.SetAside), w.T("exchange.aside_none"), w.T("exchange.aside_none_hint"))
	out := make([]view.Row, len(r.going))
	for i, o := range r.going {
		out[i] = w.OutboxRow(o.Parcel, o.ClientName)
	}
	r.view.Show(exchange.Outbox, out, len(out), w.T("exchange.outbox_none"), w.T("exchange.outbox_none_hint"))
	r.view.Show(exchange.Rounds, w.RoundRows(r.state), 0, w.T("exchange.rounds_none"), w.T("exchange.rounds_none_hint"))
	r.view.Running(p.reading.On, r.cut != nil)
	r.view.Enable(exchange.Retry, len(out) > 0)
	r.view.Enable(exchange.Copy, len(r.state.SetAside) > 0)
	said, tone := p.exchangeSays()
	r.view.Say(said, tone, p.exchangePart())
}

// exchangeSays is how it stands, in a sentence.
func (p *Panel) exchangeSays() (string, view.Tone) {
	r, w := &p.exchange, p.Words
	switch {
	case r.cut != nil && p.reading.On:
		return w.T("exchange.said_wait"), view.Quiet
	case r.cut != nil:
		return w.T("exchange.said_checking", len(r.drifts)), view.Quiet
	case p.reading.On:
		return w.Reading(p.reading), view.Quiet
	case r.said != "":
		return r.said, r.tone
	case p.status.SyncErr != nil:
		return w.Error(view.OneC, p.status.SyncErr), view.Danger
	case p.status.AsOf.IsZero():
		return w.T("status.onec_wait"), view.Warning
	case w.Unread(r.state) != "":
		return w.Unread(r.state), view.Warning
	default:
		return w.T("status.onec_ok", w.Moment(p.status.AsOf)), view.Normal
	}
}

// exchangePart is how much of the work that runs is done.
func (p *Panel) exchangePart() float32 {
	r := &p.exchange
	switch {
	case r.cut != nil && !p.reading.On && len(r.state.Kinds) > 0:
		return float32(len(r.drifts)) / float32(len(r.state.Kinds))
	default:
		return p.reading.Part()
	}
}

// exchangeWork begins a work, or ends the one that runs.
func (p *Panel) exchangeWork(work exchange.Work) {
	r := &p.exchange
	switch {
	case r.window == nil:
	case work == exchange.Read && p.reading.On:
		p.Exchange.Stop()
	case work == exchange.Read:
		p.Exchange.Read()
		r.said, r.tone = p.Words.T("exchange.said_begin"), view.Quiet
	case work == exchange.Check && r.cut != nil:
		r.cut()
	case work == exchange.Check:
		p.checkBooks()
	case work == exchange.Retry:
		p.retryOutbox()
	case len(r.state.SetAside) > 0:
		p.app.Clipboard().SetContent(p.Words.AsideText(r.state))
		r.said, r.tone = p.Words.T("exchange.copied", len(r.state.SetAside)), view.Normal
	}
	p.drawExchange()
}

// checkBooks compares the copy with 1C until it is done or stopped.
func (p *Panel) checkBooks() {
	r := &p.exchange
	window := r.window
	ctx, cut := context.WithCancel(context.Background())
	r.cut, r.drifts, r.said = cut, map[string]crm.Drift{}, ""
	r.view.Turn(exchange.Data)
	here := func(do func()) {
		p.bridge.post(func() {
			if p.exchange.window == window {
				do()
				p.drawExchange()
			}
		})
	}
	p.work.start(func(life context.Context) {
		stop := context.AfterFunc(life, cut)
		defer stop()
		defer cut()
		err := p.Exchange.Check(ctx, func(d crm.Drift) { here(func() { r.drifts[d.Kind] = d }) })
		stopped := ctx.Err() != nil
		here(func() {
			r.cut = nil
			r.said, r.tone = p.checkedSays(err, stopped)
		})
	})
}

func (p *Panel) checkedSays(err error, stopped bool) (string, view.Tone) {
	switch {
	case stopped:
		return p.Words.T("exchange.check_stopped"), view.Normal
	case err != nil:
		return p.Words.Error(view.OneC, err), view.Danger
	}
	for _, d := range p.exchange.drifts {
		if !d.None() {
			return p.Words.T("exchange.said_differs"), view.Warning
		}
	}
	return p.Words.T("exchange.said_same"), view.Normal
}

// retryOutbox sends again what is stuck or was put off.
func (p *Panel) retryOutbox() {
	p.ask(func(ctx context.Context) func() {
		n, err := p.Desk.RetryOutbox(ctx)
		return func() {
			if err != nil {
				p.fault(err)
			}
			r := &p.exchange
			r.said, r.tone = p.Words.T("exchange.retried", n), view.Normal
			if n == 0 {
				r.said = p.Words.T("exchange.nothing_retry")
			}
			p.loadExchange()
		}
	})
}
