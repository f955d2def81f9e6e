package ui

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/popup"
)

// unknown tells that nobody knows who calls, and that it can be said of the number.
func unknown(one *call) bool {
	return one != nil && one.Open() && one.Client.IsZero() && len(one.matches) == 0 && one.Number.Kind() == phone.Public
}

// stranger is the caller nobody knows whom the keys of the main window mean: who
// rings, unless another one is being looked at.
func (p *Panel) stranger() *call {
	one := p.calls.current()
	if one != p.calls.ringing() || !unknown(one) || p.isStranger() && p.open.number != one.Number.String() {
		return nil
	}
	return one
}

// meansStranger tells that a caller nobody knows rings or is open.
func (p *Panel) meansStranger() bool { return p.stranger() != nil || p.isStranger() }

// sort says who the caller of a pop-up is. A client is made, and a number attached,
// in the main window, where it can be seen to whom.
func (w *ringWindow) sort(p *Panel, as popup.Sort) {
	if !unknown(w.call) {
		return
	}
	switch as {
	case popup.Lead:
		p.toFront()
		p.leadOf(w.call)
	case popup.Attach:
		p.toFront()
		p.linkOf(w.call)
	case popup.Spam:
		p.markCall(w.call, crm.CallerSpam)
	case popup.Private:
		p.markCall(w.call, crm.CallerPrivate)
	}
}

// toFront brings the main window, which may be in the tray.
func (p *Panel) toFront() {
	p.main.Show()
	p.main.RequestFocus()
}

// mark says what a caller nobody knows is; said twice it is taken back.
func (p *Panel) mark(mark crm.CallerMark) {
	switch one := p.stranger(); {
	case one != nil:
		p.markCall(one, mark)
	case p.isStranger():
		p.markNumber(p.open.number, mark, func(crm.CallerMark) {})
	}
}

// markCall says it of who rings, and the pop-up says that it was said.
func (p *Panel) markCall(one *call, mark crm.CallerMark) {
	p.markNumber(one.Number.String(), mark, func(now crm.CallerMark) {
		one.mark = now
		p.rings.draw()
	})
}

func (p *Panel) markNumber(number string, mark crm.CallerMark, done func(crm.CallerMark)) {
	if p.markOf(number) == mark {
		mark = crm.CallerUnsorted
	}
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.MarkCaller(ctx, p.Desk.Lookup(ctx, number).Number, mark)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			key := string(mark)
			if key == "" {
				key = "none"
			}
			p.shell.Notice(p.Words.T("mark."+key), false, false)
			done(mark)
		}
	})
}

// markOf is what was said of a number so far.
func (p *Panel) markOf(number string) crm.CallerMark {
	for _, one := range p.calls.live {
		if one.mark != "" && one.Number.String() == number {
			return one.mark
		}
	}
	for _, c := range p.lists.tray {
		if c.Number.String() == number {
			return c.Mark
		}
	}
	return crm.CallerUnsorted
}
