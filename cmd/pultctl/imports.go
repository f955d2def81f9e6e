package main

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

type importsAnswer struct {
	Import crm.ID           `json:"import"`
	File   string           `json:"file"`
	At     time.Time        `json:"at"`
	AsOf   time.Time        `json:"as_of,omitzero"`
	Counts crm.IntakeCounts `json:"counts"`
	Undone time.Time        `json:"undone,omitzero"`
}

func importsAnswerOf(of crm.Import) importsAnswer {
	return importsAnswer{of.ID, of.File, of.At.UTC(), of.AsOf.UTC(), of.Counts, of.Undone.UTC()}
}

func (c *console) listImports(ctx context.Context, s *station.Station) error {
	list, err := s.Store.Journal.Imports(ctx)
	if err != nil {
		return c.explain(view.Desk, err)
	}
	if c.JSON {
		answers := make([]importsAnswer, len(list))
		for i, of := range list {
			answers[i] = importsAnswerOf(of)
		}
		return c.print(answers)
	}
	if len(list) == 0 {
		c.printf("%s\n", c.words.T("import.none"))
	}
	for _, of := range list {
		line := c.words.T("import.line", of.ID, c.words.Moment(of.At), of.File, of.Counts.New, of.Counts.Changed)
		if !of.Undone.IsZero() {
			line += "  " + c.words.T("import.line_undone", c.words.Moment(of.Undone))
		}
		c.printf("%s\n", line)
	}
	return nil
}

func (c *console) undoImport(ctx context.Context, s *station.Station, id string) error {
	which, err := crm.ParseID(id)
	if err != nil {
		return c.misread(id)
	}
	of, err := s.Store.UndoImport(ctx, which)
	if errors.Is(err, crm.ErrNotFound) {
		return &explained{text: c.words.T("import.nothing_undone"), err: err}
	}
	if err != nil {
		return c.explain(view.Desk, err)
	}
	if c.JSON {
		return c.print(importsAnswerOf(of))
	}
	c.printf("%s\n", c.words.T("import.undone", of.File, c.words.Moment(of.At)))
	return nil
}
