package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
)

// States of an import in the journal.
const (
	importWriting = "writing"
	importDone    = "done"
	importUndone  = "undone"
)

// importPage is how many clients are written at once: a note taken meanwhile
// waits for a page and no longer.
const importPage = 1000

// Import brings in the clients of a file: into the journal first, for nobody else
// has them, then into the cache. When ctx ends while they go into the journal,
// those that are in it are the import, with the counts of so many. What a crash
// breaks off before all is in the journal has not happened; what breaks off after
// it is finished at the next start.
func (s *Store) Import(ctx context.Context, of crm.Import, parties []crm.Party, counts func(kept int) crm.IntakeCounts, told func(crm.Progress)) (kept int, err error) {
	kept, err = s.Journal.importParties(ctx, of, parties, counts, told)
	if err != nil || kept == 0 {
		return 0, errors.Join(err, ctx.Err())
	}
	clients := make([]crm.Ref, kept)
	for i := range clients {
		clients[i] = parties[i].Client.Ref
	}
	shown := func(done int) { told(crm.Progress{Stage: crm.StageShow, Done: done, Total: kept}) }
	return kept, s.takeIn(context.WithoutCancel(ctx), clients, []crm.ID{of.ID}, nil, shown)
}

func (j *Journal) importParties(ctx context.Context, of crm.Import, parties []crm.Party, counts func(int) crm.IntakeCounts, told func(crm.Progress)) (kept int, err error) {
	stop := ctx
	ctx = context.WithoutCancel(ctx) // a page is written whole or not begun
	err = j.record(ctx, "begin an import", func(t *tx) error {
		if err := t.forgetBroken(of.At); err != nil {
			return err
		}
		return t.run("INSERT INTO import (id, state, file, at, as_of, counts) VALUES (?, ?, ?, ?, ?, ?)",
			of.ID[:], importWriting, of.File, of.At.UnixMilli(), millis(of.AsOf), figures(counts(0)))
	})
	if err != nil {
		return 0, err
	}
	for page := range slices.Chunk(parties, importPage) {
		if stop.Err() != nil {
			break
		}
		told(crm.Progress{Stage: crm.StageKeep, Done: kept, Total: len(parties)})
		err := j.record(ctx, "import clients", func(t *tx) error {
			for _, p := range page {
				err := t.run("INSERT INTO import_party (client, import, data) VALUES (?, ?, ?)", p.Client.Ref[:], of.ID[:], encodeParty(p))
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		kept += len(page)
	}
	return kept, j.record(ctx, "end an import", func(t *tx) error {
		if kept == 0 {
			return t.run("DELETE FROM import WHERE id = ?", of.ID[:])
		}
		return t.run("UPDATE import SET state = ?, counts = ? WHERE id = ?", importDone, figures(counts(kept)), of.ID[:])
	})
}

func figures(c crm.IntakeCounts) string {
	text, _ := json.Marshal(c) // figures only
	return string(text)
}

// brokenAfter is how old an import must be that is still being written: it was
// stopped. Others may be under way in another program.
const brokenAfter = time.Hour

func (t *tx) forgetBroken(now time.Time) error {
	const broken = "state = 'writing' AND at < ?"
	before := now.Add(-brokenAfter).UnixMilli()
	if err := t.run("DELETE FROM import_party WHERE import IN (SELECT id FROM import WHERE "+broken+")", before); err != nil {
		return err
	}
	return t.run("DELETE FROM import WHERE "+broken, before)
}

// UndoImport takes an import back: each client is again what the other imports
// say of him, and is gone when none does. A zero id means the newest one.
// crm.ErrNotFound when there is none to undo.
func (s *Store) UndoImport(ctx context.Context, id crm.ID) (crm.Import, error) {
	list, err := s.Journal.Imports(ctx)
	if err != nil {
		return crm.Import{}, err
	}
	i := slices.IndexFunc(list, func(one crm.Import) bool {
		return one.Undone.IsZero() && (id.IsZero() || one.ID == id)
	})
	if i < 0 {
		return crm.Import{}, fmt.Errorf("undo an import: %w", crm.ErrNotFound)
	}
	of := list[i]
	of.Undone = moment(s.Journal.now())
	clients, err := s.Journal.undo(ctx, of)
	if err != nil {
		return of, err
	}
	return of, s.takeIn(ctx, clients, nil, []crm.ID{of.ID}, func(int) {})
}

// undo marks the import as taken back and forgets what it said: these are other
// people's names and numbers.
func (j *Journal) undo(ctx context.Context, of crm.Import) (clients []crm.Ref, err error) {
	err = j.record(ctx, "undo an import", func(t *tx) error {
		clients, err = t.refs("SELECT client FROM import_party WHERE import = ?", of.ID[:])
		if err != nil {
			return err
		}
		if err := t.run("UPDATE import SET state = ?, undone = ? WHERE id = ?", importUndone, of.Undone.UnixMilli(), of.ID[:]); err != nil {
			return err
		}
		return t.run("DELETE FROM import_party WHERE import = ?", of.ID[:])
	})
	return clients, err
}

func (t *tx) refs(query string, values ...any) (list []crm.Ref, err error) {
	err = t.each(query, values, func(scan func(...any) error) error {
		var ref crm.Ref
		err := scan(into(&ref))
		list = append(list, ref)
		return err
	})
	return list, err
}

// Imports lists the imports, newest first, with those undone.
func (j *Journal) Imports(ctx context.Context) (list []crm.Import, err error) {
	const query = `SELECT id, file, at, as_of, counts, undone FROM import WHERE state <> 'writing' ORDER BY id DESC`
	err = j.read(ctx, "list imports", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			var of crm.Import
			var counts string
			if err := scan(into(&of.ID), &of.File, timeInto{&of.At}, timeInto{&of.AsOf}, &counts, timeInto{&of.Undone}); err != nil {
				return err
			}
			list = append(list, of)
			return json.Unmarshal([]byte(counts), &list[len(list)-1].Counts)
		})
	})
	return list, err
}

// Parties tells what imports say of clients; those of 1C are left out.
func (j *Journal) Parties(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Party, error) {
	parties := make(map[crm.Ref]crm.Party, len(clients))
	err := j.read(ctx, "read imported clients", func(t *tx) error {
		all, err := t.heard(clients)
		for client, one := range all {
			parties[client] = one.party
		}
		return err
	})
	return parties, err
}

// Mapping is what columns of files with these headings are, as it was set right;
// empty when it never was.
func (j *Journal) Mapping(ctx context.Context, headings string) (mapping map[string]string, err error) {
	var text string
	err = j.read(ctx, "read the mapping of columns", func(t *tx) error {
		return t.row("SELECT mapping FROM import_mapping WHERE headings = ?", args{headings}, &text)
	})
	if errors.Is(err, crm.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return mapping, fail("read the mapping of columns", json.Unmarshal([]byte(text), &mapping))
}

// SaveMapping remembers what columns of files with these headings are.
func (j *Journal) SaveMapping(ctx context.Context, headings string, mapping map[string]string) error {
	text, _ := json.Marshal(mapping) // texts only
	return j.record(ctx, "remember the mapping of columns", func(t *tx) error {
		return t.run("INSERT OR REPLACE INTO import_mapping (headings, mapping) VALUES (?, ?)", headings, string(text))
	})
}
