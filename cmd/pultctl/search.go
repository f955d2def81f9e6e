package main

import (
	"context"
	"strings"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// searchLimit is how many clients are worth reading.
const searchLimit = 20

type foundClient struct {
	ID      crm.Ref   `json:"id"`
	Name    string    `json:"name"`
	INN     string    `json:"inn"`
	Contact string    `json:"contact"`
	Phone   string    `json:"phone"`
	Debt    crm.Money `json:"debt"`
	Overdue crm.Money `json:"overdue"`
	New     bool      `json:"new"` // entered by a manager, not told of by 1C yet
}

func search(ctx context.Context, c *console, args []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		found, err := s.Desk.Search(ctx, strings.Join(args, " "), searchLimit)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		if c.JSON {
			list := make([]foundClient, len(found))
			for i, f := range found {
				list[i] = foundClient{f.Client, f.Name, f.INN, f.Contact, f.Phone, f.Debt.Owed, f.Debt.Overdue, f.Newcomer}
			}
			return c.print(list)
		}
		for _, f := range found {
			c.printf("%s  %s  %s\n", f.Client, f.Name, f.INN)
		}
		return nil
	})
}
