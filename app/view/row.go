package view

import (
	"time"

	"pult/app/crm"
)

// Mark is the picture that stands before a line.
type Mark string

// Marks.
const (
	MarkIn       Mark = "in"
	MarkOut      Mark = "out"
	MarkMissed   Mark = "missed"
	MarkNote     Mark = "note"
	MarkPromise  Mark = "promise"
	MarkOrder    Mark = "order"
	MarkShipment Mark = "shipment"
	MarkPayment  Mark = "payment"
	MarkInvoice  Mark = "invoice"

	MarkMail    Mark = "mail"
	MarkMeeting Mark = "meeting"

	MarkIdle    Mark = "idle" // lamps of colleagues
	MarkTalking Mark = "talking"
	MarkRinging Mark = "ringing"
	MarkTask    Mark = "task"
	MarkSign    Mark = "sign" // how a client stands to us
	MarkUnknown Mark = "unknown"
	MarkJoin    Mark = "join"
	MarkNumber  Mark = "number"
)

// Tone is how a text is to be felt. Red is for money overdue and for faults and
// never stands without a word that says the same.
type Tone string

// Tones.
const (
	Normal  Tone = ""
	Quiet   Tone = "quiet"
	Danger  Tone = "danger"
	Warning Tone = "warning"
	Good    Tone = "good"
)

// Row is one line of a list, ready to be drawn: drawing it formats nothing.
type Row struct {
	At     time.Time
	When   string
	Mark   Mark
	Title  string
	Detail string // quieter, after the title
	Right  string // at the right edge: a sum, how the call ended
	Tone   Tone   // of Right
	Full   string // the whole text when it may not fit the line
	Client crm.Ref
	Number string // to call back
	Head   bool   // a heading over the rows that follow

	Cells  []string // figures in columns of their own, before Right
	Part   float32  // of a whole, drawn as a bar in place of Detail
	Indent bool     // belongs to the row above
	Under  bool     // only a detail under the row above: it is not chosen

	Entry  crm.ID     // of a call list, or the list itself
	Figure crm.Figure // of a report: it opens the clients behind it

	Document crm.Ref // of 1C, whose lines can be read
	Call     crm.ID  // a talk, none for other lines
	Recorded bool    // it can be listened to

	Letter crm.ID    // a letter that can be read, by its line of history
	Sketch crm.ID    // one that is being written
	Outbox crm.ID    // one of ours on its way
	Files  int       // that go with it
	Whose  []crm.Ref // clients that a letter in doubt may be of
	// Chooses is the client that a letter is given to when the row is entered.
	Chooses crm.Ref
	// Settles tells a letter of ours that waits until somebody says it need not.
	Settles bool

	Command string // what the panel does when it is entered, in place of a client

	Task   crm.ID // a task that waits
	Missed crm.ID // a call that waits to be called back
}

// Mark tells the picture of a line of history.
func markOf(i crm.Interaction) Mark {
	switch {
	case i.Kind == crm.NoteKind:
		return MarkNote
	case i.Kind == crm.PromiseKind:
		return MarkPromise
	case i.Kind == crm.MailKind:
		return MarkMail
	case i.Kind == crm.MeetingKind:
		return MarkMeeting
	case i.Kind == crm.TaskLine:
		return MarkTask
	case i.Kind == crm.BanKind || i.Kind == crm.ConsentKind || i.Kind == crm.ComplaintKind || i.Kind == crm.CallerKind:
		return MarkSign
	case i.Direction == crm.Outgoing:
		return MarkOut
	case Missed(i):
		return MarkMissed
	default:
		return MarkIn
	}
}

// Talked tells a call somebody was spoken with here, whoever went on with it.
func Talked(i crm.Interaction) bool {
	return i.Kind == crm.CallKind && (i.Outcome == crm.Answered || i.Outcome == crm.Transferred)
}

// Missed tells a call nobody here took.
func Missed(i crm.Interaction) bool {
	return i.Kind == crm.CallKind && i.Direction == crm.Incoming && i.Outcome == crm.Missed
}

// IsLetter tells a row that opens a letter, on record or not.
func (r Row) IsLetter() bool { return !r.Letter.IsZero() || !r.Sketch.IsZero() || !r.Outbox.IsZero() }

// below is a row with what stood at its right in a row of its own: where a list is
// narrow there is no room for both.
func below(row Row) []Row {
	under := Row{
		Under: true, Indent: true, Detail: row.Right, Tone: row.Tone, // a click on it is one on the row
		Client: row.Client, Letter: row.Letter, Sketch: row.Sketch, Outbox: row.Outbox, Settles: row.Settles,
	}
	row.Right, row.Tone = "", Quiet
	return []Row{row, under}
}
