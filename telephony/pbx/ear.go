package pbx

import (
	"sync"

	"pult/telephony/internal/media"
)

// earLength is what the outside remembers of what it heard: half a second.
const earLength = media.Rate / 2

// ear keeps what was heard last.
type ear struct {
	mu    sync.Mutex
	sound []int16
}

func (e *ear) take(frame []int16) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sound = append(e.sound, frame...)
	e.sound = e.sound[max(len(e.sound)-earLength, 0):]
}

// Heard is the last half second of what the outside heard, at 16 kHz.
func (c *Call) Heard() []int16 {
	c.heard.mu.Lock()
	defer c.heard.mu.Unlock()
	return append([]int16(nil), c.heard.sound...)
}
