package crm

import (
	"time"

	"pult/app/phone"
)

// Import is a file of clients that was brought in. It is a fact of ours and can
// be undone as a whole.
type Import struct {
	ID     ID
	File   string // its name, without the folder
	At     time.Time
	AsOf   time.Time // when the file said so
	Counts IntakeCounts
	Undone time.Time
}

// IntakeState is what a row of a file is to the clients known.
type IntakeState string

// States of a row.
const (
	IntakeNew      IntakeState = "new"
	IntakeSame     IntakeState = "same"     // nothing differs from what is here
	IntakeChanged  IntakeState = "changed"  // of a client that an earlier file brought
	IntakeMore     IntakeState = "more"     // a further row of a client of this file
	IntakeDoubtful IntakeState = "doubtful" // it may be a client that is here; a person decides
	IntakeBad      IntakeState = "bad"
)

// IntakeCounts counts rows by what they are.
type IntakeCounts struct {
	New      int `json:"new"`
	Same     int `json:"same"`
	Changed  int `json:"changed"`
	More     int `json:"more"`
	Doubtful int `json:"doubtful"`
	Bad      int `json:"bad"`
}

// Add counts one row.
func (c *IntakeCounts) Add(state IntakeState) {
	switch state {
	case IntakeNew:
		c.New++
	case IntakeSame:
		c.Same++
	case IntakeChanged:
		c.Changed++
	case IntakeMore:
		c.More++
	case IntakeDoubtful:
		c.Doubtful++
	case IntakeBad:
		c.Bad++
	}
}

// Identity is what a client can be recognised by: of the client itself, of its
// legal entities and its people.
type Identity struct {
	Ref      Ref
	Name     string
	Imported bool // from a file of the firm, not from 1C
	Papers   []Paper
	Phones   []phone.Number
	Emails   []string
}

// Paper is the tax number of a client or of a legal entity behind it.
type Paper struct{ INN, KPP string }

// LookAlike is a client that a new one may be, and by what.
type LookAlike struct {
	Client Ref
	Name   string
	INN    string
	By     FlawKind
}

// Reason says in a code why a row or a file was not taken as it stands; app/view
// words it. It is an error of kind ErrInvalid.
type Reason struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"` // the thing in question, as the file has it
}

func (r Reason) Error() string {
	if r.Detail == "" {
		return r.Code
	}
	return r.Code + ": " + r.Detail
}

// Unwrap lets errors.Is find the kind.
func (r Reason) Unwrap() error { return ErrInvalid }

// Papers are documents of one kind in one currency that a file has and nothing is
// taken of but who bought.
type Papers struct {
	Operation string // "Заказ товара", "Счет на оплату" …
	Currency  string
	Count     int
	Sum       Money
	Unclear   int // whose sum could not be read
}

// IntakeColumn is a column of a file with what it was taken for; an empty field
// is one that is not read.
type IntakeColumn struct{ Heading, Field, Sample string }

// IntakeRow is what became of one row of a file.
type IntakeRow struct {
	File    string // of an archive
	Line    int
	State   IntakeState
	Name    string
	Reasons []Reason
	Maybe   []string // names of whom it may be
}

// IntakeReport is what an import did, or would do.
type IntakeReport struct {
	Import   Import
	Encoding string
	Sheet    string   // that was read
	Sheets   []string // there are in the file
	Columns  []IntakeColumn
	Rows     []IntakeRow
	Papers   []Papers // documents, which are not taken
	Left     int      // clients that were not taken because a person has stopped it
	Fault    error    // why the file was not read to its end
}

// Takes is how many clients of the file there are to be taken in.
func (r *IntakeReport) Takes() int {
	c := r.Import.Counts
	return c.New + c.Changed + c.Same
}

// IntakeWish is how a person wants a file to be taken.
type IntakeWish struct {
	Fields   []string // what each column holds; nil for what is guessed
	Doubtful bool     // rows in doubt become clients of their own
	Sheet    string   // of a workbook; the first one with headings when empty
}

// Progress is how far a long work has come.
type Progress struct {
	Stage Stage
	Done  int
	Total int // 0 where nobody knows
}

// Stage is a part of a long work.
type Stage string

// Stages.
const (
	StageRead    Stage = "read"    // a file
	StageCompare Stage = "compare" // with the clients that are here
	StageKeep    Stage = "keep"    // into the journal; until here nothing has happened
	StageShow    Stage = "show"    // into cards and search
	StageWrite   Stage = "write"   // a file
)

// ListKind is a list that can be written into a file for a table program.
type ListKind string

// Lists.
const (
	FlawList          ListKind = "flaws" // clients that may be one, numbers that are none
	HistoryList       ListKind = "history"
	ClientHistoryList ListKind = "client" // of one client
	ReportList        ListKind = "report" // what has come of a call list
)
