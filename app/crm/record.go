package crm

import "time"

// Kinds of interaction that only 1C keeps.
const (
	MailKind    InteractionKind = "mail"
	MeetingKind InteractionKind = "meeting"
	EventKind   InteractionKind = "event"
)

// Record is an interaction as 1C has it: a call, a letter, a meeting or a complaint
// that somebody put on record there. Our own come back so too; Ours names the fact.
type Record struct {
	Ref       Ref
	Kind      InteractionKind
	Client    Ref
	Contact   Ref
	Direction Direction
	At        time.Time
	Subject   string
	Text      string
	Open      bool // of a complaint: it is not settled yet
	Author    Ref
	Writer    string // name of the author, when it is known
	Ours      ID     // the interaction of ours it is; zero for somebody else's
	Version   string
	Deleted   bool
}
