package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
	"pult/sync/table"
)

func duplicatesFlags(set *flag.FlagSet, c *console) {
	set.StringVar(&c.export, "csv", "", "write the list into this file, - for the console")
}

type flawAnswer struct {
	Kind    crm.FlawKind `json:"kind"`
	Value   string       `json:"value"`
	Clients []flawed     `json:"clients"`
}

type flawed struct {
	ID       crm.Ref `json:"id"`
	Name     string  `json:"name"`
	INN      string  `json:"inn"`
	Imported bool    `json:"imported"`
}

// duplicates prints the work-list: clients that may be one, and numbers that are
// none. Nothing is merged by itself.
func duplicates(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		census := crm.NewCensus()
		err := s.Store.Cache.Identities(ctx, func(one crm.Identity) error {
			census.Add(one)
			return nil
		})
		if err != nil {
			return c.explain(view.Desk, err)
		}
		list := census.Flaws()
		switch {
		case c.export != "":
			return c.exportFlaws(list)
		case c.JSON:
			answers := make([]flawAnswer, len(list))
			for i, t := range list {
				answers[i] = flawAnswer{t.Kind, t.Value, flawedOf(t)}
			}
			return c.print(answers)
		}
		c.printFlaws(list)
		return nil
	})
}

func flawedOf(t crm.Flaw) []flawed {
	list := make([]flawed, len(t.Clients))
	for i, one := range t.Clients {
		list[i] = flawed{ID: one.Ref, Name: one.Name, Imported: one.Imported}
		if len(one.Papers) > 0 {
			list[i].INN = one.Papers[0].INN
		}
	}
	return list
}

func (c *console) printFlaws(list []crm.Flaw) {
	if len(list) == 0 {
		c.printf("%s\n", c.words.T("flaw.none"))
	}
	for _, t := range list {
		names := make([]string, len(t.Clients))
		for i, one := range t.Clients {
			names[i] = one.Name
		}
		c.printf("%s: %s: %s\n", c.words.Flaw(t.Kind), view.FlawText(t), strings.Join(names, ", "))
	}
}

func (c *console) exportFlaws(list []crm.Flaw) error {
	rows := c.words.FlawTable(list)
	if c.export == "-" {
		return table.Write(c.out, rows)
	}
	f, err := os.OpenFile(c.export, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	err = table.Write(f, rows)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	if !c.JSON {
		c.printf("%s\n", c.words.T("flaw.written", c.export))
	}
	return nil
}
