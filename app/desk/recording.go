package desk

import (
	"context"

	"pult/app/crm"
	"pult/app/feed"
)

// Record keeps a talk as sound from now on, or does so no more. The zero id means
// the talk.
func (d *Desk) Record(ctx context.Context, id crm.ID, on bool) error {
	return d.inTalk(ctx, id, func(id crm.ID) error {
		if d.recorder == nil {
			return crm.ErrNotRecorded
		}
		return d.recorder.Record(ctx, id, on)
	})
}

// PauseRecording keeps silence in place of a talk, or goes on. The zero id means
// the talk. crm.ErrNotRecorded when it is not being kept.
func (d *Desk) PauseRecording(ctx context.Context, id crm.ID, on bool) error {
	return d.inTalk(ctx, id, func(id crm.ID) error {
		if d.recorder == nil {
			return crm.ErrNotRecorded
		}
		return d.recorder.Pause(ctx, id, on)
	})
}

// RecordingChanged takes whether a talk is being kept. The recorder calls it.
func (d *Desk) RecordingChanged(id crm.ID, state crm.RecordingState) {
	d.tell(func(context.Context) {
		if l, ok := d.live[id]; ok && l.recording != state {
			l.recording = state
			d.Feed.Publish(feed.RecordingChanged{Call: l.call, State: state})
		}
	})
}
