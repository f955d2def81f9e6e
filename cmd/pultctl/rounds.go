package main

import (
	"context"
	"math"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type roundAnswer struct {
	At      time.Time    `json:"at"`
	Seconds float64      `json:"seconds"`
	Stopped bool         `json:"stopped"`
	Kinds   []kindAnswer `json:"kinds"`
}

type kindAnswer struct {
	Kind     string `json:"kind"` // empty for a fault that belongs to none
	Rows     int    `json:"rows"`
	Changed  int    `json:"changed"`
	SetAside int    `json:"set_aside"`
	Fault    string `json:"fault,omitempty"`
	Cure     string `json:"cure,omitempty"`
}

// syncLog prints the rounds of reading that are remembered, newest first.
func (c *console) syncLog(ctx context.Context, s *station.Station) error {
	rounds, err := s.Store.Cache.Rounds(ctx)
	if err != nil {
		return c.explain(view.Desk, err)
	}
	if !c.JSON {
		for _, row := range c.words.RoundRows(crm.Exchange{Rounds: rounds}) {
			c.printf("%s  %s  %s  %s\n", row.When, row.Title, row.Detail, row.Right)
			if row.Full != "" {
				c.printf("    %s\n", strings.ReplaceAll(row.Full, "\n", "\n    "))
			}
		}
		aside, err := s.Store.Cache.SetAside(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		c.printAside(aside, asideShown)
		return nil
	}
	list := make([]roundAnswer, len(rounds))
	for i, r := range rounds {
		list[i] = roundAnswer{At: r.At.UTC(), Seconds: math.Round(r.Took.Seconds()*1000) / 1000, Stopped: r.Stopped, Kinds: []kindAnswer{}}
		for _, k := range r.Kinds {
			one := kindAnswer{Kind: k.Kind, Rows: k.Rows, Changed: k.Changed, SetAside: k.SetAside}
			if k.Err != nil {
				one.Fault, one.Cure = c.words.Error(view.OneC, k.Err), c.words.Cure(k.Err)
			}
			list[i].Kinds = append(list[i].Kinds, one)
		}
	}
	return c.print(list)
}
