package crm

import "time"

// SetAside is a record of 1C, or a part of one, that could not be read. It is kept
// with the reason, so that an administrator can see and cure it.
type SetAside struct {
	Kind string
	Ref  string // as 1C gave it: it may be no reference at all
	Why  Unread
	// What people know it by, as far as it could be read.
	Name   string    // of the client, the person, the goods
	Number string    // of a document
	At     time.Time // of a document
	Client Ref       // whose it is
	Owner  string    // name of that client; the store gives it
}

// Part tells that only a part of the record is missing here: the rest was read.
func (s SetAside) Part() bool { return s.Why.Code == BadPhone }

// UnreadCode says what is wrong with a record. The words are on disk: they are
// never changed.
type UnreadCode string

// What may be wrong with a record.
const (
	NoKey             UnreadCode = "no_key"     // nothing says which object it is
	BadRef            UnreadCode = "reference"  // a field that should refer to another object
	BadMoney          UnreadCode = "amount"     // a field that should be a sum
	BadQuantity       UnreadCode = "quantity"   // a field that should be an amount of goods
	BadDate           UnreadCode = "date"       // a field that should be a date
	BadPhone          UnreadCode = "phone"      // a line of contacts that is no telephone number
	NoDebtKey         UnreadCode = "debt_key"   // a debt whose analytic key is not to be seen
	UnknownSettlement UnreadCode = "settlement" // neither a debt nor an advance
	UnreadOther       UnreadCode = "other"      // Value says it
)

// Unread is why a record could not be read; app/view words it. It is an error of
// kind ErrInvalid.
type Unread struct {
	Code  UnreadCode
	Field string // of 1C, or a set of it
	Value string // as it stands there
}

func (u Unread) Error() string {
	text := string(u.Code)
	if u.Field != "" {
		text += " in " + u.Field
	}
	if u.Value != "" {
		text += ": " + u.Value
	}
	return text
}

// Unwrap lets errors.Is find the kind.
func (u Unread) Unwrap() error { return ErrInvalid }
