package crm

import (
	"slices"
	"time"
)

// Batch is a page of 1C turned into our terms. It is stored in one transaction
// together with the checkpoint that says how far reading has come.
type Batch struct {
	Kind           string // what was read: "clients", "orders" …
	Users          []User
	Clients        []Client
	Counterparties []Counterparty
	Contacts       []Contact
	Documents      []Document
	Debts          []DebtLine
	Goods          []Good
	PriceTypes     []PriceType
	Prices         []Price
	Stocks         []Stock
	Terms          []Terms
	Records        []Record
	SetAside       []SetAside
	Gone           []Ref // objects of the kind that 1C has no more
	Settled        []Ref // clients whose debts the batch holds in full
	OutOfTurn      bool  // single objects read between rounds: the checkpoint stays as it is
	Checkpoint     Checkpoint
}

// Checkpoint is how far reading has come with one kind of data.
type Checkpoint struct {
	Kind  string
	Round int64     // number of the round
	Rows  int       // read so far
	At    time.Time // when the page was read
	Place string    // where to go on after a stop; the source alone understands it
	Done  bool      // the kind is as in 1C at At
	Whole bool      // with Done: all was read, and rows this round has not seen have gone
	// Compared is when everything was last compared with 1C. The store gives it.
	Compared time.Time
}

// Version is what 1C counts up with each change of an object. It says only
// whether an object is the same.
type Version struct {
	Ref     Ref
	Version string
	Source  int // which set of the kind it is from; the source alone understands it
}

// Applied is what a batch changed.
type Applied struct {
	Changed int   // rows that are new or differ
	Clients []Ref // clients whose card differs now
}

// Rows counts the rows of the batch that were read.
func (b Batch) Rows() int {
	return len(b.Users) + len(b.Clients) + len(b.Counterparties) + len(b.Contacts) + len(b.Documents) + len(b.Debts) +
		len(b.Goods) + len(b.PriceTypes) + len(b.Prices) + len(b.Stocks) + len(b.Terms) + len(b.Records)
}

// Add puts a later page behind this one.
func (b *Batch) Add(next Batch) {
	b.Users = append(b.Users, next.Users...)
	b.Clients = append(b.Clients, next.Clients...)
	b.Counterparties = append(b.Counterparties, next.Counterparties...)
	b.Contacts = append(b.Contacts, next.Contacts...)
	b.Documents = append(b.Documents, next.Documents...)
	b.Debts = append(b.Debts, next.Debts...)
	b.Goods = append(b.Goods, next.Goods...)
	b.PriceTypes = append(b.PriceTypes, next.PriceTypes...)
	b.Prices = append(b.Prices, next.Prices...)
	b.Stocks = append(b.Stocks, next.Stocks...)
	b.Terms = append(b.Terms, next.Terms...)
	b.Records = append(b.Records, next.Records...)
	b.SetAside = append(b.SetAside, next.SetAside...)
	b.Gone = append(b.Gone, next.Gone...)
	b.Settled = append(b.Settled, next.Settled...)
	b.Checkpoint = next.Checkpoint
}

// Refs are the objects the batch brought, and those that could not be read.
func (b Batch) Refs() []Ref {
	var refs []Ref
	for _, u := range b.Users {
		refs = append(refs, u.Ref)
	}
	for _, c := range b.Clients {
		refs = append(refs, c.Ref)
	}
	for _, c := range b.Counterparties {
		refs = append(refs, c.Ref)
	}
	for _, c := range b.Contacts {
		refs = append(refs, c.Ref)
	}
	for _, d := range b.Documents {
		refs = append(refs, d.Ref)
	}
	for _, g := range b.Goods {
		refs = append(refs, g.Ref)
	}
	for _, t := range b.Terms {
		refs = append(refs, t.Ref)
	}
	for _, r := range b.Records {
		refs = append(refs, r.Ref)
	}
	for _, s := range b.SetAside {
		if ref, err := ParseRef(s.Ref); err == nil {
			refs = append(refs, ref)
		}
	}
	return refs
}

// Without is the batch without what is of those objects, and without the debts of
// those clients.
func (b Batch) Without(refs map[Ref]bool) Batch {
	if len(refs) == 0 {
		return b
	}
	b.Users = slices.DeleteFunc(b.Users, func(u User) bool { return refs[u.Ref] })
	b.Clients = slices.DeleteFunc(b.Clients, func(c Client) bool { return refs[c.Ref] })
	b.Counterparties = slices.DeleteFunc(b.Counterparties, func(c Counterparty) bool { return refs[c.Ref] })
	b.Contacts = slices.DeleteFunc(b.Contacts, func(c Contact) bool { return refs[c.Ref] || refs[c.Whole] })
	b.Documents = slices.DeleteFunc(b.Documents, func(d Document) bool { return refs[d.Ref] || refs[d.Whole] })
	b.Debts = slices.DeleteFunc(b.Debts, func(d DebtLine) bool { return refs[d.Client] })
	b.Goods = slices.DeleteFunc(b.Goods, func(g Good) bool { return refs[g.Ref] })
	b.Terms = slices.DeleteFunc(b.Terms, func(t Terms) bool { return refs[t.Ref] })
	b.Records = slices.DeleteFunc(b.Records, func(r Record) bool { return refs[r.Ref] })
	b.SetAside = slices.DeleteFunc(b.SetAside, func(s SetAside) bool {
		ref, err := ParseRef(s.Ref)
		return err == nil && !ref.IsZero() && refs[ref]
	})
	return b
}
