package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
)

// RecordTask writes a task and its line of history, which carries the id of the
// task. The line's text is when and what, "2026-05-12 14:30 about the offer"; a
// reader words it for people. To record it again moves or ends it.
func (j *Journal) RecordTask(ctx context.Context, task crm.Task) error {
	if task.ID.IsZero() || task.Set.IsZero() || task.Due.IsZero() {
		return fail("record a task", fmt.Errorf("a task without an id or a time: %w", crm.ErrInvalid))
	}
	return j.record(ctx, "record a task", func(t *tx) error { return t.recordTask(task, j.location) })
}

func (t *tx) recordTask(task crm.Task, location *time.Location) error {
	layout := "2006-01-02 15:04"
	if task.Day {
		layout = time.DateOnly
	}
	line := crm.Interaction{
		ID: task.ID, Kind: crm.TaskLine, At: task.Set, Client: task.Client, Number: task.Number, Author: task.Author,
		Text: strings.TrimSpace(task.Due.In(location).Format(layout) + " " + task.Text),
	}
	if !task.Done.IsZero() {
		line.Result = crm.ResultDone
	}
	if err := t.saveInteraction(line); err != nil {
		return err
	}
	n := task.Number
	return t.run(`
		INSERT INTO task (id, kind, client, e164, short, ext, raw, call, given, due, day, text, author, done)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, client = excluded.client, e164 = excluded.e164,
			short = excluded.short, ext = excluded.ext, raw = excluded.raw, due = excluded.due, day = excluded.day,
			text = excluded.text, done = excluded.done`,
		task.ID[:], string(task.Kind), blob(task.Client), wholeNumber(n), n.Short, n.Ext, n.Raw, blob(task.Call),
		task.Set.UnixMilli(), task.Due.UnixMilli(), task.Day, task.Text, task.Author, millis(task.Done))
}

const selectTask = `SELECT id, kind, client, e164, short, ext, raw, call, given, due, day, text, author, done FROM task`

// Task reads one task; crm.ErrNotFound when there is none.
func (j *Journal) Task(ctx context.Context, id crm.ID) (task crm.Task, err error) {
	err = j.read(ctx, "read a task", func(t *tx) error {
		task, err = scanTask(func(places ...any) error { return t.row(selectTask+` WHERE id = ?`, args{id[:]}, places...) })
		return err
	})
	return task, err
}

// OpenTasks reads tasks that are not done, the first due first.
func (j *Journal) OpenTasks(ctx context.Context) (list []crm.Task, err error) {
	err = j.read(ctx, "read open tasks", func(t *tx) error {
		return t.each(selectTask+` WHERE done IS NULL ORDER BY due, id`, nil, func(scan func(...any) error) error {
			task, err := scanTask(scan)
			list = append(list, task)
			return err
		})
	})
	return list, err
}

func scanTask(scan func(...any) error) (t crm.Task, err error) {
	err = scan(into(&t.ID), &t.Kind, into(&t.Client), numberInto{&t.Number}, &t.Number.Short, &t.Number.Ext, &t.Number.Raw,
		into(&t.Call), timeInto{&t.Set}, timeInto{&t.Due}, &t.Day, &t.Text, &t.Author, timeInto{&t.Done})
	return t, err
}
