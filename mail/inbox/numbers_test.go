package inbox

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A folder of two hundred thousand letters is found out by one answer, however long it
// is. What no folder can hold is refused, and ends nothing but the connection.
func TestNumbersOfLetters(t *testing.T) {
	var long strings.Builder
	for n := range 200_000 {
		fmt.Fprintf(&long, " %d", 2*n+1_000_000)
	}
	for _, c := range []struct {
		name, caps, answer string
		count              int // negative for a refusal
	}{
		{"none", "", "* SEARCH\r\n", 0},
		{"two hundred thousand", "", "* SEARCH" + long.String() + "\r\n", 200_000},
		{"in ranges", " ESEARCH", "* ESEARCH (TAG \"TAG\") UID ALL 1001:201000\r\n", 200_000},
		{"none in ranges", " ESEARCH", "* ESEARCH (TAG \"TAG\") UID\r\n", 0},
		{"out of order, and twice", "", "* SEARCH 1007 1003 1007 5\r\n", 2},
		{"nothing but a star", "", "* SEARCH 0\r\n", -1},
		{"up to a star", " ESEARCH", "* ESEARCH (TAG \"TAG\") UID ALL 1:*\r\n", -1},
		{"more than there can be", " ESEARCH", "* ESEARCH (TAG \"TAG\") UID ALL 1:4294967295\r\n", -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := newQuirky(t)
			q.caps = c.caps
			q.says = func(command string) (string, bool) {
				return strings.ReplaceAll(c.answer, "TAG \"TAG\"", "TAG \""+q.tag+"\""), strings.HasPrefix(command, "UID SEARCH")
			}
			got, err := q.open(t).after(1000, time.Time{})
			if (err != nil) != (c.count < 0) || c.count >= 0 && len(got) != c.count {
				t.Errorf("%d letters, want %d, %v", len(got), c.count, err)
			}
		})
	}
}

// Where the server cannot search, numbers are asked for one by one.
func TestNumbersWithoutSearch(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(5) {
		q.deliver(n+1, quirk{})
	}
	q.refuses = "UID SEARCH"
	got, err := q.open(t).after(2, time.Time{})
	if err != nil || fmt.Sprint(got) != "[3 4 5]" {
		t.Errorf("%v, %v", got, err)
	}
}

// A server that counts its changes anew is asked for all that was answered.
func TestChangesCountedAnew(t *testing.T) {
	q := newQuirky(t)
	q.caps = " CONDSTORE"
	q.says = func(command string) (string, bool) {
		switch {
		case strings.HasPrefix(command, "EXAMINE"):
			return "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [HIGHESTMODSEQ 12] x\r\n", true
		case strings.Contains(command, "ANSWERED") && strings.Contains(command, "MODSEQ"):
			return "* SEARCH\r\n", true
		case strings.Contains(command, "ANSWERED"):
			return "* SEARCH 1\r\n", true
		}
		return "", false
	}
	q.deliver(1, quirk{})
	s := newShelf("")
	// It was restored from a copy.
	s.places["INBOX"] = Place{Validity: 7, Last: 1, ModSeq: 90}
	q.watch(t, s, nil)
	s.await(t, func(s *shelf) bool { return s.replied[1] && s.places["INBOX"].ModSeq == 12 })
}
