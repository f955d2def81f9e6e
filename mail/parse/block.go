package parse

import (
	"bufio"
	"bytes"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// maxField bounds one field: 2,000 references fit in.
const maxField = 256 << 10

// cutHeader parts a letter, or a part of one, into its header block and its body.
// Lines that are no fields are left out, for go-message stops at the first.
func cutHeader(raw []byte) (message.Header, []byte, []Flaw) {
	var flaws []Flaw
	block, body, whole := scanFields(raw)
	if !whole.fields {
		flaws = append(flaws, FlawHeader)
	}
	if !whole.size {
		flaws = append(flaws, FlawTooDeep)
	}
	fields, err := textproto.ReadHeader(bufio.NewReaderSize(bytes.NewReader(block), min(4096, 16+len(block))))
	if err != nil {
		flaws = joinFlaws(flaws, []Flaw{FlawHeader})
	}
	return message.Header{Header: fields}, body, flaws
}

// skipBlank passes over empty lines before a letter, and the line by which mailbox
// files part letters.
func skipBlank(raw []byte) []byte {
	start := bytes.TrimLeft(raw[:min(len(raw), 1000)], "\r\n")
	if len(start) > 0 && looksLikeField(start) {
		return raw[min(len(raw), 1000)-len(start):]
	}
	return raw
}

// scanned says whether all of a block could be taken.
type scanned struct{ fields, size bool }

// scanFields finds the end of a header block. The block is part of raw as long as
// each line of it is a field; else it is a copy without the other lines.
func scanFields(raw []byte) (block, body []byte, whole scanned) {
	whole = scanned{fields: true, size: true}
	k := keeper{raw: raw}
	pos, fields := 0, 0
	inField := false
	for pos < len(raw) {
		line, next := nextLine(raw, pos)
		if len(line) == 0 {
			body = raw[next:]
			break
		}
		if line[0] != ' ' && line[0] != '\t' {
			inField = looksLikeField(line)
			if !inField && !fieldFollows(raw[next:]) {
				body = raw[pos:] // the empty line was forgotten
				whole.fields = false
				break
			}
			fields++
			k.field = 0
		}
		switch {
		case !inField:
			whole.fields = false
			k.leave(pos)
		case fields > MaxFields || !k.keep(pos, next):
			whole.size = false
			k.leave(pos)
		}
		pos = next
	}
	return k.block(pos), body, whole
}

// keeper collects the lines of a block that are to be read.
type keeper struct {
	raw    []byte
	copied []byte // nil while no line was left out
	kept   int
	field  int // bytes of the field at hand
}

// leave passes over a line. From then on lines are copied.
func (k *keeper) leave(pos int) {
	if k.copied == nil {
		k.copied = append(make([]byte, 0, min(len(k.raw), MaxHeader)), k.raw[:pos]...)
	}
}

// keep takes a line; of one that is too long, its beginning. False says that not
// all could be taken.
func (k *keeper) keep(pos, next int) bool {
	room := min(maxField-k.field, MaxHeader-k.kept)
	if next-pos <= room {
		if k.copied != nil {
			k.copied = append(k.copied, k.raw[pos:next]...)
		}
		k.field += next - pos
		k.kept += next - pos
		return true
	}
	k.leave(pos)
	if room > 2 {
		k.copied = append(append(k.copied, k.raw[pos:pos+room-2]...), "\r\n"...)
		k.kept += room
	}
	k.field = maxField
	return false
}

func (k *keeper) block(end int) []byte {
	if k.copied == nil {
		return k.raw[:end:end]
	}
	return k.copied
}

// nextLine is the line at pos without its end, and where the next one begins.
func nextLine(raw []byte, pos int) (line []byte, next int) {
	line, next = raw[pos:], len(raw)
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line, next = line[:i], pos+i+1
	}
	return bytes.TrimSuffix(line, []byte("\r")), next
}

// looksLikeField tells "Name: …".
func looksLikeField(line []byte) bool {
	for i, c := range line {
		switch {
		case c == ':':
			return i > 0
		case c == ' ' || c == '\t':
			// Some programs write "Subject : …".
			rest := bytes.TrimLeft(line[i:min(len(line), i+20)], " \t")
			return i > 0 && len(rest) > 0 && rest[0] == ':'
		case c < '!' || c > '~' || i > 200:
			return false
		}
	}
	return false
}

// fieldFollows tells whether the header goes on after a line that is no field.
func fieldFollows(raw []byte) bool {
	pos := 0
	for range 5 {
		if pos >= len(raw) {
			return false
		}
		line, next := nextLine(raw, pos)
		if len(line) == 0 {
			return false
		}
		if looksLikeField(line) {
			return true
		}
		pos = next
	}
	return false
}
