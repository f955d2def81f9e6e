package station

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/table"
)

// Give writes a list into a file, a book of Excel or CSV by its name, and tells
// how many rows there are. When ctx ends on the way the file holds what was
// gathered until then. client is whose history is wanted.
func (f *Files) Give(ctx context.Context, list crm.ListKind, client crm.Ref, path string, told func(crm.Progress)) (rows int, err error) {
	var all [][]string
	switch list {
	case crm.FlawList:
		all, err = f.flaws(ctx, told)
	case crm.HistoryList, crm.ClientHistoryList:
		all, err = f.history(ctx, crm.HistoryFilter{Client: client, Limit: historyPage}, told)
	default:
		return 0, fmt.Errorf("give a list %q: %w", list, crm.ErrInvalid)
	}
	if err != nil {
		return 0, err
	}
	return len(all) - 1, writeTable(path, all)
}

func (f *Files) flaws(ctx context.Context, told func(crm.Progress)) ([][]string, error) {
	cache := f.station.Store.Cache
	total, _, err := cache.Count(ctx)
	if err != nil {
		return nil, err
	}
	census, done := crm.NewCensus(), 0
	err = cache.Identities(ctx, func(one crm.Identity) error {
		census.Add(one)
		if done++; done%1000 == 0 {
			told(crm.Progress{Stage: crm.StageCompare, Done: done, Total: total})
		}
		return ctx.Err()
	})
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	return f.station.Words.FlawTable(census.Flaws()), nil
}

// historyPage is how many lines are read at once.
const historyPage = 500

// history reads from the newest line to the oldest.
func (f *Files) history(ctx context.Context, filter crm.HistoryFilter, told func(crm.Progress)) ([][]string, error) {
	words := f.station.Words
	rows := [][]string{words.HistoryHead()}
	seen := map[crm.ID]bool{} // of the last moment of the page before
	for ctx.Err() == nil {    // what was gathered before a stop is given
		// A page is short: it is read to its end.
		page, err := f.station.Desk.History(context.WithoutCancel(ctx), filter)
		if err != nil {
			return nil, err
		}
		fresh := 0
		for _, line := range page {
			if !seen[line.ID] {
				rows = append(rows, words.HistoryTable(line.Interaction, line.ClientName))
				fresh++
			}
		}
		told(crm.Progress{Stage: crm.StageRead, Done: len(rows) - 1})
		if len(page) < filter.Limit || fresh == 0 {
			break
		}
		oldest := page[len(page)-1].At
		clear(seen)
		for _, line := range page {
			seen[line.ID] = line.At.Equal(oldest)
		}
		filter.Before = oldest.Add(time.Millisecond)
	}
	return rows, nil
}

// writeTable writes a table of texts, a book of Excel or CSV by the name of its file.
func writeTable(path string, rows [][]string) error {
	return inPlace(path, func(w io.Writer, book bool) error {
		if book {
			return table.WriteBook(w, rows)
		}
		return table.Write(w, rows)
	})
}

// WriteFigures writes a table of texts and numbers, a book of Excel or CSV by the name
// of its file.
func WriteFigures(path string, rows [][]any) error {
	return inPlace(path, func(w io.Writer, book bool) error {
		if book {
			return table.WriteFigureBook(w, rows)
		}
		return table.WriteFigures(w, rows)
	})
}

// inPlace puts a file in its place when it is whole.
func inPlace(path string, write func(w io.Writer, book bool) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".pult-*")
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	err = write(file, strings.EqualFold(filepath.Ext(path), ".xlsx"))
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the list: %w", err), os.Remove(file.Name()))
	}
	return nil
}

// Folder is where people look for their documents.
func (f *Files) Folder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	for _, name := range []string{"Документы", "Documents"} {
		if info, err := os.Stat(filepath.Join(home, name)); err == nil && info.IsDir() {
			return filepath.Join(home, name)
		}
	}
	return home
}
