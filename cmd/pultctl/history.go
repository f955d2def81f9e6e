package main

import (
	"context"
	"flag"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

func historyFlags(set *flag.FlagSet, c *console) {
	set.StringVar(&c.client, "client", "", "only of this client")
	set.IntVar(&c.limit, "limit", 50, "at most so many lines")
}

func history(ctx context.Context, c *console, _ []string) error {
	client, err := crm.ParseRef(c.client)
	if err != nil {
		return c.misread(c.client)
	}
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		lines, err := s.Desk.History(ctx, crm.HistoryFilter{Client: client, Limit: c.limit})
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if !c.JSON {
			for _, l := range lines {
				c.printf("%s\n", historyText(c.words, l.Interaction, l.ClientName))
			}
			return nil
		}
		list := make([]view.HistoryLine, len(lines))
		for i, l := range lines {
			list[i] = view.HistoryLineOf(l.Interaction, l.ClientName)
			if path, ok := s.Recording(l.ID); ok {
				list[i].Recording = path
			}
		}
		return c.print(list)
	})
}

type factAnswer struct {
	ID       crm.ID        `json:"id"`
	Kind     crm.FactKind  `json:"kind"`
	State    crm.FactState `json:"state"`
	Client   string        `json:"client"`
	Created  time.Time     `json:"created"`
	Attempts int           `json:"attempts"`
	Next     time.Time     `json:"next,omitzero"`
	Reason   string        `json:"reason,omitempty"`
	Trouble  crm.Trouble   `json:"trouble,omitempty"`
	Text     string        `json:"text,omitempty"` // for the manager
	Cure     string        `json:"cure,omitempty"` // for the administrator
}

func outboxFlags(set *flag.FlagSet, c *console) {
	set.BoolVar(&c.retry, "retry", false, "try again at once what is stuck or was put off")
}

func outbox(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		if c.retry {
			if _, err := s.Desk.RetryOutbox(ctx); err != nil {
				return c.explain(view.Desk, err)
			}
		}
		facts, err := s.Desk.Outbox(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if !c.JSON {
			for _, f := range facts {
				c.printf("%s  %s  %s  %s\n", f.ID, c.words.Moment(f.Created), c.words.T("fact.kind."+string(f.Kind)), c.words.Fact(f.State))
				if fault := f.Fault(); fault != nil {
					c.printf("    %s\n    → %s\n", c.words.Error(view.OneC, fault), c.words.Cure(fault))
				}
			}
			return nil
		}
		list := make([]factAnswer, len(facts))
		for i, f := range facts {
			list[i] = factAnswer{f.ID, f.Kind, f.State, view.RefText(f.Client), f.Created.UTC(), f.Attempts, f.Next.UTC(), f.Reason, f.Trouble, "", ""}
			if fault := f.Fault(); fault != nil {
				list[i].Text, list[i].Cure = c.words.Error(view.OneC, fault), c.words.Cure(fault)
			}
		}
		return c.print(list)
	})
}
