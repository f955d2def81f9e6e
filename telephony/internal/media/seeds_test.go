package media

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

const (
	seeds  = 500 // bad networks that are tried
	length = 60  // packets of speech through each
)

// badNetwork is what a network may do to a little speech: it delays, loses, repeats,
// brings old packets once more, and the sender begins anew somewhere.
func badNetwork(random *rand.Rand) []sent {
	packets := slices.Clone(speech()[:length])
	most := random.Int64N(int64(60*time.Millisecond)) + 1
	lost, twice, late := random.IntN(8), random.IntN(8), random.IntN(4)
	renewed := len(packets)
	if random.IntN(2) == 0 {
		renewed = length/3 + random.IntN(length/3)
	}
	ssrc, stamp, seq := random.Uint32(), random.Uint32(), uint16(random.Uint32())
	var all []sent
	for i, p := range packets {
		if i >= renewed {
			p.ssrc, p.stamp, p.seq = ssrc, p.stamp+stamp, p.seq+seq
		}
		p.arrives += time.Duration(random.Int64N(most))
		if random.IntN(100) < lost {
			continue
		}
		all = append(all, p)
		if random.IntN(100) < twice {
			p.arrives += time.Duration(random.Int64N(most))
			all = append(all, p)
		}
		if random.IntN(100) < late && i < renewed-length/6 {
			p.arrives += time.Duration(random.Int64N(int64(190 * time.Millisecond)))
			all = append(all, p)
		}
	}
	return all
}

// Through each of many bad networks sound goes on, is not held back for longer
// than it may be, and nothing grows.
func TestJitterOverBadNetworks(t *testing.T) {
	missed, first := 0, ""
	for seed := range uint64(seeds) {
		r := listen(badNetwork(rand.New(rand.NewPCG(seed, 12))), Frame, 0)
		_, most := r.bounds()
		said := ""
		switch {
		case most > 200*time.Millisecond:
			said = fmt.Sprintf("held back for %v", most)
		case r.silence() > 100*time.Millisecond:
			said = fmt.Sprintf("silent for %v", r.silence())
		case r.buffer.queue.count > slots/4:
			said = fmt.Sprintf("%d packets wait in the end", r.buffer.queue.count)
		}
		if said != "" {
			if missed++; missed == 1 {
				first = fmt.Sprintf("seed %d: %s", seed, said)
			}
		}
	}
	if missed > 0 {
		t.Errorf("%d of %d missed; %s", missed, seeds, first)
	}
}
