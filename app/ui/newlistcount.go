package ui

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// counting is the preview of a list that is being put together: what stands beside it.
// One question runs at a time; what is changed meanwhile breaks it off.
type counting struct {
	timer *time.Timer
	cut   context.CancelFunc // ends the question under way
	turn  int                // of the last question
	first [][]crm.Chosen     // of each row of counts
}

func (c *counting) stop() {
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.cut != nil {
		c.cut()
	}
	c.turn++
}

// makingChanged counts anew after a pause.
func (p *Panel) makingChanged() {
	r := &p.making
	if r.window == nil {
		return
	}
	r.count.stop()
	r.view.Counting(p.Words.T("newlist.counting"))
	window, turn := r.window, r.count.turn
	r.count.timer = time.AfterFunc(makingPause, func() {
		p.bridge.post(func() {
			if p.making.window == window && p.making.count.turn == turn {
				p.countNow()
			}
		})
	})
}

// countNow asks who would come in, off the screen.
func (p *Panel) countNow() {
	r := &p.making
	r.count.stop()
	draft, wrong := r.view.Draft()
	if draft.Name == "" {
		draft.Name = p.Words.ListName(draft.Choice.Segment) // the name counts nobody
	}
	switch err := draft.Check(); {
	case wrong != "":
		r.view.Wrong(p.Words.T(wrong))
		return
	case err != nil:
		r.view.Wrong(p.Words.NotMade(err))
		return
	}
	r.view.Counting(p.Words.T("newlist.counting"))
	ctx, cut := context.WithCancel(context.Background())
	r.count.cut = cut
	turn, window := r.count.turn, r.window
	p.work.start(func(life context.Context) {
		stop := context.AfterFunc(life, cut)
		defer stop()
		defer cut()
		preview, err := p.Making.PreviewList(ctx, draft)
		p.bridge.post(func() {
			if p.making.window == window && p.making.count.turn == turn {
				p.counted(preview, err)
			}
		})
	})
}

// counted shows who would come in and who not.
func (p *Panel) counted(preview crm.Preview, err error) {
	r := &p.making
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			r.view.Wrong(p.Words.NotMade(err))
		}
		return
	}
	rows, first := p.Words.PreviewRows(preview)
	r.count.first = first
	said := p.Words.T("newlist.in")
	if preview.Total > preview.In {
		said = p.Words.T("newlist.in_of", preview.Total)
	}
	r.view.Counts(view.Thousands(preview.In), said, rows, p.Words.T("newlist.none"), p.Words.T("newlist.none_hint"))
	p.showCounted(0)
}

// showCounted shows the first of those a count counts.
func (p *Panel) showCounted(row int) {
	r := &p.making
	var some []crm.Chosen
	if row >= 0 && row < len(r.count.first) {
		some = r.count.first[row]
	}
	r.view.First(p.Words.ChosenRows(some))
}
