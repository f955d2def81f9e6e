package feed

import (
	"time"

	"pult/app/crm"
)

// Event is something that has happened. Events are values: a subscriber may
// keep them.
type Event interface{ event() }

// RingShown says that a call has come in, is on record and is identified as far
// as the cache can tell.
type RingShown struct {
	Call    crm.Call
	Matches []crm.Match   // nobody, one, or all clients with that number
	Says    []crm.Say     // what to say to each of them
	Say     crm.Say       // what to say as long as nobody is chosen
	Elapsed time.Duration // since the INVITE was read from the network
}

// CallStarted says that we are dialling.
type CallStarted struct {
	Call    crm.Call
	Matches []crm.Match
}

// CallRemoteRinging says that the other side's phone rings.
type CallRemoteRinging struct{ Call crm.Call }

// CallEarlySound says that the exchange itself is heard while it rings: its tone, or
// an announcement.
type CallEarlySound struct{ Call crm.Call }

// CallAnswered says that the talk has begun.
type CallAnswered struct{ Call crm.Call }

// CallMuted says that our microphone was switched off or on.
type CallMuted struct {
	Call  crm.Call
	Muted bool
}

// CallHeld says whether we hold the other side, and whether it holds us.
type CallHeld struct {
	Call        crm.Call
	Here, There bool
}

// TransferEnded says what became of handing a call over; without Err the call
// ends as transferred.
type TransferEnded struct {
	Call crm.Call
	Err  error
}

// CallSecured says whether voice is encrypted between us and the exchange.
type CallSecured struct {
	Call crm.Call
	On   bool
}

// ConferenceChanged says whether all talks are joined into one.
type ConferenceChanged struct{ On bool }

// DoNotDisturbChanged says whether new calls are turned away.
type DoNotDisturbChanged struct{ On bool }

// PresenceChanged says whether the manager takes calls, and why not.
type PresenceChanged struct{ Presence crm.Presence }

// LampChanged says what the telephone of a colleague is doing.
type LampChanged struct{ Colleague crm.Colleague }

// MessagesWaiting counts voice messages.
type MessagesWaiting struct{ New, Old int }

// RecordingChanged says whether a talk is being kept as sound.
type RecordingChanged struct {
	Call  crm.Call
	State crm.RecordingState
}

// CallAssigned says that the record of a call now belongs to another client.
type CallAssigned struct{ Call crm.Call }

// CallRenamed says that somebody else is at the other side now: an exchange has
// connected us with whom a call was handed over to, or the cache has told at last
// who it is. The client of the record stays
// when a manager has chosen it.
type CallRenamed struct {
	Call    crm.Call
	Matches []crm.Match
	Says    []crm.Say
	Say     crm.Say
}

// CallEnded says that a call is over and on record as such.
type CallEnded struct{ Call crm.Call }

// LineChanged says what the telephone is doing: of several accounts the one that
// does worst, and the one that the news is of.
type LineChanged struct{ Status, Changed crm.LineStatus }

// ClientsChanged names clients whose cards differ from what was shown. An empty
// list means that many do.
type ClientsChanged struct{ Clients []crm.Ref }

// NewsCame says what 1C has told of this manager's clients: payments, shipments,
// what became of their orders. Never empty; the oldest come first.
type NewsCame struct{ News []crm.News }

// HistoryChanged says that a line of history is new or differs.
type HistoryChanged struct{ Interaction crm.Interaction }

// OutboxChanged counts facts on their way to 1C.
type OutboxChanged struct {
	Waiting int
	Stuck   int
	Fact    crm.Fact // the one that moved
}

// FactsFreed says that facts which were stuck or put off may go now: somebody has
// put right what was in their way, and wants them tried at once.
type FactsFreed struct{}

// WrittenElsewhere says that another program has written into the home folder:
// what is shown may differ. Calls in progress are not touched by it.
type WrittenElsewhere struct {
	Journal bool // calls, notes or facts; otherwise it is only the copy of 1C
}

// SyncChanged says how the reading of 1C goes.
type SyncChanged struct {
	Running bool
	Kind    string    // what is being read
	Rows    int       // read of it so far
	Of      int       // that there are; 0 while nobody knows
	Done    int       // kinds that are read
	Kinds   int       // kinds of the round; 0 before they are known
	AsOf    time.Time // end of the last full round
	Err     error     // why the last round failed
	Stopped bool      // a person ended the round; what was read is kept
}

// SoundChanged says what is wrong with the sound devices; nothing without Err.
type SoundChanged struct{ Err error }

// Fault says that something a person should know about went wrong.
type Fault struct{ Err error }

// EntryChanged says that an entry of a call list has moved on.
type EntryChanged struct{ Entry crm.Entry }

// ListChanged says that a call list stands still or goes on, or that its entries
// differ.
type ListChanged struct {
	List   crm.ID
	Paused crm.Pause
}

// Reload says that events were lost on the way to this subscriber: what is
// shown must be read anew.
type Reload struct{}

func (RingShown) event()           {}
func (CallStarted) event()         {}
func (CallRemoteRinging) event()   {}
func (CallEarlySound) event()      {}
func (CallAnswered) event()        {}
func (CallMuted) event()           {}
func (CallAssigned) event()        {}
func (CallHeld) event()            {}
func (CallRenamed) event()         {}
func (TransferEnded) event()       {}
func (CallSecured) event()         {}
func (ConferenceChanged) event()   {}
func (DoNotDisturbChanged) event() {}
func (PresenceChanged) event()     {}
func (LampChanged) event()         {}
func (MessagesWaiting) event()     {}
func (RecordingChanged) event()    {}
func (CallEnded) event()           {}
func (LineChanged) event()         {}
func (ClientsChanged) event()      {}
func (NewsCame) event()            {}
func (HistoryChanged) event()      {}
func (OutboxChanged) event()       {}
func (FactsFreed) event()          {}
func (WrittenElsewhere) event()    {}
func (SyncChanged) event()         {}
func (SoundChanged) event()        {}
func (Fault) event()               {}
func (EntryChanged) event()        {}
func (ListChanged) event()         {}
func (Reload) event()              {}
