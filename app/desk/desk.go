// Package desk is what a manager does: calls, notes, looking people up. It
// declares the ports it needs (the directory of clients, the journal, the
// telephone) and publishes what happens on app/feed.
//
// One goroutine, Serve, owns the calls in progress. Everything that changes a
// call passes through its inbox, so a note typed while the other side hangs up
// cannot be lost between the two. Reading a card or a history does not queue
// there: it goes to the stores directly.
package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// Options are the parts a desk works with.
type Options struct {
	Directory Directory
	Journal   Journal
	Feed      *feed.Feed
	Plan      phone.Plan
	Location  *time.Location // zone of the 1C base: "today" is counted in it
	Manager   string         // name of the manager as 1C shows it, author of records
	// Colleagues are those a call can be handed over to, in the order people see.
	Colleagues []crm.Colleague
	Ladder     crm.Ladder       // of the cumulative discount; empty when the firm has none
	Writes     []crm.FactKind   // what the administrator allows to be written into 1C
	Rules      crm.ListRules    // of all call lists
	Arbiter    Arbiter          // decides who has which entry of a list; without one only one's own portion is called
	Patience   time.Duration    // with the disk while somebody rings; 100 ms when 0
	Now        func() time.Time // time.Now when nil
	Alone      bool             // Serve never runs here: another program may have the calls
	Log        *slog.Logger     // slog.Default when nil
}

// Desk is the use cases of a manager. Make it with New, connect a telephone with
// Connect, and run Serve.
type Desk struct {
	Options
	inbox    chan func(context.Context)
	ended    chan struct{} // closed when Serve has returned
	phone    Phone
	recorder Recorder            // nil when no talk is kept
	live     map[crm.ID]*live    // owned by Serve
	lines    accounts            // owned by Serve
	state    State               // owned by Serve
	lamps    map[string]crm.Lamp // by extension; owned by Serve
	dialled  crm.Call            // the last one, as it was dialled; owned by Serve
	asking   sync.WaitGroup      // for who calls, where the cache was late; Serve waits for it
}

// live is a call in progress.
type live struct {
	call    crm.Call
	matches []crm.Match
	muted   bool
	silent  bool // turned away before the manager heard of it
	unheard bool // spam, or nobody is to be disturbed: it rings without a word
	chosen  bool // a person said whose call it is
	unasked bool // the cache gave no answer yet
	secured bool // voice is encrypted

	entry crm.ID // of a list, whose call this is; zero for any other

	held, heldThere bool
	recording       crm.RecordingState
	handing         crm.ID // the call whose TransferEnded ends its handing over
}

// inboxSize is far more than what one telephone line and one person produce
// during the slowest commit.
const inboxSize = 256

// New makes a desk. It does nothing until Serve runs.
func New(o Options) *Desk {
	o.Patience = cmp.Or(o.Patience, identifyWithin)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	o.Directory = newcomers{o.Directory, o.Journal, o.Plan}
	return &Desk{
		Options: o,
		inbox:   make(chan func(context.Context), inboxSize),
		ended:   make(chan struct{}),
		live:    map[crm.ID]*live{},
		lamps:   map[string]crm.Lamp{},
	}
}

// Connect gives the desk its telephone. It is called once, before Serve.
func (d *Desk) Connect(p Phone) { d.phone = p }

// ConnectRecorder gives the desk what keeps talks as sound. It is called at most
// once, before Serve.
func (d *Desk) ConnectRecorder(r Recorder) { d.recorder = r }

// Serve owns the calls in progress until ctx ends. What the inbox holds by then
// is still done: a note that was accepted is written.
func (d *Desk) Serve(ctx context.Context) error {
	defer d.asking.Wait()
	defer close(d.ended)
	d.recover(ctx)
	d.settleAll(ctx)
	d.resume(ctx)
	for {
		select {
		case step := <-d.inbox:
			d.take(ctx, step)
		case <-ctx.Done():
			d.drain(context.WithoutCancel(ctx))
			return ctx.Err()
		}
	}
}

func (d *Desk) drain(ctx context.Context) {
	for {
		select {
		case step := <-d.inbox:
			d.take(ctx, step)
		default:
			return
		}
	}
}

// take runs one step. A fault in it must not end the calls that are on.
func (d *Desk) take(ctx context.Context, step func(context.Context)) {
	defer func() {
		if r := recover(); r != nil {
			d.fault("take a step", fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	step(ctx)
}

// post queues a step for the owner. It waits only when the owner is far behind.
func (d *Desk) post(ctx context.Context, step func(context.Context)) error {
	select {
	case d.inbox <- step:
		return nil
	case <-d.ended:
		return errStopped
	case <-ctx.Done():
		return fmt.Errorf("desk: %w", ctx.Err())
	}
}

var errStopped = errors.New("desk: stopped")

// do has the owner take a step and waits for its result.
func (d *Desk) do(ctx context.Context, step func(context.Context) error) error {
	if d.Alone {
		return step(ctx) // one program, one goroutine, no call in progress
	}
	result := make(chan error, 1) // the owner never waits for who asked
	if err := d.post(ctx, func(ctx context.Context) { result <- step(ctx) }); err != nil {
		return err
	}
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return fmt.Errorf("desk: %w", ctx.Err())
	case <-d.ended:
	}
	select { // the owner may have taken the step just before it stopped
	case err := <-result:
		return err
	default:
		return errStopped
	}
}

// writes tells whether a kind of facts is to go to 1C.
func (d *Desk) writes(kind crm.FactKind) bool { return slices.Contains(d.Writes, kind) }

func (d *Desk) today() time.Time { return d.Now().In(d.Location) }
