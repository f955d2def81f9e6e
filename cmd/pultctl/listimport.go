package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
	"pult/sync/intake"
)

// calleeFlags are the wishes for a list from a file.
type calleeFlags struct {
	dry                               bool
	name, columns, sheet, out, states string
}

func listImportFlags(set *flag.FlagSet, c *console) {
	f := &c.callees
	set.BoolVar(&f.dry, "dry-run", false, "tell what would be done and make nothing")
	set.StringVar(&f.name, "name", "", "name of the list; that of the file otherwise")
	set.StringVar(&f.columns, "map", "", "columns by heading or number: name=Client,phone=3,comment=Why; fields: "+strings.Join(intake.Fields(), " "))
	set.StringVar(&f.sheet, "sheet", "", "the sheet of an XLSX file")
	set.StringVar(&f.out, "rows", "", "write the rows with what became of each into this file, .csv or .xlsx")
	set.StringVar(&f.states, "state", "", "which rows --rows writes: new,matched,ambiguous,bad; all otherwise")
	set.StringVar(&c.draft.purpose, "purpose", string(crm.ServicePurpose), "service, debt, advert or survey")
	set.StringVar(&c.draft.script, "script", "", `what is said and asked, JSON or @FILE: {"text":"…","questions":[…]}`)
	set.BoolVar(&c.draft.own, "own", false, "each manager gets the rows the file names him in, and his own clients")
	set.StringVar(&c.draft.share, "share", "", "managers who get the others in turn: Anna,Boris")
}

type calleeAnswer struct {
	previewAnswer
	File     string                  `json:"file"`
	Encoding string                  `json:"encoding,omitempty"`
	Sheet    string                  `json:"sheet,omitempty"`
	Columns  []importColumn          `json:"columns"`
	Counts   map[crm.CalleeState]int `json:"counts"`
	Rows     []calleeRow             `json:"rows"`
}

type calleeRow struct {
	Line    int             `json:"line"`
	State   crm.CalleeState `json:"state"`
	Client  string          `json:"client,omitempty"`
	Name    string          `json:"name"`
	Numbers []string        `json:"numbers"`
	Joined  int             `json:"joined,omitempty"` // line of the row it is a part of
	Reasons []crm.Reason    `json:"reasons"`
	Text    string          `json:"text,omitempty"`
	Maybe   []importMaybe   `json:"maybe,omitempty"`
}

// listImport makes a call list of a file.
func listImport(ctx context.Context, c *console, words []string) error {
	path, f := words[0], c.callees
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return &explained{text: c.words.T("import.no_file", path), err: crm.ErrNotFound}
	}
	o := intake.Options{DryRun: f.dry, Sheet: f.sheet}
	var err error
	if o.Columns, err = intake.ParseWishes(f.columns); err != nil {
		return misused(c.words.Error(view.Desk, err), err)
	}
	states, err := c.calleeStates()
	if err != nil {
		return err
	}
	name := f.name
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		draft, err := c.draftOf(ctx, s, name)
		if err != nil {
			return err
		}
		if err := draft.Check(); err != nil {
			return c.explainList(err)
		}
		done, err := s.TakeList(ctx, path, draft, o)
		if done.CalleeReport != nil && f.out != "" && len(done.Rows) > 0 {
			if _, err := done.Give(s, f.out, states); err != nil {
				return c.explain(view.Desk, err)
			}
		}
		if err != nil {
			return c.explain(view.Desk, err)
		}
		return c.sayCallees(done)
	})
}

func (c *console) calleeStates() (list []crm.CalleeState, err error) {
	for word := range strings.SplitSeq(c.callees.states, ",") {
		state := crm.CalleeState(strings.TrimSpace(word))
		if state == "" {
			continue
		}
		if !slices.Contains(crm.CalleeStates(), state) {
			return nil, misused(c.words.T("error.invalid", word), crm.ErrInvalid)
		}
		list = append(list, state)
	}
	return list, nil
}

func (c *console) sayCallees(done station.ListFile) error {
	if c.JSON {
		return c.print(c.calleeAnswerOf(done))
	}
	shown := 0
	for _, row := range done.Rows {
		if row.State != crm.CalleeAmbiguous && row.State != crm.CalleeBad {
			continue
		}
		if shown++; shown <= importShown {
			c.printf("%s\n", c.words.T("callee.row", row.Line, row.Name, c.words.CalleeState(row.State), c.words.IntakeReasons(row.Reasons)))
		}
	}
	if shown > importShown {
		c.printf("%s\n", c.words.T("callee.more", shown-importShown))
	}
	c.printf("%s\n", c.words.CalleeCounts(done.Counts))
	if err := c.sayPreview(done.List.ID, done.Preview); err != nil {
		return err
	}
	if done.List.ID.IsZero() {
		c.printf("%s\n", c.words.T("callee.dry", done.File))
		return nil
	}
	c.printf("%s\n", c.words.T("callee.made", done.List.Name, done.List.ID, done.List.ID))
	return nil
}

func (c *console) calleeAnswerOf(done station.ListFile) calleeAnswer {
	answer := calleeAnswer{
		previewAnswer: c.previewAnswerOf(done.List.ID, done.Preview), File: done.File, Encoding: done.Encoding, Sheet: done.Sheet,
		Columns: []importColumn{}, Counts: map[crm.CalleeState]int{}, Rows: make([]calleeRow, len(done.Rows)),
	}
	for _, state := range crm.CalleeStates() {
		answer.Counts[state] = done.Counts[state]
	}
	for _, column := range done.Columns {
		answer.Columns = append(answer.Columns, importColumn{column.Heading, column.Field})
	}
	for i, row := range done.Rows {
		r := calleeRow{
			Line: row.Line, State: row.State, Client: view.RefText(row.Client), Name: row.Name, Numbers: []string{}, Joined: row.Joined,
			Reasons: append([]crm.Reason{}, row.Reasons...), Text: c.words.IntakeReasons(row.Reasons),
		}
		for _, n := range row.Numbers {
			r.Numbers = append(r.Numbers, n.String())
		}
		for _, one := range row.Maybe {
			r.Maybe = append(r.Maybe, importMaybe{view.RefText(one.Ref), one.Name})
		}
		answer.Rows[i] = r
	}
	return answer
}

// listUndo takes a list back.
func listUndo(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		return c.withList(ctx, s, words[0], func(l crm.CallList) error {
			done, err := s.Store.Journal.UndoList(ctx, l.ID, time.Now())
			switch {
			case err != nil:
				return c.explain(view.Desk, err)
			case c.JSON:
				return c.print(map[string]int{"removed": done.Removed, "kept": done.Kept})
			case done.Kept > 0:
				c.printf("%s\n", c.words.T("callee.undone_part", l.Name, done.Removed, done.Kept))
			default:
				c.printf("%s\n", c.words.T("callee.undone", l.Name))
			}
			return nil
		})
	})
}
