package station

import (
	"context"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/telephony/audio/play"
	"pult/telephony/record"
)

// Recordings plays the sound of talks, one at a time. Its methods may be called
// from any goroutine; those with a context read files.
type Recordings struct {
	dir    string
	feed   *feed.Feed
	player *play.Player

	mu   sync.Mutex // guards what follows
	call crm.ID
	now  *play.Playback
}

// serve silences what plays while a call rings or is talked on, until ctx ends.
func (r *Recordings) serve(ctx context.Context) error {
	news := r.feed.Subscribe(64)
	defer news.Close()
	calls := make(map[crm.ID]bool)
	for {
		var e feed.Event
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e = <-news.C:
		}
		before := len(calls)
		switch e := e.(type) {
		case feed.RingShown:
			calls[e.Call.ID] = true
		case feed.CallStarted:
			calls[e.Call.ID] = true
		case feed.CallAnswered:
			calls[e.Call.ID] = true
		case feed.CallEnded:
			delete(calls, e.Call.ID)
		case feed.Reload:
			clear(calls) // which of them are over is not known; a new one is told
			r.Pause(true)
		}
		if (before > 0) != (len(calls) > 0) {
			r.player.Busy(len(calls) > 0)
		}
	}
}

// Lengths tells which of the calls have a recording, and how long it is.
func (r *Recordings) Lengths(ctx context.Context, calls []crm.ID) map[crm.ID]time.Duration {
	lengths := make(map[crm.ID]time.Duration)
	for _, call := range calls {
		if ctx.Err() != nil {
			break
		}
		file, err := record.Open(recordingPath(r.dir, call))
		if err != nil {
			continue // none, or one that cannot be played: the same to who listens
		}
		if frames := file.Frames(); frames > 0 {
			lengths[call] = time.Duration(frames) * time.Second / record.Rate
		}
		_ = file.Close()
	}
	return lengths
}

// Waves draws both sides of a recording as n levels from 0 to 1.
func (r *Recordings) Waves(ctx context.Context, call crm.ID, n int) (ours, theirs []float32, err error) {
	file, err := record.Open(recordingPath(r.dir, call))
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	return file.Peaks(ctx, n)
}

// Play plays the recording of a call from its beginning, in place of what plays.
func (r *Recordings) Play(ctx context.Context, call crm.ID) error {
	now, err := r.player.Play(ctx, recordingPath(r.dir, call))
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.call, r.now = call, now
	return nil
}

// Pause silences what plays, or lets it go on. During a call it does not go on.
func (r *Recordings) Pause(on bool) { r.with(func(b *play.Playback) { b.Pause(on) }) }

// Seek goes to another place.
func (r *Recordings) Seek(to time.Duration) { r.with(func(b *play.Playback) { b.Seek(to) }) }

// Speed plays faster.
func (r *Recordings) Speed(x float64) { r.with(func(b *play.Playback) { b.Speed(x) }) }

// Stop ends it.
func (r *Recordings) Stop() { r.with((*play.Playback).Close) }

func (r *Recordings) with(do func(*play.Playback)) {
	r.mu.Lock()
	now := r.now
	r.mu.Unlock()
	if now != nil {
		do(now)
	}
}

// State tells how the playing stands; Ended when nothing was played.
func (r *Recordings) State() crm.Playback {
	r.mu.Lock()
	call, now := r.call, r.now
	r.mu.Unlock()
	if now == nil {
		return crm.Playback{Ended: true, Speed: 1}
	}
	s := now.State()
	return crm.Playback{
		Call: call, Position: s.Position, Length: now.Duration(), Speed: s.Speed,
		Paused: s.Paused, Busy: s.Busy, Ended: s.Ended, Err: s.Err,
	}
}
