package crm

import (
	"slices"

	"pult/app/phone"
)

// Words are what clients and numbers have said of being called, the last of each.
// A number that a banned client can be reached by is banned like one that was named.
type Words struct {
	Clients map[Ref]Standing
	Numbers map[int64]Statement
}

// previewFirst is how many of those it counts a preview shows.
const previewFirst = 10

// Roll makes the entries of a list of those who were chosen, in their order. Of each
// it decides whether they come in, and keeps those it leaves out with the reason, so
// that nobody disappears unsaid.
type Roll struct {
	List    CallList
	Words   Words
	Clock   func(Entry) Hold // why an entry is not called at this moment; may be nil
	Also    map[Ref]bool     // who waits in another open list; may be nil
	Entries []Entry
	Preview Preview

	place, turn int
	taken       map[int64]bool // numbers that are in the list
}

// Resume goes on behind the entries a list has.
func (r *Roll) Resume(entries []Entry) {
	r.taken = map[int64]bool{}
	for _, e := range entries {
		r.place = max(r.place, e.Place+1)
		if e.State == EntryDuplicate {
			continue
		}
		for _, number := range e.Numbers {
			r.taken[number.E164] = true
		}
		if e.Portion != "" && slices.Contains(r.List.Choice.Share.Among, e.Portion) {
			r.turn++
		}
	}
}

// Full tells that no more are wanted.
func (r *Roll) Full() bool {
	most := r.List.Choice.Most
	return most > 0 && r.Preview.In >= most
}

// Enter takes a client in, or leaves it out and says why.
func (r *Roll) Enter(c Chosen, numbers []phone.Number) {
	if r.taken == nil {
		r.taken = map[int64]bool{}
	}
	if r.Preview.Out == nil {
		r.Preview.Out, r.Preview.Later = map[Hold]int{}, map[Hold]int{}
		r.Preview.FirstOut, r.Preview.FirstLater = map[Hold][]Chosen{}, map[Hold][]Chosen{}
	}
	e := Entry{List: r.List.ID, Client: c.Client, Name: c.Name, Numbers: numbers, Place: r.place, Why: c.Why, State: EntryNew}
	first := phone.Number{}
	if len(numbers) > 0 {
		first = numbers[0]
	}
	e.ID = EntryID(r.List.ID, c.Client, first)
	r.place++
	free, hold := r.callable(c.Client, numbers)
	switch hold {
	case HoldNoPhone:
		e.State = EntryNoPhone
	case HoldBanned:
		e.State = EntryBanned
	case HoldDuplicate:
		e.State = EntryDuplicate
	default: // without a consent they wait: it may be given yet, and the gate holds them
		e.Numbers = free
		r.occupy(free)
		r.share(&e, c.Manager)
	}
	r.Entries = append(r.Entries, e)
	if hold != HoldNone {
		r.Preview.Out[hold]++
		show(r.Preview.FirstOut, hold, c)
		return
	}
	r.Preview.In++
	if len(r.Preview.First) < previewFirst {
		r.Preview.First = append(r.Preview.First, c)
	}
	if r.Also[c.Client] {
		if r.Preview.Also++; len(r.Preview.FirstAlso) < previewFirst {
			r.Preview.FirstAlso = append(r.Preview.FirstAlso, c)
		}
	}
	if r.Clock != nil {
		if later := r.Clock(e); later != HoldNone {
			r.Preview.Later[later]++
			show(r.Preview.FirstLater, later, c)
		}
	}
}

func show(first map[Hold][]Chosen, hold Hold, c Chosen) {
	if len(first[hold]) < previewFirst {
		first[hold] = append(first[hold], c)
	}
}

// callable are the numbers a client may be called by: not banned, and of nobody who
// is in the list already. Without any it says why.
func (r *Roll) callable(client Ref, numbers []phone.Number) ([]phone.Number, Hold) {
	if len(numbers) == 0 {
		return nil, HoldNoPhone
	}
	standing := r.Words.Clients[client]
	if standing.Ban.Holds() {
		return nil, HoldBanned
	}
	free := slices.DeleteFunc(slices.Clone(numbers), func(n phone.Number) bool { return r.Words.Numbers[n.E164].Holds() })
	if len(free) == 0 {
		return nil, HoldBanned
	}
	free = slices.DeleteFunc(free, func(n phone.Number) bool { return r.taken[n.E164] })
	if len(free) == 0 {
		return nil, HoldDuplicate
	}
	if r.List.Purpose.NeedsConsent() && !standing.Consent.Holds() {
		return free, HoldConsent
	}
	return free, HoldNone
}

func (r *Roll) occupy(numbers []phone.Number) {
	for _, n := range numbers {
		r.taken[n.E164] = true
	}
}

func (r *Roll) share(e *Entry, manager string) {
	portion, took := r.List.Choice.Share.Portion(manager, r.turn)
	if e.Portion = portion; took {
		r.turn++
	}
}
