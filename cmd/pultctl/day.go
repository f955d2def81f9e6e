package main

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type (
	dayAnswer struct {
		Tasks    []taskAnswer       `json:"tasks"`
		Missed   []missedAnswer     `json:"missed"`
		Promises []dueAnswer        `json:"promises"`
		Unsorted []unknownAnswer    `json:"unsorted"`
		Letters  []view.HistoryLine `json:"letters"` // to be answered
		Bounced  []view.HistoryLine `json:"bounced"` // letters of ours that did not arrive
		Silent   []view.HistoryLine `json:"silent"`  // letters of ours whose answer is missed
		News     []newsEvent        `json:"news"`
	}
	taskAnswer struct {
		ID         crm.ID       `json:"id"`
		Kind       crm.TaskKind `json:"kind"`
		Client     string       `json:"client"`
		ClientName string       `json:"client_name"`
		Number     string       `json:"number,omitempty"`
		Call       string       `json:"call,omitempty"`
		Due        time.Time    `json:"due"`
		Day        bool         `json:"day"` // any time of that day
		Text       string       `json:"text,omitempty"`
		Author     string       `json:"author,omitempty"`
	}
	missedAnswer struct {
		view.HistoryLine
		Times int   `json:"times"`
		Waits int64 `json:"waits_s"`
	}
	dueAnswer struct {
		Client     string    `json:"client"`
		ClientName string    `json:"client_name"`
		Amount     crm.Money `json:"amount"`
		Paid       crm.Money `json:"paid"`
		Due        time.Time `json:"due"`
	}
	unknownAnswer struct {
		Number string         `json:"number"`
		Calls  int            `json:"calls"`
		Last   time.Time      `json:"last"`
		Mark   crm.CallerMark `json:"mark,omitempty"`
	}
)

// day prints what waits today.
func day(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		found, err := s.Desk.Day(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		callers, err := s.Desk.Tray(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if c.JSON {
			return c.print(c.dayOf(found, callers))
		}
		rows, _ := c.words.Day(found, nil)
		tray, n := c.words.Tray(callers)
		if n > 0 {
			rows = append(append(rows, view.Row{Head: true, Title: c.words.T("nav.tray")}), tray[:n]...)
		}
		for _, r := range rows {
			if r.Head {
				c.printf("%s\n", r.Title)
				continue
			}
			c.printf("  %s  %s  %s  %s\n", r.When, r.Title, r.Detail, r.Right)
		}
		return nil
	})
}

func (c *console) dayOf(d crm.Day, callers []crm.Caller) dayAnswer {
	a := dayAnswer{
		Tasks: tasksOf(d), Missed: []missedAnswer{}, Promises: []dueAnswer{}, Unsorted: []unknownAnswer{}, News: []newsEvent{}, Letters: []view.HistoryLine{},
		Bounced: []view.HistoryLine{}, Silent: []view.HistoryLine{},
	}
	for _, l := range d.Letters {
		a.Letters = append(a.Letters, view.HistoryLineOf(l, d.Names[l.Client]))
	}
	for _, l := range d.Bounced {
		a.Bounced = append(a.Bounced, view.HistoryLineOf(l, d.Names[l.Client]))
	}
	for _, l := range d.Silent {
		a.Silent = append(a.Silent, view.HistoryLineOf(l, d.Names[l.Client]))
	}
	for _, m := range d.Missed {
		a.Missed = append(a.Missed, missedAnswer{
			view.HistoryLineOf(m.Interaction, d.Names[m.Client]), m.Times, int64(c.words.Now().Sub(m.At) / time.Second),
		})
	}
	for _, p := range d.Promises {
		a.Promises = append(a.Promises, dueAnswer{view.RefText(p.Client), d.Names[p.Client], p.Amount, p.Paid, p.Due.UTC()})
	}
	for _, n := range d.News {
		a.News = append(a.News, c.newsOf(n))
	}
	for _, u := range callers {
		a.Unsorted = append(a.Unsorted, unknownAnswer{u.Number.String(), u.Calls, u.Last.At.UTC(), u.Mark})
	}
	return a
}

func tasksOf(d crm.Day) []taskAnswer {
	list := make([]taskAnswer, len(d.Tasks))
	for i, t := range d.Tasks {
		call := ""
		if !t.Call.IsZero() {
			call = t.Call.String()
		}
		list[i] = taskAnswer{
			t.ID, t.Kind, view.RefText(t.Client), d.Names[t.Client], t.Number.String(), call, t.Due.UTC(), t.Day, t.Text, t.Author,
		}
	}
	return list
}

// tasks prints all next steps that are not done.
func tasks(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		found, err := s.Desk.Tasks(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if c.JSON {
			return c.print(tasksOf(found))
		}
		for _, t := range found.Tasks {
			c.printf("%s  %s  %s  %s\n", t.ID, c.words.Due(t.Due, t.Day), c.words.TaskOf(t, found.Names[t.Client]), t.Text)
		}
		return nil
	})
}
