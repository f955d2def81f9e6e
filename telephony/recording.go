package telephony

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// Recorder takes both sides of a call as 16-bit mono sound at 16 kHz, on the
// threads of the sound devices: Ours and Theirs must not block. While one is
// muted or on hold it is given nothing, and has to make silence of that.
type Recorder interface {
	Ours(samples []int16)
	Theirs(samples []int16)
	Close() error
}

// tape is the recorder of a call.
type tape struct{ Recorder }

// Record gives both sides of a call to a recorder from now on, until the call
// ends or another one takes its place; nil ends recording. The line closes the
// recorder, unless it returns an error: then nothing was taken over.
func (l *Line) Record(ctx context.Context, id crm.ID, recorder Recorder) error {
	return l.command(ctx, &recordCommand{reply: newReply(), id: id, recorder: recorder})
}

type recordCommand struct {
	reply
	id       crm.ID
	recorder Recorder
}

func (e *recordCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *recordCommand) do(a *actor) error {
	c, err := a.byID(e.id)
	if err != nil {
		return err
	}
	if c.phase != talking {
		return fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	}
	var next *tape
	if e.recorder != nil {
		next = &tape{e.recorder}
	}
	a.endTape(c, c.tape.Swap(next))
	return nil
}

// endTape closes a recorder away from the loop: the disk takes its time.
func (a *actor) endTape(c *call, t *tape) {
	if t == nil {
		return
	}
	a.tasks.Go(func() {
		if err := t.Close(); err != nil {
			a.log.Error("recording", "call", c.id.String(), "err", err)
		}
	})
}
