package crm

import (
	"cmp"
	"slices"
	"strconv"

	"pult/app/phone"
)

// FlawKind says what is wrong with clients, or what they share.
type FlawKind string

// Kinds of flaw. Of the first four nothing is merged by itself: a person
// looks, and corrects the clients where they are kept.
const (
	SharedINN   FlawKind = "inn"
	SharedPhone FlawKind = "phone"
	SharedEmail FlawKind = "email"
	NamesAlike  FlawKind = "name"
	WrongINN    FlawKind = "inn_check" // check digits or length
	WrongPhone  FlawKind = "bad_phone" // nothing that can be called
	WrongEmail  FlawKind = "bad_email"
)

// Flaw is a line of the work-list.
type Flaw struct {
	Kind    FlawKind
	Value   string // the number, address or name in question
	Clients []Identity
}

// Census gathers identities and finds what is wrong with them. Clients are told
// apart by their place in it.
type Census struct {
	clients []Identity
	inns    map[string][]int
	phones  map[int64][]int
	emails  map[string][]int
	wrong   []Flaw
}

// NewCensus begins a census.
func NewCensus() *Census {
	return &Census{inns: map[string][]int{}, phones: map[int64][]int{}, emails: map[string][]int{}}
}

// Add takes one client into the census.
func (c *Census) Add(one Identity) {
	place := len(c.clients)
	for _, paper := range one.Papers {
		if paper.INN == "" {
			continue
		}
		if !ValidINN(paper.INN) {
			c.fault(WrongINN, paper.INN, one)
		}
		note(c.inns, paper.INN, place)
	}
	for _, number := range one.Phones {
		switch number.Kind() {
		case phone.Public:
			note(c.phones, number.E164, place)
		case phone.None:
			c.fault(WrongPhone, number.Raw, one)
		case phone.Internal:
			// In 1C it is somebody's office exchange; in a table a number cut short.
			if one.Imported {
				c.fault(WrongPhone, number.Short, one)
			}
		}
	}
	for _, text := range one.Emails {
		if address := CleanEmail(text); address != "" {
			note(c.emails, address, place)
		} else {
			c.fault(WrongEmail, text, one)
		}
	}
	c.clients = append(c.clients, one)
}

// note adds a client once.
func note[K comparable](to map[K][]int, key K, place int) {
	if list := to[key]; len(list) == 0 || list[len(list)-1] != place {
		to[key] = append(list, place)
	}
}

func (c *Census) fault(kind FlawKind, value string, one Identity) {
	c.wrong = append(c.wrong, Flaw{Kind: kind, Value: value, Clients: []Identity{{Ref: one.Ref, Name: one.Name, Imported: one.Imported, Papers: one.Papers}}})
}

// Flaws is the work-list, the surest first.
func (c *Census) Flaws() []Flaw {
	var list []Flaw
	for inn, places := range c.inns {
		list = c.shared(list, SharedINN, inn, c.sameOffice(inn, places))
	}
	for number, places := range c.phones {
		list = c.shared(list, SharedPhone, "+"+strconv.FormatInt(number, 10), places)
	}
	for address, places := range c.emails {
		list = c.shared(list, SharedEmail, address, places)
	}
	list = append(append(list, c.namesAlike()...), c.wrong...)
	order := []FlawKind{SharedINN, SharedPhone, SharedEmail, NamesAlike, WrongINN, WrongPhone, WrongEmail}
	slices.SortStableFunc(list, func(x, y Flaw) int {
		return cmp.Or(cmp.Compare(slices.Index(order, x.Kind), slices.Index(order, y.Kind)), cmp.Compare(x.Value, y.Value))
	})
	return list
}

func (c *Census) shared(list []Flaw, kind FlawKind, value string, places []int) []Flaw {
	if len(places) < 2 {
		return list
	}
	flaw := Flaw{Kind: kind, Value: value}
	for _, place := range places {
		flaw.Clients = append(flaw.Clients, c.clients[place])
	}
	return append(list, flaw)
}

// sameOffice leaves out clients whose KPP says that they are other branches.
func (c *Census) sameOffice(inn string, places []int) []int {
	offices := map[string][]int{}
	var open []int // without a KPP they may be any branch
	for _, place := range places {
		for _, paper := range c.clients[place].Papers {
			if paper.INN != inn {
				continue
			}
			if paper.KPP == "" {
				open = append(open, place)
			} else {
				note(offices, paper.KPP, place)
			}
		}
	}
	if len(open) > 0 {
		return places
	}
	var list []int
	for _, office := range offices {
		if len(office) > 1 {
			list = append(list, office...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// neighbours is how many names after one in order it is compared with.
const neighbours = 8

// namesAlike compares each name with its neighbours in two orders, from the
// beginning and from the end: all pairs of 50,000 names would take an hour.
func (c *Census) namesAlike() []Flaw {
	type named struct {
		key, order string
		place      int
	}
	names := make([]named, 0, len(c.clients))
	for i, one := range c.clients {
		if key := NameKey(one.Name); key != "" {
			names = append(names, named{key, key, i})
		}
	}
	var list []Flaw
	met := map[[2]int]bool{}
	for range 2 {
		slices.SortFunc(names, func(x, y named) int { return cmp.Or(cmp.Compare(x.order, y.order), cmp.Compare(x.place, y.place)) })
		for i, a := range names {
			for _, b := range names[i+1 : min(len(names), i+1+neighbours)] {
				pair := [2]int{min(a.place, b.place), max(a.place, b.place)}
				if met[pair] || !Alike(a.key, b.key) || c.otherFirms(pair) {
					continue
				}
				met[pair] = true
				list = c.shared(list, NamesAlike, c.clients[pair[0]].Name, pair[:])
			}
		}
		for i := range names {
			letters := []rune(names[i].key)
			slices.Reverse(letters)
			names[i].order = string(letters)
		}
	}
	return list
}

// otherFirms tells two clients whose right tax numbers differ: many firms have
// one name.
func (c *Census) otherFirms(pair [2]int) bool {
	return OtherFirms(c.clients[pair[0]].Papers, c.clients[pair[1]].Papers)
}

// OtherFirms tells papers of different firms: both have right tax numbers, and
// none in common.
func OtherFirms(a, b []Paper) bool {
	right := false
	for _, x := range a {
		for _, y := range b {
			if x.INN == y.INN && x.INN != "" {
				return false
			}
			right = right || ValidINN(x.INN) && ValidINN(y.INN)
		}
	}
	return right
}
