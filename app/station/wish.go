package station

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// Record keeps a talk from now on, or does so no more: what a person wishes while
// it goes on. To keep it once more goes on in the same file.
func (r *recordings) Record(ctx context.Context, call crm.ID, on bool) error {
	return r.ask(ctx, func(ctx context.Context) error {
		k := r.kept[call]
		switch {
		case k == nil && on:
			return r.start(ctx, call)
		case k == nil:
			return nil
		case on:
			return r.turn(ctx, call, k, crm.RecordingOn)
		case k.file == nil:
			delete(r.kept, call)
			return r.tapes.Announce(ctx, call, nil, 0)
		default:
			return r.turn(ctx, call, k, crm.RecordingOff)
		}
	})
}

// Pause keeps silence in place of a talk, or goes on.
func (r *recordings) Pause(ctx context.Context, call crm.ID, on bool) error {
	return r.ask(ctx, func(ctx context.Context) error {
		k := r.kept[call]
		if k == nil || k.state == crm.RecordingOff {
			return crm.ErrNotRecorded
		}
		state := crm.RecordingOn
		if on {
			state = crm.RecordingPaused
		}
		return r.turn(ctx, call, k, state)
	})
}

// ask has the owner fulfil a wish and waits for the result.
func (r *recordings) ask(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, wishTime)
	defer cancel()
	result := make(chan error, 1) // the owner never waits for who asked
	select {
	case r.wishes <- func(ctx context.Context) { result <- do(ctx) }:
	case <-ctx.Done():
		return fmt.Errorf("record: %w", ctx.Err())
	}
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return fmt.Errorf("record: %w", ctx.Err())
	}
}
