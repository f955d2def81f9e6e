package media

const (
	perTick = Rate / 8000 // samples in a tick of the RTP clock of all our codecs
	jump    = Rate        // a time stamp that is off by more is no delay: a second
	away    = 200 * milli // silence after which the wait is chosen afresh
	stuck   = 3           // packets, each as much too late as the other
)

// timeline turns RTP time stamps of 32 bits, which senders may begin anew at any
// moment, into one time that only goes forward (RFC 3550 section 5.1).
type timeline struct {
	known   bool
	ssrc    uint32
	seq     uint16 // of the newest packet
	stamp   uint32
	at      int64 // the same on our time
	end     int64
	heard   int64 // when it came
	tardy   int   // packets in a row that came equally late
	tardyBy int64
}

// stamped is a packet's place in its stream.
type stamped struct {
	ssrc   uint32
	seq    uint16
	stamp  uint32
	length int64 // in samples
}

// place says when a packet is due. base is the transit of a quick packet. renewed
// says that the sender began anew; ok is false for a packet from before that.
func (t *timeline) place(now int64, p stamped, base int64) (at int64, renewed, ok bool) {
	if !t.known || p.ssrc != t.ssrc {
		return t.renew(now, p, base), true, true
	}
	ahead := int64(int16(p.seq - t.seq))
	step := int64(int32(p.stamp-t.stamp)) * perTick
	odd := distance(step, now-t.heard) > jump // not as far as time went on
	odd = odd && distance(step, ahead*p.length) > jump
	if odd && ahead <= 0 && ahead > -slots {
		return 0, false, false
	}
	at = t.at + step
	if odd || t.held(now-at-base) {
		return t.renew(now, p, base), true, true
	}
	if ahead > 0 {
		t.seq, t.stamp, t.at, t.end, t.heard = p.seq, p.stamp, at, at+p.length, now
	}
	return at, false, true
}

// held knows a sender whose clock stood still, on hold for instance: its packets
// are all equally late, while a network that was stuck delivers what it kept in
// one blow, each less late than the one before.
func (t *timeline) held(late int64) bool {
	if late < away+longest {
		t.tardy = 0
		return false
	}
	if late < t.tardyBy-10*milli {
		t.tardy = 0
	}
	t.tardyBy = late
	t.tardy++
	return t.tardy >= stuck
}

// renew puts a packet where a quick one that came now would be, and after all
// that was heard before.
func (t *timeline) renew(now int64, p stamped, base int64) int64 {
	at := now - base
	if t.known {
		at = max(at, t.end)
	}
	*t = timeline{
		known: true, ssrc: p.ssrc, seq: p.seq, stamp: p.stamp,
		at: at, end: at + p.length, heard: now,
	}
	return at
}

func distance(a, b int64) int64 { return max(a-b, b-a) }
