package station

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio/play"
	"pult/telephony/record"
)

// silentOutput is a device that nobody hears and that never asks for sound.
type silentOutput struct{}

func (silentOutput) Output(func([]int16)) (io.Closer, error) { return io.NopCloser(nil), nil }

// recordedCall makes a recording of a talk.
func recordedCall(t *testing.T, dir string) crm.ID {
	t.Helper()
	call := crm.NewID(time.Now())
	path := recordingPath(dir, call)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := record.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	file.Ours(make([]int16, 2*record.Rate))
	file.Theirs(make([]int16, 2*record.Rate))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return call
}

func TestRecordingsArePlayedBetweenCalls(t *testing.T) {
	dir := t.TempDir()
	call := recordedCall(t, dir)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := &Recordings{dir: dir, feed: &feed.Feed{}, player: play.New(silentOutput{})}
		go func() { _ = r.player.Serve(ctx) }()
		go func() { _ = r.serve(ctx) }()
		synctest.Wait()
		if s := r.State(); !s.Ended {
			t.Errorf("before anything was played: %+v", s)
		}
		other := crm.NewID(time.Now().Add(time.Hour))
		if found := r.Lengths(ctx, []crm.ID{call, other}); len(found) != 1 || found[call] < 2*time.Second {
			t.Errorf("recordings %v", found)
		}
		if err := r.Play(ctx, call); err != nil {
			t.Fatal(err)
		}
		r.Seek(time.Second)
		synctest.Wait()
		if s := r.State(); s.Call != call || s.Paused || s.Ended || s.Position != time.Second {
			t.Errorf("it plays as %+v", s)
		}
		ring := crm.Call{ID: other}
		r.feed.Publish(feed.RingShown{Call: ring})
		synctest.Wait()
		if s := r.State(); !s.Paused || !s.Busy {
			t.Errorf("into a ring: %+v", s)
		}
		r.feed.Publish(feed.CallAnswered{Call: ring})
		r.Pause(false)
		synctest.Wait()
		if s := r.State(); !s.Paused {
			t.Errorf("into a talk: %+v", s)
		}
		r.feed.Publish(feed.CallEnded{Call: ring})
		synctest.Wait()
		if s := r.State(); !s.Paused || s.Busy {
			t.Errorf("after the talk: %+v", s)
		}
		r.Pause(false)
		synctest.Wait()
		if s := r.State(); s.Paused || s.Position != time.Second {
			t.Errorf("gone on: %+v", s)
		}
		r.Stop()
		synctest.Wait()
		if s := r.State(); !s.Ended {
			t.Errorf("stopped: %+v", s)
		}
		cancel()
		synctest.Wait()
	})
}
