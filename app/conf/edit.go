package conf

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"pult/app/crm"
)

// SaveSound writes the section [sound] into pult.toml, as Save does.
func (c *Config) SaveSound(s Sound) error {
	return c.Save("sound", map[string]any{"input": s.Input, "output": s.Output, "ring": s.Ring, "silent": s.Silent})
}

// written is a value as it stands in the file.
func written(value any) string {
	switch v := value.(type) {
	case string:
		return quote(v)
	case []string:
		list := make([]string, len(v))
		for i, text := range v {
			list[i] = quote(text)
		}
		return "[" + strings.Join(list, ", ") + "]"
	case [][2]int64:
		list := make([]string, len(v))
		for i, pair := range v {
			list[i] = fmt.Sprintf("[%d, %d]", pair[0], pair[1])
		}
		return "[" + strings.Join(list, ", ") + "]"
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0" // else it would be read as a whole number
		}
		return text
	default:
		return fmt.Sprint(v)
	}
}

// read is a value as the file gives it back.
func read(value any) any {
	switch v := value.(type) {
	case int:
		return int64(v)
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return list
	case [][2]int64:
		list := make([]any, len(v))
		for i, pair := range v {
			list[i] = []any{pair[0], pair[1]}
		}
		return list
	default:
		return v
	}
}

// proveEdit reads both texts: nothing may differ but the section.
func proveEdit(before, after []byte, section string, want map[string]any) error {
	var old, now map[string]any
	if _, err := toml.Decode(string(before), &old); err != nil {
		return fmt.Errorf("%w: %w", crm.ErrInvalid, err)
	}
	if _, err := toml.Decode(string(after), &now); err != nil {
		return fmt.Errorf("cannot be edited: %w: %w", crm.ErrRefused, err)
	}
	table := old
	if section != "" {
		part, _ := old[section].(map[string]any)
		if table = maps.Clone(part); table == nil {
			table = map[string]any{}
		}
		old[section] = table
	}
	for key, value := range want {
		table[key] = read(value)
	}
	if !reflect.DeepEqual(old, now) {
		return fmt.Errorf("cannot be edited without touching other settings: %w", crm.ErrRefused)
	}
	return nil
}

// setting is a key with its value as it stands in the file.
type setting struct{ key, value string }

// edit sets keys of a section: in their lines where they are, behind the header
// of the section where they are not, at the end of the file without one.
func edit(text []byte, section string, settings []setting) []byte {
	lines := bytes.SplitAfter(text, []byte("\n"))
	end := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		end = "\r\n"
	}
	header, done := rewriteKnown(lines, section, settings)
	var added []string
	for _, s := range settings {
		if !done[s.key] {
			added = append(added, s.key+" = "+s.value+end)
		}
	}
	if len(added) == 0 {
		return bytes.Join(lines, nil)
	}
	last := len(lines) - 1
	switch {
	case section == "":
		return insertAbove(lines, strings.Join(added, ""), end)
	case header >= 0:
		last = header
	default:
		added = append([]string{"[" + section + "]" + end}, added...)
		if len(bytes.TrimSpace(text)) > 0 {
			added = append([]string{end}, added...)
		}
	}
	if line := lines[last]; len(line) > 0 && line[len(line)-1] != '\n' {
		lines[last] = append(bytes.Clone(line), end...)
	}
	lines[last] = append(bytes.Clone(lines[last]), strings.Join(added, "")...)
	return bytes.Join(lines, nil)
}

// insertAbove puts keys above the first section, under what stands there.
func insertAbove(lines [][]byte, added, end string) []byte {
	at, begun, over := 0, false, false
	eachLine(lines, func(i int, trimmed string) {
		if begun { // a key may have taken several lines
			at, begun = i, false
		}
		over = over || strings.HasPrefix(trimmed, "[")
		begun = !over && trimmed != "" && !strings.HasPrefix(trimmed, "#")
	})
	if begun {
		at = len(lines)
	}
	above, below := bytes.Join(lines[:at], nil), bytes.Join(lines[at:], nil)
	if len(above) > 0 && above[len(above)-1] != '\n' {
		above = append(above, end...)
	}
	return append(append(above, added...), below...)
}

// rewriteKnown changes the lines of the keys that are there. It tells which line
// is the header of the section, -1 for none, and which keys are done.
func rewriteKnown(lines [][]byte, section string, settings []setting) (header int, done map[string]bool) {
	header, done = -1, make(map[string]bool)
	inside := section == ""
	eachLine(lines, func(i int, trimmed string) {
		if strings.HasPrefix(trimmed, "[") {
			inside = section != "" && sectionOf(trimmed) == section
			if inside && header < 0 {
				header = i
			}
			return
		}
		key, value, ok := strings.Cut(trimmed, "=")
		if !inside || !ok || strings.HasPrefix(trimmed, "#") {
			return
		}
		for _, s := range settings {
			if unquote(key) == s.key && !done[s.key] {
				done[s.key] = rewriteValue(lines, i, value, s.value)
			}
		}
	})
	return header, done
}

// rewriteValue puts another value into a line; false says that it cannot be done
// without losing something.
func rewriteValue(lines [][]byte, i int, old, value string) bool {
	if isArray("", old) {
		last, rest, a, ok := arrayOver(lines, i, old)
		switch {
		case !ok || a.commented:
			return false
		case last > i:
			rewriteArray(lines, i, last, rest, value)
			return true
		}
	} else if unclosed(lines[i], "") != "" {
		return false
	}
	lines[i] = rewrite(lines[i], old, value)
	return true
}

// sectionOf reads the name of a header.
func sectionOf(line string) string {
	name, _, ok := strings.Cut(strings.TrimPrefix(line, "["), "]")
	if !ok || strings.HasPrefix(line, "[[") {
		return ""
	}
	return unquote(name)
}

func unquote(key string) string { return strings.Trim(strings.TrimSpace(key), `"'`) }

// rewrite puts another value into a line and keeps what stands around it.
func rewrite(line []byte, old, value string) []byte {
	text := string(line)
	at := strings.Index(text, "=") + 1
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	old = strings.TrimLeft(old, " \t")
	rest := text[at+valueLength(old):]
	return []byte(text[:at] + value + rest)
}

// valueLength is how much of a text the value takes before spaces and comment.
func valueLength(text string) int {
	if text == "" {
		return 0
	}
	if quote := text[0]; quote == '"' || quote == '\'' {
		for i := 1; i < len(text); i++ {
			switch {
			case text[i] == '\\' && quote == '"':
				i++
			case text[i] == quote:
				return i + 1
			}
		}
		return len(text)
	}
	if text[0] == '[' {
		var a array
		if end := a.scan(text); end >= 0 {
			return end
		}
	}
	value, _, _ := strings.Cut(text, "#")
	return len(strings.TrimRight(value, " \t"))
}

// unclosed tells which quotes of a text over several lines are open behind a
// line; open are those before it.
func unclosed(line []byte, open string) string {
	text := string(line)
	for text != "" {
		if open != "" {
			_, rest, ok := strings.Cut(text, open)
			if !ok {
				return open
			}
			open, text = "", rest
			continue
		}
		at := strings.IndexAny(text, `"'#`)
		if at < 0 || text[at] == '#' {
			return ""
		}
		if three := strings.Repeat(text[at:at+1], 3); strings.HasPrefix(text[at:], three) {
			open, text = three, text[at+3:]
			continue
		}
		text = text[at+valueLength(text[at:]):]
	}
	return open
}

// quote writes a text as TOML does.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// replace puts a new text in the place of a file, whole or not at all.
func replace(path string, text []byte) (err error) {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), FileName+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = file.Write(text)
	if err == nil {
		err = file.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
