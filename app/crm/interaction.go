package crm

import (
	"time"

	"pult/app/phone"
)

// InteractionKind is what a line of history is about.
type InteractionKind string

// Kinds of interaction.
const (
	CallKind    InteractionKind = "call"
	NoteKind    InteractionKind = "note"
	PromiseKind InteractionKind = "promise"
	TaskLine    InteractionKind = "task"
)

// Kinds that say how a client stands to us; their Result is ResultYes or ResultNo.
const (
	BanKind       InteractionKind = "ban"
	ConsentKind   InteractionKind = "consent"
	ComplaintKind InteractionKind = "complaint"
)

// CallerKind is what was said of a number that 1C does not know; its Result is a
// CallerMark.
const CallerKind InteractionKind = "caller"

// Interaction is one line of a client's history. A call's line carries the id
// of the call.
type Interaction struct {
	ID        ID
	Kind      InteractionKind
	At        time.Time
	Client    Ref
	Contact   Ref
	Direction Direction
	Number    phone.Number
	Outcome   Outcome
	Seconds   int
	Text      string // what the manager wrote
	Author    string
	Fact      FactState // how far it is on its way to 1C

	AnsweredBy string // who took the call, with Elsewhere and Transferred; may be empty
	Result     Result // what came of it, as the manager says
	Reason     string // why: one of Refusals, or in words

	Subject string // of a letter or a meeting
	Address string // of the other side of a letter
	Message string // Message-ID of a letter
}

// Promise is money a client said it would pay.
type Promise struct {
	ID     ID
	Client Ref
	Call   ID // the call it was given in; zero outside one
	Given  time.Time
	Due    time.Time // day, in the zone of the base
	Amount Money
	Paid   Money // what came since it was given
	Author string
}

// Kept tells that at least the promised sum has come.
func (p Promise) Kept() bool { return p.Amount > 0 && p.Paid >= p.Amount }

// Broken tells that the day has passed without the money.
func (p Promise) Broken(today time.Time) bool {
	return !p.Kept() && DaysBetween(p.Due.In(today.Location()), today) > 0
}

// HistoryFilter narrows history. Zero fields do not narrow.
type HistoryFilter struct {
	Client Ref
	Number phone.Number
	Before time.Time
	Limit  int // 50 when zero
}
