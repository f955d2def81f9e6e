package media

import "pult/telephony/internal/g711"

const (
	slots    = 64   // packets kept out of order, a power of two
	prefill  = 480  // samples wanted before playing starts: 60 ms
	overflow = 1600 // samples that may wait: 200 ms; more is old news
	conceal  = 3    // lost packets bridged by fading repeats
)

// jitter puts packets in order and gives samples at the pace of the loudspeaker.
// It belongs to whoever holds the session's lock.
type jitter struct {
	packets [slots]slot
	next    uint16 // sequence number to play next
	newest  uint16
	started bool
	playing bool
	samples []int16 // decoded, in order
	last    []int16 // the packet played last, for concealment
	lost    int     // gaps bridged in a row
}

type slot struct {
	full    bool
	seq     uint16
	law     g711.Law
	payload []byte
}

// put takes one packet. Late, repeated and absurd ones are dropped.
func (j *jitter) put(seq uint16, law g711.Law, payload []byte) {
	if !j.started || distance(j.next, seq) > slots || distance(j.next, seq) < -slots {
		j.restart(seq) // the first packet, or a sender that began anew
	}
	if distance(j.next, seq) < 0 {
		return
	}
	s := &j.packets[seq%slots]
	if s.full && s.seq == seq {
		return
	}
	if distance(j.newest, seq) > 0 {
		j.newest = seq
	}
	*s = slot{full: true, seq: seq, law: law, payload: append(s.payload[:0], payload...)}
	j.advance()
}

func (j *jitter) restart(seq uint16) {
	for i := range j.packets {
		j.packets[i].full = false
	}
	j.next, j.newest = seq, seq
	j.started, j.playing, j.lost = true, false, 0
	j.samples = j.samples[:0]
}

// advance decodes what is there in order.
func (j *jitter) advance() {
	for {
		s := &j.packets[j.next%slots]
		if !s.full || s.seq != j.next {
			break
		}
		start := len(j.samples)
		j.samples = s.law.Decode(j.samples, s.payload)
		j.last = append(j.last[:0], j.samples[start:]...)
		s.full = false
		j.lost = 0
		j.next++
	}
	if extra := len(j.samples) - overflow; extra > 0 {
		j.drop(len(j.samples) - prefill)
	}
}

// play fills a frame with what is heard now, silence included.
func (j *jitter) play(frame []int16) {
	if !j.playing && len(j.samples) < prefill {
		clear(frame)
		return
	}
	j.playing = true
	for len(j.samples) < len(frame) && j.bridge() {
	}
	n := copy(frame, j.samples)
	clear(frame[n:])
	j.drop(n)
	if n < len(frame) {
		j.playing = false // ran dry: gather again
	}
}

// bridge steps over a packet that did not come in time, with a fading repeat of
// the one before. It says whether there was anything to step over to.
func (j *jitter) bridge() bool {
	if distance(j.next, j.newest) <= 0 {
		return false
	}
	if j.lost < conceal {
		for i := range j.last {
			j.last[i] /= 2
		}
		j.samples = append(j.samples, j.last...)
	}
	j.lost++
	j.next++
	j.advance()
	return true
}

func (j *jitter) drop(n int) {
	rest := copy(j.samples, j.samples[n:])
	j.samples = j.samples[:rest]
}

// distance is how far b is ahead of a on the circle of 16 bits.
func distance(a, b uint16) int { return int(int16(b - a)) }
