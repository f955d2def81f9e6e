package crm

import "time"

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
	Checkpoint     Checkpoint
}

// SetAside is a record that could not be read, kept with the reason so that an
// administrator can see and cure it.
type SetAside struct {
	Kind   string
	Ref    string
	Reason string
}

// Checkpoint is how far a round has come with one kind of data. Rows not seen
// in a finished round have gone from 1C.
type Checkpoint struct {
	Kind  string
	Round int64     // number of the round
	Rows  int       // read so far in this round
	At    time.Time // when the page was read
	Done  bool      // the kind was read to its end
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
