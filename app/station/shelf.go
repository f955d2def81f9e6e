package station

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pult/app/crm"
	"pult/telephony/record"
)

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
