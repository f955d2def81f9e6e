package station

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/lines"
	"pult/telephony/record"
)

// recordings keeps the sound of talks: a file a talk, named by the call, so that
// the history needs no table to find it.
type recordings struct {
	dir   string
	days  int
	lines *lines.Board
	feed  *feed.Feed
	log   *slog.Logger
}

const (
	recordingSuffix = ".wav"
	// sweepEvery is how often recordings that are too old are looked for.
	sweepEvery = 6 * time.Hour
)

// recordingPath is where the recording of a call is, by the month it began in.
func recordingPath(dir string, call crm.ID) string {
	return filepath.Join(dir, call.Time().UTC().Format("2006-01"), call.String()+recordingSuffix)
}

// Recording is the file with the sound of a call; false when there is none.
func (s *Station) Recording(call crm.ID) (path string, ok bool) {
	path = recordingPath(s.Conf.Records(), call)
	info, err := os.Stat(path)
	return path, err == nil && info.Mode().IsRegular()
}

// serve records every talk until ctx ends.
func (r *recordings) serve(ctx context.Context) error {
	news := r.feed.Subscribe(64)
	defer news.Close()
	r.mend(ctx)
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case now := <-sweep.C:
			r.sweep(ctx, now)
		case e := <-news.C:
			if answered, ok := e.(feed.CallAnswered); ok {
				r.begin(ctx, answered.Call.ID)
			}
		}
	}
}

// begin records a talk. A talk that cannot be recorded goes on, and its manager
// is told.
func (r *recordings) begin(ctx context.Context, call crm.ID) {
	path := recordingPath(r.dir, call)
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = r.attach(ctx, call, path)
	}
	if err == nil || errors.Is(err, crm.ErrNoCall) { // it was short
		return
	}
	r.log.ErrorContext(ctx, "a talk is not recorded", "call", call, "error", err)
	r.feed.Publish(feed.Fault{Err: &crm.Fault{Kind: crm.ErrNotRecorded, Detail: err.Error()}})
}

func (r *recordings) attach(ctx context.Context, call crm.ID, path string) error {
	file, err := record.Create(path)
	if err != nil {
		return fmt.Errorf("begin a recording: %w", err)
	}
	if err := r.lines.Record(ctx, call, file); err != nil {
		return errors.Join(fmt.Errorf("record: %w", err), file.Close(), os.Remove(path))
	}
	return nil
}

// mend makes recordings whole that a crash left behind, and sweeps. Nothing is
// being recorded yet: the line of this folder is ours.
func (r *recordings) mend(ctx context.Context) {
	r.each(ctx, func(path string, _ time.Time) error { return record.Repair(path) })
	r.sweep(ctx, time.Now())
}

// sweep deletes what is older than the settings allow.
func (r *recordings) sweep(ctx context.Context, now time.Time) {
	if r.days == 0 {
		return
	}
	oldest := now.AddDate(0, 0, -r.days)
	r.each(ctx, func(path string, made time.Time) error {
		if made.After(oldest) {
			return nil
		}
		return os.Remove(path)
	})
}

// each goes over the recordings. The age of one is that of its call: copies and
// backups change the times of files.
func (r *recordings) each(ctx context.Context, do func(path string, made time.Time) error) {
	err := filepath.WalkDir(r.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, recordingSuffix) {
			return err
		}
		call, err := crm.ParseID(strings.TrimSuffix(entry.Name(), recordingSuffix))
		if err != nil {
			return nil //nolint:nilerr // somebody's own file is none of our business
		}
		if err := do(path, call.Time()); err != nil {
			r.log.WarnContext(ctx, "a recording was left as it is", "call", call, "error", err)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.log.ErrorContext(ctx, "the folder of recordings could not be read", "error", err)
	}
}
