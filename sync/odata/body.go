package odata

import (
	"bufio"
	"io"
)

// body is an answer without its byte order mark, bounded in size.
type body struct {
	*bufio.Reader
	io.Closer
}

func newBody(rc io.ReadCloser) *body {
	b := &body{Reader: bufio.NewReaderSize(io.LimitReader(rc, maxAnswer), 64<<10), Closer: rc}
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

// firstByte looks at the first byte that is not white space. 1C's content types
// cannot be trusted: an error page comes as whatever was asked for.
func (b *body) firstByte() byte {
	for {
		next, err := b.Peek(1)
		if err != nil {
			return 0
		}
		switch next[0] {
		case ' ', '\t', '\r', '\n':
			_, _ = b.Discard(1)
		default:
			return next[0]
		}
	}
}

// decodeRows walks {"odata.metadata":…, "value":[{…},…]} without holding more
// than one row. The order of properties is not given.
func decodeRows(r io.Reader, path string, each func(Row) error) (n int, err error) {
	s := newScanner(r)
	if !s.take('{') {
		return 0, garbled(path, "the answer is no JSON object")
	}
	for s.peek() == '"' {
		name, ok := s.value()
		isRows := string(name) == `"value"`
		if !ok || !s.take(':') {
			return n, cut(path, n)
		}
		if isRows {
			err = s.rows(path, &n, each)
		} else if _, ok := s.value(); !ok {
			err = cut(path, n)
		}
		if err != nil {
			return n, err
		}
		if !s.take(',') {
			break
		}
	}
	if !s.take('}') {
		return n, cut(path, n)
	}
	return n, nil
}

// rows walks a list of objects.
func (s *scanner) rows(path string, n *int, each func(Row) error) error {
	if !s.take('[') {
		return cut(path, *n)
	}
	for s.peek() == '{' {
		row, ok := s.row()
		if !ok {
			return cut(path, *n)
		}
		*n++
		if err := each(row); err != nil {
			return err
		}
		if !s.take(',') {
			break
		}
	}
	if !s.take(']') {
		return cut(path, *n)
	}
	return nil
}
