package play

import (
	"sync/atomic"
	"time"
)

// Speeds that can be asked for lie between these.
const (
	slowest = 0.5
	fastest = 3
)

// Playback is one recording that plays. Its methods do not wait.
type Playback struct {
	player *Player
	tape   *tape // of the player's goroutine, until it is over
	speed  float64
	paused bool
	state  atomic.Pointer[State]
	done   chan struct{}
}

// State is how a playback stands.
type State struct {
	Position time.Duration
	Paused   bool
	Speed    float64
	Busy     bool  // a call does not let it go on
	Ended    bool  // it has come to its end, or another one took its place
	Err      error // why it ended before its time
}

// Pause silences it, or lets it go on. During a call it does not go on.
func (b *Playback) Pause(on bool) { b.player.post(func() { b.player.pause(b, on) }) }

// Seek goes to a place of the recording.
func (b *Playback) Seek(to time.Duration) {
	b.player.post(func() { b.player.seek(b, int64(to.Seconds()*rate)) })
}

// Speed plays faster or slower; the voice keeps its pitch.
func (b *Playback) Speed(x float64) { b.player.post(func() { b.player.hurry(b, x) }) }

// Duration is how long the recording is.
func (b *Playback) Duration() time.Duration { return position(b.tape.frames()) }

// State tells how it stands at this moment.
func (b *Playback) State() State {
	s := *b.state.Load()
	if !s.Ended {
		s.Position = min(position(b.player.belt.heard()), b.Duration())
	}
	return s
}

// Done is closed when it has ended, however that came.
func (b *Playback) Done() <-chan struct{} { return b.done }

// Close ends it.
func (b *Playback) Close() { b.player.post(func() { b.player.end(b, nil) }) }

func (b *Playback) over() bool {
	s := b.state.Load()
	return s != nil && s.Ended
}

// finish keeps the last state and lets go of the file.
func (b *Playback) finish(frame int64, err error) {
	b.state.Store(&State{
		Position: min(position(frame), b.Duration()), Paused: true, Speed: b.speed, Ended: true, Err: err,
	})
	b.tape.close()
	close(b.done)
}
