package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
	"pult/sync/intake"
)

// intakeFlags are the wishes for an import.
type intakeFlags struct {
	dry, undo, list, doubtful bool
	columns, sheet, asOf      string
}

func importFlags(set *flag.FlagSet, c *console) {
	f := &c.intake
	set.BoolVar(&f.dry, "dry-run", false, "tell what would be done and store nothing")
	set.BoolVar(&f.undo, "undo", false, "take back the newest import, or the one with this ID")
	set.BoolVar(&f.list, "list", false, "imports so far")
	set.BoolVar(&f.doubtful, "doubtful", false, "rows in doubt become clients of their own")
	set.StringVar(&f.columns, "map", "", "columns by heading or number: name=Client,phone=3; fields: "+strings.Join(intake.Fields(), " "))
	set.StringVar(&f.sheet, "sheet", "", "the sheet of an XLSX file")
	set.StringVar(&f.asOf, "as-of", "", "the day the file was made, 2026-11-22; the date of the file otherwise")
}

func importFile(ctx context.Context, c *console, words []string) error {
	switch {
	case c.intake.list:
		return c.withStation(ctx, station.Read, func(s *station.Station) error { return c.listImports(ctx, s) })
	case c.intake.undo:
		id := ""
		if len(words) > 0 {
			id = words[0]
		}
		return c.withStation(ctx, station.Read, func(s *station.Station) error { return c.undoImport(ctx, s, id) })
	case len(words) == 0:
		return c.misread("import")
	}
	options := make([]intake.Options, len(words))
	for i, path := range words {
		var err error
		if options[i], err = c.importOptions(path); err != nil {
			return err
		}
	}
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		in := intake.Intake{
			Directory: s.Store.Cache, Journal: s.Store.Journal, Store: s.Store,
			Plan: c.cfg.Plan(), Zone: c.cfg.Zone(), Now: time.Now,
		}
		for i, path := range words {
			if err := c.importOne(ctx, &in, path, options[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// importOne brings one file in; each is an import of its own, to be undone by
// itself.
func (c *console) importOne(ctx context.Context, in *intake.Intake, path string, o intake.Options) error {
	report, err := in.File(ctx, path, o)
	if report != nil && len(report.Rows) > 0 {
		if said := c.sayImport(report, o.DryRun || err != nil); said != nil {
			return said
		}
	}
	if err != nil {
		return c.explain(view.Desk, err)
	}
	return nil
}

func (c *console) importOptions(path string) (o intake.Options, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return o, &explained{text: c.words.T("import.no_file", path), err: crm.ErrNotFound}
	}
	if err != nil {
		return o, c.explain(view.Desk, err)
	}
	o = intake.Options{DryRun: c.intake.dry, Sheet: c.intake.sheet, Doubtful: c.intake.doubtful, AsOf: info.ModTime()}
	if o.Columns, err = intake.ParseWishes(c.intake.columns); err != nil {
		return o, c.explain(view.Desk, err)
	}
	if c.intake.asOf != "" {
		if o.AsOf, err = time.ParseInLocation(time.DateOnly, c.intake.asOf, c.cfg.Zone()); err != nil {
			return o, &explained{text: c.words.T("import.no_date", c.intake.asOf), err: crm.ErrInvalid}
		}
	}
	return o, nil
}

type importAnswer struct {
	Import   string           `json:"import,omitempty"` // empty when nothing was stored
	File     string           `json:"file"`
	AsOf     time.Time        `json:"as_of"`
	Encoding string           `json:"encoding,omitempty"`
	Sheet    string           `json:"sheet,omitempty"`
	Columns  []importColumn   `json:"columns"`
	Counts   crm.IntakeCounts `json:"counts"`
	Rows     []importRow      `json:"rows"`
	Papers   []importPapers   `json:"papers,omitempty"` // documents, which are not taken
	Fault    string           `json:"fault,omitempty"`
}

type importColumn struct {
	Heading string       `json:"heading"`
	Field   intake.Field `json:"field"`
}

type importPapers struct {
	Operation string `json:"operation"`
	Currency  string `json:"currency"`
	Count     int    `json:"count"`
	Sum       string `json:"sum"`
	Unclear   int    `json:"unclear,omitempty"` // whose sum could not be read
}

type importRow struct {
	File    string          `json:"file,omitempty"` // of an archive
	Line    int             `json:"line"`
	State   crm.IntakeState `json:"state"`
	Client  string          `json:"client,omitempty"`
	Name    string          `json:"name"`
	Reasons []crm.Reason    `json:"reasons"`
	Text    string          `json:"text,omitempty"`
	Maybe   []importMaybe   `json:"maybe,omitempty"`
}

type importMaybe struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

func (c *console) sayImport(report *intake.Report, dry bool) error {
	fault := ""
	if report.Fault != nil {
		fault = c.words.T("import.fault", c.words.Error(view.Desk, report.Fault))
	}
	if !c.JSON {
		c.printImport(report, dry, fault)
		return nil
	}
	of := report.Import
	answer := importAnswer{
		File: of.File, AsOf: of.AsOf.UTC(), Encoding: report.Encoding, Sheet: report.Sheet, Counts: of.Counts, Fault: fault,
		Columns: []importColumn{}, Rows: make([]importRow, len(report.Rows)),
	}
	if !dry {
		answer.Import = of.ID.String()
	}
	for _, column := range report.Columns {
		answer.Columns = append(answer.Columns, importColumn{column.Heading, column.Field})
	}
	for _, p := range report.Papers {
		answer.Papers = append(answer.Papers, importPapers{p.Operation, p.Currency, p.Count, p.Sum.String(), p.Unclear})
	}
	for i, row := range report.Rows {
		answer.Rows[i] = importRow{
			File: row.File, Line: row.Line, State: row.State, Client: view.RefText(row.Client), Name: row.Name,
			Reasons: append([]crm.Reason{}, row.Reasons...), Text: c.words.IntakeReasons(row.Reasons),
		}
		for _, one := range row.Maybe {
			answer.Rows[i].Maybe = append(answer.Rows[i].Maybe, importMaybe{view.RefText(one.Ref), one.Name})
		}
	}
	return c.print(answer)
}

// importShown is how many rows with something to say are worth reading on a
// console.
const importShown = 50

func (c *console) printImport(report *intake.Report, dry bool, fault string) {
	var columns []string
	for _, column := range report.Columns {
		field := column.Field
		if field == "" {
			field = intake.Skip
		}
		columns = append(columns, c.words.T("import.column", column.Heading, c.words.T("field."+string(field))))
	}
	if len(columns) > 0 {
		c.printf("%s\n", c.words.T("import.columns", strings.Join(columns, ", ")))
	}
	shown, left := 0, 0
	for _, row := range report.Rows {
		if len(row.Reasons) == 0 || row.State == crm.IntakeMore {
			continue
		}
		if shown == importShown {
			left++
			continue
		}
		shown++
		c.printf("%s\n", c.importLine(row))
	}
	if left > 0 {
		c.printf("%s\n", c.words.T("import.more", left))
	}
	if fault != "" {
		c.printf("%s\n", fault)
	}
	c.printPapers(report)
	c.printf("%s\n", c.words.IntakeCounts(report.Import.Counts))
	if report.Left > 0 {
		c.printf("%s\n", c.words.T("import.left", report.Left))
	}
	if dry {
		c.printf("%s\n", c.words.T("import.dry", report.Import.File))
	} else {
		c.printf("%s\n", c.words.T("import.done", report.Import.File))
	}
}

// printPapers says how many documents a file has and why they are left.
func (c *console) printPapers(report *intake.Report) {
	for _, p := range report.Papers {
		c.printf("%s\n", c.words.Papers(p))
	}
	if len(report.Papers) > 0 {
		c.printf("%s\n", c.words.T("import.papers_why"))
	}
}

func (c *console) importLine(row intake.Row) string {
	name := row.Name
	if name == "" {
		name = c.words.T("import.unnamed")
	}
	place := strconv.Itoa(row.Line)
	if row.File != "" {
		place = row.File + ":" + place
	}
	line := c.words.T("import.row", place, name, c.words.IntakeState(row.State)) + ": " + c.words.IntakeReasons(row.Reasons)
	var names []string
	for _, one := range row.Maybe {
		names = append(names, one.Name)
	}
	if len(names) > 0 {
		line += "; " + c.words.T("import.maybe", strings.Join(names, ", "))
	}
	return line
}
