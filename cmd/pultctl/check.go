package main

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type driftAnswer struct {
	Kind     string `json:"kind"`
	There    int    `json:"there"`
	Here     int    `json:"here"`
	SetAside int    `json:"set_aside"`
	Rows     int    `json:"rows"`              // that differ
	Owed     string `json:"owed,omitempty"`    // by how much debts differ
	Advance  string `json:"advance,omitempty"` // by how much advances differ
	Fault    string `json:"fault,omitempty"`
}

var errDrift = errors.New("the copy differs from 1C")

// syncCheck compares the copy with 1C. It fails when they differ, so that a
// script can act on it.
func (c *console) syncCheck(ctx context.Context, s *station.Station) error {
	drifts, err := s.Check(ctx, nil)
	if err != nil {
		return c.explain(view.OneC, err)
	}
	answers := make([]driftAnswer, len(drifts))
	same := true
	for i, d := range drifts {
		answers[i] = c.driftAnswer(d)
		same = same && d.None()
	}
	if c.JSON {
		if err := c.print(answers); err != nil {
			return err
		}
	} else {
		for i, d := range drifts {
			c.printf("%s\n", c.driftLine(d, answers[i]))
		}
	}
	if !same {
		return &explained{text: c.words.T("check.differs"), err: errDrift}
	}
	return nil
}

func (c *console) driftAnswer(d crm.Drift) driftAnswer {
	a := driftAnswer{Kind: d.Kind, There: d.There, Here: d.Here, SetAside: d.SetAside, Rows: d.Rows()}
	if d.Kind == "debts" {
		a.Owed, a.Advance = d.Owed().String(), d.Advance().String()
	}
	if d.Err != nil {
		a.Fault = c.words.Error(view.OneC, d.Err)
	}
	return a
}

func (c *console) driftLine(d crm.Drift, a driftAnswer) string {
	name := c.words.T("kind." + d.Kind)
	switch {
	case a.Fault != "":
		return c.words.T("check.fault", name, a.Fault)
	case d.Kind == "debts":
		return c.words.T("check.debts", name, c.words.Money(d.OwedThere), c.words.Money(d.OwedHere), c.words.Money(d.Owed()))
	default:
		return c.words.T("check.rows", name, d.There, d.Here, d.SetAside, d.Rows())
	}
}
