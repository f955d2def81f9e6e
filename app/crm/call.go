package crm

import (
	"time"

	"pult/app/phone"
)

// Direction of a call or a letter, seen from the firm.
type Direction string

// Directions.
const (
	Incoming Direction = "in"
	Outgoing Direction = "out"
)

// Outcome is how a call ended, in the words history and call lists use.
type Outcome string

// Outcomes. An open call has none.
const (
	Answered     Outcome = "answered"
	Missed       Outcome = "missed"        // they gave up before we answered
	Rejected     Outcome = "rejected"      // one side declined
	Busy         Outcome = "busy"          // SIP 486, 600
	NoAnswer     Outcome = "no_answer"     // we gave up, or SIP 408, 480
	Elsewhere    Outcome = "elsewhere"     // answered at another telephone (RFC 3326 Reason 200)
	Unreachable  Outcome = "unreachable"   // no such number, SIP 404, 410, 484
	NetworkFault Outcome = "network_fault" // the line or the provider failed
	Cancelled    Outcome = "cancelled"     // we hung up before they answered
	Interrupted  Outcome = "interrupted"   // the panel stopped during the call
	Transferred  Outcome = "transferred"   // we handed the talk over to somebody else
)

// Undelivered is how a letter of ours ended that came back.
const Undelivered Outcome = "undelivered"

// Call is one telephone call from the first ring on.
type Call struct {
	ID         ID
	SIPCallID  string // Call-ID header, joins our record with the exchange's
	Account    string // line it came to: "101"
	Direction  Direction
	Number     phone.Number // the other side
	Display    string       // name the exchange sent, unverified
	Called     string       // number that was called (DID), as the exchange sent it
	Client     Ref          // whom the record belongs to; exactly one or nobody
	Contact    Ref
	RangAt     time.Time
	AnsweredAt time.Time
	EndedAt    time.Time
	Outcome    Outcome
	AnsweredBy string // name or extension of who took the call, with Elsewhere and Transferred; may be empty
	Note       string
	Result     Result // what came of it, as the manager says
	Reason     string // why: one of Refusals, or in words
}

// Open tells a call that has not ended.
func (c Call) Open() bool { return c.EndedAt.IsZero() }

// Seconds is the length of the talk.
func (c Call) Seconds() int {
	if c.AnsweredAt.IsZero() || c.EndedAt.IsZero() {
		return 0
	}
	return int(c.EndedAt.Sub(c.AnsweredAt).Round(time.Second) / time.Second)
}

// Ring is a call that has just come in, as the line heard it.
type Ring struct {
	Call      ID
	SIPCallID string
	Account   string
	Number    phone.Number
	Display   string
	Called    string
	At        time.Time // when the INVITE was read from the network; monotonic
	Silent    bool      // turned away without a ring, its end follows at once
}

// CallEnd is how the line saw a call end.
type CallEnd struct {
	Outcome Outcome
	Code    int    // SIP status that ended it, 0 when a BYE did
	By      string // who answered it elsewhere, as the exchange names them; may be empty
	Reason  string // phrase or Reason header, for the log and the curious
	At      time.Time
}

// Rejection is how a ringing call is turned away.
type Rejection string

// Ways to turn a call away.
const (
	// RejectBusy lets the exchange go on: to a colleague, to voicemail (RFC 3261
	// section 21.4.24).
	RejectBusy Rejection = "busy"
	// RejectDecline is for good: nobody else is asked (RFC 3261 section 21.6.2).
	RejectDecline Rejection = "decline"
)

// RecordingState is whether a talk is being kept as sound.
type RecordingState string

// States of a recording. A paused one goes on as silence.
const (
	RecordingOff    RecordingState = "off"
	RecordingOn     RecordingState = "on"
	RecordingPaused RecordingState = "paused"
)

// LineState is what the telephone line is doing.
type LineState string

// States of the line.
const (
	LineOff        LineState = "off"        // no account is set up
	LineConnecting LineState = "connecting" // registering, or trying again after a fault
	LineRegistered LineState = "registered"
	LineRefused    LineState = "refused" // wrong password: waits for the user
)

// LineStatus is the state with its reason.
type LineStatus struct {
	Account string
	State   LineState
	Err     error // why it is not registered
}
