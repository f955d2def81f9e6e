package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Books answer whom a list is made of.
type Books interface {
	// Choose finds whom a choice means, in the order they are to be called.
	Choose(ctx context.Context, choice crm.Choice, now time.Time) ([]crm.Chosen, error)
	// Segments are the ready segments that can be answered here.
	Segments() []crm.Segment
	// Numbers are the telephones clients can be called by, their own first.
	Numbers(ctx context.Context, clients []crm.Ref) (map[crm.Ref][]phone.Number, error)
	// Managers names who is responsible for clients; those nobody is for are left out.
	Managers(ctx context.Context, clients []crm.Ref) (map[crm.Ref]string, error)
}

// Shelf keeps lists.
type Shelf interface {
	// Words are what clients and numbers have said of being called.
	Words(ctx context.Context) (crm.Words, error)
	// Expected are the clients who wait in a list that is open.
	Expected(ctx context.Context) (map[crm.Ref]bool, error)
	// MakeList writes a new list with its entries.
	MakeList(ctx context.Context, list crm.CallList, entries []crm.Entry) error
	// CallList reads one list; crm.ErrNotFound when there is none.
	CallList(ctx context.Context, id crm.ID) (crm.CallList, error)
	// Entries reads entries in the order of the list, from a place on.
	Entries(ctx context.Context, list crm.ID, from, limit int) ([]crm.Entry, error)
	// ChangeList adds newcomers and withdraws who fits no more.
	ChangeList(ctx context.Context, list crm.ID, change crm.ListChange, now time.Time) (crm.Refreshed, error)
}

// Builder makes call lists. It owns nothing and may be used by several at once.
type Builder struct {
	Books Books
	Shelf Shelf
	Plan  phone.Plan
	// Clock tells what time it is at the client of an entry, and the hours it wants; nil
	// when nobody asks.
	Clock func(context.Context, crm.Entry) (crm.Zone, crm.Span, error)
	Rules crm.ListRules
	Now   func() time.Time
	Told  func(crm.Progress) // hears how far a list of a file has come; may be nil
}

// ClockOf tells what time it is at the client of an entry and the hours it wants, as
// the gate will see it.
func (d *Desk) ClockOf(ctx context.Context, e crm.Entry) (crm.Zone, crm.Span, error) {
	return d.clock(ctx, e)
}

// Segments are the ready segments people are offered.
func (b *Builder) Segments() []crm.Segment { return b.Books.Segments() }

// PreviewList tells who would come into a list and who not, and makes nothing.
func (b *Builder) PreviewList(ctx context.Context, draft crm.ListDraft) (crm.Preview, error) {
	roll, err := b.roll(ctx, draft, true)
	if err != nil {
		return crm.Preview{}, fmt.Errorf("preview a list: %w", err)
	}
	return roll.Preview, nil
}

// BuildList makes a list of a draft. Of nobody none is made, but for a live one:
// crm.ErrNotFound.
func (b *Builder) BuildList(ctx context.Context, draft crm.ListDraft) (crm.CallList, crm.Preview, error) {
	roll, err := b.roll(ctx, draft, false)
	if err == nil && len(roll.Entries) == 0 && !draft.Live {
		err = fmt.Errorf("nobody fits: %w", crm.ErrNotFound)
	}
	if err == nil {
		err = b.Shelf.MakeList(ctx, roll.List, roll.Entries)
	}
	if err != nil {
		return crm.CallList{}, crm.Preview{}, fmt.Errorf("make a list: %w", err)
	}
	return roll.List, roll.Preview, nil
}

// roll chooses and enters; with look it also asks the clock of each, and who is in
// another list.
func (b *Builder) roll(ctx context.Context, draft crm.ListDraft, look bool) (*crm.Roll, error) {
	roll, err := b.begin(ctx, draft, look)
	if err == nil && look {
		roll.Also, err = b.Shelf.Expected(ctx)
	}
	if err != nil {
		return nil, err
	}
	chosen, err := b.Books.Choose(ctx, draft.Choice, roll.List.Made)
	if err != nil {
		return nil, err
	}
	return roll, b.enter(ctx, roll, callees(chosen))
}

func (b *Builder) begin(ctx context.Context, draft crm.ListDraft, look bool) (*crm.Roll, error) {
	if err := draft.Check(); err != nil {
		return nil, err
	}
	now := b.Now()
	roll := &crm.Roll{List: crm.CallList{
		ID: crm.NewID(now), Name: draft.Name, Purpose: draft.Purpose, Live: draft.Live, Choice: draft.Choice, Script: draft.Script,
		Author: draft.Author, Made: now,
	}}
	if look && b.Clock != nil {
		roll.Clock = b.later(ctx, roll.List, now)
	}
	return roll, nil
}

// callees are those chosen, with no numbers yet but those of leads.
func callees(chosen []crm.Chosen) []crm.Callee {
	list := make([]crm.Callee, len(chosen))
	for i, c := range chosen {
		list[i].Chosen = c
	}
	return list
}

// TakeList makes a list of those a file names, or with dry only tells what it would
// be. Numbers of the file come before those of the books.
func (b *Builder) TakeList(ctx context.Context, draft crm.ListDraft, file string, from []crm.Callee, dry bool) (crm.CallList, crm.Preview, error) {
	roll, err := b.begin(ctx, draft, dry)
	if err == nil {
		roll.List.File = file
		err = b.own(ctx, from)
	}
	if err == nil {
		err = b.enter(ctx, roll, from)
	}
	if err == nil && !dry {
		b.tell(crm.Progress{Stage: crm.StageKeep})
		err = b.Shelf.MakeList(ctx, roll.List, roll.Entries)
	}
	if err != nil {
		return crm.CallList{}, crm.Preview{}, fmt.Errorf("make a list of a file: %w", err)
	}
	return roll.List, roll.Preview, nil
}

func (b *Builder) tell(at crm.Progress) {
	if b.Told != nil {
		b.Told(at)
	}
}

// own names the managers of clients for whom the file names none.
func (b *Builder) own(ctx context.Context, from []crm.Callee) error {
	var refs []crm.Ref
	for _, c := range from {
		if c.Manager == "" && !c.Client.IsZero() {
			refs = append(refs, c.Client)
		}
	}
	managers, err := b.Books.Managers(ctx, refs)
	for i := range from {
		if from[i].Manager == "" {
			from[i].Manager = managers[from[i].Client]
		}
	}
	return err
}

// later tells why an entry would not be called at a moment: by the one gate, as far as
// it is a matter of the clock. What cannot be read the gate says again when it dials.
func (b *Builder) later(ctx context.Context, list crm.CallList, now time.Time) func(crm.Entry) crm.Hold {
	return func(e crm.Entry) crm.Hold {
		zone, own, err := b.Clock(ctx, e)
		if err != nil {
			return crm.HoldUnread
		}
		verdict := crm.Gate(crm.GateFacts{
			List: list, Entry: e, Manager: e.Portion, Arbiter: true, Rules: b.Rules, Read: crm.ReadAll, Zone: zone, Own: own,
			Consent: crm.Statement{Value: crm.ResultYes},
		}, now)
		if verdict.Hold == crm.HoldHours || verdict.Hold == crm.HoldZone {
			return verdict.Hold
		}
		return crm.HoldNone
	}
}

// enterPage is how many of those chosen are looked at before it is asked whether the
// list is full.
const enterPage = 2000

// enter takes those chosen in until the list is full.
func (b *Builder) enter(ctx context.Context, roll *crm.Roll, chosen []crm.Callee) (err error) {
	roll.Preview.Total = len(chosen)
	if roll.Words, err = b.words(ctx); err != nil {
		return err
	}
	done := 0
	for page := range slices.Chunk(chosen, enterPage) {
		if roll.Full() {
			break
		}
		b.tell(crm.Progress{Stage: crm.StageCompare, Done: done, Total: len(chosen)})
		done += len(page)
		refs := make([]crm.Ref, len(page))
		for i, c := range page {
			refs[i] = c.Client
		}
		numbers, err := b.Books.Numbers(ctx, refs)
		if err != nil {
			return err
		}
		for _, c := range page {
			if roll.Full() {
				break
			}
			list := c.Numbers
			if c.Phone != "" {
				list = slices.DeleteFunc(b.Plan.ParseAll(c.Phone), func(n phone.Number) bool { return n.Kind() != phone.Public })
			}
			for _, n := range numbers[c.Client] {
				if !slices.ContainsFunc(list, func(m phone.Number) bool { return m.E164 == n.E164 }) {
					list = append(list, n)
				}
			}
			roll.Enter(c.Chosen, list)
		}
	}
	return nil
}

// words are what was said of being called. Whoever can be reached by a number of a
// client that was banned is not called by it either.
func (b *Builder) words(ctx context.Context) (crm.Words, error) {
	words, err := b.Shelf.Words(ctx)
	if err != nil {
		return words, err
	}
	banned := slices.DeleteFunc(slices.Collect(maps.Keys(words.Clients)), func(c crm.Ref) bool { return !words.Clients[c].Ban.Holds() })
	numbers, err := b.Books.Numbers(ctx, banned)
	for client, list := range numbers {
		for _, n := range list {
			words.Numbers[n.E164] = words.Clients[client].Ban
		}
	}
	return words, err
}

// RefreshList asks a live list's question again: newcomers come in behind the others,
// who fits no more is withdrawn while nobody has called or has them. A call agreed
// upon stays: it was promised to a person.
func (b *Builder) RefreshList(ctx context.Context, id crm.ID) (crm.Refreshed, error) {
	done, err := b.refresh(ctx, id)
	if err != nil {
		return done, fmt.Errorf("refresh a list: %w", err)
	}
	return done, nil
}

func (b *Builder) refresh(ctx context.Context, id crm.ID) (crm.Refreshed, error) {
	list, err := b.Shelf.CallList(ctx, id)
	if err != nil {
		return crm.Refreshed{}, err
	}
	if !list.Live || !list.Open() {
		return crm.Refreshed{}, fmt.Errorf("a list that is not live: %w", crm.ErrConflict)
	}
	now := b.Now()
	chosen, err := b.Books.Choose(ctx, list.Choice, now)
	if err != nil {
		return crm.Refreshed{}, err
	}
	entries, err := b.entries(ctx, id)
	if err != nil {
		return crm.Refreshed{}, err
	}
	fits := make(map[crm.Ref]bool, len(chosen))
	for _, c := range chosen {
		fits[c.Client] = true
	}
	var change crm.ListChange
	there := make(map[crm.Ref]bool, len(entries))
	for _, e := range entries {
		there[e.Client] = true
		switch {
		case !fits[e.Client] && e.State.Waits():
			change.Gone = append(change.Gone, e.ID)
		case fits[e.Client] && e.State == crm.EntryWithdrawn && e.Cause == string(crm.HoldLeft):
			change.Back = append(change.Back, e.ID)
		}
	}
	roll := &crm.Roll{List: list}
	roll.Resume(entries)
	newcomers := slices.DeleteFunc(chosen, func(c crm.Chosen) bool { return there[c.Client] })
	if err := b.enter(ctx, roll, callees(newcomers)); err != nil {
		return crm.Refreshed{}, err
	}
	change.Add = roll.Entries
	return b.Shelf.ChangeList(ctx, id, change, now)
}

// entriesPage is how many entries are read at once.
const entriesPage = 2000

func (b *Builder) entries(ctx context.Context, list crm.ID) (all []crm.Entry, err error) {
	for from := 0; ; {
		page, err := b.Shelf.Entries(ctx, list, from, entriesPage)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < entriesPage {
			return all, nil
		}
		from = page[len(page)-1].Place + 1
	}
}
