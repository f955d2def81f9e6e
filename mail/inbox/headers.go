package inbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"pult/mail/parse"
)

// headers are those of a chunk of letters that were asked for.
type headers struct {
	uids []uint32
	came chan struct{} // closed when the server has answered; then what follows is set
	got  []Header      // ascending; not all of them, when the connection broke
	err  error
}

// ask asks for headers and does not wait for them. Each is made readable while the next
// ones come.
func (r *round) ask(uids []uint32) *headers {
	h := &headers{uids: uids, came: make(chan struct{})}
	raw, read := make(chan Header, len(uids)), make(chan struct{})
	go func() {
		defer close(read)
		for header := range raw {
			var err error
			if header.Fields, err = parse.ReadHeader(header.Raw); err != nil {
				r.watcher.log.Warn("header of a letter", "uid", header.UID, "err", err)
			}
			h.got = append(h.got, header)
		}
	}()
	go func() {
		defer close(h.came)
		h.err = r.session.fetch(uids, justHeader, func(l Letter) error {
			raw <- l.Header
			return nil
		})
		close(raw)
		<-read
		slices.SortFunc(h.got, func(a, b Header) int { return cmp.Compare(a.UID, b.UID) })
	}()
	return h
}

// unsuspected tells that the connection has broken at no letter from one on. Then the
// next headers may be asked for before the texts of these have come; else a break would
// be blamed on letters that have no part in it.
func (r *round) unsuspected(from uint32) bool {
	for _, broke := range []map[uint32]int{r.suspect.headers, r.suspect.texts} {
		for uid := range broke {
			if uid >= from {
				return false
			}
		}
	}
	return true
}

// chunk is how many letters are asked for at once: fewer where the connection broke,
// and one alone at last.
func (r *round) chunk(uids []uint32) int {
	n := min(len(uids), r.watcher.options.Chunk)
	for i, uid := range uids[:n] {
		if broke := r.suspect.headers[uid]; broke > 0 {
			if i > 0 {
				return i
			}
			return max(1, n>>(2*broke)) // 200, 50, 12, 3, 1
		}
	}
	return n
}

// headers takes a chunk of letters.
func (r *round) headers(ctx context.Context, h *headers) error {
	if h.err != nil {
		// What came before the break is taken, so that the next round begins behind it:
		// but for the last, whose end may be what could not be read.
		got := h.got[:firstMissing(h.uids, h.got)]
		doubt(r.suspect.headers, h.uids, len(got))
		if got = got[:max(0, len(got)-1)]; len(got) > 0 {
			return errors.Join(h.err, r.remember(ctx, got, got[len(got)-1].UID))
		}
		return h.err
	}
	missing, err := r.missing(h.uids, h.got)
	if err != nil {
		return err
	}
	return r.take(ctx, h.got, missing, h.uids[len(h.uids)-1])
}

// missing are letters that the server did not speak of although they are there. One
// that was removed meanwhile is not missed.
func (r *round) missing(uids []uint32, got []Header) ([]Letter, error) {
	if len(got) == len(uids) {
		return nil, nil
	}
	still, err := r.session.after(uids[0]-1, time.Time{})
	if err != nil {
		return nil, err
	}
	var missing []Letter
	for _, uid := range uids {
		_, came := slices.BinarySearchFunc(got, uid, func(h Header, uid uint32) int { return cmp.Compare(h.UID, uid) })
		if _, there := slices.BinarySearch(still, uid); there && !came {
			missing = append(missing, Letter{Header: Header{UID: uid}, Spoilt: errUnreadable})
		}
	}
	return missing, nil
}

// firstMissing counts the letters that came without a gap.
func firstMissing(uids []uint32, got []Header) int {
	for i, h := range got {
		if h.UID != uids[i] {
			return i
		}
	}
	return len(got)
}

// remember goes on behind letters that nobody wants, when the connection is gone.
func (r *round) remember(ctx context.Context, got []Header, last uint32) error {
	if err := r.kept(); err != nil {
		return err
	}
	wanted, err := r.watcher.keeper.Wanted(ctx, r.folder, got)
	if err != nil || len(wanted) > 0 {
		return err
	}
	return r.keep(ctx, nil, last)
}
