package media

import (
	"encoding/binary"
	"strings"

	"github.com/pion/rtp"
)

const (
	// keyNames are the events 0 to 15 of RFC 4733 section 3.2, in their order.
	keyNames = "0123456789*#ABCD"
	// keyFrames packets of growing duration make 100 ms; the last of them ends
	// the event and is sent keyEnds times, for it must not get lost.
	keyFrames = 5
	keyEnds   = 3
	// keyTicks is how far the clock of RTP goes in a packet, whatever the codec.
	keyTicks = 160
	// keyGap is the silence after a key, in packets of voice: 60 ms.
	keyGap = 3
	// keyPause is a comma: 500 ms.
	keyPause = 25
	// keyVolume is the level of the tone, in dBm0 below zero.
	keyVolume = 10
)

// keys are the telephone events (RFC 4733) of a session, both ways. They belong
// to whoever holds the session's lock.
type keys struct {
	payload uint8  // of what we send
	waiting string // keys to be pressed
	event   byte   // being pressed
	frame   int    // packets of it that are out
	pause   int    // packets of voice until the next one
	start   uint32 // timestamp of the event, the same in all of its packets
	packet  rtp.Packet

	hears    uint8 // payload type of what we receive, 0 for none
	heardAt  uint32
	heardAny bool
	heard    []byte
}

// Press sends keys as telephone events with a payload type, after those that
// wait already. A comma is a pause; what is no key is left out.
func (s *Session) Press(payload uint8, pressed string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.payload = payload
	s.keys.waiting += pressed
}

// Pressing says that keys wait or are being pressed.
func (s *Session) Pressing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys.waiting != "" || s.keys.frame > 0
}

// HearKeys says which payload type the telephone events of the other side have.
func (s *Session) HearKeys(payload uint8) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.hears = payload
}

// HeardKeys are the keys that the other side has pressed so far.
func (s *Session) HeardKeys() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.keys.heard)
}

// keyed gives the packet that goes out now: the one of voice, or in its place one
// of a telephone event. It has the number of the other, so the stream stays one.
func (s *Session) keyed(voice *rtp.Packet) *rtp.Packet {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := &s.keys
	if k.frame == 0 && !k.begin(voice.Timestamp) {
		return voice
	}
	k.frame++
	k.packet.Header = voice.Header
	k.packet.PayloadType, k.packet.Timestamp = k.payload, k.start
	k.packet.Marker = k.frame == 1 // the first packet of an event only
	volume := byte(keyVolume)
	if k.frame >= keyFrames {
		volume |= 0x80 // end
	}
	duration := uint16(min(k.frame, keyFrames) * keyTicks)
	k.packet.Payload = binary.BigEndian.AppendUint16(append(k.packet.Payload[:0], k.event, volume), duration)
	if k.frame == keyFrames+keyEnds-1 {
		k.frame, k.pause = 0, keyGap
	}
	return &k.packet
}

// begin takes the next key; false says that it is voice's turn.
func (k *keys) begin(now uint32) bool {
	if k.pause > 0 {
		k.pause--
		return false
	}
	if k.waiting == "" {
		return false
	}
	name := k.waiting[0]
	k.waiting = k.waiting[1:]
	if name == ',' {
		k.pause = keyPause - 1
		return false
	}
	event := strings.IndexByte(keyNames, name)
	if event < 0 {
		return false
	}
	k.event, k.start = byte(event), now
	return true
}

// take notes a telephone event of the other side, once however many packets tell
// of it. The caller holds the lock.
func (k *keys) take(packet *rtp.Packet) bool {
	if k.hears == 0 || packet.PayloadType != k.hears {
		return false
	}
	if len(packet.Payload) < 4 || int(packet.Payload[0]) >= len(keyNames) {
		return true
	}
	if !k.heardAny || k.heardAt != packet.Timestamp {
		k.heardAny, k.heardAt = true, packet.Timestamp
		k.heard = append(k.heard, keyNames[packet.Payload[0]])
	}
	return true
}
