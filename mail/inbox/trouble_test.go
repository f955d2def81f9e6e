package inbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
)

// fetched are the sets of which whole letters were asked for.
func (q *quirky) fetched() (sets []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, said := range q.said {
		if strings.HasPrefix(said, "UID FETCH") && strings.Contains(said, "BODY.PEEK[]") {
			sets = append(sets, strings.Fields(said)[2])
		}
	}
	return sets
}

// A server that dies once, at whatever it is asked and in the middle of its answer, has
// all its letters read, each once.
func TestServerDiesAtEachAnswer(t *testing.T) {
	for at := range 9 {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			q := newQuirky(t)
			q.caps, q.idles = " IDLE", true
			var died atomic.Bool
			q.ends = func(_ string, n int) bool { return n == at+1 && died.CompareAndSwap(false, true) }
			for n := range uint32(70) {
				q.deliver(n+1, quirk{})
			}
			s := newShelf("")
			q.watch(t, s, func(w *Watcher) { w.options.Idle = 20 * time.Millisecond })
			s.await(t, holds("INBOX", 70))
			q.deliver(71, quirk{})
			s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 71 })
			if times, last := s.byUID(); len(times) != 71 || slices.Max(counts(times)) != 1 || last[70].Spoilt != nil {
				t.Errorf("letters by number: %v", times)
			}
		})
	}
}

func counts(times map[uint32]int) (list []int) {
	for _, n := range times {
		list = append(list, n)
	}
	return list
}

// A letter that cannot be read is named once: a panel that is started anew does not ask
// for it again.
func TestTheUnreadableIsRemembered(t *testing.T) {
	q := newQuirky(t)
	q.deliver(1, quirk{})
	q.deliver(2, bad[2]) // the connection ends
	q.deliver(3, quirk{})
	s := newShelf("")
	w := New(q.account, q.dialer, s, nil, Options{Poll: 20 * time.Millisecond}, slog.New(slog.DiscardHandler))
	w.pauses = []time.Duration{5 * time.Millisecond}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = w.Serve(ctx) }()
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 3 })
	stop()
	<-ended
	q.mu.Lock()
	q.said = nil
	q.mu.Unlock()
	q.deliver(4, quirk{})
	q.watch(t, s, nil)
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 4 })
	if sets := q.fetched(); !slices.Equal(sets, []string{"4"}) {
		t.Errorf("asked for %v after the start", sets)
	}
	if times, last := s.byUID(); times[2] != 1 || last[2].Spoilt == nil {
		t.Errorf("letters by number: %v", times)
	}
}

// The text of a letter that nobody wants is not asked for. No more than two connections
// are open, whatever is done meanwhile.
func TestNothingOfStrangersIsAskedFor(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(10) {
		q.deliver(n+1, quirk{})
	}
	q.mu.Lock()
	for _, stranger := range []uint32{3, 7} {
		q.letters[stranger] = letter(int(stranger), "sister@mail.example")
	}
	q.mu.Unlock()
	s := newShelf("client@client.example")
	w := q.watch(t, s, nil)
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 10 })
	for range 3 {
		if _, err := w.Holds(t.Context(), crm.NewID(time.Now()), "x@firm.example"); err != nil {
			t.Error(err)
		}
		if _, err := w.Letter(t.Context(), "INBOX", 7, 5); err != nil {
			t.Error(err)
		}
		w.Retry()
	}
	if sets := q.fetched(); len(sets) == 0 || slices.ContainsFunc(sets, func(set string) bool { return holdsNumber(set, 3) || holdsNumber(set, 7) }) {
		t.Errorf("whole letters were asked for: %v", sets)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.most > 2 {
		t.Errorf("%d connections", q.most)
	}
}

func holdsNumber(set string, uid int) bool {
	for part := range strings.SplitSeq(set, ",") {
		var from, to int
		if n, _ := fmt.Sscanf(part, "%d:%d", &from, &to); n == 1 {
			to = from
		}
		if uid >= from && uid <= to {
			return true
		}
	}
	return false
}

// The numbering changes below a connection that stands: letters come under their new
// numbers, and the place says so.
func TestNumbersChangeMeanwhile(t *testing.T) {
	q := newQuirky(t)
	q.caps, q.idles = " IDLE", true
	for n := range uint32(3) {
		q.deliver(n+100, quirk{})
	}
	s := newShelf("")
	q.watch(t, s, func(w *Watcher) { w.options.Idle = 20 * time.Millisecond })
	s.await(t, holds("INBOX", 3))
	q.mu.Lock()
	q.valid = 8
	for n := range uint32(3) {
		q.letters[n+1] = q.letters[n+100]
		delete(q.letters, n+100)
	}
	q.mu.Unlock()
	s.await(t, func(s *shelf) bool { return s.places["INBOX"] == Place{Validity: 8, Last: 3} })
	if times, last := s.byUID(); len(times) != 6 || last[1].Spoilt != nil {
		t.Errorf("letters by number: %v", times)
	}
}

// Headers are asked for before the texts of the letters before them have come. When the
// connection breaks at one, only that one is to blame.
func TestUnreadableHeaderAhead(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(20) {
		q.deliver(n+1, quirk{})
	}
	q.deliver(7, bad[2])
	s := newShelf("")
	q.watch(t, s, func(w *Watcher) { w.options.Chunk = 5 })
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 20 })
	times, last := s.byUID()
	for n := range uint32(20) {
		if times[n+1] != 1 || (last[n+1].Spoilt != nil) != (n+1 == 7) {
			t.Errorf("letter %d: %d times, %v", n+1, times[n+1], last[n+1].Spoilt)
		}
	}
}

// A letter that is removed while it is read is missed by nobody.
func TestRemovedMeanwhile(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(5) {
		q.deliver(n+1, quirk{})
	}
	q.deliver(3, quirk{"removed", func(w io.Writer, uid uint32, section string, text []byte) bool {
		delete(q.letters, uid)
		fmt.Fprintf(w, "FLAGS ())\r\n* 3 EXPUNGE\r\n* 3 FETCH (FLAGS (\\Seen)")
		return true
	}})
	s := newShelf("")
	q.watch(t, s, nil)
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 5 })
	if times, _ := s.byUID(); len(times) != 4 || times[3] != 0 {
		t.Errorf("letters by number: %v", times)
	}
}

// Of a letter that is too large the beginning is read, and it says so; of a header that
// is, what fits.
func TestTooLarge(t *testing.T) {
	q := newQuirky(t)
	q.deliver(1, quirk{"30 MB", func(w io.Writer, uid uint32, section string, text []byte) bool {
		fmt.Fprintf(w, "UID %d FLAGS () INTERNALDATE \"02-Nov-2026 10:00:00 +0300\" RFC822.SIZE %d %s {%d}\r\n%s", uid, 30<<20, section, len(text), text)
		return true
	}})
	q.deliver(2, quirk{})
	long := append(bytes.Repeat([]byte("X-Filler: "+strings.Repeat("a", 70)+"\r\n"), 20_000), letter(2, "client@client.example")...)
	q.mu.Lock()
	q.letters[2] = long
	q.mu.Unlock()
	s := newShelf("")
	q.watch(t, s, nil)
	s.await(t, holds("INBOX", 2))
	_, last := s.byUID()
	if l := last[1]; !l.Cut || len(l.Whole) == 0 || l.Spoilt != nil {
		t.Errorf("the large letter: cut %v, %d bytes, %v", l.Cut, len(l.Whole), l.Spoilt)
	}
	if l := last[2]; len(l.Raw) != maxHeader || len(l.Whole) != len(long) {
		t.Errorf("the large header: %d bytes, whole %d", len(l.Raw), len(l.Whole))
	}
	if sets := q.parts(); !slices.Equal(sets, []string{"<0.2097152>"}) {
		t.Errorf("asked for parts %v", sets)
	}
}

// parts are the pieces of letters that were asked for.
func (q *quirky) parts() (list []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, said := range q.said {
		if _, after, ok := strings.Cut(said, "BODY.PEEK[]<"); ok {
			piece, _, _ := strings.Cut(after, ">")
			list = append(list, "<"+piece+">")
		}
	}
	return list
}

// A text that is shorter or longer than is said spoils no letter but its own.
func TestSizesThatLie(t *testing.T) {
	lie := func(by int) quirk {
		return quirk{"", func(w io.Writer, uid uint32, section string, text []byte) bool {
			section, _, _ = strings.Cut(section, " ")
			fmt.Fprintf(w, "UID %d FLAGS () INTERNALDATE \"02-Nov-2026 10:00:00 +0300\" RFC822.SIZE %d %s {%d}\r\n%s", uid, len(text), section, len(text)+by, text)
			return true
		}}
	}
	for name, by := range map[string]int{"shorter": -20, "longer": 4000} {
		t.Run(name, func(t *testing.T) {
			q := newQuirky(t)
			for n := range uint32(9) {
				q.deliver(n+1, quirk{})
			}
			q.deliver(5, lie(by))
			s := newShelf("")
			q.watch(t, s, func(w *Watcher) { w.patience = 300 * time.Millisecond })
			s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 9 })
			times, last := s.byUID()
			for n := range uint32(9) {
				if n+1 != 5 && (times[n+1] != 1 || last[n+1].Spoilt != nil || !bytes.Equal(last[n+1].Whole, q.letters[n+1])) {
					t.Errorf("letter %d: %d times, %v", n+1, times[n+1], last[n+1].Spoilt)
				}
			}
			if times[5] != 1 {
				t.Errorf("the letter itself was put on record %d times", times[5])
			}
		})
	}
}

// Two panels on one mailbox do not disturb each other: each gets all letters once.
func TestTwoPanels(t *testing.T) {
	q := newQuirky(t)
	for n := range uint32(20) {
		q.deliver(n+1, quirk{})
	}
	shelves := []*shelf{newShelf(""), newShelf("")}
	for _, s := range shelves {
		q.watch(t, s, nil)
	}
	q.deliver(21, quirk{})
	for _, s := range shelves {
		s.await(t, holds("INBOX", 21))
		if times, _ := s.byUID(); len(times) != 21 || slices.Max(counts(times)) != 1 {
			t.Errorf("letters by number: %v", times)
		}
	}
}

// A machine that has slept, or whose clock was set, is told by the two clocks.
func TestAwake(t *testing.T) {
	shift := time.Duration(0)
	w := &Watcher{now: func() time.Time { return time.Now().Add(shift) }}
	awake := w.awake()
	for _, tt := range []struct {
		shift time.Duration
		want  bool
	}{{0, true}, {time.Second, true}, {time.Hour, false}, {-time.Hour, false}} {
		if shift = tt.shift; awake() != tt.want {
			t.Errorf("after a leap of %v: %v", tt.shift, !tt.want)
		}
	}
}
