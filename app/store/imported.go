package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"pult/app/crm"
)

// Clients from files live in the journal, which is precious, and are projected
// into the cache beside those of 1C, so that rings, search and cards find them
// all alike. What a client is in the cache follows from the imports that stand
// and from nothing else; so undoing one is projecting its clients anew.

// versionImported marks managers whom only a file names.
const versionImported = "import"

// projectPage is how many clients go into the cache in one transaction, as many as
// a page of 1C.
const projectPage = 10_000

// takeIn projects clients into the cache and notes which imports it now holds;
// told hears how many are done.
func (s *Store) takeIn(ctx context.Context, clients []crm.Ref, came, went []crm.ID, told func(done int)) error {
	done := 0
	for page := range slices.Chunk(clients, projectPage) {
		var all map[crm.Ref]heard
		err := s.Journal.read(ctx, "read imported clients", func(t *tx) (err error) {
			all, err = t.heard(page)
			return err
		})
		if err == nil {
			err = s.Cache.project(ctx, page, all)
		}
		if err != nil {
			return err
		}
		done += len(page)
		told(done)
	}
	err := s.Cache.change(ctx, "note imports", func(t *tx) error {
		for _, id := range came {
			if err := t.run("INSERT OR IGNORE INTO import_taken (id) VALUES (?)", id[:]); err != nil {
				return err
			}
		}
		for _, id := range went {
			if err := t.run("DELETE FROM import_taken WHERE id = ?", id[:]); err != nil {
				return err
			}
		}
		return t.run("DELETE FROM user WHERE version = ? AND ref NOT IN (SELECT manager FROM client WHERE manager IS NOT NULL)", versionImported)
	})
	if err != nil {
		return err
	}
	return s.Cache.Settle(ctx)
}

// recallImports brings a cache that does not hold what the journal says up to
// date: it was made anew, or an import or its undoing broke off.
func (s *Store) recallImports(ctx context.Context) error {
	said, err := s.Journal.imported(ctx)
	if err != nil {
		return err
	}
	held, err := s.Cache.taken(ctx)
	if err != nil {
		return err
	}
	came := slices.DeleteFunc(slices.Clone(said), func(id crm.ID) bool { return slices.Contains(held, id) })
	went := slices.DeleteFunc(slices.Clone(held), func(id crm.ID) bool { return slices.Contains(said, id) })
	if len(came) == 0 && len(went) == 0 {
		if len(held) == 0 {
			return nil
		}
		return s.Cache.Settle(ctx) // no round of 1C may ever do it
	}
	clients, err := s.Journal.importedClients(ctx)
	if err != nil {
		return err
	}
	before, err := s.Cache.importedClients(ctx)
	if err != nil {
		return err
	}
	return s.takeIn(ctx, append(clients, before...), came, went, func(int) {})
}

func (j *Journal) imported(ctx context.Context) (list []crm.ID, err error) {
	err = j.read(ctx, "list imports", func(t *tx) error {
		list, err = t.ids("SELECT id FROM import WHERE state = 'done'")
		return err
	})
	return list, err
}

func (c *Cache) taken(ctx context.Context) (list []crm.ID, err error) {
	err = c.read(ctx, "list imports", func(t *tx) error {
		list, err = t.ids("SELECT id FROM import_taken")
		return err
	})
	return list, err
}

func (t *tx) ids(query string) (list []crm.ID, err error) {
	err = t.each(query, nil, func(scan func(...any) error) error {
		var id crm.ID
		err := scan(into(&id))
		list = append(list, id)
		return err
	})
	return list, err
}

func (j *Journal) importedClients(ctx context.Context) (list []crm.Ref, err error) {
	err = j.read(ctx, "list imported clients", func(t *tx) error {
		list, err = t.refs("SELECT DISTINCT client FROM import_party")
		return err
	})
	return list, err
}

func (c *Cache) importedClients(ctx context.Context) (list []crm.Ref, err error) {
	err = c.read(ctx, "list imported clients", func(t *tx) error {
		list, err = t.refs("SELECT c.ref FROM imported i JOIN client c ON c.id = i.client")
		return err
	})
	return list, err
}

// project makes the clients in the cache what the imports say of them; those of
// whom none speaks go.
func (c *Cache) project(ctx context.Context, clients []crm.Ref, all map[crm.Ref]heard) error {
	c.loading.Lock()
	defer c.loading.Unlock()
	return c.load(ctx, "project imported clients", func(t *tx) error {
		// Where none goes most are new, and their texts are made at the end.
		a := importer{applierOf(t, len(all) == len(clients)), map[string]crm.Ref{}}
		var gone []int64
		for _, client := range clients {
			one, stands := all[client]
			if stands {
				if err := a.party(one); err != nil {
					return err
				}
				continue
			}
			id, err := a.dropParty(client)
			if err != nil {
				return err
			}
			gone = append(gone, id)
		}
		if err := a.saveNumbers(); err != nil {
			return err
		}
		if err := a.saveTexts(); err != nil {
			return err
		}
		for _, id := range gone {
			// A client who was talked to keeps an empty row, as one gone from 1C does.
			if err := a.run("DELETE FROM client WHERE id = ? AND state = 0 AND talked = 0", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// importer is an applier that knows managers by name.
type importer struct {
	*applier
	managers map[string]crm.Ref
}

// party stores one client of an import.
func (a importer) party(one heard) error {
	p := one.party
	manager, err := a.managerNamed(p.Manager)
	if err != nil {
		return err
	}
	p.Client.Manager = manager
	if err := a.client(p.Client); err != nil {
		return err
	}
	id, err := a.clientID(p.Client.Ref)
	if err != nil {
		return err
	}
	here, err := a.tx.changed("UPDATE imported SET as_of = ? WHERE client = ?", millis(one.asOf), id)
	if err == nil && here {
		err = a.forget(id, p.Contacts)
	} else if err == nil {
		err = a.run("INSERT INTO imported (client, as_of) VALUES (?, ?)", id, millis(one.asOf))
	}
	if err != nil {
		return err
	}
	if err := forEach("person", p.Contacts, a.contact); err != nil {
		return err
	}
	for _, line := range sumLines(p.Debts) {
		if err := a.debt(line); err != nil {
			return err
		}
	}
	return nil
}

// forget removes the debts of a client and the people nobody speaks of any more.
func (a importer) forget(client int64, stay []crm.Contact) error {
	if err := a.run("DELETE FROM debt WHERE client = ?", client); err != nil {
		return err
	}
	here, err := a.refs("SELECT ref FROM contact WHERE client = ?", client)
	if err != nil {
		return err
	}
	for _, ref := range here {
		if slices.ContainsFunc(stay, func(p crm.Contact) bool { return p.Ref == ref }) {
			continue
		}
		if err := a.removeOwned("contact", ofContact, "ref = ?", ref[:]); err != nil {
			return err
		}
	}
	return nil
}

// managerNamed is the user of that name: 1C's, or one made for the file.
func (a importer) managerNamed(name string) (ref crm.Ref, err error) {
	if name == "" {
		return ref, nil
	}
	if ref, ok := a.managers[name]; ok {
		return ref, nil
	}
	defer func() { a.managers[name] = ref }()
	err = a.row("SELECT ref FROM user WHERE name = ? ORDER BY version = ? LIMIT 1", args{name, versionImported}, into(&ref))
	if !errors.Is(err, sql.ErrNoRows) {
		return ref, err
	}
	ref = crm.DerivedRef("manager", crm.Fold(name))
	return ref, a.user(crm.User{Ref: ref, Name: name, Version: versionImported})
}

// dropParty takes a client out with all that came with him.
func (a importer) dropParty(ref crm.Ref) (id int64, err error) {
	if err := a.row("SELECT id FROM client WHERE ref = ?", args{ref[:]}, &id); errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	if err := a.forget(id, nil); err != nil {
		return 0, err
	}
	if err := a.run("DELETE FROM imported WHERE client = ?", id); err != nil {
		return 0, err
	}
	return id, a.emptyClients("id = ?", id)
}
