package standin

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// entry is what is always known of a document: enough for a scan of headers,
// small enough for millions.
type entry struct {
	date    uint32 // seconds since epoch, or nothing would fit
	number  uint32
	partner int32
	slot    uint16
	kind    paperKind
	flags   uint8
}

const (
	entryPosted = 1 << iota
	entryMarked
	entryService
	entryOwn
	entryDemo
	entryGone
)

var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (e *entry) time() time.Time { return epoch.Add(time.Duration(e.date) * time.Second) }

func (e *entry) is(flag uint8) bool { return e.flags&flag != 0 }

func entryOf(d *paper, slot int) entry {
	e := entry{date: uint32(d.date.Sub(epoch) / time.Second), partner: int32(d.partner.n), slot: uint16(slot), kind: d.kind}
	for i, on := range [...]bool{d.posted, d.marked, d.service, d.own, d.demo, d.gone} {
		if on {
			e.flags |= 1 << i
		}
	}
	return e
}

// buildIndex makes every partner's people and documents once, keeps their
// entries and forgets the rest.
func (c *practice) buildIndex() {
	people, first := make([]uint32, c.total+2), make([]uint32, c.total+2)
	sold := make([]number, len(c.goods))
	for n := 1; n <= c.total; n++ {
		people[n+1] = people[n] + uint32(c.headcount(n))
		first[n] = uint32(len(c.entries))
		for slot, d := range c.makeLedger(&partner{n: n}).papers {
			c.entries = append(c.entries, entryOf(d, slot))
			if d.kind == shipmentPaper {
				for _, line := range d.lines {
					sold[line.good] += line.quantity
				}
			}
		}
	}
	first[c.total+1] = uint32(len(c.entries))
	c.giveNumbers()
	c.firstPerson, c.firstPaper, c.generated = people, first, len(c.entries)
	c.initial = make([]number, len(c.goods))
	for i := 1; i <= c.stocked(); i++ {
		c.initial[i] = (sold[i]/1000 + number(20+i*7%300)) * 1000
	}
}

// giveNumbers numbers the documents in the order of their dates. Number 312 is
// kept for the demo client.
func (c *practice) giveNumbers() {
	var byKind [paperKinds][]uint32
	for i := range c.entries {
		byKind[c.entries[i].kind] = append(byKind[c.entries[i].kind], uint32(i))
	}
	for kind, ids := range byKind {
		slices.SortFunc(ids, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(c.entries[a].date, c.entries[b].date), cmp.Compare(a, b))
		})
		n := 0
		for _, id := range ids {
			if c.entries[id].is(entryDemo) {
				c.entries[id].number = demoNumber
				continue
			}
			if n++; n == demoNumber {
				n++
			}
			c.entries[id].number = uint32(n)
		}
		c.numbers[kind] = n
	}
}

// documentNumber is "00УТ-000312".
func documentNumber(n int) string {
	digits := strconv.Itoa(n)
	return "00УТ-" + "000000"[:max(0, 6-len(digits))] + digits
}

// paper finds the document of an entry.
func (c *practice) paper(id uint32) *paper {
	e := &c.entries[id]
	// A document moved to another partner is still kept where it was made.
	return c.papers(c.client(int(e.partner)))[e.slot]
}

// paperList is the documents of one entity set, in the order of their entries.
type paperList struct {
	kinds []paperKind
	has   func(*entry) bool
	ids   []uint32
}

func (c *practice) newList(has func(*entry) bool, kinds ...paperKind) *paperList {
	l := &paperList{kinds: kinds, has: has}
	for i := range c.entries {
		l.take(uint32(i), &c.entries[i])
	}
	c.lists = append(c.lists, l)
	return l
}

func (l *paperList) take(id uint32, e *entry) {
	if slices.Contains(l.kinds, e.kind) && (l.has == nil || l.has(e)) {
		l.ids = append(l.ids, id)
	}
}

// position is where an entry stands in the list, -1 when it does not.
func (l *paperList) position(id uint32) int32 {
	if i, ok := slices.BinarySearch(l.ids, id); ok {
		return int32(i)
	}
	return -1
}

// idOf finds the entry behind a reference.
func (c *practice) idOf(space guidSpace, g guid) (uint32, bool) {
	v, ok := space.number(g)
	n, slot := v/paperSlots, v%paperSlots
	if !ok || n < 1 || n > c.total {
		return 0, false
	}
	if p := c.live[n]; p != nil {
		if slot >= len(p.papers) {
			return 0, false
		}
		return p.papers[slot].id, true
	}
	id := c.firstPaper[n] + uint32(slot)
	return id, id < c.firstPaper[n+1]
}

// register gives a new document its number and its place in the lists.
func (c *practice) register(d *paper, slot int) {
	c.numbers[d.kind]++
	if c.numbers[d.kind] == demoNumber {
		c.numbers[d.kind]++
	}
	e := entryOf(d, slot)
	e.number = uint32(c.numbers[d.kind])
	d.number, d.id = documentNumber(c.numbers[d.kind]), uint32(len(c.entries))
	c.entries = append(c.entries, e)
	for _, l := range c.lists {
		l.take(d.id, &e)
	}
}
