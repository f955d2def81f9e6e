package station

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/store"
	"pult/app/view"
)

// Calling works call lists: the desk moves them on, the journal tells of them.
type Calling struct {
	*desk.Desk
	store *store.Store
	words *view.Printer
}

// Calling works call lists.
func (s *Station) Calling() *Calling { return &Calling{s.Desk, s.Store, s.Words} }

// ListStandings are all lists, the newest first, with the pace since a moment.
func (c *Calling) ListStandings(ctx context.Context, since time.Time) ([]crm.ListStanding, error) {
	return c.store.Journal.ListStandings(ctx, since)
}

// ListStanding is one list.
func (c *Calling) ListStanding(ctx context.Context, list crm.ID, since time.Time) (crm.ListStanding, error) {
	return c.store.Journal.ListStanding(ctx, list, since)
}

// Entries reads so many entries of a list as people look through them.
func (c *Calling) Entries(ctx context.Context, list crm.ID, from, limit int) ([]crm.Entry, error) {
	return c.store.Journal.EntriesInView(ctx, list, from, limit)
}

// Entry reads one entry.
func (c *Calling) Entry(ctx context.Context, id crm.ID) (crm.Entry, error) {
	return c.store.Journal.Entry(ctx, id)
}

// NextEntry gives the manager the next client of a list.
func (c *Calling) NextEntry(ctx context.Context, list crm.ID) (crm.Entry, error) {
	offer, err := c.Desk.NextEntry(ctx, list)
	return offer.Entry, err
}

// AdvanceEntry gives the next client and dials.
func (c *Calling) AdvanceEntry(ctx context.Context, list crm.ID) (crm.Entry, crm.ID, error) {
	offer, call, err := c.Desk.AdvanceEntry(ctx, list)
	return offer.Entry, call, err
}

// ListReport is what has come of a list, and the zone its hours are of.
func (c *Calling) ListReport(ctx context.Context, list crm.ID) (crm.ListReport, *time.Location, error) {
	record, err := c.store.ListRecord(ctx, list)
	if err != nil {
		return crm.ListReport{}, nil, err
	}
	return record.Report(), record.Zone, nil
}

// GiveReport writes what has come of a list into a file, a book of Excel or CSV by its
// name, and tells how many rows there are.
func (c *Calling) GiveReport(ctx context.Context, list crm.ID, path string) (rows int, err error) {
	report, _, err := c.ListReport(ctx, list)
	if err != nil {
		return 0, err
	}
	table := c.words.ReportTable(report)
	return len(table) - 1, WriteFigures(path, table)
}
