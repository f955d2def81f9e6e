// Package ui is the panel on the screen: the main window and the pop-up of an
// incoming call. It is the door to Fyne; with cmd/pult it is the only package
// that links it. Screens are sealed in internal and know no desk: they are given
// texts and tell what was pressed.
//
// Everything on the screen is touched by one goroutine, the toolkit's. News and
// answers reach it by the bridge; the desk is asked in the background.
package ui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/view"
)

// Desk is what the panel needs of the desk.
type Desk interface {
	Live(ctx context.Context) ([]desk.Live, crm.LineStatus, error)
	Dial(ctx context.Context, number phone.Number, client crm.Ref) (crm.ID, error)
	DialAnyway(ctx context.Context, number phone.Number, client crm.Ref) (crm.ID, error)
	Barred(ctx context.Context, number phone.Number, client crm.Ref) *crm.Bar
	Answer(ctx context.Context, call crm.ID) error
	Hangup(ctx context.Context, call crm.ID) error
	Mute(ctx context.Context, call crm.ID, on bool) error
	Hold(ctx context.Context, call crm.ID, on bool) error
	DTMF(ctx context.Context, call crm.ID, digits string) error
	Transfer(ctx context.Context, call crm.ID, to phone.Number) error
	Reject(ctx context.Context, call crm.ID, how crm.Rejection) error
	Forward(ctx context.Context, call crm.ID, to phone.Number) error
	Join(ctx context.Context) error
	Conference(ctx context.Context, on bool) error
	SetPresence(ctx context.Context, kind crm.PresenceKind, reason string) error
	Redial(ctx context.Context) (crm.ID, error)
	LastDialled(ctx context.Context) (crm.Call, error)
	Colleagues(ctx context.Context) ([]crm.Colleague, error)
	Responsible(ctx context.Context, client crm.Ref) (crm.Colleague, bool)
	Record(ctx context.Context, call crm.ID, on bool) error
	PauseRecording(ctx context.Context, call crm.ID, on bool) error
	State(ctx context.Context) (desk.State, error)
	Note(ctx context.Context, call crm.ID, text string) error
	AddNote(ctx context.Context, client crm.Ref, text string) error
	Assign(ctx context.Context, call crm.ID, client, contact crm.Ref) error
	SetResult(ctx context.Context, call crm.ID, result crm.Result, reason string) error
	AddTask(ctx context.Context, task crm.Task) (crm.Task, error)
	FinishTask(ctx context.Context, id crm.ID) error
	Postpone(ctx context.Context, id crm.ID, due time.Time, day bool, text string) error
	Complain(ctx context.Context, client crm.Ref, open bool, text string) error
	Ban(ctx context.Context, client crm.Ref, on bool, why string) error
	BanNumber(ctx context.Context, number phone.Number, client crm.Ref, on bool, why string) error
	Consent(ctx context.Context, client crm.Ref, given bool, how string) error
	MarkCaller(ctx context.Context, number phone.Number, mark crm.CallerMark) error
	AttachCaller(ctx context.Context, number phone.Number, client crm.Ref) error
	Enter(ctx context.Context, n desk.Newcomer) (client crm.Ref, goes bool, err error)
	Alike(ctx context.Context, name, inn, number string) ([]crm.LookAlike, error)
	Day(ctx context.Context) (crm.Day, error)
	Tray(ctx context.Context) ([]crm.Caller, error)
	Promise(ctx context.Context, client crm.Ref, call crm.ID, amount crm.Money, due time.Time) error
	Card(ctx context.Context, client crm.Ref) (crm.Card, error)
	Trade(ctx context.Context, client crm.Ref) (crm.Trade, error)
	Lines(ctx context.Context, document crm.Ref) ([]crm.Bought, error)
	Chain(ctx context.Context, document crm.Ref) ([]crm.Document, error)
	Story(ctx context.Context, card crm.Card) (crm.Card, error)
	SayOf(ctx context.Context, client crm.Ref) (crm.Say, error)
	Search(ctx context.Context, text string, limit int) ([]crm.Found, error)
	History(ctx context.Context, filter crm.HistoryFilter) ([]desk.Line, error)
	Outbox(ctx context.Context) ([]crm.Fact, error)
	Outgoing(ctx context.Context) ([]desk.Outgoing, error)
	RetryOutbox(ctx context.Context) (int, error)
	Lookup(ctx context.Context, text string) desk.Identity
	Near(ctx context.Context, number phone.Number) ([]crm.Near, error)
}

// Native is what the window system can do and Fyne does not offer. Package
// native has it; without it the pop-up is an ordinary window.
type Native interface {
	// ShowQuietly shows a window and leaves the focus where it is.
	ShowQuietly(fyne.Window)
	// Attend has the entry of a window in the task bar ask for a look, or ends that.
	Attend(window fyne.Window, on bool)
	// WorkArea is the part of the main screen no panel of the system covers,
	// in the units of RequestPosition.
	WorkArea() (x, y, width, height int)
	// AreaOf is the same of a screen as Corner names it.
	AreaOf(screen string) Area
}

// Status is what the status bar shows until the first event comes.
type Status struct {
	Line    crm.LineStatus
	AsOf    time.Time // end of the last full round with 1C
	SyncErr error     // why the last round failed
	Sound   error     // what is wrong with the sound devices
	Waiting int       // records on their way to 1C
	Stuck   int       // records 1C refused
	New     int       // voice messages not heard yet
	Old     int       // and heard ones

	Mail []feed.MailboxState // of the mailboxes that are watched
}

// Deps are the parts a panel works with. Desk, Events and Words are needed.
type Deps struct {
	Desk       Desk
	Events     func(size int) *feed.Subscription
	Words      *view.Printer
	Status     func() Status
	Recordings Recordings // nil where nothing is recorded
	Sound      Sound      // nil without a telephone
	Exchange   Exchange   // nil without a base
	Files      Files      // nil where no files are brought in
	Lists      Lists      // nil where no lists are called
	Callees    Callees    // nil where no lists are made of files
	Making     Making     // nil where none are made
	Settings   Settings   // nil where there is nothing to set
	Mail       Mail       // nil without a mailbox
	// Tray is set when closing the window is to leave the panel in the tray; it
	// tells whether there is one now.
	Tray      func() bool
	Restart   func() // has the program started anew once the panel has ended
	Reconnect func() // tries the telephone again after a refused password
	// Consented is told of a mailbox that was entered in the browser; may be nil.
	Consented func(mailbox string)
	Refresh   func() // asks for a round with 1C now; nil without a base
	// About are figures about this workstation for who helps from afar: no names,
	// no numbers, no addresses. It may take a while.
	About   func(ctx context.Context) []string
	Native  Native
	Hotkeys Hotkeys // nil where there are none
	Manager string  // name of the manager as 1C shows it
	Theme   string  // "light", "dark", or "" for what the system prefers
	Corner  Corner
	Log     *slog.Logger
	// RingDrawn is told how long it took from the event of a ring to its
	// pop-up on the screen. It must return at once.
	RingDrawn func(call crm.ID, took time.Duration)
	// SearchDrawn is told when the answer to a text stands in the list.
	SearchDrawn func(text string)
}

// Run shows the panel until its window is closed or ctx ends. It must be called
// on the main goroutine; what was typed and not saved is saved before it returns.
func Run(ctx context.Context, app fyne.App, deps Deps) error {
	return New(app, deps).Run(ctx)
}
