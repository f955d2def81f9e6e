package pbx

import (
	"time"

	"pult/telephony/internal/media"
)

// An extension that calls itself is rung like by anybody, under a Call-ID of its
// own, and its two ends hear each other: exchanges are back-to-back user agents.

// ringBack calls the extension that dials itself.
func (c *Call) ringBack(offer media.Description) {
	extension := c.record.Extension
	leg, err := c.pbx.ring(Caller{From: extension, Extension: extension})
	if err != nil {
		c.refuse(480)
		return
	}
	c.peer, leg.peer = leg, c
	leg.taking = func() { c.pick(offer) }
}

// leave ends the other end of a call to oneself.
func (c *Call) leave() {
	if peer := c.peer; peer != nil {
		c.peer, peer.peer = nil, nil
		peer.hangup()
	}
}

// pass carries the sound of one end to the other.
func pass(from, to *media.Session, stop <-chan struct{}, heard *ear) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	frame := make([]int16, media.Frame)
	for {
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
		from.Hear(frame)
		heard.take(frame)
		to.Speak(frame)
	}
}
