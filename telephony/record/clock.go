package record

import "time"

// hole is how far behind the clock a side may be before that is a gap, and not
// the unsteady hand of a sound device.
const hole = Rate / 10

// clock says at which frame we are. It follows the sound devices slowly, so that
// one that runs fast or slow never makes a gap, and it is one for both sides, so
// that they stay together.
type clock struct {
	began  time.Time
	offset int64 // in frames times follow
}

const follow = 256

func (c *clock) at(now time.Time) int64 {
	return now.Sub(c.began).Microseconds()*Rate/1e6 - c.offset/follow
}

// side is where one of the two is.
type side struct {
	begun bool
	at    int64 // frame that its next sample belongs to
}

// take puts samples of a side where they belong. It waits for nothing.
func (r *Recording) take(which int, samples []int16) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.sides[which]
	due := r.clock.at(time.Now()) - int64(len(samples)) // frame of the first sample
	late := due - s.at
	switch {
	case !s.begun || late > hole: // the beginning, or a device that was away
		s.begun, s.at = true, max(due, s.at, 0)
	default:
		r.clock.offset += late
	}
	for _, v := range samples {
		if s.at >= r.taken+depth {
			return // nobody takes what we give: far ahead of the clock or of the disk
		}
		if s.at >= r.taken && !r.paused {
			r.ring[s.at%depth][which] = v
		}
		s.at++
	}
}

// ready says up to which frame both sides are there. One that is far behind is
// not waited for.
func (r *Recording) ready(now time.Time) int64 {
	return max(min(r.sides[left].at, r.sides[right].at), r.clock.at(now)-patient)
}

// carry moves frames up to an end from the ring to the block. The caller holds
// the lock.
func (r *Recording) carry(end int64) {
	r.block = r.block[:0]
	for end = min(end, r.taken+depth); r.taken < end; r.taken++ {
		f := &r.ring[r.taken%depth]
		l, g := uint16(f[left]), uint16(f[right])
		r.block = append(r.block, byte(l), byte(l>>8), byte(g), byte(g>>8))
		*f = [2]int16{}
	}
}
