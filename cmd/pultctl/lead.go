package main

import (
	"context"
	"errors"
	"flag"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

func leadFlags(set *flag.FlagSet, c *console) {
	set.StringVar(&c.lead.Company, "company", "", "full name")
	set.StringVar(&c.lead.INN, "inn", "", "INN, of ten or twelve digits")
	set.StringVar(&c.lead.Phone, "phone", "", "telephone number")
	set.StringVar(&c.lead.Email, "email", "", "e-mail address")
	set.StringVar(&c.lead.Contact, "contact", "", "the person who asked")
}

type leadAnswer struct {
	Client crm.Ref `json:"client"` // until 1C gives another reference
}

// lead enters a new client. It goes to 1C with the next exchange.
func lead(ctx context.Context, c *console, args []string) error {
	c.lead.Name = args[0]
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		client, err := s.Desk.NewClient(ctx, c.lead, crm.ID{})
		var fault *crm.Fault
		switch {
		case errors.Is(err, crm.ErrReadOnly):
			return c.explain(view.OneC, err)
		case errors.As(err, &fault) && errors.Is(err, crm.ErrInvalid):
			return c.misread(fault.Subject)
		case err != nil:
			return c.explain(view.Desk, err)
		case c.JSON:
			return c.print(leadAnswer{client})
		}
		c.printf("%s\n", c.words.T("lead.entered", c.lead.Name))
		return nil
	})
}
