package crm

import (
	"maps"
	"slices"

	"pult/app/phone"
)

// CalleeState is what a row of a file is to a call list.
type CalleeState string

// States of a row. What is ambiguous or bad comes into no list.
const (
	CalleeNew       CalleeState = "new"       // a number nobody knows
	CalleeMatched   CalleeState = "matched"   // a client that is here
	CalleeAmbiguous CalleeState = "ambiguous" // it may be several, or its number and its tax number differ
	CalleeBad       CalleeState = "bad"
)

// CalleeStates are all there are.
func CalleeStates() []CalleeState {
	return []CalleeState{CalleeNew, CalleeMatched, CalleeAmbiguous, CalleeBad}
}

// Callee is somebody to be called by a file: a client or a stranger, with the numbers
// the file gives.
type Callee struct {
	Chosen
	Numbers []phone.Number
}

// ListUndone is what became of a list from a file that was taken back: untouched
// entries are gone; those that somebody has called, has skipped or has agreed a call
// with stay, for they are history, and then the list stays with them, closed.
type ListUndone struct{ Removed, Kept int }

// CalleeRow is what became of one row of a file for a call list.
type CalleeRow struct {
	Line    int
	State   CalleeState
	Client  Ref // zero for a stranger
	Name    string
	Numbers []phone.Number // those of the file
	Reasons []Reason       // why it is in no list, and what of it was not taken
	Maybe   []Identity     // whom it may be, also once a person has said
	Joined  int            // line of the earlier row it is a part of; 0 for none
	Cells   []string       // as the file has them
}

// CalleeReport is what a file gives a call list, or would give.
type CalleeReport struct {
	File     string
	Encoding string
	Sheet    string   // that was read
	Sheets   []string // there are in the file
	Columns  []IntakeColumn
	Rows     []CalleeRow
	Counts   map[CalleeState]int
	Preview  Preview
}

// Settle says whom a row in doubt means: one of those it may be, or with the zero Ref a
// number nobody knows. It tells whether that can be.
func (r *CalleeReport) Settle(row int, client Ref) bool {
	one := &r.Rows[row]
	state := CalleeMatched
	if client.IsZero() {
		state = CalleeNew
	}
	if !one.May(client) || one.State == state && one.Client == client {
		return false
	}
	r.Counts[one.State]--
	r.Counts[state]++
	one.State, one.Client = state, client
	return true
}

// May tells that a row can mean a client; a number nobody knows when it is the zero Ref.
func (r *CalleeRow) May(client Ref) bool {
	if client.IsZero() {
		return len(r.Maybe) > 0 && len(r.Numbers) > 0
	}
	return slices.ContainsFunc(r.Maybe, func(one Identity) bool { return one.Ref == client })
}

// CalleeWish is how a person wants a file for a call list to be read.
type CalleeWish struct {
	Fields []string    // what each column holds; nil for what is guessed
	Sheet  string      // of a workbook; the first one with headings when empty
	Who    map[int]Ref // whom rows in doubt mean, by their line; zero for a stranger
}

// Own is a copy that does not change with the first.
func (w CalleeWish) Own() CalleeWish {
	w.Fields, w.Who = slices.Clone(w.Fields), maps.Clone(w.Who)
	return w
}
