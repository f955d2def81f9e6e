package crm

import "time"

// FactState is how far a fact is on its way to 1C.
type FactState string

// States of a fact. The empty state means that it is not meant for 1C.
const (
	FactWaiting FactState = "waiting" // in the outbox, will be sent
	FactSent    FactState = "sent"    // 1C has it
	FactStuck   FactState = "stuck"   // 1C refused it; a person must act
)

// FactKind is what an administrator allows to be written into 1C, one by one.
type FactKind string

// CallFacts are records of calls ("calls" in pult.toml).
const CallFacts FactKind = "calls"

// Fact is one row of the outbox.
type Fact struct {
	ID       ID // of the call; also its key in 1C
	Kind     FactKind
	State    FactState
	Client   Ref
	Created  time.Time
	Attempts int
	Next     time.Time // not to be tried before
	Reason   string    // words of the other side after a failure
	Revision int       // grows with each change of the fact
}
