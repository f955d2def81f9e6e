package crm

import (
	"slices"
	"strconv"
	"time"
)

// Choice is whom a list is made of: those of a ready segment whom a filter lets
// through.
type Choice struct {
	Segment Segment   `json:"segment,omitempty"` // everybody when empty
	Days    int       `json:"days,omitempty"`    // of the segment; its own when 0
	Good    Ref       `json:"good,omitzero"`     // of "bought this, and long ago"
	Since   time.Time `json:"since,omitzero"`    // of "bought last year": where its time begins
	Filter  Filter    `json:"filter,omitzero"`
	Most    int       `json:"most,omitempty"` // of those who can be called, the first so many; all when 0
	Share   Share     `json:"share,omitzero"`
}

// Share is how a list is parted among managers. Without one anybody calls anybody.
type Share struct {
	Own   bool     `json:"own,omitempty"`   // each gets the clients whose manager it is
	Among []string `json:"among,omitempty"` // the rest goes to these in turn, or all
}

// Portion is whose a client is that comes at a place among those shared out, and
// whether it took its turn.
func (s Share) Portion(manager string, turn int) (portion string, took bool) {
	switch {
	case s.Own && manager != "":
		return manager, false
	case len(s.Among) > 0:
		return s.Among[turn%len(s.Among)], true
	}
	return "", false
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

// Segments are those people may choose, in the order they see. SegmentUnsigned is
// none of them: no configuration we read publishes whether papers came back.
func Segments() []Segment {
	return []Segment{
		SegmentDebtors, SegmentBroken, SegmentUnpaid, SegmentDue, SegmentOffRhythm, SegmentSilent, SegmentLastYear,
		SegmentGood, SegmentStep, SegmentLeads, SegmentForgotten, SegmentLost, SegmentUnreached, SegmentNotReturned,
	}
}

// SegmentOffer is a ready segment as it can be asked for here.
type SegmentOffer struct {
	Segment Segment
	Lacks   Reason // what is missing to answer it; none when it can be
}

// segmentDays are what Choice.Days is when it is 0.
var segmentDays = map[Segment]int{
	SegmentDebtors: 1, SegmentUnpaid: 3, SegmentSilent: 30, SegmentGood: 365, SegmentDue: 7,
	SegmentForgotten: forgottenAfter, SegmentLost: lostAfter, SegmentUnreached: 7, SegmentNotReturned: 7,
}

// Within is how many days the choice reckons with.
func (c Choice) Within() int {
	if c.Days > 0 {
		return c.Days
	}
	return segmentDays[c.Segment]
}

// StepShare is how much of the next step of a discount may be missing, in percent.
const StepShare = 15

// Check finds what is wrong with a choice before anything is asked.
func (c Choice) Check() error {
	switch {
	case c.Segment != "" && c.Segment != SegmentUnsigned && !slices.Contains(Segments(), c.Segment):
		return Reason{Code: "choice_segment", Detail: string(c.Segment)}
	case c.Segment == SegmentGood && c.Good.IsZero():
		return Reason{Code: "choice_good"}
	case c.Days < 0 || c.Days > mostDays:
		return Reason{Code: "choice_days", Detail: strconv.Itoa(c.Days)}
	case c.Most < 0:
		return Reason{Code: "choice_most", Detail: strconv.Itoa(c.Most)}
	}
	return c.Filter.Check()
}

// mostDays is ten years: nobody means more.
const mostDays = 3660

// Chosen is one client of a choice, with why.
type Chosen struct {
	Client  Ref
	Name    string
	Manager string // responsible, by name; empty for nobody
	Phone   string // of a lead that 1C does not know yet; others have theirs in the books
	Why     Why
}

// SavedChoice is a choice kept under a name.
type SavedChoice struct {
	ID     ID
	Name   string
	Choice Choice
	Author string
	At     time.Time
}
