package inbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync/atomic"
)

const (
	// maxLine is how long a line of an answer may be, outside of literals.
	maxLine = 1 << 20
	// maxSearch is how long one may be that names the letters of a folder.
	maxSearch = 8 * maxLetters
)

// maxLie is what a server may claim a literal to be before it is not believed.
const maxLie = 512 << 20

var (
	errLongLine = errors.New("line of an answer is too long")
	errLie      = errors.New("the server claims a size nobody could read")
)

// tolerant reads what a server says and leaves out what the library would break the
// connection at: answers nobody asked for and it does not know, items of an
// extension, flags and dates that are none. Texts of letters pass as they are.
type tolerant struct {
	from    *bufio.Reader
	ready   []byte // of the line, to be given out
	literal int64  // bytes of a literal that follow it
	skip    bool   // the literal is left out
	inside  bool   // the line before ended in a literal: this one goes on with the answer
	fetch   bool   // the answer is a FETCH
	drop    bool   // the answer is left out

	failed error       // the connection ended inside of a literal
	torn   atomic.Bool // so what was given out since is none of the letter's
}

func newTolerant(r io.Reader) *tolerant {
	return &tolerant{from: bufio.NewReaderSize(r, 64<<10)}
}

func (t *tolerant) Read(p []byte) (int, error) {
	for {
		switch {
		case len(t.ready) > 0:
			n := copy(p, t.ready)
			t.ready = t.ready[n:]
			return n, nil
		case t.literal > 0 && (t.skip || t.drop):
			n, err := io.CopyN(io.Discard, t.from, t.literal)
			t.literal -= n
			if err != nil {
				return 0, err
			}
		case t.literal > 0:
			return t.text(p[:min(int64(len(p)), t.literal)]), nil
		case t.failed != nil:
			return 0, t.failed
		default:
			if err := t.next(); err != nil {
				return 0, err
			}
		}
	}
}

// text gives out a piece of a literal. When the connection ends inside of one the rest
// is filled up: the library goes on reading a text that has failed, beside its own
// reader.
func (t *tolerant) text(p []byte) (n int) {
	for t.failed == nil && n == 0 {
		n, t.failed = t.from.Read(p)
	}
	if n == 0 {
		t.torn.Store(true)
		clear(p)
		n = len(p)
	}
	t.literal -= int64(n)
	return n
}

// next takes a line.
func (t *tolerant) next() error {
	line, err := t.line()
	if err != nil && len(line) == 0 {
		return err
	}
	if !t.inside {
		t.drop, t.fetch = false, false
		switch kind := kindOf(line); {
		case !known(kind):
			t.drop = true
		case kind == "FETCH":
			t.fetch = true
		case kind == "FLAGS" || kind == "OK":
			line = sanitiseFlags(line)
		}
	}
	if !t.fetch {
		line = sanitiseCaps(line)
	}
	t.literal, t.inside = literalAt(line)
	if t.literal > maxLie {
		t.literal = 0
		return errLie
	}
	t.skip = false
	if t.fetch {
		line, t.skip = sanitiseFetch(line, t.inside)
	}
	if !t.drop {
		t.ready = line
	}
	return nil
}

func (t *tolerant) line() ([]byte, error) {
	var whole []byte
	for {
		part, err := t.from.ReadSlice('\n')
		if n := len(whole) + len(part); n > maxSearch || n > maxLine && kindOf(whole) != "SEARCH" {
			return nil, errLongLine
		}
		whole = append(whole, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return whole, err
		}
	}
}

// literalAt reads the "{123}" that a line may end in.
func literalAt(line []byte) (size int64, ok bool) {
	line = bytes.TrimRight(line, "\r\n")
	if !bytes.HasSuffix(line, []byte("}")) {
		return 0, false
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(string(line[open+1:len(line)-1]), "+"), 10, 64)
	return n, err == nil && n >= 0
}

// kindOf is the word that says what an untagged answer is; "" for all others.
func kindOf(line []byte) string {
	rest, ok := bytes.CutPrefix(line, []byte("* "))
	if !ok {
		return ""
	}
	words := strings.Fields(string(rest[:min(len(rest), 64)]))
	if len(words) > 1 && words[0][0] >= '0' && words[0][0] <= '9' {
		if _, err := strconv.ParseUint(words[0], 10, 32); err != nil {
			return "a number beyond all"
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.ToUpper(words[0])
}

// known are the answers that the library can read and we have a use for.
func known(kind string) bool {
	switch kind {
	case "", "OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY", "ID", "ENABLED", "NAMESPACE",
		"FLAGS", "EXISTS", "RECENT", "EXPUNGE", "FETCH", "LIST", "STATUS", "SEARCH", "ESEARCH":
		return true
	}
	return false
}
