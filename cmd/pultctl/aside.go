package main

import (
	"context"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type asideAnswer struct {
	Kind   string         `json:"kind"`
	Ref    string         `json:"ref,omitempty"` // as 1C gave it
	Code   crm.UnreadCode `json:"code"`
	Name   string         `json:"name"` // whose card or which document
	Reason string         `json:"reason"`
	Cure   string         `json:"cure"`
}

// asideShown is how many records set aside are told beside something else.
const asideShown = 20

// syncAside tells of all records that could not be read.
func (c *console) syncAside(ctx context.Context, s *station.Station) error {
	aside, err := s.Store.Cache.SetAside(ctx)
	if err != nil {
		return c.explain(view.Desk, err)
	}
	if c.JSON {
		return c.print(c.asideAnswers(aside))
	}
	if len(aside) == 0 {
		c.printf("%s\n", c.words.T("sync.aside_none"))
	}
	c.printAside(aside, len(aside))
	return nil
}

func (c *console) asideAnswers(aside []crm.SetAside) []asideAnswer {
	list := make([]asideAnswer, len(aside))
	for i, s := range aside {
		list[i] = asideAnswer{s.Kind, s.Ref, s.Why.Code, c.words.AsideName(s), c.words.UnreadWhy(s.Why), c.words.UnreadCure(s.Why)}
	}
	return list
}

func (c *console) printAside(aside []crm.SetAside, most int) {
	if len(aside) == 0 {
		return
	}
	c.printf("%s\n", c.words.T("sync.aside", len(aside)))
	for i, s := range aside {
		if i == most {
			c.printf("%s\n", c.words.T("sync.aside_more", len(aside)-most))
			return
		}
		c.printf("%s: %s\n    %s\n    → %s\n", c.words.Kind(s.Kind), c.words.AsideName(s), c.words.UnreadWhy(s.Why), c.words.UnreadCure(s.Why))
	}
}
