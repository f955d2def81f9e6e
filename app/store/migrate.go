package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"pult/app/crm"
)

//go:embed migrations
var migrations embed.FS

// migration is one step of the journal's schema. Steps are never changed once
// released; a change is a new step.
type migration struct {
	version int
	text    string
}

// journalMigrations reads the steps in order: 0001.sql, 0002.sql …
func journalMigrations() ([]migration, error) {
	const dir = "migrations/journal"
	entries, err := fs.ReadDir(migrations, dir) // sorted by name
	if err != nil {
		return nil, err
	}
	steps := make([]migration, len(entries))
	for i, entry := range entries {
		version, err := strconv.Atoi(strings.TrimSuffix(entry.Name(), ".sql"))
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", entry.Name())
		}
		text, err := migrations.ReadFile(path.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		steps[i] = migration{version, string(text)}
	}
	return steps, nil
}

// migrate brings a file to the newest version. Each step and its number are one
// transaction, so that a step is never half done nor done twice, whoever else
// opens the file at the same time.
func migrate(ctx context.Context, p *pool, steps []migration) error {
	newest := steps[len(steps)-1].version
	for _, step := range steps {
		err := p.do(ctx, func(t *tx) error {
			version, err := t.version()
			if err != nil {
				return err
			}
			if version > newest {
				return newerSchema(version, newest)
			}
			if version >= step.version {
				return nil
			}
			if err := t.run(step.text); err != nil {
				return fmt.Errorf("migration %d: %w", step.version, err)
			}
			return t.run("PRAGMA user_version = " + strconv.Itoa(step.version))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func newerSchema(version, known int) error {
	return fmt.Errorf("the file was written by a newer Pult (schema %d, this one knows %d); update this one: %w",
		version, known, crm.ErrConflict)
}

func (t *tx) version() (version int, err error) {
	err = t.row("PRAGMA user_version", nil, &version)
	return version, err
}
