package station

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/telephony"
	"pult/telephony/record"
)

// studio is recordings with a telephone and a desk that note what they are told.
type studio struct {
	*recordings
	mu    sync.Mutex
	news  []string
	talks map[crm.ID]telephony.Recorder
	mute  error // why nothing can be announced
	heard time.Time
}

func (s *studio) Record(_ context.Context, call crm.ID, r telephony.Recorder) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.talks[call]; old != nil {
		_ = old.Close()
	}
	s.talks[call] = r
	s.news = append(s.news, fmt.Sprintf("record %v", r != nil))
	return nil
}

func (s *studio) Announce(_ context.Context, _ crm.ID, sound []int16, every time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.news = append(s.news, fmt.Sprintf("announce %d %v", len(sound), every))
	s.heard = time.Now().Add(time.Duration(len(sound)) * time.Second / record.Rate)
	return s.mute
}

func (s *studio) Announcing(context.Context, crm.ID) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.heard), nil
}

func (s *studio) RecordingChanged(_ crm.ID, state crm.RecordingState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.news = append(s.news, string(state))
}

func (s *studio) Live(context.Context) ([]desk.Live, crm.LineStatus, error) {
	var all []desk.Live
	for id := range s.talks {
		all = append(all, desk.Live{Call: crm.Call{ID: id, AnsweredAt: time.Now()}})
	}
	return all, crm.LineStatus{}, nil
}

// inStudio runs recordings on a pretended clock.
func inStudio(t *testing.T, all bool, n notice, play func(t *testing.T, s *studio)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &studio{talks: map[crm.ID]telephony.Recorder{}}
		s.recordings = &recordings{
			dir: dir, all: all, notice: n, tapes: s, desk: s, feed: &feed.Feed{}, log: slog.New(slog.DiscardHandler),
			wishes: make(chan func(context.Context)), kept: map[crm.ID]*kept{},
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = s.serve(ctx) }()
		synctest.Wait()
		play(t, s)
		stop()
		<-done
		for _, r := range s.talks {
			if r != nil {
				_ = r.Close()
			}
		}
	})
}

// answer begins a talk.
func (s *studio) answer() crm.ID {
	id := crm.NewID(time.Now())
	s.feed.Publish(feed.CallAnswered{Call: crm.Call{ID: id}})
	synctest.Wait()
	return id
}

func (s *studio) assertTold(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.news, want) {
		t.Errorf("told %q, want %q", s.news, want)
	}
	s.news = nil
}

func (s *studio) files(t *testing.T) (n int) {
	t.Helper()
	s.each(t.Context(), func(path string, _ time.Time) error {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		n++
		return nil
	})
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryTalkIsKept(t *testing.T) {
	inStudio(t, true, notice{}, func(t *testing.T, s *studio) {
		first, second := s.answer(), s.answer()
		s.assertTold(t, "record true", "on", "record true", "on")
		must(t, s.Pause(t.Context(), first, true))
		s.assertTold(t, "paused")
		must(t, s.Pause(t.Context(), first, false))
		must(t, s.recordings.Record(t.Context(), second, false))
		s.assertTold(t, "on", "off")
		if err := s.Pause(t.Context(), second, true); !errors.Is(err, crm.ErrNotRecorded) {
			t.Errorf("pausing what is off: %v", err)
		}
		must(t, s.recordings.Record(t.Context(), second, true)) // goes on in the same file
		s.assertTold(t, "on")
		if n := s.files(t); n != 2 {
			t.Errorf("%d files of two talks", n)
		}
		s.feed.Publish(feed.CallEnded{Call: crm.Call{ID: first}})
		synctest.Wait()
		if err := s.Pause(t.Context(), first, true); !errors.Is(err, crm.ErrNotRecorded) {
			t.Errorf("pausing what is over: %v", err)
		}
	})
}

func TestTalkIsKeptByHand(t *testing.T) {
	inStudio(t, false, notice{}, func(t *testing.T, s *studio) {
		id := s.answer()
		s.assertTold(t)
		must(t, s.recordings.Record(t.Context(), id, false))
		s.assertTold(t)
		must(t, s.recordings.Record(t.Context(), id, true))
		s.assertTold(t, "record true", "on")
		if n := s.files(t); n != 1 {
			t.Errorf("%d files", n)
		}
	})
}

// The beep sounds as long as something is kept, and no longer.
func TestBeepWhileATalkIsKept(t *testing.T) {
	inStudio(t, true, notice{sound: record.Beep(), every: record.BeepEvery}, func(t *testing.T, s *studio) {
		id := s.answer()
		s.assertTold(t, "record true", "on", "announce 3200 15s")
		must(t, s.Pause(t.Context(), id, true))
		s.assertTold(t, "paused", "announce 0 15s")
		must(t, s.Pause(t.Context(), id, false))
		s.assertTold(t, "on", "announce 3200 15s")
	})
}

// What is said before the notice has been heard is not kept.
func TestNoticeComesFirst(t *testing.T) {
	inStudio(t, true, notice{sound: make([]int16, 3*record.Rate)}, func(t *testing.T, s *studio) {
		s.answer()
		time.Sleep(2900 * time.Millisecond)
		s.assertTold(t, "announce 48000 0s")
		time.Sleep(400 * time.Millisecond)
		s.assertTold(t, "record true", "on")
		id := s.answer()
		must(t, s.recordings.Record(t.Context(), id, false))
		time.Sleep(10 * time.Second)
		s.assertTold(t, "announce 48000 0s", "announce 0 0s")
		if n := s.files(t); n != 1 {
			t.Errorf("%d files", n)
		}
	})
}

// Without the notice nothing is kept, and the manager is told.
func TestNoticeThatFails(t *testing.T) {
	for name, n := range map[string]notice{"beep": {sound: record.Beep(), every: record.BeepEvery}, "file": {sound: record.Beep()}} {
		t.Run(name, func(t *testing.T) {
			inStudio(t, true, n, func(t *testing.T, s *studio) {
				s.mute = errors.New("no sound")
				news := s.feed.Subscribe(8)
				defer news.Close()
				id := s.answer()
				<-news.C
				if f, ok := (<-news.C).(feed.Fault); !ok || !errors.Is(f.Err, crm.ErrNotRecorded) {
					t.Errorf("told %+v", f)
				}
				if s.talks[id] != nil {
					t.Error("the talk is kept all the same")
				}
				if err := s.Pause(t.Context(), id, true); !errors.Is(err, crm.ErrNotRecorded) {
					t.Errorf("pausing: %v", err)
				}
			})
		})
	}
}

// News that were lost do not lose a talk.
func TestTalkIsKeptAfterLostNews(t *testing.T) {
	inStudio(t, true, notice{}, func(t *testing.T, s *studio) {
		s.talks[crm.NewID(time.Now())] = nil
		s.feed.Publish(feed.Reload{})
		s.assertTold(t, "record true", "on")
	})
}
