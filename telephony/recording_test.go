package telephony

import (
	"errors"
	"sync/atomic"
	"testing"

	"pult/app/crm"
	"pult/telephony/pbx"
	wav "pult/telephony/record"
)

var _ Recorder = (*wav.Recording)(nil)

// counter is a Recorder that counts samples.
type counter struct{ ours, theirs, closed atomic.Int64 }

func (c *counter) Ours(samples []int16)   { c.ours.Add(int64(len(samples))) }
func (c *counter) Theirs(samples []int16) { c.theirs.Add(int64(len(samples))) }
func (c *counter) Close() error           { c.closed.Add(1); return nil }

func (s *stage) record(t *testing.T, id crm.ID, r Recorder) {
	t.Helper()
	if err := s.line.Record(within(t), id, r); err != nil {
		t.Fatal(err)
	}
}

// deviceRuns waits for half a second of the sound device.
func (s *stage) deviceRuns(t *testing.T) {
	t.Helper()
	frames := s.wave.frames.Load()
	waitFor(t, func() bool { return s.wave.frames.Load() >= frames+25 })
}

func TestRecord(t *testing.T) {
	s := start(t, pbx.Options{})
	call, id := s.answered(t, pbx.Caller{})
	awaitSound(t, s, call)
	var first, second counter
	s.record(t, id, &first)
	s.deviceRuns(t)
	if first.ours.Load() == 0 || first.theirs.Load() == 0 {
		t.Errorf("recorded %d and %d samples", first.ours.Load(), first.theirs.Load())
	}

	if err := s.line.Mute(within(t), id, true); err != nil {
		t.Fatal(err)
	}
	ours := first.ours.Load()
	s.deviceRuns(t)
	if n := first.ours.Load() - ours; n > 320 {
		t.Errorf("%d samples of a muted microphone", n)
	}

	s.hold(t, id, true)
	s.told.awaitHeld(t, id, true, false)
	theirs := first.theirs.Load()
	s.deviceRuns(t)
	if n := first.theirs.Load() - theirs; n > 320 {
		t.Errorf("%d samples of somebody on hold", n)
	}

	s.record(t, id, &second)
	waitFor(t, func() bool { return first.closed.Load() == 1 })
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, id)
	waitFor(t, func() bool { return second.closed.Load() == 1 })
	if err := s.line.Record(within(t), id, &first); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("after the end: %v", err)
	}
	s.stop()
	if first.closed.Load() != 1 || second.closed.Load() != 1 {
		t.Errorf("closed %d and %d times", first.closed.Load(), second.closed.Load())
	}
}

func TestRecordBeforeAnswer(t *testing.T) {
	s := start(t, pbx.Options{})
	_, ring := s.call(t, pbx.Caller{})
	var c counter
	if err := s.line.Record(within(t), ring.Call, &c); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("while it rings: %v", err)
	}
}
