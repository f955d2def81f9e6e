package conf

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Change is an edit of pult.toml in the making: all of it gets into the file, or
// nothing. All else in the file stays as it is, to the last comment.
type Change struct {
	conf   *Config
	target string
	text   []byte
	err    error // of the first step that failed
}

// Change begins one. The settings that were read stay as they are.
func (c *Config) Change() *Change {
	ch := &Change{conf: c}
	// A link leads to the file that is meant, as a rule one that is shared.
	if ch.target, ch.err = filepath.EvalSymlinks(filepath.Join(c.home, FileName)); ch.err == nil {
		ch.text, ch.err = os.ReadFile(ch.target)
	}
	return ch
}

// Set writes keys of a section; "" are the keys above all sections.
func (ch *Change) Set(section string, values map[string]any) {
	if ch.err != nil {
		return
	}
	after := edit(ch.text, section, settingsOf(values))
	if ch.err = proveEdit(ch.text, after, section, values); ch.err != nil {
		ch.err = fmt.Errorf("%s: %w", ch.target, ch.err)
		return
	}
	ch.text = after
}

// Commit puts the text into the place of the file. One that is written so that
// this cannot be done safely is left alone: crm.ErrRefused; values the program
// would not start with are crm.ErrInvalid.
func (ch *Change) Commit() error {
	if ch.err == nil {
		_, ch.err = parse(ch.text, ch.conf.home)
	}
	if ch.err == nil {
		ch.err = replace(ch.target, ch.text)
	}
	if ch.err != nil {
		return fmt.Errorf("save settings: %w", ch.err)
	}
	return nil
}

// Save writes keys of one section.
func (c *Config) Save(section string, values map[string]any) error {
	ch := c.Change()
	ch.Set(section, values)
	return ch.Commit()
}

// SaveRows writes the tables of one name.
func (c *Config) SaveRows(name string, rows []Row) error {
	ch := c.Change()
	ch.Rows(name, rows)
	return ch.Commit()
}

// settingsOf are values as they stand in the file, by name.
func settingsOf(values map[string]any) (list []setting) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, setting{key, written(values[key])})
	}
	return list
}
