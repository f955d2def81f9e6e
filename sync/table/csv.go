package table

import (
	"strings"
	"unicode/utf8"
)

// separators programs put between cells.
const separators = ";,\t|"

// quotedLines is how many lines a cell in quotes may go over before the quote is
// taken for a sign somebody typed.
const quotedLines = 100

func parseCSV(data []byte, o Options) (*Table, error) {
	text, encoding := decode(data)
	if strings.ContainsRune(text[:min(4096, len(text))], 0) {
		return nil, notTable
	}
	t := &Table{Encoding: encoding}
	r := reader{text: text, line: 1}
	r.separator = r.announced()
	if r.separator == 0 {
		r.separator = guessSeparator(r)
	}
	var all collector
	for {
		line := r.line
		cells, ok := r.next()
		if !ok {
			break
		}
		if err := all.add(line, cells); err != nil {
			return nil, err
		}
	}
	return t, t.head(all.rows, o)
}

// reader cuts a text into records. It follows RFC 4180 where the text does, and
// loses no more than a cell where it does not.
type reader struct {
	text      string
	at        int
	line      int
	separator byte
}

// announced reads the line "sep=;" that Excel writes and understands.
func (r *reader) announced() byte {
	rest, ok := strings.CutPrefix(r.text, "sep=")
	if !ok || len(rest) < 2 || !strings.ContainsRune(separators, rune(rest[0])) || rest[1] != '\n' && rest[1] != '\r' {
		return 0
	}
	r.at = len("sep=") + 1
	r.newline()
	return rest[0]
}

// guessSeparator takes the one that cuts most of the first rows into the same
// number of cells, and into more when several do.
func guessSeparator(from reader) byte {
	best, most := byte(';'), 0
	for i := range len(separators) {
		r := from
		r.separator = separators[i]
		widths := map[int]int{}
		for range 2 * headWithin {
			cells, ok := r.next()
			if !ok {
				break
			}
			widths[len(cells)]++
		}
		for width, rows := range widths {
			if score := rows*1000 + width; width > 1 && score > most {
				best, most = r.separator, score
			}
		}
	}
	return best
}

// next reads one record.
func (r *reader) next() (cells []string, ok bool) {
	if r.at >= len(r.text) {
		return nil, false
	}
	for {
		cell := r.cell()
		if len(cells) <= maxColumns { // one too many tells that there are too many
			cells = append(cells, cell)
		}
		if r.at >= len(r.text) {
			return cells, true
		}
		if r.text[r.at] == r.separator {
			r.at++
			continue
		}
		r.newline()
		return cells, true
	}
}

// newline passes the end of a line.
func (r *reader) newline() {
	if strings.HasPrefix(r.text[r.at:], "\r\n") {
		r.at++
	}
	if r.at < len(r.text) {
		r.at++
	}
	r.line++
}

// cell reads one cell and stops before what ends it.
func (r *reader) cell() string {
	rest := r.text[r.at:]
	padding := 0
	for padding < len(rest) && rest[padding] == ' ' {
		padding++
	}
	if padding < len(rest) && rest[padding] == '"' {
		if cell, size, lines, ok := r.quoted(rest[padding+1:]); ok {
			r.at += padding + 1 + size
			r.line += lines
			return cell
		}
	}
	end := strings.IndexAny(rest, string(r.separator)+"\r\n")
	if end < 0 {
		end = len(rest)
	}
	r.at += end
	cell := strings.TrimSpace(rest[:end])
	// "ООО "Ромашка"" with the inner quotes not doubled.
	if n := len(cell); n > 2 && cell[0] == '"' && cell[n-1] == '"' && strings.Count(cell, `"`)%2 == 0 && strings.Count(cell, `"`) > 2 {
		cell = cell[1 : n-1]
	}
	return cell
}

// quoted reads the rest of a cell in quotes. It fails when something other than
// an end follows the closing quote, or none closes it nearby: the quote was part
// of the text.
func (r *reader) quoted(rest string) (cell string, size, lines int, ok bool) {
	var b strings.Builder
	for i := 0; i < len(rest) && b.Len() <= maxCell*utf8.UTFMax; i++ {
		switch c := rest[i]; {
		case c == '"' && i+1 < len(rest) && rest[i+1] == '"':
			b.WriteByte('"')
			i++
		case c == '"':
			after := i + 1
			for after < len(rest) && rest[after] == ' ' {
				after++
			}
			if after < len(rest) && rest[after] != r.separator && rest[after] != '\n' && rest[after] != '\r' {
				return "", 0, 0, false
			}
			return b.String(), after, lines, true
		default:
			if c == '\n' || c == '\r' && !strings.HasPrefix(rest[i+1:], "\n") {
				if lines++; lines > quotedLines {
					return "", 0, 0, false
				}
			}
			b.WriteByte(c)
		}
	}
	return "", 0, 0, false
}
