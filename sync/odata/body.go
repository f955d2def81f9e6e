package odata

import (
	"bufio"
	"encoding/json"
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
func decodeRows(r io.Reader, path string, each func(Row) error) (int, error) {
	d := json.NewDecoder(r)
	if _, err := d.Token(); err != nil {
		return 0, garbled(path, "the answer is no JSON object")
	}
	n := 0
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return n, cut(path, n)
		}
		if name != "value" {
			var skipped json.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return n, cut(path, n)
			}
			continue
		}
		if _, err := d.Token(); err != nil {
			return n, cut(path, n)
		}
		for d.More() {
			var row Row
			if err := d.Decode(&row); err != nil {
				return n, cut(path, n)
			}
			n++
			if err := each(row); err != nil {
				return n, err
			}
		}
		if _, err := d.Token(); err != nil {
			return n, cut(path, n)
		}
	}
	if _, err := d.Token(); err != nil {
		return n, cut(path, n)
	}
	return n, nil
}
