package pull

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"pult/app/crm"
)

// mostPacket is how many changes of one packet are read one by one. What is more
// is found by a round.
const mostPacket = 200_000

// packet is what the exchange plan told under one number, while it is read.
type packet struct {
	number  int64     // zero for none
	asked   time.Time // by the clock of the rounds
	left    []crm.Change
	useless map[string]int // changes of sets that are of no use here, by set
	faulty  bool           // something of it could not be read: it has to come again
}

// reply is the answer of the plan.
type reply struct {
	number  int64
	changes []crm.Change
	total   int
	asked   time.Time // by the clock of the rounds
	err     error
}

// ask asks the plan for what it holds for us. 1C makes a packet whole before its
// first byte, so what 1C pushes meanwhile is not kept waiting for it.
func (e *errands) ask(ctx context.Context) {
	e.nextAsk = time.Now().Add(jitter(e.Interval))
	answer := make(chan reply, 1)
	e.answer = answer
	go func() {
		t := reply{asked: e.Now()}
		t.number, t.err = e.Singles.Changes(ctx, func(c crm.Change) error {
			if t.total++; t.total <= mostPacket {
				t.changes = append(t.changes, c)
			}
			return nil
		})
		answer <- t
		e.notices.rouse()
	}()
}

// answered tells an answer that has come.
func (e *errands) answered() (reply, bool) {
	select {
	case t := <-e.answer:
		e.answer = nil
		return t, true
	default:
		return reply{}, false
	}
}

// open makes a packet of an answer. What is of no use here is only counted.
func (e *errands) open(ctx context.Context, t reply) error {
	if t.err != nil || t.total == 0 {
		if t.err == nil {
			e.planned.at.Store(t.asked.UnixNano())
		}
		return t.err
	}
	p := packet{number: t.number, asked: t.asked, useless: map[string]int{}, faulty: t.total > len(t.changes)}
	for _, c := range t.changes {
		if len(e.Singles.Feeds(c.Set)) == 0 || c.Ref.IsZero() {
			p.useless[c.Set]++
			continue
		}
		p.left = append(p.left, c)
	}
	if p.faulty {
		e.Log.WarnContext(ctx, "a packet of changes is too large to be read one by one, a round reads it", "changes", t.total)
		e.Kick()
	}
	e.packet = p
	return nil
}

// confirm ends a packet: 1C need not tell it again, for all of it that is of use
// is stored.
func (e *errands) confirm(ctx context.Context) error {
	p := e.packet
	e.packet = packet{}
	if p.faulty {
		return nil
	}
	if len(p.useless) > 0 {
		e.Log.InfoContext(ctx, "changes of sets that are not read here are confirmed with the others",
			"sets", slices.Sorted(maps.Keys(p.useless)), "number", p.number)
	}
	if err := e.Singles.Confirm(ctx, p.number); err != nil {
		return err
	}
	e.planned.at.Store(p.asked.UnixNano())
	return nil
}

// alone keeps a fault of the plan from holding up what 1C pushes, unless 1C would
// refuse that too. Until the plan works rounds look for changes themselves.
func (e *errands) alone(ctx context.Context, err error) error {
	if err == nil || hopeless(err) || ctx.Err() != nil {
		return err
	}
	e.Log.WarnContext(ctx, "the exchange plan of 1C could not be read, rounds look for changes", "error", err)
	return nil
}

// planned is when the exchange plan was last asked with success, and everything
// it told was stored.
type planned struct{ at atomic.Int64 }

// lapse is how many intervals the plan may be silent until rounds look for
// changes themselves again.
const lapse = 3

// watched tells a kind whose changes the exchange plan tells of: a look through
// all of it once a day is enough.
func (p *Puller) watched(kind string, mark crm.Checkpoint) bool {
	at := p.planned.at.Load()
	return at != 0 && p.Now().Sub(time.Unix(0, at)) < lapse*p.Interval &&
		p.Source.Scans(kind) && mark.Done && !mark.Compared.IsZero() && p.Now().Sub(mark.Compared) < compareEvery
}

// vouch notes that a kind is as in 1C since the plan was asked last.
func (p *Puller) vouch(ctx context.Context, kind string, mark crm.Checkpoint, number int64) error {
	at := time.Unix(0, p.planned.at.Load())
	if !at.After(mark.At) {
		return nil
	}
	batch := crm.Batch{Kind: kind, Checkpoint: crm.Checkpoint{Kind: kind, Round: number, Rows: mark.Rows, At: at, Done: true}}
	if _, err := p.door.page(ctx, batch); err != nil {
		return fmt.Errorf("vouch for %s: %w", kind, err)
	}
	return nil
}
