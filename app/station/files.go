package station

import (
	"context"
	"errors"
	"os"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/sync/intake"
)

// Files brings clients from a firm's own files in, and gives lists out.
type Files struct{ station *Station }

// Files gives what the window of files works with.
func (s *Station) Files() *Files { return &Files{s} }

// Look tells what would become of a file and keeps nothing. With an error the
// report holds what was understood until then.
func (f *Files) Look(ctx context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	return f.file(ctx, path, wish, true, told)
}

// Take brings a file in. When ctx ends on the way, what is kept stays.
func (f *Files) Take(ctx context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	report, err := f.file(ctx, path, wish, false, told)
	f.station.Feed.Publish(feed.ClientsChanged{})
	return report, err
}

func (f *Files) file(ctx context.Context, path string, wish crm.IntakeWish, dry bool, told func(crm.Progress)) (crm.IntakeReport, error) {
	info, err := os.Stat(path)
	if err != nil {
		return crm.IntakeReport{}, err
	}
	o := intake.Options{DryRun: dry, AsOf: info.ModTime(), Doubtful: wish.Doubtful, Sheet: wish.Sheet, Told: told}
	for _, field := range wish.Fields {
		o.Fields = append(o.Fields, intake.Field(field))
	}
	s := f.station
	in := intake.Intake{
		Directory: s.Store.Cache, Journal: s.Store.Journal, Store: s.Store,
		Plan: s.Conf.Plan(), Zone: s.Conf.Zone(), Now: time.Now,
	}
	report, err := in.File(ctx, path, o)
	var why crm.Reason
	if errors.As(err, &why) && why.Code == "no_headings" {
		o.NoHead = true // a person says what the columns are
		report, err = in.File(ctx, path, o)
	}
	return reportOf(report), err
}

func reportOf(r *intake.Report) (out crm.IntakeReport) {
	if r == nil {
		return out
	}
	out = crm.IntakeReport{Import: r.Import, Encoding: r.Encoding, Sheet: r.Sheet, Sheets: r.Sheets, Left: r.Left, Fault: r.Fault, Papers: r.Papers}
	for _, c := range r.Columns {
		out.Columns = append(out.Columns, crm.IntakeColumn{Heading: c.Heading, Field: string(c.Field), Sample: c.Sample})
	}
	out.Rows = make([]crm.IntakeRow, len(r.Rows))
	for i, row := range r.Rows {
		out.Rows[i] = crm.IntakeRow{File: row.File, Line: row.Line, State: row.State, Name: row.Name, Reasons: row.Reasons}
		for _, one := range row.Maybe {
			out.Rows[i].Maybe = append(out.Rows[i].Maybe, one.Name)
		}
	}
	return out
}

// Imports lists the imports, newest first, with those undone.
func (f *Files) Imports(ctx context.Context) ([]crm.Import, error) {
	return f.station.Store.Journal.Imports(ctx)
}

// Undo takes an import back.
func (f *Files) Undo(ctx context.Context, id crm.ID) (crm.Import, error) {
	of, err := f.station.Store.UndoImport(ctx, id)
	f.station.Feed.Publish(feed.ClientsChanged{})
	return of, err
}
