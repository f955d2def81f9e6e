package media

const (
	conceal  = 10 * milli // gaps are filled in such pieces
	patient  = 60 * milli // between two stretches
	tooLong  = 15 * milli // over the target before the wait is shortened
	tooShort = 10 * milli // under it before the wait is made longer
	pressing = 40 * milli // over it: shorten even where it may be heard
)

// jitter puts packets in order and plays them at the pace of the loudspeaker.
// What is late or lost is bridged, and clocks that run apart are met by leaving
// out or repeating a period of the voice. It belongs to whoever holds the
// session's lock, and allocates nothing once made. Times are in samples at 16 kHz:
// "now" is ours, "at" and "next" are the sender's.
type jitter struct {
	time    timeline
	wait    delay
	queue   queue
	decoder decoder
	filler  concealer

	playing bool
	next    int64  // sender's time of what is decoded next
	seq     uint16 // played last
	borrow  int64  // filled in while the sender's time stood
	silent  int64  // filled in since the last packet
	waited  int64  // smoothed delay
	since   int64  // last stretch
	asked   int64  // samples the loudspeaker takes at once

	out  [2*maxPayload + stretchStep]int16
	left []int16 // of out, not played yet

	late, lost, stretched uint64
}

// put takes one packet. Late, repeated and absurd ones are dropped.
func (j *jitter) put(now int64, ssrc, stamp uint32, seq uint16, coding Coding, payload []byte) {
	if len(payload) == 0 || len(payload) > maxPayload {
		return
	}
	base := int64(0)
	if j.wait.known {
		base = j.wait.base()
	}
	length := int64(len(payload)) * perTick
	at, renewed, ok := j.time.place(now, stamped{ssrc, seq, stamp, length}, base)
	if !ok {
		return
	}
	j.wait.arrived(now, now-at)
	if j.playing && at+length <= j.next {
		j.late++
		return
	}
	if w := j.queue.insert(at); w != nil {
		w.at, w.length, w.seq, w.renewed, w.coding = at, length, seq, renewed, coding
		w.size = copy(w.payload[:], payload)
	}
}

// play fills a frame with what is heard now, silence included.
func (j *jitter) play(now int64, frame []int16) {
	j.asked = max(int64(len(frame)), j.asked-1)
	for len(frame) > 0 {
		if len(j.left) == 0 {
			j.step(now)
		}
		n := copy(frame, j.left)
		j.left, frame = j.left[n:], frame[n:]
		now += int64(n)
	}
}

// target is how long a quick packet should wait: the network's jitter, and that
// of a loudspeaker that takes much at once.
func (j *jitter) target() int64 {
	return min(j.wait.target()+max(j.asked-20*milli, 0), longest)
}

// delay is how long a quick packet would have waited that were played now.
func (j *jitter) delay(now int64) int64 { return now - j.next - j.wait.base() }

// step makes the next piece of sound: a packet, or something in its place.
func (j *jitter) step(now int64) {
	if !j.playing && !j.start(j.queue.first(), now) {
		j.fill(conceal)
		return
	}
	p := j.due()
	if p != nil && p.at > j.next && j.borrow > 0 { // the gap was filled in already
		skip := min(p.at-j.next, j.borrow)
		j.next += skip
		j.borrow -= skip
	}
	switch {
	case p != nil && p.at <= j.next:
		j.sound(p, now)
	case p != nil && (p.seq == j.seq+1 || p.at-j.next > away):
		// Nothing was lost, the sender was silent (RFC 3551 section 4.1); or so
		// much was lost that nothing can bridge it. Here the wait is set right.
		j.playing = false
		j.fill(conceal)
	case p != nil:
		gap := min(p.at-j.next, conceal)
		j.lost++
		j.fill(gap)
		j.next += gap
	default:
		j.starve(now)
	}
}

// due is the first packet that is not over yet.
func (j *jitter) due() *waiting {
	for {
		p := j.queue.first()
		if p == nil || p.end() > j.next {
			return p
		}
		j.late++
		j.queue.drop()
	}
}

// start begins to play when the first packet has waited long enough. What a stuck
// network kept for too long is old news.
func (j *jitter) start(p *waiting, now int64) bool {
	for p != nil && now-p.at-j.wait.base() > longest+p.length {
		j.late++
		j.queue.drop()
		p = j.queue.first()
	}
	if p == nil || now-p.at-j.wait.base() < j.target() {
		return false
	}
	j.playing, j.next, j.seq, j.borrow = true, p.at, p.seq-1, 0
	j.waited, j.since = j.delay(now), now
	return true
}

// starve bridges the time until a packet comes that may be late or lost. While
// the wait is not at its longest the sender's time stands still, so that a late
// packet is not lost.
func (j *jitter) starve(now int64) {
	if j.delay(now) < longest-conceal {
		j.borrow += conceal
	} else {
		j.next += conceal
	}
	j.fill(conceal)
	if j.silent > away {
		j.playing = false
	}
}

func (j *jitter) fill(n int64) {
	j.left = j.out[:n]
	j.filler.fill(j.left)
	j.silent += n
}

// sound plays a packet.
func (j *jitter) sound(p *waiting, now int64) {
	if p.renewed {
		j.decoder.renew()
	}
	sound := j.decoder.decode(j.out[:0], p.coding, p.payload[:p.size])
	sound = sound[min(int(j.next-p.at), len(sound)-1):]
	j.waited += (j.delay(now) - j.waited) / 8
	j.next, j.seq, j.borrow, j.silent = p.end(), p.seq, 0, 0
	j.queue.drop()
	j.filler.join(sound)
	j.left = j.stretch(sound, now)
	j.filler.heard(j.left, true)
}

// stretch brings the wait nearer to its target by a period of the voice.
func (j *jitter) stretch(sound []int16, now int64) []int16 {
	over := j.waited - j.target()
	long := over > tooLong
	short := over < -tooShort || j.waited < shortest+3*milli
	if !long && !short || now-j.since < patient && over < pressing {
		return sound
	}
	lag := seam(sound, over > pressing)
	if lag == 0 {
		return sound
	}
	j.since = now
	j.stretched++
	if long {
		j.waited -= int64(lag)
		return shrink(sound, lag)
	}
	j.waited += int64(lag)
	return grow(sound, lag)
}
