package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxKept is how much of letters is put on record at once. The next ones come
// meanwhile: neither the server nor the disk waits for the other.
const maxKept = 1 << 20

// intake puts letters on record as they come. Servers give them in ascending order;
// where one does not, letters wait for those before them.
type intake struct {
	round  *round
	wanted []uint32
	came   int // how many of the wanted ones have come without a gap
	held   []Letter
	bytes  int
	early  []Letter // came before others that stand before them
	failed error    // they could not be put on record
}

func (i *intake) add(ctx context.Context, l Letter) error {
	if i.came == len(i.wanted) || l.UID != i.wanted[i.came] {
		i.early = append(i.early, l)
		return nil
	}
	i.came++
	i.held = append(i.held, l)
	if i.bytes += len(l.Whole); i.bytes < maxKept {
		return nil
	}
	held := i.held
	i.held, i.bytes = nil, 0
	i.failed = i.round.keep(ctx, held, l.UID)
	return i.failed
}

// broken takes what came before the connection broke, but for the last letter: its end
// may be what could not be read.
func (i *intake) broken(ctx context.Context, err error) error {
	if i.failed != nil {
		return err
	}
	doubt(i.round.suspect.texts, i.wanted, i.came)
	if i.came < 2 || len(i.held) == 0 {
		return err
	}
	return errors.Join(err, i.round.keep(ctx, i.held[:len(i.held)-1], i.wanted[i.came-2]))
}

// rest are the letters that are not on record yet, in ascending order. Of those the
// server left out, the ones that are still there are named.
func (i *intake) rest(byUID map[uint32]Header) ([]Letter, error) {
	rest := append(i.held, i.early...)
	if out := i.leftOut(); len(out) > 0 {
		still, err := i.round.session.after(out[0]-1, time.Time{})
		if err != nil {
			return nil, err
		}
		for _, uid := range out {
			if _, there := slices.BinarySearch(still, uid); there {
				rest = append(rest, Letter{Header: byUID[uid], Spoilt: errUnreadable})
			}
		}
	}
	slices.SortFunc(rest, func(a, b Letter) int { return cmp.Compare(a.UID, b.UID) })
	return rest, nil
}

func (i *intake) leftOut() (out []uint32) {
	for _, uid := range i.wanted[i.came:] {
		if !slices.ContainsFunc(i.early, func(l Letter) bool { return l.UID == uid }) {
			out = append(out, uid)
		}
	}
	return out
}

// keep has letters put on record, and does not wait for it. Those before them are.
func (r *round) keep(ctx context.Context, letters []Letter, last uint32) error {
	if err := r.kept(); err != nil {
		return err
	}
	r.place.Last = max(r.place.Last, last)
	place, done := r.place, make(chan error, 1)
	r.keeping = done
	go func() { done <- r.watcher.keeper.Keep(ctx, r.folder, letters, place) }()
	return nil
}

// kept waits until all letters are on record. Nobody leaves a round without it.
func (r *round) kept() error {
	if r.keeping == nil {
		return nil
	}
	err := <-r.keeping
	r.keeping = nil
	if err != nil {
		return fmt.Errorf("letters into the journal: %w", err)
	}
	return nil
}
