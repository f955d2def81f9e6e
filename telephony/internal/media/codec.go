package media

import (
	"pult/telephony/internal/g711"
	"pult/telephony/internal/g722"
)

// Coding is how voice is written into packets. Its value is the static payload
// type (RFC 3551 table 4).
type Coding uint8

// Codings in the order of RFC 3551. All are a byte for each tick of an 8 kHz
// clock: G.722 takes two samples a byte, yet its clock is 8000 by an old mistake
// that has to stay (section 4.5.2).
const (
	PCMU Coding = 0
	PCMA Coding = 8
	G722 Coding = 9
)

// Name is the encoding name for SDP.
func (c Coding) Name() string {
	switch c {
	case PCMU:
		return "PCMU"
	case PCMA:
		return "PCMA"
	default:
		return "G722"
	}
}

// Codec is a coding with the payload type it was given.
type Codec struct {
	Coding  Coding
	Payload uint8
}

// maxPayload is 120 ms; nobody sends more in one packet.
const maxPayload = 960

// encoder writes sound of 16 kHz in any coding. It follows a change of codec in
// the middle of a call.
type encoder struct {
	coding Coding
	ready  bool
	low    filter
	wide   g722.Encoder
	narrow [maxPayload]int16
}

func (e *encoder) encode(to []byte, coding Coding, from []int16) []byte {
	if !e.ready || coding != e.coding {
		e.ready, e.coding, e.low = true, coding, filter{}
		e.wide.Reset()
	}
	if coding == G722 {
		return e.wide.Encode(to, from)
	}
	for len(from) > 0 {
		n := min(len(from), 2*maxPayload)
		to = g711.Law(coding).Encode(to, e.low.halve(e.narrow[:0], from[:n]))
		from = from[n:]
	}
	return to
}

// decoder reads any coding into sound of 16 kHz. Packets must come in order.
type decoder struct {
	coding Coding
	ready  bool
	low    filter
	wide   g722.Decoder
	narrow [maxPayload]int16
}

// renew forgets the sender that was heard.
func (d *decoder) renew() { d.ready = false }

// decode appends two samples for each byte, of maxPayload bytes at most.
func (d *decoder) decode(to []int16, coding Coding, payload []byte) []int16 {
	if !d.ready || coding != d.coding {
		d.ready, d.coding, d.low = true, coding, filter{}
		d.wide.Reset()
	}
	payload = payload[:min(len(payload), maxPayload)]
	if coding == G722 {
		return d.wide.Decode(to, payload)
	}
	return d.low.double(to, g711.Law(coding).Decode(d.narrow[:0], payload))
}
