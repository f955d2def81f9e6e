package odata

import (
	"bytes"
	"io"
)

// maxRow bounds one object of an answer: a document with eight sections has been
// seen to weigh 6 MB.
const maxRow = 64 << 20

// scanner cuts an answer into values without building any: a page holds
// thousands of rows, and of each row only some fields are ever looked at. What
// it hands over lies in its buffer and is good until the next call.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int // what is in the buffer and not yet read
	fields   []field
}

func newScanner(r io.Reader) *scanner { return &scanner{r: r, buf: make([]byte, 128<<10)} }

// more fills the buffer; false at the end, after a failure, and when one value
// would be larger than any honest one. A value is looked through again from its
// beginning, so by then there must be much more of it: a server that sends byte
// by byte would keep us busy else.
func (s *scanner) more() bool {
	if s.pos > 0 {
		s.end = copy(s.buf, s.buf[s.pos:s.end])
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxRow {
			return false
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, _ := io.ReadFull(s.r, s.buf[s.end:]) // a failure is met again at the next call
	s.end += n
	return n > 0
}

// peek looks at the next byte that is not white space; 0 when there is none.
func (s *scanner) peek() byte {
	for {
		for ; s.pos < s.end; s.pos++ {
			if c := s.buf[s.pos]; !isSpace(c) {
				return c
			}
		}
		if !s.more() {
			return 0
		}
	}
}

// take passes over one byte if it comes next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.pos++
	return true
}

// value hands over the next value as it stands.
func (s *scanner) value() ([]byte, bool) {
	if s.peek() == 0 {
		return nil, false
	}
	for {
		data := s.buf[s.pos:s.end]
		switch end := valueEnd(data, 0); {
		case end > 0:
			s.pos += end
			return data[:end], true
		case end < 0 || !s.more():
			return nil, false
		}
	}
}

// row hands over the next object.
func (s *scanner) row() (Row, bool) {
	if s.peek() != '{' {
		return Row{}, false
	}
	for {
		data := s.buf[s.pos:s.end]
		var end int
		switch s.fields, end = fieldsOf(data, 0, s.fields[:0]); {
		case end > 0:
			s.pos += end
			return Row{s.fields}, true
		case end < 0 || !s.more():
			return Row{}, false
		}
	}
}

// The functions below return where something ends, 0 when more bytes are wanted
// to tell, and -1 when it is none.

// fieldsOf takes an object apart and appends its fields.
func fieldsOf(data []byte, i int, fields []field) ([]field, int) {
	i = spaceEnd(data, i+1)
	for i < len(data) && data[i] != '}' {
		if data[i] != '"' {
			return fields, -1
		}
		end := stringEnd(data, i)
		if end <= 0 {
			return fields, end
		}
		name := data[i+1 : end-1]
		if i = spaceEnd(data, end); i < len(data) && data[i] != ':' {
			return fields, -1
		}
		if i = spaceEnd(data, i+1); i >= len(data) {
			return fields, 0
		}
		if end = valueEnd(data, i); end <= 0 {
			return fields, end
		}
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(unescape(name))
		}
		fields = append(fields, field{name, data[i:end]})
		if i = spaceEnd(data, end); i >= len(data) {
			return fields, 0
		}
		switch data[i] {
		case ',':
			i = spaceEnd(data, i+1)
		case '}':
		default:
			return fields, -1
		}
	}
	if i >= len(data) {
		return fields, 0
	}
	return fields, i + 1
}

func valueEnd(data []byte, i int) int {
	switch c := data[i]; {
	case c == '"':
		return stringEnd(data, i)
	case c == '{' || c == '[':
		return nestEnd(data, i)
	case c == '-' || c >= '0' && c <= '9' || c == 't' || c == 'f' || c == 'n':
		for ; i < len(data); i++ {
			if c := data[i]; c == ',' || c == '}' || c == ']' || isSpace(c) {
				return i
			}
		}
		return 0
	}
	return -1
}

// nestEnd counts brackets, whatever is between them: nesting costs no stack.
func nestEnd(data []byte, i int) int {
	depth := 0
	for i < len(data) {
		switch data[i] {
		case '"':
			end := stringEnd(data, i)
			if end <= 0 {
				return end
			}
			i = end
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return 0
}

func stringEnd(data []byte, i int) int {
	for i++; ; {
		quote := bytes.IndexByte(data[i:], '"')
		if quote < 0 {
			return 0
		}
		escapes := 0
		for end := i + quote; end > i && data[end-1] == '\\'; end-- {
			escapes++
		}
		i += quote + 1
		if escapes%2 == 0 {
			return i
		}
	}
}

func spaceEnd(data []byte, i int) int {
	for i < len(data) && isSpace(data[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }
