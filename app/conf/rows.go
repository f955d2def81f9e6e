package conf

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"pult/app/crm"
)

// Row is one [[table]] as it is to stand in the file: Was counts the tables that
// stand there from 1, 0 is a new one. Keys that are not among the values stay.
type Row struct {
	Was    int
	Values map[string]any
}

// Rows writes the tables of a name, [[colleague]] for one: those no row names are
// taken out, new ones stand behind the others. A file that somebody else has
// changed meanwhile is crm.ErrRefused.
func (ch *Change) Rows(name string, rows []Row) {
	if ch.err == nil {
		ch.err = ch.rows(name, rows)
	}
}

func (ch *Change) rows(name string, rows []Row) error {
	var old, now map[string]any
	if _, err := toml.Decode(string(ch.text), &old); err != nil {
		return fmt.Errorf("%w: %w", crm.ErrInvalid, err)
	}
	tables, _ := old[name].([]map[string]any)
	if len(tables) != ch.conf.tables(name) || slices.ContainsFunc(rows, func(r Row) bool { return r.Was > len(tables) }) {
		return fmt.Errorf("[[%s]] was changed by somebody else: %w", name, crm.ErrRefused)
	}
	var want []map[string]any
	for _, r := range rows {
		table := map[string]any{}
		if r.Was > 0 {
			table = maps.Clone(tables[r.Was-1])
		}
		for key, value := range r.Values {
			table[key] = read(value)
		}
		want = append(want, table)
	}
	if old[name] = want; want == nil {
		delete(old, name)
	}
	after := editRows(ch.text, name, rows)
	if _, err := toml.Decode(string(after), &now); err != nil || !reflect.DeepEqual(old, now) {
		return fmt.Errorf("[[%s]] cannot be edited without touching the rest: %w", name, crm.ErrRefused)
	}
	ch.text = after
	return nil
}

// tables counts those of a name that were read.
func (c *Config) tables(name string) int {
	return map[string]int{"account": len(c.Account), "colleague": len(c.Colleagues), "mailbox": len(c.Mailbox)}[name]
}

// block are the lines of one [[table]], its header first.
type block struct{ from, to int }

// blocksOf finds the tables of a name. Comments above a header belong to what
// follows them.
func blocksOf(lines [][]byte, name string) (list []block) {
	at := -1
	end := func(to int) {
		if at < 0 {
			return
		}
		for to > at+1 {
			above := strings.TrimSpace(string(lines[to-1]))
			if above != "" && !strings.HasPrefix(above, "#") {
				break
			}
			to--
		}
		list, at = append(list, block{at, to}), -1
	}
	eachLine(lines, func(i int, trimmed string) {
		if !strings.HasPrefix(trimmed, "[") {
			return
		}
		end(i)
		if inner, ok := strings.CutPrefix(trimmed, "[["); ok {
			if header, _, ok := strings.Cut(inner, "]]"); ok && unquote(header) == name {
				at = i
			}
		}
	})
	end(len(lines))
	return list
}

// eachLine goes over the lines that begin something: not those inside a text or an
// array over several lines.
func eachLine(lines [][]byte, do func(i int, trimmed string)) {
	open := ""
	for i := 0; i < len(lines); i++ {
		if open != "" {
			open = unclosed(lines[i], open)
			continue
		}
		trimmed := strings.TrimSpace(strings.TrimPrefix(string(lines[i]), "\ufeff"))
		do(i, trimmed)
		if _, value, ok := strings.Cut(trimmed, "="); ok && isArray(trimmed, value) {
			if last, _, _, ok := arrayOver(lines, i, value); ok {
				i = last
				continue
			}
		}
		if !strings.HasPrefix(trimmed, "[") {
			open = unclosed(lines[i], "")
		}
	}
}

func isArray(line, value string) bool {
	return !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "[") && strings.HasPrefix(strings.TrimSpace(value), "[")
}

// editRows rewrites, takes out and adds tables.
func editRows(text []byte, name string, rows []Row) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	end := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		end = "\r\n"
	}
	blocks := blocksOf(lines, name)
	kept := map[int]bool{}
	var added strings.Builder
	for _, r := range rows {
		settings := settingsOf(r.Values)
		if r.Was > 0 && r.Was <= len(blocks) {
			kept[r.Was-1] = true
			b := blocks[r.Was-1]
			body := edit(bytes.Join(lines[b.from+1:b.to], nil), "", settings)
			lines[b.from] = append(bytes.Clone(lines[b.from]), body...)
			for i := b.from + 1; i < b.to; i++ {
				lines[i] = nil
			}
			continue
		}
		added.WriteString(end + "[[" + name + "]]" + end)
		for _, s := range settings {
			added.WriteString(s.key + " = " + s.value + end)
		}
	}
	last := len(lines) - 1
	for i, b := range blocks {
		if last = b.to - 1; !kept[i] {
			for at := b.from; at < b.to; at++ {
				lines[at] = nil
			}
		}
	}
	if added.Len() > 0 {
		if at := bytes.Join(lines[:last+1], nil); len(at) > 0 && at[len(at)-1] != '\n' {
			lines[last] = append(bytes.Clone(lines[last]), end...)
		}
		lines[last] = append(bytes.Clone(lines[last]), added.String()...)
	}
	return bytes.Join(lines, nil)
}
