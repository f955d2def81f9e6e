package main

import (
	"context"
	"flag"
	"maps"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

func reportFlags(set *flag.FlagSet, c *console) {
	set.StringVar(&c.report.file, "file", "", "write it into a file, .xlsx or .csv, in place of printing")
	set.StringVar(&c.report.behind, "behind", "", "the clients behind a figure: reached, orders, result:agreed, reason:price, manager:NAME, hour:10")
}

type salesAnswer struct {
	Count int    `json:"count"`
	Sum   string `json:"sum"`
}

func salesAnswerOf(s crm.Sales) salesAnswer { return salesAnswer{s.Count, s.Sum.String()} }

type shareAnswer struct {
	Manager       string      `json:"manager,omitempty"`
	Hour          *int        `json:"hour,omitempty"`
	Calls         int         `json:"calls"`
	Talks         int         `json:"talks"`
	Reached       int         `json:"reached"`
	Orders        salesAnswer `json:"orders"`
	Payments      salesAnswer `json:"payments"`
	WorkedSeconds int         `json:"worked_seconds,omitempty"`
}

type reportAnswer struct {
	listAnswer
	Total         int                    `json:"total"`
	Out           map[crm.EntryState]int `json:"out"`
	Waiting       int                    `json:"waiting"`
	Callbacks     int                    `json:"callbacks"`
	Dialled       int                    `json:"dialled"`
	Reached       int                    `json:"reached"`
	ReachedShare  int                    `json:"reached_percent"`
	Calls         int                    `json:"calls"`
	Talks         int                    `json:"talks"`
	Skips         int                    `json:"skips"`
	Results       map[crm.Result]int     `json:"results"`
	Reasons       map[string]int         `json:"reasons"`
	Orders        salesAnswer            `json:"orders"`
	Payments      salesAnswer            `json:"payments"`
	WorkedSeconds int                    `json:"worked_seconds"`
	CallsPerHour  float64                `json:"calls_per_hour"`
	TalksPerHour  float64                `json:"talks_per_hour"`
	Managers      []shareAnswer          `json:"managers"`
	Hours         []shareAnswer          `json:"hours"`
	Rule          string                 `json:"rule"`
}

func (c *console) reportAnswerOf(r crm.ListReport) reportAnswer {
	a := reportAnswer{
		listAnswer: listAnswerOf(r.List), Total: r.Total, Out: map[crm.EntryState]int{}, Waiting: r.Waiting, Callbacks: r.Callbacks, Dialled: r.Dialled,
		Reached: r.Reached, ReachedShare: r.ReachedPercent(), Calls: r.Calls, Talks: r.Talks, Skips: r.Skips, Results: map[crm.Result]int{},
		Reasons: map[string]int{}, Orders: salesAnswerOf(r.Orders), Payments: salesAnswerOf(r.Payments), WorkedSeconds: int(r.Worked / time.Second),
		CallsPerHour: r.PerHour(r.Calls), TalksPerHour: r.PerHour(r.Talks), Managers: []shareAnswer{}, Hours: []shareAnswer{}, Rule: c.words.ReportRule(),
	}
	maps.Copy(a.Out, r.Out)
	maps.Copy(a.Results, r.Results)
	maps.Copy(a.Reasons, r.Reasons)
	share := func(s crm.ListShare) shareAnswer {
		return shareAnswer{
			Manager: s.Manager, Calls: s.Calls, Talks: s.Talks, Reached: s.Reached, Orders: salesAnswerOf(s.Orders), Payments: salesAnswerOf(s.Payments),
			WorkedSeconds: int(s.Worked / time.Second),
		}
	}
	for _, s := range r.Managers {
		a.Managers = append(a.Managers, share(s))
	}
	for _, s := range r.Hours {
		one := share(s)
		one.Hour = &s.Hour
		a.Hours = append(a.Hours, one)
	}
	return a
}

// listReport prints what has come of a list, writes it into a file, or prints who
// stands behind a figure.
func listReport(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		return c.withList(ctx, s, words[0], func(l crm.CallList) error {
			record, err := s.Store.ListRecord(ctx, l.ID)
			if err != nil {
				return c.explain(view.Desk, err)
			}
			report := record.Report()
			switch {
			case c.report.behind != "":
				return c.sayBehind(report.Behind(crm.Figure(c.report.behind), record.Zone))
			case c.report.file != "":
				if err := station.WriteFigures(c.report.file, s.Words.ReportTable(report)); err != nil {
					return c.explain(view.Desk, err)
				}
			case c.JSON:
				return c.print(c.reportAnswerOf(report))
			default:
				for _, row := range c.words.ReportRows(report) {
					c.sayRow(row)
				}
			}
			return nil
		})
	})
}

func (c *console) sayRow(row view.Row) {
	switch {
	case row.Head:
		c.printf("%s\n", row.Title)
	case row.Under:
		c.printf("%s\n", row.Detail)
	default:
		c.printf("  %s  %s\n", row.Title, row.Right)
	}
}

func (c *console) sayBehind(lines []crm.ListLine) error {
	if c.JSON {
		answers := make([]entryAnswer, len(lines))
		for i, l := range lines {
			answers[i] = c.entryAnswerOf(l.Entry)
		}
		return c.print(answers)
	}
	for _, row := range c.words.BehindRows(lines) {
		c.printf("  %s  %s  %s\n", row.Title, row.Right, row.Detail)
	}
	return nil
}
