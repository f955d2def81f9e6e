package crm

import "pult/app/phone"

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
