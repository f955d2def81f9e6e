package crm

import "pult/app/phone"

// CallerMark is what a manager has said of a number that 1C does not know.
type CallerMark string

// Marks of a number.
const (
	CallerUnsorted CallerMark = ""        // nothing, or it was taken back
	CallerClient   CallerMark = "client"  // of a client, whose reference goes with it
	CallerSpam     CallerMark = "spam"    // on record, but nobody is disturbed
	CallerPrivate  CallerMark = "private" // no business of the firm
)

// Caller is a number nobody knows, with the calls from it.
type Caller struct {
	Number phone.Number
	Mark   CallerMark
	Client Ref // with CallerClient
	Calls  int
	Last   Interaction
}
