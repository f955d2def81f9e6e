package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// chosenTask is the row of the day's list that waits and is chosen.
func (p *Panel) chosenTask() (view.Row, bool) {
	row, ok := p.shell.List.Chosen()
	ok = ok && p.lists.section == shell.Day && !p.search.on && !row.Task.IsZero()
	return row, ok
}

// finish takes what is chosen off the day's list: a task is done, a missed call
// need not be called back.
func (p *Panel) finish() bool {
	row, ok := p.shell.List.Chosen()
	focused := p.main.Canvas().Focused()
	search := fyne.Focusable(p.shell.Top.Search)
	if !ok || p.lists.section != shell.Day && p.lists.section != shell.Letters || p.search.on || focused != nil && focused != search {
		return false
	}
	switch {
	case !row.Task.IsZero():
		p.act(func(ctx context.Context) error { return p.Desk.FinishTask(ctx, row.Task) })
	case !row.Missed.IsZero():
		p.act(func(ctx context.Context) error { return p.Desk.SetResult(ctx, row.Missed, crm.ResultSettled, "") })
	case p.Mail != nil && row.Settles:
		p.act(func(ctx context.Context) error { return p.Mail.Settle(ctx, row.Letter) })
		p.lists.load(p)
	case p.Mail != nil && len(row.Whose) > 0:
		p.letterNobodys(row.Letter, nil)
	default:
		return false
	}
	return true
}

// remind looks at the clock, not at a timer: what came due while the computer
// slept, or Pult was closed, is told of as soon as either is awake.
func (p *Panel) remind(now time.Time) {
	var fresh []crm.Task
	for _, t := range p.lists.waiting.Tasks {
		told, known := p.reminded[t.ID]
		if t.Day || !t.Ripe(now) || known && told.Equal(t.Due) {
			continue
		}
		p.reminded[t.ID] = t.Due
		fresh = append(fresh, t)
	}
	if len(fresh) == 0 {
		return
	}
	p.lists.word(p)
	p.drawList()
	last := fresh[len(fresh)-1]
	text := p.Words.Reminder(last, p.lists.waiting.Names[last.Client])
	if len(fresh) > 1 {
		text = p.Words.T("remind.several", p.Words.Count("task", len(fresh)))
	}
	p.shell.Notice(text, false, false)
	p.app.SendNotification(fyne.NewNotification(p.Words.T("app.name"), text))
}
