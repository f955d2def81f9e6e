package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// SetResult writes what came of a call, and why; no result takes it back. The zero
// id means the call a person would mean. When it returns nil, it is on disk.
func (d *Desk) SetResult(ctx context.Context, id crm.ID, result crm.Result, reason string) error {
	if !crm.IsResult(result) && result != crm.ResultSettled || len(reason) > maxNote {
		return fmt.Errorf("result %q: %w", result, crm.ErrInvalid)
	}
	return d.change(ctx, id, func(call *crm.Call, _ *live) {
		call.Result, call.Reason = result, strings.TrimSpace(reason)
	})
}

// ThisCall is the call in progress, and without one the last that was.
func (d *Desk) ThisCall(ctx context.Context) (call crm.Call, err error) {
	err = d.do(ctx, func(ctx context.Context) error {
		call, err = d.find(ctx, crm.ID{})
		return err
	})
	return call, err
}

// AddTask writes a next step. One for a call without a client of its own is about
// the client, or the number, of the call.
func (d *Desk) AddTask(ctx context.Context, task crm.Task) (crm.Task, error) {
	task.Text = strings.TrimSpace(task.Text)
	if task.Due.IsZero() || len(task.Text) > maxNote {
		return task, fmt.Errorf("task: %w", crm.ErrInvalid)
	}
	if !task.Call.IsZero() && task.Client.IsZero() {
		err := d.do(ctx, func(ctx context.Context) error {
			call, err := d.find(ctx, task.Call)
			task.Client, task.Number = call.Client, call.Number
			return err
		})
		if err != nil {
			return task, fmt.Errorf("task: %w", err)
		}
	}
	if task.Kind == "" {
		task.Kind = crm.CallbackTask
	}
	now := d.Now()
	task.ID, task.Set, task.Due, task.Author = crm.NewID(now), now.UTC(), task.Due.UTC(), d.Manager
	return task, d.recordTask(ctx, task)
}

// FinishTask notes that a task is done.
func (d *Desk) FinishTask(ctx context.Context, id crm.ID) error {
	return d.changeTask(ctx, id, func(t *crm.Task) { t.Done = d.Now().UTC() })
}

// Postpone gives a task another time, and another text unless there is none.
func (d *Desk) Postpone(ctx context.Context, id crm.ID, due time.Time, day bool, text string) error {
	if due.IsZero() || len(text) > maxNote {
		return fmt.Errorf("postpone: %w", crm.ErrInvalid)
	}
	return d.changeTask(ctx, id, func(t *crm.Task) {
		t.Due, t.Day, t.Done = due.UTC(), day, time.Time{}
		if text = strings.TrimSpace(text); text != "" {
			t.Text = text
		}
	})
}

func (d *Desk) changeTask(ctx context.Context, id crm.ID, change func(*crm.Task)) error {
	return d.do(ctx, func(ctx context.Context) error {
		task, err := d.Journal.Task(ctx, id)
		if err != nil {
			return fmt.Errorf("read the task: %w", err)
		}
		change(&task)
		return d.recordTask(ctx, task)
	})
}

func (d *Desk) recordTask(ctx context.Context, task crm.Task) error {
	if err := d.Journal.RecordTask(ctx, task); err != nil {
		return fmt.Errorf("write the task: %w", err)
	}
	d.Feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{
		ID: task.ID, Kind: crm.TaskLine, At: task.Set, Client: task.Client, Number: task.Number, Author: task.Author,
	}})
	return nil
}
