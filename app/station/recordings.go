package station

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/telephony"
	"pult/telephony/record"
)

// recordings keeps the sound of talks: a file a talk, named by the call, so that
// the history needs no table to find it. It is the Recorder of the desk; one
// goroutine, serve, owns what is being kept.
type recordings struct {
	dir    string
	days   int
	all    bool // every talk is kept, not only those a person wants
	notice notice
	tapes  tapes
	desk   teller
	feed   *feed.Feed
	log    *slog.Logger

	wishes chan func(context.Context)
	kept   map[crm.ID]*kept
}

// tapes is what recordings need of the telephone.
type tapes interface {
	Record(ctx context.Context, call crm.ID, recorder telephony.Recorder) error
	Announce(ctx context.Context, call crm.ID, sound []int16, every time.Duration) error
	Announcing(ctx context.Context, call crm.ID) (bool, error)
}

// teller is the desk: it is told what is kept, and knows what talks there are.
type teller interface {
	RecordingChanged(call crm.ID, state crm.RecordingState)
	Live(ctx context.Context) ([]desk.Live, crm.LineStatus, error)
}

// kept is a talk that has a file, or will have one when the notice has been heard.
type kept struct {
	file  *record.Recording // nil until then
	state crm.RecordingState
}

const (
	// watchEvery is how often talks that are being kept are looked after.
	watchEvery = 200 * time.Millisecond
	// wishTime bounds the wait for a disk that does not answer.
	wishTime = 5 * time.Second
)

// serve records talks until ctx ends.
func (r *recordings) serve(ctx context.Context) error {
	news := r.feed.Subscribe(64)
	defer news.Close()
	r.mend(ctx)
	sweep, watch := time.NewTicker(sweepEvery), time.NewTicker(watchEvery)
	defer sweep.Stop()
	defer watch.Stop()
	for {
		if len(r.kept) == 0 {
			watch.Stop()
		} else {
			watch.Reset(watchEvery)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case now := <-sweep.C:
			r.sweep(ctx, now)
		case <-watch.C:
			r.watch(ctx)
		case wish := <-r.wishes:
			wish(ctx)
		case e := <-news.C:
			r.hear(ctx, e)
		}
	}
}

// hear takes what happens to calls.
func (r *recordings) hear(ctx context.Context, e feed.Event) {
	switch e := e.(type) {
	case feed.CallAnswered:
		r.begin(ctx, e.Call.ID)
	case feed.CallEnded:
		delete(r.kept, e.Call.ID) // the line closes the file
	case feed.Reload:
		r.catchUp(ctx)
	}
}

// catchUp looks what talks there are: news of them were lost.
func (r *recordings) catchUp(ctx context.Context) {
	calls, _, err := r.desk.Live(ctx)
	if err != nil {
		return // the desk has stopped, and with it the talks
	}
	before := r.kept
	r.kept = make(map[crm.ID]*kept)
	for _, l := range calls {
		switch k := before[l.Call.ID]; {
		case k != nil:
			r.kept[l.Call.ID] = k
		case !l.Call.AnsweredAt.IsZero():
			r.begin(ctx, l.Call.ID)
		}
	}
}

// begin records a talk when all are to be kept. A talk that cannot be recorded goes
// on, and its manager is told.
func (r *recordings) begin(ctx context.Context, call crm.ID) {
	if !r.all {
		return
	}
	if err := r.start(ctx, call); err != nil {
		r.failed(ctx, call, err)
	}
}

// start gives notice when that is wished, and keeps a talk from then on.
func (r *recordings) start(ctx context.Context, call crm.ID) error {
	k := &kept{state: crm.RecordingOn}
	r.kept[call] = k
	var err error
	if r.notice.first() {
		err = r.tapes.Announce(ctx, call, r.notice.sound, 0)
	} else {
		err = r.attach(ctx, call, k)
	}
	if err != nil {
		delete(r.kept, call)
	}
	return err
}

// attach opens the file of a talk.
func (r *recordings) attach(ctx context.Context, call crm.ID, k *kept) error {
	path := recordingPath(r.dir, call)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("begin a recording: %w", err)
	}
	file, err := record.Create(path)
	if err != nil {
		return fmt.Errorf("begin a recording: %w", err)
	}
	if err := r.tapes.Record(ctx, call, file); err != nil {
		return errors.Join(fmt.Errorf("record: %w", err), file.Close(), os.Remove(path))
	}
	k.file = file
	if err := r.turn(ctx, call, k, k.state); err != nil {
		// Nobody was told, so nothing is kept.
		return errors.Join(fmt.Errorf("give notice: %w", err), r.tapes.Record(ctx, call, nil))
	}
	return nil
}

// turn makes a file go on or keep silence. Its time goes on either way, so that a
// place in it is a moment of the talk.
func (r *recordings) turn(ctx context.Context, call crm.ID, k *kept, state crm.RecordingState) error {
	k.state = state
	if k.file == nil {
		return nil // the notice is being played
	}
	k.file.Pause(state != crm.RecordingOn)
	r.desk.RecordingChanged(call, state)
	if !r.notice.repeats() {
		return nil
	}
	sound := r.notice.sound
	if state != crm.RecordingOn {
		sound = nil // nothing is kept that somebody had to be told of
	}
	return r.tapes.Announce(ctx, call, sound, r.notice.every)
}

// watch begins files whose notice has been heard, and tells of disks that are full.
func (r *recordings) watch(ctx context.Context) {
	for call, k := range r.kept {
		if err := r.look(ctx, call, k); err != nil {
			delete(r.kept, call)
			r.failed(ctx, call, err)
		}
	}
}

func (r *recordings) look(ctx context.Context, call crm.ID, k *kept) error {
	if k.file != nil {
		return k.file.Err()
	}
	announcing, err := r.tapes.Announcing(ctx, call)
	if err != nil || announcing {
		return err
	}
	return r.attach(ctx, call, k)
}

// failed tells that a talk is not recorded. The line closes its file, if any.
func (r *recordings) failed(ctx context.Context, call crm.ID, err error) {
	if errors.Is(err, crm.ErrNoCall) { // it was short
		return
	}
	r.log.ErrorContext(ctx, "a talk is not recorded", "call", call, "error", err)
	r.desk.RecordingChanged(call, crm.RecordingOff)
	r.feed.Publish(feed.Fault{Err: &crm.Fault{Kind: crm.ErrNotRecorded, Detail: err.Error()}})
}
