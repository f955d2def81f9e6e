package pull

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// Singles is a base of 1C that single objects are read from beside the rounds. It
// is not the one of the rounds: a base serves one of them.
type Singles interface {
	Source
	// Feeds tells the kinds a set goes into, with the source of each.
	Feeds(set string) map[string]int
	// DebtsOf reads what single clients owe, in full.
	DebtsOf(ctx context.Context, clients []crm.Ref, page func(crm.Batch) error) error
	// Changes takes what the exchange plan holds for us, under a number.
	Changes(ctx context.Context, each func(crm.Change) error) (number int64, err error)
	// Confirm tells that what came under the number is stored.
	Confirm(ctx context.Context, number int64) error
}

const (
	gather      = 20 * time.Millisecond // one change seldom comes alone
	atOnce      = 200                   // changes that are read before anything else is looked at
	fewDebtors  = 20                    // clients whose debts are asked for in one go
	manyDebtors = 200                   // are sooner read by a round, all at once
	probeEvery  = 15 * time.Minute
	slowDebts   = 2 * time.Second
	promptDebts = 200 * time.Millisecond // go into one event with what has moved them
)

// documentKinds are those that move debts.
var documentKinds = []string{"orders", "invoices", "shipments", "payments"}

// errands read what notices and the exchange plan tell of. One goroutine owns
// them.
type errands struct {
	*Puller
	probed    time.Time
	packet    packet
	answer    chan reply // of the plan while it is asked, else nil
	nextAsk   time.Time
	debtors   map[crm.Ref]bool // clients whose debts are to be read
	nextDebts time.Time
	debtsTook time.Duration // the last time
	again     map[crm.Change]look
	moved     map[crm.Ref]bool // what was new in the last reading
	failures  int
	notBefore time.Time
	changed   bool
	cards     map[crm.Ref]bool // clients whose cards differ and who have not been told of
}

// ServeNotices reads what it is told of until ctx ends. It works beside Serve and
// never waits for it.
func (p *Puller) ServeNotices(ctx context.Context) error {
	e := &errands{Puller: p, debtors: map[crm.Ref]bool{}, cards: map[crm.Ref]bool{}, again: map[crm.Change]look{}, moved: map[crm.Ref]bool{}}
	defer func() {
		if e.answer != nil {
			<-e.answer
		}
	}()
	for ctx.Err() == nil {
		more, err := e.work(ctx)
		e.tell()
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			e.failures++
			wait := jitter(pause(p.Interval, e.failures, err))
			e.notBefore = time.Now().Add(wait)
			p.Log.WarnContext(ctx, "what 1C has told of could not be read yet", "error", err, "pause", wait)
		} else if e.failures = 0; more {
			continue
		}
		e.wait(ctx)
	}
	return ctx.Err()
}

// wait ends when something is due or is told.
func (e *errands) wait(ctx context.Context) {
	until := time.Now().Add(time.Hour)
	sooner := func(at time.Time) {
		if at.Before(until) {
			until = at
		}
	}
	sooner(e.probed.Add(probeEvery)) // ahead of who is in a hurry
	if e.Plan && e.answer == nil {
		sooner(e.nextAsk)
	}
	if len(e.debtors) > 0 {
		sooner(e.nextDebts)
	}
	if at, ok := e.nextLook(); ok {
		sooner(at)
	}
	wake := e.notices.wake
	if e.notBefore.After(time.Now()) { // nothing is asked of 1C before
		until, wake = e.notBefore, nil
	}
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
		timer.Reset(gather)
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
}

// work does what is due first, and tells whether it did anything.
func (e *errands) work(ctx context.Context) (more bool, err error) {
	if err := e.probe(ctx); err != nil {
		return false, err
	}
	if some := e.notices.take(atOnce); len(some) > 0 {
		return true, e.told(ctx, some, 0)
	}
	if some, nr := e.due(); len(some) > 0 {
		return true, e.told(ctx, some, nr+1)
	}
	if t, ok := e.answered(); ok {
		return true, e.alone(ctx, e.open(ctx, t))
	}
	switch now := time.Now(); {
	case len(e.packet.left) > 0:
		return true, e.portion(ctx)
	case e.packet.number > 0:
		return true, e.alone(ctx, e.confirm(ctx))
	case len(e.debtors) > 0 && !now.Before(e.nextDebts):
		return true, e.readDebts(ctx)
	case e.Plan && e.answer == nil && !now.Before(e.nextAsk):
		e.ask(ctx)
	}
	return false, nil
}

// told reads what 1C has pushed; nr is the next look at it.
func (e *errands) told(ctx context.Context, changes []crm.Change, nr int) error {
	err := e.read(ctx, changes)
	if err != nil && hopeless(err) {
		e.Notice(changes) // once more when 1C is there again
		return err
	}
	e.lookAgain(changes, nr)
	return e.named(ctx, err)
}

// probe looks what is published, once in a while.
func (e *errands) probe(ctx context.Context) error {
	if !e.probed.IsZero() && time.Since(e.probed) < probeEvery {
		return nil
	}
	if err := e.Singles.Probe(ctx); err != nil {
		return err
	}
	e.probed = time.Now()
	return nil
}

// named is for faults of one kind of data alone: the rounds meet and tell them.
func (e *errands) named(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	e.probed = time.Time{} // the base may have changed
	e.Log.WarnContext(ctx, "what 1C has told of is left to a round", "error", err)
	e.Kick()
	return nil
}

// portion reads the next changes of the packet.
func (e *errands) portion(ctx context.Context) error {
	some := e.packet.left[:min(atOnce, len(e.packet.left))]
	err := e.read(ctx, some)
	if err != nil && hopeless(err) {
		e.packet = packet{} // it comes again
		return err
	}
	if err != nil {
		e.packet.faulty = true
	}
	e.packet.left = e.packet.left[len(some):]
	return e.named(ctx, err)
}

// read reads objects, kind by kind, and the debts of whom they belong to.
func (e *errands) read(ctx context.Context, changes []crm.Change) error {
	clear(e.moved)
	fetch, gone := map[string][]crm.Version{}, map[string][]crm.Ref{}
	var documents []crm.Ref // behind debts
	for _, c := range changes {
		if e.movesDebts(c.Set) {
			documents = append(documents, c.Ref)
		}
		for kind, source := range e.Singles.Feeds(c.Set) {
			switch {
			case !e.Singles.Scans(kind): // read whole in its turn
			case c.Deleted:
				gone[kind] = append(gone[kind], c.Ref)
			default:
				fetch[kind] = append(fetch[kind], crm.Version{Ref: c.Ref, Source: source})
			}
		}
	}
	if err := e.noteDebtors(ctx, documents); err != nil { // a document may go to another client
		return err
	}
	number, err := e.Cache.Round(ctx)
	if err != nil {
		return fmt.Errorf("read what 1C has told of: %w", err)
	}
	for _, kind := range e.Singles.Kinds() {
		if err := e.readKind(ctx, kind, number, fetch[kind], gone[kind]); err != nil {
			return err
		}
	}
	if err := e.noteDebtors(ctx, documents); err != nil {
		return err
	}
	if len(e.debtors) == 0 || time.Now().Before(e.nextDebts) {
		return nil
	}
	if e.debtsTook > promptDebts {
		e.tell() // what is known need not wait
	}
	return e.readDebts(ctx)
}

// readKind reads objects of one kind. One that does not come when it is asked for
// by name has gone.
func (e *errands) readKind(ctx context.Context, kind string, number int64, of []crm.Version, gone []crm.Ref) error {
	missed := map[crm.Ref]bool{}
	for _, v := range of {
		missed[v.Ref] = true
	}
	if len(of) > 0 {
		err := e.Singles.Fetch(ctx, kind, of, func(batch crm.Batch) error {
			for _, ref := range batch.Refs() {
				delete(missed, ref)
			}
			return e.store(ctx, kind, number, batch)
		})
		if err != nil {
			return err
		}
	}
	gone = slices.AppendSeq(gone, maps.Keys(missed))
	if len(gone) == 0 {
		return nil
	}
	return e.store(ctx, kind, number, crm.Batch{Gone: gone})
}

func (e *errands) store(ctx context.Context, kind string, number int64, batch crm.Batch) error {
	batch.Kind, batch.Checkpoint = kind, crm.Checkpoint{Kind: kind, Round: number}
	applied, err := e.door.single(ctx, batch)
	if err != nil {
		return fmt.Errorf("store %s: %w", kind, err)
	}
	if rows := batch.Rows() + len(batch.Gone); rows > 0 && applied.Changed >= rows { // all of it, as far as can be told
		for _, ref := range append(batch.Refs(), batch.Gone...) {
			e.moved[ref] = true
		}
	}
	if applied.Changed > 0 {
		e.changed = true
		for _, client := range applied.Clients {
			e.cards[client] = true
		}
	}
	return nil
}

// noteDebtors remembers whose debts documents may have moved.
func (e *errands) noteDebtors(ctx context.Context, documents []crm.Ref) error {
	if len(documents) == 0 {
		return nil
	}
	clients, err := e.Cache.ClientsOf(ctx, documents)
	if err != nil {
		return err
	}
	for _, client := range clients {
		e.debtors[client] = true
	}
	return nil
}

// rest is how far apart debts are asked for. What takes 1C a moment may be asked
// for again soon; where it works out the whole register for it, it is given the
// same rest as in rounds.
func rest(took time.Duration) time.Duration {
	if took > slowDebts {
		return share * took
	}
	return 2 * took
}

// readDebts reads what some clients owe now.
func (e *errands) readDebts(ctx context.Context) error {
	if !slices.Contains(e.Singles.Kinds(), "debts") {
		clear(e.debtors)
		return nil
	}
	if len(e.debtors) > manyDebtors {
		clear(e.debtors)
		e.Kick()
		return nil
	}
	var some []crm.Ref
	for client := range e.debtors {
		if some = append(some, client); len(some) == fewDebtors {
			break
		}
	}
	number, err := e.Cache.Round(ctx)
	if err != nil {
		return fmt.Errorf("read debts: %w", err)
	}
	began := time.Now()
	err = e.Singles.DebtsOf(ctx, some, func(batch crm.Batch) error { return e.store(ctx, "debts", number, batch) })
	e.debtsTook = time.Since(began)
	e.nextDebts = began.Add(rest(e.debtsTook))
	if err != nil && hopeless(err) {
		return err
	}
	for _, client := range some {
		delete(e.debtors, client)
	}
	return e.named(ctx, err)
}

// tell says in one event what has changed.
func (e *errands) tell() {
	if e.changed {
		e.Feed.Publish(feed.ClientsChanged{Clients: slices.Collect(maps.Keys(e.cards))})
	}
	e.changed = false
	clear(e.cards)
}
