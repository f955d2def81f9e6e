package crm

import "time"

// Choice is whom a list is made of: those of a ready segment whom a filter lets
// through.
type Choice struct {
	Segment Segment   `json:"segment,omitempty"` // everybody when empty
	Days    int       `json:"days,omitempty"`    // of the segment; its own when 0
	Good    Ref       `json:"good,omitzero"`     // of "bought this, and long ago"
	Since   time.Time `json:"since,omitzero"`
	Filter  Filter    `json:"filter,omitzero"`
}

// Segment is a ready question to the books.
type Segment string

// Segments (see SegmentRule for what each asks).
const (
	SegmentDebtors     Segment = "debtors"      // owe, and late
	SegmentBroken      Segment = "broken"       // promised to pay and did not
	SegmentUnpaid      Segment = "unpaid"       // an invoice waits longer than three days
	SegmentUnsigned    Segment = "unsigned"     // closing papers are not back; only where 1C tells
	SegmentSilent      Segment = "silent"       // no talk and no letter for 30 days
	SegmentLastYear    Segment = "last_year"    // bought in that time of last year, not of this one
	SegmentGood        Segment = "good"         // bought a certain thing, silent for a year
	SegmentDue         Segment = "due"          // time to order, by its rhythm
	SegmentOffRhythm   Segment = "off_rhythm"   // late by more than a whole interval
	SegmentStep        Segment = "step"         // little is missing to the next discount
	SegmentLeads       Segment = "leads"        // never bought
	SegmentForgotten   Segment = "forgotten"    // worked with once, and not for long
	SegmentLost        Segment = "lost"         // and longer still
	SegmentUnreached   Segment = "unreached"    // we called and did not reach them
	SegmentNotReturned Segment = "not_returned" // they called and nobody called back
)

// Segments are all there are, in the order people see.
func Segments() []Segment {
	return []Segment{
		SegmentDebtors, SegmentBroken, SegmentUnpaid, SegmentUnsigned, SegmentDue, SegmentOffRhythm, SegmentSilent, SegmentLastYear,
		SegmentGood, SegmentStep, SegmentLeads, SegmentForgotten, SegmentLost, SegmentUnreached, SegmentNotReturned,
	}
}

// Filter lets clients through: exactly one of its parts is set, and the zero Filter
// lets everybody through.
type Filter struct {
	All  []Filter    `json:"all,omitempty"` // each of them
	Any  []Filter    `json:"any,omitempty"` // one of them at least
	Not  *Filter     `json:"not,omitempty"`
	Test *FilterTest `json:"test,omitempty"`
}

// FilterTest is a question to one property of a client.
type FilterTest struct {
	Field  FilterField `json:"field"`
	Values []string    `json:"values"` // one of them
}

// FilterField is what a FilterTest looks at.
type FilterField string

// Fields of a filter.
const (
	FilterSegment  FilterField = "segment"  // a property of 1C of that name: "name=value"
	FilterRegion   FilterField = "region"   // where its numbers are from
	FilterManager  FilterField = "manager"  // responsible, by name
	FilterPrices   FilterField = "prices"   // type of prices, by name
	FilterABC      FilterField = "abc"      // by sales of a year: A, B, C
	FilterXYZ      FilterField = "xyz"      // by how even they are: X, Y, Z
	FilterBought   FilterField = "bought"   // a good, by reference
	FilterReady    FilterField = "ready"    // one of the ready segments
	FilterOverdue  FilterField = "overdue"  // at least so much is late
	FilterSales    FilterField = "sales"    // at least so much was bought in a year
	FilterImported FilterField = "imported" // from a file of the firm: yes, no
)

// Chosen is one client of a choice, with why.
type Chosen struct {
	Client  Ref
	Name    string
	Manager string // responsible, by name; empty for nobody
	Why     Why
}

// Preview is what a list would be, before it is made: who comes in, and who is left
// out by what.
type Preview struct {
	Total int          // who fits the choice
	In    int          // would be called
	Out   map[Hold]int // left out or held for now
	First []Chosen     // some of those who come in, in order
}
