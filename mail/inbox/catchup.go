package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"pult/app/crm"
)

// maxHeld is how much of letters is asked for at once.
const maxHeld = 8 << 20

// patientTries are those in which a chunk is made smaller until one letter is left.
const patientTries = 4

var errUnreadable = errors.New("the server's answer about the letter cannot be read")

// round reads one folder from where it was left to now.
type round struct {
	watcher *Watcher
	session *session
	folder  Folder
	place   Place
	suspect *suspects
	keeping chan error // what became of letters that are being put on record; nil when none are
}

// suspects are letters at which the connection broke, and how often: while their
// headers were read, and while their texts were.
type suspects struct {
	validity       uint32 // under which the numbers are theirs
	headers, texts map[uint32]int
}

func newSuspects(validity uint32) *suspects {
	return &suspects{validity, map[uint32]int{}, map[uint32]int{}}
}

// doubt suspects the letters on both sides of a break: the first that did not come, and
// the one before it.
func doubt(broke map[uint32]int, uids []uint32, came int) {
	for _, uid := range uids[max(0, came-1):min(len(uids), came+1)] {
		broke[uid]++
	}
}

// catchUp opens a folder and takes what is new in it. What breaks the connection is
// remembered in suspects, for the next round to find the letter that does it.
func (w *Watcher) catchUp(ctx context.Context, s *session, f Folder, suspect *suspects) error {
	selected, err := s.enter(f.Name)
	if err != nil {
		return err
	}
	place, err := w.keeper.Place(ctx, f)
	if err != nil {
		return fmt.Errorf("place in a folder: %w", err)
	}
	if place.Validity != selected.UIDValidity { // all numbers are new ones
		place = Place{Validity: selected.UIDValidity}
	}
	if suspect.validity != selected.UIDValidity { // a folder without a place yet has suspects too
		*suspect = *newSuspects(selected.UIDValidity)
	}
	r := &round{watcher: w, session: s, folder: f, place: place, suspect: suspect}
	if err := errors.Join(r.letters(ctx), r.kept()); err != nil {
		return err
	}
	if selected.HighestModSeq == 0 || selected.HighestModSeq != r.place.ModSeq {
		if err := errors.Join(r.answers(ctx, selected.HighestModSeq), r.kept()); err != nil {
			return err
		}
	}
	w.tell(func(s *State) { s.Online, s.Err, s.Checked = true, nil, w.now() })
	return nil
}

// letters takes what is above the last number, a chunk after another. While the texts of
// one come, the headers of the next are asked for already.
func (r *round) letters(ctx context.Context) error {
	since := r.watcher.options.Since
	if r.place.Last > 0 {
		since = since.AddDate(-1, 0, 0) // dates of new letters may be odd
	}
	uids, err := r.session.after(r.place.Last, since)
	if err != nil {
		return err
	}
	var next *headers
	for len(uids) > 0 {
		here := next
		if next = nil; here == nil {
			if r.suspect.headers[uids[0]] > patientTries {
				if err := r.spoilt(ctx, uids[0]); err != nil {
					return err
				}
				uids = uids[1:]
				continue
			}
			here = r.ask(uids[:r.chunk(uids)])
		}
		<-here.came
		if uids = uids[len(here.uids):]; here.err == nil && len(uids) > 0 && r.unsuspected(here.uids[0]) {
			next = r.ask(uids[:r.chunk(uids)])
		}
		if err := r.headers(ctx, here); err != nil {
			if next != nil {
				<-next.came
			}
			return err
		}
	}
	return ctx.Err()
}

// take reads the letters that are wanted and puts them on record.
func (r *round) take(ctx context.Context, got []Header, missing []Letter, last uint32) error {
	if err := r.kept(); err != nil { // whose letters are depends on those before
		return err
	}
	wanted, err := r.watcher.keeper.Wanted(ctx, r.folder, got)
	if err != nil {
		return fmt.Errorf("letters of clients: %w", err)
	}
	slices.Sort(wanted)
	byUID := make(map[uint32]Header, len(got))
	for _, h := range got {
		byUID[h.UID] = h
	}
	held := missing
	for len(wanted) > 0 {
		n := r.batch(wanted, byUID)
		i := intake{round: r, wanted: wanted[:n], held: held}
		err := r.texts(wanted[:n], byUID, func(l Letter) error { return i.add(ctx, l) })
		if err != nil {
			return i.broken(ctx, err)
		}
		if held, err = i.rest(byUID); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return r.keep(ctx, held, last)
}

// batch is how many of the wanted letters are asked for at once.
func (r *round) batch(wanted []uint32, byUID map[uint32]Header) int {
	var bytes int64
	for i, uid := range wanted {
		bytes += byUID[uid].Size
		if i > 0 && (bytes > maxHeld || r.suspect.texts[uid] > 0 || r.suspect.texts[wanted[0]] > 0) {
			return i
		}
	}
	return len(wanted)
}

// texts fetches whole letters.
func (r *round) texts(uids []uint32, byUID map[uint32]Header, each func(Letter) error) error {
	x := whole
	switch {
	case byUID[uids[0]].Size > maxWhole:
		x = beginning
	case r.suspect.texts[uids[0]] > 0:
		x = wholePlain
	}
	if r.suspect.texts[uids[0]] > 2 {
		return each(Letter{Header: byUID[uids[0]], Spoilt: errUnreadable})
	}
	return r.session.fetch(uids, x, func(l Letter) error {
		l.Header = byUID[l.UID]
		return each(l)
	})
}

// spoilt puts on record that a letter cannot be read, with what there is of it.
func (r *round) spoilt(ctx context.Context, uid uint32) error {
	l := Letter{Header: Header{UID: uid}, Spoilt: errUnreadable}
	if r.suspect.headers[uid] <= patientTries+2 { // the text alone may still come
		r.suspect.headers[uid]++
		err := r.session.fetch([]uint32{uid}, wholePlain, func(got Letter) error {
			l.Whole = got.Whole
			return nil
		})
		if err != nil {
			return err
		}
	}
	r.watcher.log.Warn("letter cannot be read", "folder", r.folder.Sent, "uid", uid, "bytes", len(l.Whole))
	return r.keep(ctx, []Letter{l}, uid)
}

// answers looks which letters were answered since the last time.
func (r *round) answers(ctx context.Context, highest uint64) error {
	if r.folder.Sent {
		return nil
	}
	seen := r.place.ModSeq
	if seen > highest { // the server counts anew
		seen = 0
	}
	uids, err := r.session.answered(seen, r.watcher.options.Since)
	var fault *crm.Fault
	if err != nil && (!errors.As(err, &fault) || errors.Is(err, crm.ErrOffline)) {
		return err
	}
	// A server that cannot search is no trouble: sent letters tell the same.
	if len(uids) > 0 {
		if err := r.watcher.keeper.Answered(ctx, r.folder, r.place.Validity, uids); err != nil {
			return err
		}
	}
	if highest == 0 || highest == r.place.ModSeq {
		return nil
	}
	r.place.ModSeq = highest
	return r.keep(ctx, nil, r.place.Last)
}
