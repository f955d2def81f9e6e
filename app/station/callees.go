package station

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/sync/intake"
)

// Callees makes call lists of a firm's own files.
type Callees struct{ station *Station }

// Callees gives what the window of lists from files works with.
func (s *Station) Callees() *Callees { return &Callees{s} }

// Look tells what a file would give a list and makes nothing. With an error the report
// holds what was understood until then.
func (c *Callees) Look(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, error) {
	done, err := c.take(ctx, path, draft, wish, told, true)
	return done.report(), err
}

// Take makes the list; when ctx ends on the way there is none.
func (c *Callees) Take(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, crm.CallList, error) {
	done, err := c.take(ctx, path, draft, wish, told, false)
	if err == nil {
		c.station.Feed.Publish(feed.ListChanged{List: done.List.ID})
	}
	return done.report(), done.List, err
}

func (c *Callees) take(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress), dry bool) (ListFile, error) {
	if draft.Author == "" {
		draft.Author = c.station.Conf.Manager
	}
	if strings.TrimSpace(draft.Name) == "" && dry { // it may be given later
		draft.Name = filepath.Base(path)
	}
	o := intake.Options{DryRun: dry, Sheet: wish.Sheet, Who: wish.Who, Told: told}
	for _, field := range wish.Fields {
		o.Fields = append(o.Fields, intake.Field(field))
	}
	return c.station.TakeList(ctx, path, draft, o)
}

// Undo takes a list from a file back: what nobody has touched goes, and all of it with
// the list when nobody has touched any.
func (c *Callees) Undo(ctx context.Context, list crm.ID) (crm.ListUndone, error) {
	done, err := c.station.Store.Journal.UndoList(ctx, list, time.Now())
	c.station.Feed.Publish(feed.ListChanged{List: list})
	return done, err
}

// Give writes the rows of a file that are in some states into another one, each with
// what is to be said of it.
func (c *Callees) Give(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, states []crm.CalleeState, out string) (rows int, err error) {
	done, err := c.take(ctx, path, draft, wish, nil, true)
	if err != nil {
		return 0, err
	}
	return done.Give(c.station, out, states)
}

// Folder is where people look for their files.
func (c *Callees) Folder() string { return c.station.Files().Folder() }

func (f ListFile) report() (out crm.CalleeReport) {
	r := f.CalleeReport
	if r == nil {
		return out
	}
	out = crm.CalleeReport{File: r.File, Encoding: r.Encoding, Sheet: r.Sheet, Sheets: r.Sheets, Counts: r.Counts, Preview: f.Preview}
	for _, c := range r.Columns {
		out.Columns = append(out.Columns, crm.IntakeColumn{Heading: c.Heading, Field: string(c.Field), Sample: c.Sample})
	}
	out.Rows = make([]crm.CalleeRow, len(r.Rows))
	for i, row := range r.Rows {
		out.Rows[i] = crm.CalleeRow{
			Line: row.Line, State: row.State, Client: row.Client, Name: row.Name, Numbers: row.Numbers, Reasons: row.Reasons,
			Maybe: row.Maybe, Joined: row.Joined, Cells: row.Cells,
		}
	}
	return out
}
