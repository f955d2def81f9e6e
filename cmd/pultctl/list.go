package main

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// listCommands are those of call lists: their names are two words.
func listCommands() []command {
	return []command{
		{name: "list segments forget", args: "NAME", summary: "removes a choice that was saved; lists made by it stay", least: 1, most: -1, run: listForget},
		{name: "list segments", summary: "the ready segments, and choices that were saved", run: listSegments},
		{name: "list preview", args: "[--segment S] [--filter JSON]", summary: "who would come into a list, and who not and why; makes nothing", flags: choiceFlags, run: listPreview},
		{name: "list build", args: "NAME [--segment S] [--filter JSON]", summary: "makes a call list", least: 1, most: -1, flags: buildFlags, run: listBuild},
		{name: "list refresh", args: "LIST", summary: "a live list: newcomers come in, who fits no more is withdrawn", least: 1, most: 1, run: listRefresh},
		{name: "list import", args: "FILE [--dry-run] [--map COLUMNS]", summary: "makes a call list of a CSV or XLSX file; nothing goes to 1C", least: 1, most: 1, flags: listImportFlags, run: listImport},
		{name: "list undo", args: "LIST", summary: "takes a list back; entries that were called stay in history", least: 1, most: 1, run: listUndo},
		{name: "list report", args: "LIST [--behind FIGURE] [--file PATH]", summary: "what has come of a list: reached, results, orders and payments by 1C", least: 1, most: 1, flags: reportFlags, run: listReport},
		{name: "list show", args: "[LIST]", summary: "call lists, the newest first; of one all entries, in their order", most: 1, run: listShow},
	}
}

type listAnswer struct {
	ID      crm.ID      `json:"id"`
	Name    string      `json:"name"`
	Purpose crm.Purpose `json:"purpose"`
	Live    bool        `json:"live"`
	Choice  crm.Choice  `json:"choice"`
	File    string      `json:"file,omitempty"`
	Author  string      `json:"author,omitempty"`
	Made    time.Time   `json:"made"`
	Closed  time.Time   `json:"closed,omitzero"`
}

func listAnswerOf(l crm.CallList) listAnswer {
	return listAnswer{l.ID, l.Name, l.Purpose, l.Live, l.Choice, l.File, l.Author, l.Made.UTC(), l.Closed.UTC()}
}

// standingAnswer is a list with how far it has come, in entries.
type standingAnswer struct {
	listAnswer
	Total   int `json:"total"`
	Waiting int `json:"waiting"`
	Busy    int `json:"busy"` // leased, dialling or talking
	Dialled int `json:"dialled"`
	Reached int `json:"reached"`
	Done    int `json:"done"`
	Left    int `json:"left"` // never to be called: banned, no phone, withdrawn, exhausted
}

func standingAnswerOf(s crm.ListStanding) standingAnswer {
	p := s.Progress
	return standingAnswer{listAnswerOf(s.List), p.Total, p.Waiting, p.Busy, p.Dialled, p.Reached, p.Done, p.Left}
}

// midnight is when today began in the zone of the base.
func (c *console) midnight() time.Time {
	now := c.words.Now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

type entryAnswer struct {
	ID       crm.ID         `json:"id"`
	Client   string         `json:"client"`
	Name     string         `json:"name"`
	Numbers  []string       `json:"numbers"`
	Portion  string         `json:"portion,omitempty"`
	State    crm.EntryState `json:"state"`
	Cause    string         `json:"cause,omitempty"`
	Attempts int            `json:"attempts"`
	Next     time.Time      `json:"next,omitzero"`
	Result   crm.Result     `json:"result,omitempty"`
	Reason   string         `json:"reason,omitempty"`
	Why      crm.Why        `json:"why"`
	Leased   bool           `json:"leased,omitempty"` // it is before a manager now
}

func (c *console) entryAnswerOf(e crm.Entry) entryAnswer {
	a := entryAnswer{
		e.ID, view.RefText(e.Client), e.Name, []string{}, e.Portion, e.State, e.Cause, e.Attempts, e.Next.UTC(), e.Result, e.Reason, e.Why, e.Lease.Holds(time.Now()),
	}
	for _, number := range e.Numbers {
		a.Numbers = append(a.Numbers, number.String())
	}
	return a
}

// listShow prints the lists, or one with its entries.
func listShow(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		if len(words) > 0 {
			return c.withList(ctx, s, words[0], func(l crm.CallList) error { return c.showList(ctx, s, l) })
		}
		standings, err := s.Store.Journal.ListStandings(ctx, c.midnight())
		if err != nil {
			return c.explain(view.Desk, err)
		}
		answers := make([]standingAnswer, len(standings))
		for i, l := range standings {
			answers[i] = standingAnswerOf(l)
		}
		if c.JSON {
			return c.print(answers)
		}
		if len(standings) == 0 {
			c.printf("%s\n", c.words.T("list.none"))
		}
		for _, l := range standings {
			c.printf("%s  %s  %s  %s  %s\n", l.List.ID, c.words.Moment(l.List.Made), l.List.Name, c.words.Purpose(l.List.Purpose), c.words.ListProgress(l.Progress))
		}
		return nil
	})
}

// entryPage is how many entries are read at once.
const entryPage = 1000

func (c *console) showList(ctx context.Context, s *station.Station, l crm.CallList) error {
	answer := struct {
		listAnswer
		Entries []entryAnswer `json:"entries"`
	}{listAnswerOf(l), []entryAnswer{}}
	if !c.JSON {
		c.printf("%s  %s\n", l.Name, c.words.Purpose(l.Purpose))
	}
	for from := 0; ; {
		page, err := s.Store.Journal.Entries(ctx, l.ID, from, entryPage)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		for _, e := range page {
			from = e.Place + 1
			if c.JSON {
				answer.Entries = append(answer.Entries, c.entryAnswerOf(e))
				continue
			}
			c.printf("  %s  %s  %s  %s\n", e.ID, e.Name, c.words.EntryState(e.State), c.words.Why(e.Why))
		}
		if len(page) < entryPage {
			break
		}
	}
	if c.JSON {
		return c.print(answer)
	}
	return nil
}
