package wire

import (
	"bytes"
	"strconv"
	"strings"
)

// frames cuts a stream into messages by their Content-Length (RFC 3261 section
// 18.3). The reader of sipgo decides on a line as soon as it has come, and takes
// the second half of a folded one for a line of its own.
type frames struct {
	pending []byte
	need    int // bytes of the next message, 0 while that is not known
}

var blankLine = []byte("\r\n\r\n")

// add takes what was read.
func (f *frames) add(data []byte) { f.pending = append(f.pending, data...) }

// between says that nothing of the next message has come yet.
func (f *frames) between() bool { return len(f.pending) == 0 }

// next is the first message when all of it is there, nil when not. It is good
// until the next add.
func (f *frames) next() ([]byte, error) {
	if f.need == 0 {
		f.pending = bytes.TrimLeft(f.pending, "\r\n")
		end := bytes.Index(f.pending, blankLine)
		if end < 0 && len(f.pending) <= MaxMessage {
			return nil, nil
		}
		length, ok := contentLength(f.pending[:max(end, 0)])
		if f.need = end + len(blankLine) + length; end < 0 || !ok || f.need > MaxMessage {
			return nil, ErrGarbled // where the next message begins is anybody's guess
		}
	}
	if len(f.pending) < f.need {
		return nil, nil
	}
	message := f.pending[:f.need]
	f.pending, f.need = f.pending[f.need:], 0
	return message, nil
}

// contentLength reads the length of a body, 0 when none is named. Two that differ
// are none.
func contentLength(head []byte) (length int, ok bool) {
	found := -1
	for _, line := range headerLines(head)[1:] {
		name, value, _ := strings.Cut(line, ":")
		if name = strings.ToLower(strings.TrimSpace(name)); name != "content-length" && name != "l" {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 17)
		if err != nil || found >= 0 && found != int(n) {
			return 0, false
		}
		found = int(n)
	}
	return max(found, 0), true
}

// headerLines are the first line of a message and its headers, unfolded (RFC 3261
// section 7.3.1).
func headerLines(head []byte) []string {
	return strings.Split(strings.NewReplacer("\r\n ", " ", "\r\n\t", " ").Replace(string(head)), "\r\n")
}
