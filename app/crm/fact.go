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

// FactKind is what an administrator allows to be written into 1C, one by one:
// the words of onec.write in pult.toml.
type FactKind string

// Kinds of fact.
const (
	CallFacts    FactKind = "calls"
	NoteFacts    FactKind = "notes" // promises too
	MailFacts    FactKind = "mails"
	MeetingFacts FactKind = "meetings"
	ClientFacts  FactKind = "clients" // confirmed leads
)

// FactKinds are all there are.
func FactKinds() []FactKind {
	return []FactKind{CallFacts, NoteFacts, MailFacts, MeetingFacts, ClientFacts}
}

// FactKindOf is the kind of fact a line of history goes to 1C as.
func FactKindOf(kind InteractionKind) FactKind {
	switch kind {
	case CallKind:
		return CallFacts
	case MailKind:
		return MailFacts
	case MeetingKind:
		return MeetingFacts
	default:
		return NoteFacts
	}
}

// Fact is one row of the outbox.
type Fact struct {
	ID       ID // of the call, the note or the lead; also its key in 1C
	Kind     FactKind
	State    FactState
	Client   Ref
	Created  time.Time
	Attempts int
	Next     time.Time // not to be tried before
	Reason   string    // words of the other side after a failure
	Subject  string    // what it was about, an entity of 1C
	Trouble  Trouble   // which kind of failure it was
	Revision int       // grows with each change of the fact
}

// Fault is why a fact did not arrive; nil for one that has met no failure.
func (f Fact) Fault() *Fault {
	if f.Reason == "" {
		return nil
	}
	return &Fault{Kind: f.Trouble.kind(), Subject: f.Subject, Detail: f.Reason}
}

// Parcel is a fact with what is to be written of it.
type Parcel struct {
	Fact    Fact
	Call    Call        // of a call
	Line    Interaction // of a note, a promise, a letter or a meeting
	Promise Promise     // beside its line
	Lead    Lead        // of a new client
}
