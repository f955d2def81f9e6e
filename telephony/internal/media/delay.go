package media

const (
	milli = Rate / 1000 // samples in a millisecond

	shortest = 40 * milli  // playing waits at least so long for late packets
	longest  = 180 * milli // and so long at most; with the packet that plays, 200 ms
	wary     = 60 * milli  // the wait while the network is not known yet

	window = 5 * Rate // how long the quickest packet is remembered
	bin    = 10 * milli
	bins   = 32
	memory = 250 // packets, 5 s of usual ones
)

// delay learns how late packets come. The quickest packet of the last seconds is
// the measure; of the others all but 2 in 100 shall be in time. Times are in
// samples at 16 kHz.
type delay struct {
	known   bool
	now, by int64 // least transit of this window and of the one before
	turn    int64 // when this window began
	recent  [memory]uint8
	counts  [bins]int
	next    int
	filled  int
}

// arrived takes the transit of a packet: when it came less when it was due.
func (d *delay) arrived(at, transit int64) {
	switch {
	case !d.known:
		*d = delay{known: true, now: transit, by: transit, turn: at}
	case at-d.turn > window: // clocks drift and routes change: the past fades
		d.by, d.now, d.turn = d.now, transit, at
	default:
		d.now = min(d.now, transit)
	}
	late := min(max(transit-d.base(), 0)/bin, bins-1)
	if d.filled == memory {
		d.counts[d.recent[d.next]]--
	} else {
		d.filled++
	}
	d.recent[d.next] = uint8(late)
	d.counts[late]++
	d.next = (d.next + 1) % memory
}

// base is the transit of a packet that nothing held up.
func (d *delay) base() int64 { return min(d.now, d.by) }

// target is how long a packet that nothing held up should wait.
func (d *delay) target() int64 {
	if d.filled < memory/10 {
		return max(wary, d.percentile())
	}
	return d.percentile()
}

func (d *delay) percentile() int64 {
	over, late := 0, bins-1
	for ; late > 0; late-- {
		over += d.counts[late]
		if over > d.filled/50 {
			break
		}
	}
	return min(max(int64(late+1)*bin+bin, shortest), longest)
}
