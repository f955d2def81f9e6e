package desk

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Directory knows the clients of 1C from the local cache.
type Directory interface {
	// Match finds all clients with that number, in no order.
	Match(ctx context.Context, number phone.Number) ([]crm.Match, error)
	// MatchOf is what Match would say of one client.
	MatchOf(ctx context.Context, client crm.Ref) (crm.Match, error)
	// Card reads what 1C said of a client; crm.ErrNotFound for nobody.
	Card(ctx context.Context, client crm.Ref) (crm.Card, error)
	// Search finds clients by part of a name, number, INN or address, the
	// ones talked to last first.
	Search(ctx context.Context, text string, limit int) ([]crm.Found, error)
	// PaidSince sums payments of a client from a moment on.
	PaidSince(ctx context.Context, client crm.Ref, since time.Time) (crm.Money, error)
	// UserByName finds a manager by the name 1C shows.
	UserByName(ctx context.Context, name string) (crm.User, error)
	// Names gives the working names of clients; unknown ones are left out.
	Names(ctx context.Context, clients []crm.Ref) (map[crm.Ref]string, error)
	// Records are talks that 1C has on record, ours that came back among them.
	Records(ctx context.Context, client crm.Ref, before time.Time, limit int) ([]crm.Record, error)
	// OpenComplaint is the newest complaint of a client that is open in 1C;
	// crm.ErrNotFound when none is.
	OpenComplaint(ctx context.Context, client crm.Ref) (crm.Record, error)
	// Bought tells what a client buys, the most often bought first.
	Bought(ctx context.Context, client crm.Ref) ([]crm.Bought, error)
	// OrderTimes are when a client ordered, the newest first.
	OrderTimes(ctx context.Context, client crm.Ref) ([]time.Time, error)
	// Chain is the order a document belongs to with its invoices, payments and
	// shipments, in the order they came.
	Chain(ctx context.Context, document crm.Ref) ([]crm.Document, error)
	// Documents reads the newest documents of a client.
	Documents(ctx context.Context, client crm.Ref, limit int) ([]crm.Document, error)
	// Lines are the lines of a document with the names of goods.
	Lines(ctx context.Context, document crm.Ref) ([]crm.Bought, error)
	// Alike finds clients that a new one may be; fields may be empty.
	Alike(ctx context.Context, name, inn, number string) ([]crm.LookAlike, error)
	// News is what 1C has told since a moment and behind a number, the oldest first.
	News(ctx context.Context, since time.Time, after int64) ([]crm.News, error)
	// Properties are what the firm has added to the card of a client.
	Properties(ctx context.Context, client crm.Ref) ([]crm.Property, error)
	// LastNews is the number of the newest.
	LastNews(ctx context.Context) (int64, error)
	// Near finds clients whose numbers are almost this one, the likeliest first.
	Near(ctx context.Context, number phone.Number) ([]crm.Near, error)
	// Touched notes that a client was talked to, so that search prefers it.
	Touched(ctx context.Context, client crm.Ref, at time.Time) error
}

// Journal keeps what Pult owns. A method that returned nil has the fact on disk.
type Journal interface {
	Agenda
	Lists
	// RecordCall writes the call, its line of history and, when push is set and
	// the call has a client and an end, its row in the outbox: all or nothing.
	RecordCall(ctx context.Context, call crm.Call, author string, push bool) error
	// Call reads one call back; crm.ErrNotFound when there is none.
	Call(ctx context.Context, id crm.ID) (crm.Call, error)
	// LastDialled is the newest call that we dialled; crm.ErrNotFound when there
	// is none.
	LastDialled(ctx context.Context) (crm.Call, error)
	// RecordPresence writes what the manager says of himself from now on.
	RecordPresence(ctx context.Context, p crm.Presence, author string) error
	// Presence is what was said last.
	Presence(ctx context.Context) (crm.Presence, error)
	// OpenCalls are those without an end: left by a panel that was stopped.
	OpenCalls(ctx context.Context) ([]crm.Call, error)
	// RecordLine writes a line of history that is no call and, when push is set
	// and it has a client, its row in the outbox.
	RecordLine(ctx context.Context, line crm.Interaction, push bool) error
	// RecordPromise writes a promise, its line of history and with push its row in
	// the outbox.
	RecordPromise(ctx context.Context, promise crm.Promise, push bool) error
	// RecordLead writes a confirmed lead and, with push, its row in the outbox.
	RecordLead(ctx context.Context, lead crm.Lead, push bool) error
	// Newcomers are those of these clients whom a manager has entered and 1C has
	// not had, or not for long.
	Newcomers(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Lead, error)
	// FindNewcomers finds such clients by part of a name, number, INN or address,
	// the newest first.
	FindNewcomers(ctx context.Context, text string, limit int) ([]crm.Lead, error)
	// Promise is the newest promise of a client that was not kept by the time
	// it was last looked at; crm.ErrNotFound when there is none.
	Promise(ctx context.Context, client crm.Ref) (crm.Promise, error)
	// Promises are the newest promises of clients; those without one are left out.
	Promises(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Promise, error)
	// History reads lines of history, newest first.
	History(ctx context.Context, filter crm.HistoryFilter) ([]crm.Interaction, error)
	// Holds tells which of these lines of history are here.
	Holds(ctx context.Context, ids []crm.ID) (map[crm.ID]bool, error)
	// LastTalks reads for each client its last interaction with people.
	LastTalks(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Interaction, error)
	// Outbox lists facts that wait or are stuck, oldest first.
	Outbox(ctx context.Context) ([]crm.Fact, error)
	// Parcels are the facts of Outbox with what is to be written of them.
	Parcels(ctx context.Context) ([]crm.Parcel, error)
	// RetryFact puts a stuck or delayed fact back in the queue at once.
	RetryFact(ctx context.Context, id crm.ID) error
}

// Phone is the telephone line.
type Phone interface {
	// Dial calls a number. It returns when the call is under way; what becomes
	// of it is told to the desk.
	Dial(ctx context.Context, call crm.ID, number phone.Number) error
	// Answer takes a ringing call.
	Answer(ctx context.Context, call crm.ID) error
	// Hangup ends a call in any state: it rejects one that rings.
	Hangup(ctx context.Context, call crm.ID) error
	// Hold puts the other side on hold, or takes it back.
	Hold(ctx context.Context, call crm.ID, on bool) error
	// DTMF sends digits of a tone keypad: 0-9, *, #, A-D; a comma is a pause.
	DTMF(ctx context.Context, call crm.ID, digits string) error
	// Transfer hands a call over without asking. What becomes of it is told to
	// the desk.
	Transfer(ctx context.Context, call crm.ID, to phone.Number) error
	// Mute switches our microphone.
	Mute(ctx context.Context, call crm.ID, on bool) error
	// Reject turns a ringing call away.
	Reject(ctx context.Context, call crm.ID, how crm.Rejection) error
	// Redirect hands a call over that still rings.
	Redirect(ctx context.Context, call crm.ID, to phone.Number) error
	// Join connects two talks with each other and leaves both. What becomes of
	// the first is told to the desk.
	Join(ctx context.Context, call, other crm.ID) error
	// Conference joins all talks into one, or parts them.
	Conference(ctx context.Context, on bool) error
	// SetDoNotDisturb turns new calls away.
	SetDoNotDisturb(on bool)
	// Watch asks for the lamps of these extensions from now on.
	Watch(ctx context.Context, extensions []string) error
}

// Recorder keeps talks as sound. It tells the desk by RecordingChanged.
type Recorder interface {
	// Record keeps a talk from now on, or does so no more.
	Record(ctx context.Context, call crm.ID, on bool) error
	// Pause keeps silence in place of the talk, or goes on; crm.ErrNotRecorded
	// when the talk is not kept.
	Pause(ctx context.Context, call crm.ID, on bool) error
}

// Accounts is a Phone that has more than one.
type Accounts interface {
	// Account is the one that the next call of ours leaves by.
	Account() string
}
