package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
)

// Chooser answers choices: whom a call list is made of. What the journal knows
// (promises, calls, letters, leads) is read first, in a transaction of its own, and
// joined by the reference of the client: no transaction spans both files, so a
// question never holds up a note. The segments themselves are one query each over
// one moment of the cache.
type Chooser struct {
	Store  *Store
	Ladder crm.Ladder                // of the cumulative discount; empty when the firm has none
	Places func(e164 int64) []string // where a number is from, in all languages
}

// picked is a client that was chosen, with its local id.
type picked struct {
	id int64
	crm.Chosen
}

// asking is one choice being answered.
type asking struct {
	Chooser
	choice crm.Choice
	today  time.Time // in the zone of the base
	facts  facts
}

// facts are what the journal says of clients, as far as a segment asks for it.
type facts struct {
	promises []crm.Promise                     // the newest of each client
	calls    map[crm.Segment][]crm.Interaction // the newest first
	contacts map[crm.Ref]time.Time             // the last talk or letter
	silent   []crm.ID                          // calls that were no talks
	leads    map[crm.Ref]crm.Lead
}

// segmentOf tells how a segment is answered.
type segmentOf struct {
	journal func(*asking, *tx) error // what it needs to know before; may be nil
	cache   func(*asking, *tx) ([]picked, error)
}

// segments are those that can be answered. It is no variable: answers ask for it.
func segments() map[crm.Segment]segmentOf {
	return map[crm.Segment]segmentOf{
		crm.SegmentDebtors:     {journal: (*asking).readPromises, cache: (*asking).debtors},
		crm.SegmentBroken:      {journal: (*asking).readPromises, cache: (*asking).broken},
		crm.SegmentUnpaid:      {cache: (*asking).unpaid},
		crm.SegmentSilent:      {journal: (*asking).readContacts, cache: (*asking).silentOnes},
		crm.SegmentLastYear:    {cache: (*asking).lastYear},
		crm.SegmentGood:        {cache: (*asking).boughtGood},
		crm.SegmentDue:         {cache: (*asking).due},
		crm.SegmentOffRhythm:   {cache: (*asking).offRhythm},
		crm.SegmentStep:        {cache: (*asking).nearStep},
		crm.SegmentLeads:       {journal: (*asking).readLeads, cache: (*asking).potential},
		crm.SegmentForgotten:   {journal: (*asking).readContacts, cache: (*asking).forgotten},
		crm.SegmentLost:        {journal: (*asking).readContacts, cache: (*asking).lost},
		crm.SegmentUnreached:   {journal: (*asking).readCalls, cache: (*asking).unreached},
		crm.SegmentNotReturned: {journal: (*asking).readCalls, cache: (*asking).notReturned},
	}
}

// Segments are those that can be answered here, in the order people see.
func (c Chooser) Segments() []crm.Segment {
	return slices.DeleteFunc(crm.Segments(), func(s crm.Segment) bool { return s == crm.SegmentStep && len(c.Ladder.Steps) == 0 })
}

// Choose finds whom a choice means, in the order they are to be called, with why.
// What 1C does not publish is an error of kind crm.ErrNotPublished.
func (c Chooser) Choose(ctx context.Context, choice crm.Choice, now time.Time) (list []crm.Chosen, err error) {
	if err := choice.Check(); err != nil {
		return nil, err
	}
	if choice.Segment == crm.SegmentUnsigned {
		return nil, fail("choose clients", &crm.Fault{Kind: crm.ErrNotPublished, Subject: "signed closing papers"})
	}
	q := &asking{Chooser: c, choice: choice, today: now.In(c.Store.Cache.location)}
	wanted := q.segments()
	err = c.Store.Journal.read(ctx, "read what was talked of", func(t *tx) error {
		for _, segment := range wanted {
			if ask := segments()[segment].journal; ask != nil {
				if err := q.within(segment, func() error { return ask(q, t) }); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = c.Store.Cache.read(ctx, "choose clients", func(t *tx) error {
		found, err := q.base(t)
		if err == nil {
			found, err = q.filtered(t, found)
		}
		list = make([]crm.Chosen, len(found))
		for i, one := range found {
			list[i] = one.Chosen
		}
		return err
	})
	return list, err
}

// segments are all that a choice needs: its own one, and those its filter asks for.
func (q *asking) segments() (list []crm.Segment) {
	if q.choice.Segment != "" {
		list = append(list, q.choice.Segment)
	}
	for _, test := range q.choice.Filter.Tests() {
		if test.Field == crm.FilterReady {
			for _, value := range test.Values {
				list = append(list, crm.Segment(value))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// within asks for a segment: that of the choice with its figures, one a filter names
// with the usual ones.
func (q *asking) within(segment crm.Segment, do func() error) error {
	if segment == q.choice.Segment {
		return do()
	}
	own := q.choice
	q.choice = crm.Choice{Segment: segment}
	defer func() { q.choice = own }()
	return do()
}

// base are the clients of the segment, everybody without one.
func (q *asking) base(t *tx) ([]picked, error) {
	if q.choice.Segment != "" {
		return segments()[q.choice.Segment].cache(q, t)
	}
	return t.everybody()
}

// everybody are all clients in sight, by name.
func (t *tx) everybody() (list []picked, err error) {
	err = t.each(selectPicked+`WHERE c.state = 1 ORDER BY c.name, c.id`, nil, func(scan func(...any) error) error {
		p, err := pick(scan)
		list = append(list, p)
		return err
	})
	return list, err
}

const (
	pickedColumns = `c.id, c.ref, c.name, coalesce(u.name, '')`
	selectPicked  = `SELECT ` + pickedColumns + ` FROM client c LEFT JOIN user u ON u.ref = c.manager `
)

// pick scans pickedColumns and what comes behind them.
func pick(scan func(...any) error, more ...any) (p picked, err error) {
	err = scan(append([]any{&p.id, into(&p.Client), &p.Name, &p.Manager}, more...)...)
	return p, err
}

// midnight is the beginning of a day, so many days from today.
func (q *asking) midnight(days int) time.Time {
	t := q.today
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}

// since counts days from a moment to today.
func (q *asking) since(at time.Time) int {
	return crm.DaysBetween(at.In(q.today.Location()), q.today)
}

// why begins a reason of the segment that is asked for.
func (q *asking) why() crm.Why { return crm.Why{Segment: q.choice.Segment} }

// asList writes references or ids as a list for json_each; SQL turns each back with
// unhex. A list of marks would be another query for each length.
func asList[T interface{ String() string }](list []T) string {
	var out strings.Builder
	out.Grow(2 + len(list)*39)
	out.WriteByte('[')
	for i, id := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(`"` + id.String() + `"`)
	}
	out.WriteByte(']')
	return out.String()
}

// listed are the members of asList in a query.
const listed = `(SELECT unhex(value, '-') FROM json_each(?))`

// ofRefs finds clients in sight by reference.
func (t *tx) ofRefs(refs []crm.Ref) (map[crm.Ref]picked, error) {
	found := make(map[crm.Ref]picked, len(refs))
	err := t.each(selectPicked+`WHERE c.state = 1 AND c.ref IN `+listed, args{asList(refs)},
		func(scan func(...any) error) error {
			p, err := pick(scan)
			found[p.Client] = p
			return err
		})
	return found, err
}
