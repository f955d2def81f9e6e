package crm

import (
	"time"

	"pult/app/phone"
)

// Entry is one client of a call list. Its id follows from the list and the client,
// so the same client never comes into a list twice.
type Entry struct {
	ID       ID
	List     ID
	Client   Ref    // zero for a number of a file that nobody knows
	Name     string // as it was when the list was made; people see the name of today
	Numbers  []phone.Number
	Phone    int    // which of Numbers is called next
	Portion  string // manager it was given to; empty for anybody's
	Place    int    // in the order of the list
	Why      Why
	State    EntryState
	Cause    string     // of a state: a skip or a withdrawal in a code or in words
	Attempts int        // calls that count
	Faults   int        // faults of the line in a row: they do not count
	Heard    Outcome    // of the last call
	Before   EntryState // as it was before the call that is on: one broken off goes back there
	Last     time.Time
	Next     time.Time // not to be called before
	Owner    string    // whose callback it is
	Result   Result
	Reason   string
	Call     ID // the last one
	Lease    Lease
}

// Number is the one that is called next; none when there is none.
func (e Entry) Number() phone.Number {
	if e.Phone < 0 || e.Phone >= len(e.Numbers) {
		return phone.Number{}
	}
	return e.Numbers[e.Phone]
}

// EntryState is how far an entry has come.
type EntryState string

// States of an entry. A lease is not one of them: it says who has the entry, and a
// crash gives it back with the state as it was.
const (
	EntryNew      EntryState = "new"
	EntryDialing  EntryState = "dialing" // a call was begun and its end is not known
	EntryTalking  EntryState = "talking"
	EntryWrapUp   EntryState = "wrapup" // spoken with; the manager has not said what came of it
	EntryRetry    EntryState = "retry"
	EntryCallback EntryState = "callback" // at a time agreed upon
	EntryDone     EntryState = "done"

	// Those that are not called any more, with no talk.
	EntryBanned    EntryState = "banned"
	EntryDuplicate EntryState = "duplicate"
	EntryNoPhone   EntryState = "no_phone"
	EntryExhausted EntryState = "exhausted" // tried as often as is decent
	EntryWithdrawn EntryState = "withdrawn" // paid, bought or left the segment since
)

// Waits tells an entry that is to be called yet.
func (s EntryState) Waits() bool { return s == EntryNew || s == EntryRetry || s == EntryCallback }

// Over tells an entry that is not called any more.
func (s EntryState) Over() bool { return !s.Waits() && !s.UnderWay() }

// UnderWay tells an entry whose call is on or has no result yet. It is never dialled
// before that is known, whoever asks.
func (s EntryState) UnderWay() bool {
	return s == EntryDialing || s == EntryTalking || s == EntryWrapUp
}

// Lease says who has an entry and until when, unless it is renewed.
type Lease struct {
	Manager string
	Token   ID // of one taking: who was too late with a renewal has another
	Until   time.Time
}

// Holds tells whether somebody has it at a moment.
func (l Lease) Holds(now time.Time) bool { return !l.Token.IsZero() && l.Until.After(now) }

// Why is why a client is in a list, with its figures. app/view words it.
type Why struct {
	Segment  Segment   `json:"segment,omitempty"` // empty for one chosen by a filter or a file
	Amount   Money     `json:"amount,omitempty"`
	Days     int       `json:"days,omitempty"`
	Document string    `json:"document,omitempty"` // its number
	Date     time.Time `json:"date,omitzero"`
	Good     string    `json:"good,omitempty"`    // its name
	Percent  int       `json:"percent,omitempty"` // of the discount that is near
	Text     string    `json:"text,omitempty"`    // in words: of a file
}

// Attempt is one call of an entry.
type Attempt struct {
	Call    ID
	Entry   ID
	List    ID
	Client  Ref
	Number  phone.Number
	Manager string
	At      time.Time
	Outcome Outcome // technical: what the line heard
	Counted bool    // a fault of ours and a call of ours that was broken off do not
	Seconds int
	Result  Result // what the manager says came of it
	Reason  string
	Answers []Answer
	WrapUp  int // seconds from the end of the call to the result
}

// Failed tells a call that a fault of ours ended.
func (a Attempt) Failed() bool { return a.Outcome == NetworkFault }

// Skip is an entry put off without a call: it is reported.
type Skip struct {
	Entry   ID
	List    ID
	Manager string
	At      time.Time
	Reason  string
}

// EntryID is the id of a client's place in a list; who has no reference goes by a
// number.
func EntryID(list ID, client Ref, number phone.Number) ID {
	if client.IsZero() {
		return ID(DerivedRef("list entry", list.String(), number.String()))
	}
	return ID(DerivedRef("list entry", list.String(), client.String()))
}
