package station

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
)

// written waits for word that another program has written.
func written(t *testing.T, news *feed.Subscription) feed.WrittenElsewhere {
	t.Helper()
	limit := time.After(time.Minute)
	for {
		select {
		case e := <-news.C:
			if w, ok := e.(feed.WrittenElsewhere); ok {
				return w
			}
		case <-limit:
			t.Fatal("nothing was told")
		}
	}
}

// What another program writes into the folder is told of; what this one writes is
// told of by itself.
func TestWatchTellsWhatOthersWrite(t *testing.T) {
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	open := func() *store.Store {
		s, err := store.Open(t.Context(), store.Options{Dir: dir, Log: log})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	ours, theirs := open(), open()
	f := &feed.Feed{}
	news := f.Subscribe(256)
	w := watch{store: ours, feed: f, every: time.Millisecond}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.serve(ctx) }()
	defer func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}()

	note := func(s *store.Store) {
		t.Helper()
		line := crm.Interaction{ID: crm.NewID(time.Now()), Kind: crm.NoteKind, At: time.Now(), Client: crm.Ref{1}, Text: "звонила"}
		if err := s.Journal.RecordLine(t.Context(), line, true); err != nil {
			t.Fatal(err)
		}
	}
	before, err := ours.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	note(ours)
	if _, err := ours.Cache.Apply(t.Context(), crm.Batch{Kind: "users", Users: []crm.User{{Ref: crm.Ref{3}, Name: "Пётр"}}}); err != nil {
		t.Fatal(err)
	}
	if after, err := ours.Stamp(t.Context()); err != nil || after != before {
		t.Errorf("our own writing looks like somebody else's: %v, then %v, %v", before, after, err)
	}
	told := make(chan struct{})
	go func() {
		defer close(told)
		for e := range news.C { // the folder was just opened by two: its copy may be told of first
			if w, ok := e.(feed.WrittenElsewhere); ok && w.Journal {
				return
			}
		}
	}()
	for begun := false; !begun; { // until the watch has begun to look
		note(theirs)
		select {
		case <-told:
			begun = true
		case <-time.After(100 * time.Millisecond):
		}
	}
	for {
		if e, ok := (<-news.C).(feed.OutboxChanged); ok {
			if e.Waiting < 2 {
				t.Errorf("%d facts wait, want both", e.Waiting)
			}
			break
		}
	}
	if _, err := theirs.Cache.Apply(t.Context(), crm.Batch{Kind: "users", Users: []crm.User{{Ref: crm.Ref{4}, Name: "Анна"}}}); err != nil {
		t.Fatal(err)
	}
	for written(t, news).Journal { // the last of the notes; the copy of 1C is not taken for the journal
	}
}

// An open panel hears of an import of the console.
func TestAStationWatches(t *testing.T) {
	c, log := settings(t), slog.New(slog.DiscardHandler)
	panel, err := Open(t.Context(), c, Calls, log)
	if err != nil {
		t.Fatal(err)
	}
	news := panel.Feed.Subscribe(256)
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		panel.Run(ctx)
	}()
	defer func() {
		stop()
		<-over
		if err := panel.Close(); err != nil {
			t.Error(err)
		}
	}()
	console, err := Open(t.Context(), c, Read, log)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan struct{})
	go func() {
		defer close(told)
		for e := range news.C {
			if w, ok := e.(feed.WrittenElsewhere); ok && w.Journal {
				return
			}
		}
	}()
	for n := byte(1); ; n++ { // until the panel has begun to look
		of := crm.Import{ID: crm.NewID(time.Now()), File: "clients.csv", At: time.Now(), AsOf: time.Now()}
		party := crm.Party{Client: crm.Client{Ref: crm.Ref{n}, Name: "ООО «Заря»"}}
		counts := func(kept int) crm.IntakeCounts { return crm.IntakeCounts{New: kept} }
		if _, err := console.Store.Import(t.Context(), of, []crm.Party{party}, counts, func(crm.Progress) {}); err != nil {
			t.Fatal(err)
		}
		select {
		case <-told:
			if err := console.Close(); err != nil {
				t.Error(err)
			}
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}
