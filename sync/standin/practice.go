package standin

import (
	"encoding/binary"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

var (
	roubleRef  = newGUID(0, "Валюты", 643)
	companyRef = newGUID(0, "Организации", 1)
)

// partner is a client, or somebody a client list must leave out. A trade
// configuration shows it as Catalog_Партнеры with a Catalog_Контрагенты beside
// it; the others know counterparties only.
type partner struct {
	ref        guid
	n          int
	name       string
	fullName   string
	grouped    bool // lies in the group of the others
	manager    int  // index of the manager, -1 for none
	client     bool
	supplier   bool
	other      bool
	marked     bool
	predefined string
	private    bool // a person, not a firm
	registered time.Time
	birthday   time.Time
	segment    string
	comment    string
	contacts   []contactLine
	firm       *firm // nil for groups and predefined ones

	// What hangs on a partner is made anew whenever it is asked for, unless
	// something was changed; then the partner is kept whole.
	whole  bool
	gone   bool // deleted for good
	people []*person
	papers []*paper // by slot
	moved  []*paper // came from a duplicate
}

// firm is the legal side of a partner.
type firm struct {
	ref      guid
	partner  *partner
	name     string
	fullName string
	inn, kpp string
	legal    string
	marked   bool
	limit    Kopecks // the most it may owe, zero for no limit
	terms    int     // days for payment
	contacts []contactLine
}

// person works for a partner.
type person struct {
	ref      guid
	partner  *partner
	name     string
	position string
	female   bool
	marked   bool
	birthday time.Time
	left     time.Time // when the connection ended
	contacts []contactLine
}

// manager is a user of the base who sells.
type manager struct {
	ref      guid
	n        int
	name     string
	email    string
	invalid  bool
	internal bool // a service user
}

type good struct {
	ref     guid
	folder  guid
	n       int
	name    string
	unit    string
	price   Kopecks
	group   bool
	service bool
}

// spaces are the identities of everything that is made when asked for.
type spaces struct {
	partner, firm, key, contract, person guidSpace
	paper, object                        [paperKinds]guidSpace
}

// practice is the company: one model, whatever configuration shows it. Only a
// few bytes a document are kept; people, numbers and lines are made from the
// seed each time somebody asks.
type practice struct {
	seed     int64
	today    time.Time // midnight of the base's day
	now      time.Time // wall clock
	clients  int       // live clients asked for
	total    int       // partners of every sort
	rowShare int       // contact rows kept, of a thousand
	busy     int       // clients that trade, of a million; zero for the usual share
	times    int       // how often as much as usual they trade
	managers []manager
	goods    []good
	words    *words
	spaces   spaces
	face     *face

	cards   cache[partner]
	staffs  cache[staff]
	ledgers cache[ledger]

	live        map[int]*partner
	entries     []entry
	generated   int      // entries before anything was added
	firstPaper  []uint32 // first entry by partner, and one past the end
	firstPerson []uint32 // likewise of people
	lists       []*paperList
	numbers     [paperKinds]int // last number given out
	initial     []number        // stock of each good before the first sale
}

// cacheSize is how many of each a cache holds; neighbours in a page hit it.
const cacheSize = 1024

// cache remembers what was made lately. What it holds never changes.
type cache[T any] struct {
	at [cacheSize]atomic.Pointer[cached[T]]
}

type cached[T any] struct {
	n     int
	value *T
}

func (c *cache[T]) get(n int, build func() *T) *T {
	slot := &c.at[n%cacheSize]
	if have := slot.Load(); have != nil && have.n == n {
		return have.value
	}
	v := build()
	slot.Store(&cached[T]{n, v})
	return v
}

// client gives a partner as it is now.
func (c *practice) client(n int) *partner {
	if p := c.live[n]; p != nil {
		return p
	}
	return c.cards.get(n, func() *partner { return c.makePartner(n) })
}

type staff struct{ people []*person }

func (c *practice) people(p *partner) []*person {
	if p.whole {
		return p.people
	}
	return c.staffs.get(p.n, func() *staff { return &staff{c.makePeople(p)} }).people
}

// papers are the documents made out to a partner at first, by slot; some may
// have gone to another since.
func (c *practice) papers(p *partner) []*paper {
	if p.whole {
		return p.papers
	}
	return c.ledgers.get(p.n, func() *ledger { return c.makeLedger(p) }).papers
}

// trade are the documents that are a partner's now.
func (c *practice) trade(p *partner) []*paper {
	all := c.papers(p)
	if !p.whole {
		return all
	}
	var out []*paper
	for _, d := range all {
		if d.partner == p && !d.gone {
			out = append(out, d)
		}
	}
	return append(out, p.moved...)
}

// pin keeps a partner whole from now on, for something about it changes.
func (c *practice) pin(n int) *partner {
	if p := c.live[n]; p != nil {
		return p
	}
	p := c.makePartner(n)
	p.people, p.papers = c.makePeople(p), c.makeLedger(p).papers
	p.whole = true
	c.live[n] = p
	return p
}

// partnerNumber reads which partner a reference means.
func (c *practice) partnerNumber(g guid) (int, bool) {
	for i := range demoClients {
		if g == demoRefs[i] {
			return i + 1, true
		}
	}
	n, ok := c.spaces.partner.number(g)
	return n, ok && n > len(demoClients) && n <= c.total
}

// dice is a source of randomness for one thing, independent of how many there are.
func (c *practice) dice(space string, n int) *rand.Rand {
	g := newGUID(c.seed, space, n)
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(g[:8]), binary.LittleEndian.Uint64(g[8:])))
}

// pick takes one of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true in so many cases of a thousand.
func chance(r *rand.Rand, perMille int) bool { return r.IntN(1000) < perMille }

// daysAgo is a working hour so many days before today.
func (c *practice) daysAgo(r *rand.Rand, days int) time.Time {
	t := c.today.AddDate(0, 0, -days).Add(time.Duration(9*60+r.IntN(9*60)) * time.Minute).Add(time.Duration(r.IntN(60)) * time.Second)
	if t.After(c.now) {
		return c.now
	}
	return t
}
