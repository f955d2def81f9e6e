package main

import (
	"context"
	"strings"

	"pult/app/phone"
	"pult/app/station"
	"pult/app/view"
)

type lookupAnswer struct {
	Number  string        `json:"number"`
	Clients []view.Client `json:"clients"`
	Took    int64         `json:"lookup_us"`
}

func lookup(ctx context.Context, c *console, args []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		if s.Conf.Plan().Parse(args[0]).Kind() == phone.None {
			return c.misread(args[0])
		}
		who := s.Desk.Lookup(ctx, args[0])
		clients := c.words.Clients(who.Matches, who.Says)
		if c.JSON {
			return c.print(lookupAnswer{who.Number.String(), clients, who.Took.Microseconds()})
		}
		c.printf("%s\n", who.Number.Format())
		if len(clients) == 0 {
			c.printf("  %s\n", c.words.Say(who.Say))
		}
		for i, m := range who.Matches {
			c.printf("  %s  %s\n", m.Name, strings.Trim(m.ContactName+", "+m.Position, ", "))
			c.printf("  %s\n  %s\n", clients[i].Say, c.words.AsOf(m.AsOf))
		}
		return nil
	})
}
