package inbox

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// shelf keeps letters in memory. It wants those whose header holds a word.
type shelf struct {
	word string // "" wants all

	mu      sync.Mutex
	places  map[string]Place
	headers int
	kept    map[string][]Letter
	replied map[uint32]bool
	changed chan struct{}
}

func newShelf(word string) *shelf {
	return &shelf{word: word, places: map[string]Place{}, kept: map[string][]Letter{}, replied: map[uint32]bool{}, changed: make(chan struct{})}
}

func (s *shelf) Place(_ context.Context, f Folder) (Place, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.places[f.Name], nil
}

func (s *shelf) Wanted(_ context.Context, _ Folder, headers []Header) ([]uint32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.headers += len(headers)
	var wanted []uint32
	for _, h := range headers {
		if bytes.Contains(h.Raw, []byte(s.word)) {
			wanted = append(wanted, h.UID)
		}
	}
	return wanted, nil
}

func (s *shelf) Keep(_ context.Context, f Folder, letters []Letter, place Place) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range letters {
		l.Raw, l.Whole = bytes.Clone(l.Raw), bytes.Clone(l.Whole)
		s.kept[f.Name] = append(s.kept[f.Name], l)
	}
	s.places[f.Name] = place
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

func (s *shelf) Answered(_ context.Context, _ Folder, _ uint32, letters []uint32) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, uid := range letters {
		s.replied[uid] = true
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// await waits until what is kept is as wanted.
func (s *shelf) await(t *testing.T, is func(*shelf) bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		s.mu.Lock()
		ok, changed := is(s), s.changed
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			s.mu.Lock()
			defer s.mu.Unlock()
			t.Fatalf("not within a minute: %d headers, %d letters, places %v", s.headers, len(s.kept["INBOX"]), s.places)
		}
	}
}

func (s *shelf) place(folder string) Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.places[folder]
}

func (s *shelf) subjects(folder string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, l := range s.kept[folder] {
		_, rest, _ := bytes.Cut(l.Whole, []byte("Subject: "))
		subject, _, _ := bytes.Cut(rest, []byte("\r\n"))
		list = append(list, string(subject))
	}
	slices.Sort(list)
	return list
}

func holds(folder string, n int) func(*shelf) bool {
	return func(s *shelf) bool { return len(s.kept[folder]) >= n }
}

func letter(n int, from string) []byte {
	return fmt.Appendf(nil, "From: %s\r\nTo: anna@firm.example\r\nSubject: letter %04d\r\nMessage-ID: <%d@client.example>\r\n"+
		"Date: Mon, 02 Nov 2026 10:00:00 +0300\r\n\r\nText %d\r\n", from, n, n, n)
}
