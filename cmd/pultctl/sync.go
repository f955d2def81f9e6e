package main

import (
	"context"
	"errors"
	"flag"
	"math"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

func syncFlags(set *flag.FlagSet, c *console) {
	set.BoolVar(&c.once, "once", false, "one round, then leave")
	set.BoolVar(&c.rounds, "log", false, "the rounds that are remembered, newest first, and leave")
	set.BoolVar(&c.aside, "aside", false, "records of 1C that could not be read, why and what to do, and leave")
	set.BoolVar(&c.check, "check", false, "compare what is here with 1C by control sums, change nothing")
}

type syncAnswer struct {
	Read     int      `json:"read"`
	Scanned  int      `json:"scanned"`
	Changed  int      `json:"changed"`
	SetAside int      `json:"set_aside"`
	Pushed   int      `json:"pushed"`
	Seconds  float64  `json:"seconds"`
	Faults   []string `json:"faults"`

	Aside []asideAnswer `json:"aside,omitempty"` // what stands aside by now, the first of it
}

func syncOneC(ctx context.Context, c *console, _ []string) error {
	if c.rounds {
		return c.withStation(ctx, station.Read, func(s *station.Station) error { return c.syncLog(ctx, s) })
	}
	if c.aside {
		return c.withStation(ctx, station.Read, func(s *station.Station) error { return c.syncAside(ctx, s) })
	}
	return c.withStation(ctx, station.Sync, func(s *station.Station) error {
		if s.Puller == nil {
			return c.explain(view.OneC, &crm.Fault{Kind: crm.ErrInvalid, Subject: "onec.url"})
		}
		if c.check {
			return c.syncCheck(ctx, s)
		}
		if c.once {
			return c.syncOnce(ctx, s)
		}
		s.Run(ctx)
		return nil
	})
}

// syncOnce reads what can be read and sends what waits. A kind that could not
// be read is named; the others are in the cache all the same.
func (c *console) syncOnce(ctx context.Context, s *station.Station) error {
	result := s.Puller.Round(ctx)
	pushed, pushErr := s.Push(ctx)
	faults := result.Faults
	if pushErr != nil {
		faults = append(faults, pushErr)
	}
	answer := syncAnswer{
		Read: result.Read, Scanned: result.Scanned, Changed: result.Changed, SetAside: result.SetAside, Pushed: pushed,
		Seconds: math.Round(result.Took.Seconds()*1000) / 1000, Faults: []string{},
	}
	for _, f := range faults {
		answer.Faults = append(answer.Faults, c.words.Error(view.OneC, f))
	}
	aside, err := s.Store.Cache.SetAside(ctx)
	if err != nil {
		return c.explain(view.Desk, err)
	}
	if c.JSON {
		answer.Aside = c.asideAnswers(aside[:min(len(aside), asideShown)])
		if err := c.print(answer); err != nil {
			return err
		}
	} else {
		c.printf("%s\n", c.words.T("sync.done", answer.Read, answer.Changed, answer.SetAside, answer.Pushed, answer.Seconds))
		c.printAside(aside, asideShown)
	}
	if len(faults) > 0 {
		return c.explain(view.OneC, errors.Join(faults...))
	}
	return nil
}
