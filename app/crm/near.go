package crm

import "pult/app/phone"

// NearKind is why a number reminds of a client's.
type NearKind string

// Reasons, the best first.
const (
	NearBlock   NearKind = "block"   // it stands in the hundred numbers of a firm
	NearMisread NearKind = "misread" // one digit differs, or two are swapped
	NearEnding  NearKind = "ending"  // the same seven digits behind another code
)

// Near is a client whose number is almost the one that calls. It is a hint to ask by;
// nothing is ever put on record with that client because of it.
type Near struct {
	Client Ref
	Name   string
	Number phone.Number
	Kind   NearKind
}
