package telephony

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

const (
	// inboxSize lets the reader run ahead during a burst; a full inbox makes it
	// wait, and the system's socket buffer hold the rest.
	inboxSize = 1024
	// farewell is how long BYE and the last REGISTER may take when stopping.
	farewell = 2 * time.Second
)

// event is something that happened to the line. Each family of events has a
// file of its own.
type event interface {
	handle(*actor)
}

// actor owns everything of one Serve. Only its goroutine touches its fields,
// apart from inbox, done, tasks and drivers.
type actor struct {
	line  *Line
	cfg   Config
	log   *slog.Logger
	inbox chan event
	done  chan struct{}  // closed when the loop has ended
	tasks sync.WaitGroup // readers, look-ups, sound devices
	// drivers has room for those that open or close a sound device.
	drivers chan struct{}
	ctx     context.Context
	cancel  context.CancelFunc

	tell     *notifier
	endpoint *transact.Endpoint
	link     wire.Link // nil without connection
	peer     netip.AddrPort
	peers    map[netip.AddrPort]bool // where the registrar listens
	spare    int                     // other addresses of it that have not failed
	choices  int                     // addresses of it in all
	looking  bool                    // for other addresses of it
	avoided  map[netip.AddrPort]bool // since one of them worked
	lastPort uint16                  // bound before, wanted again
	status   crm.LineStatus
	reg      registration
	pulse    pulse
	guard    guard
	home     netip.AddrPort // the Contact that calls know
	calls    map[crm.ID]*call
	byCallID map[string]*call
	mailbox  messages
	table    table  // of the conference
	test     *trial // to ourselves, see testcall.go; nil before the first

	conferring bool             // the listener knows of a conference
	lamps      map[string]*lamp // by extension
	desk       deskPhone        // in companion mode
	taken      []*taken         // calls answered elsewhere, until it is known by whom
	// subscriptions are found by the Call-ID of their dialog, see subscription.go.
	subscriptions map[string]*subscription
	stopping      bool
	partings      int // requests whose answers are waited for when stopping
}

func newActor(l *Line) *actor {
	a := &actor{
		line: l, cfg: l.cfg,
		log:      l.cfg.Log,
		inbox:    make(chan event, inboxSize),
		done:     make(chan struct{}),
		drivers:  make(chan struct{}, driversAtOnce),
		calls:    make(map[crm.ID]*call),
		avoided:  make(map[netip.AddrPort]bool),
		byCallID: make(map[string]*call),

		lamps:         make(map[string]*lamp),
		subscriptions: make(map[string]*subscription),
	}
	a.endpoint = transact.NewEndpoint(a, l.cfg.timing())
	a.reg = newRegistration(l.cfg, *l.password.Load())
	return a
}

// run is the loop. Everything the line does happens here, one event at a time.
func (a *actor) run(ctx context.Context) {
	// What is still to be said when ctx ends must not be cut off by it.
	a.ctx, a.cancel = context.WithCancel(context.WithoutCancel(ctx))
	a.tell = newNotifier(a.line.listener)
	defer a.close()

	a.setStatus(crm.LineConnecting, nil)
	a.watchMessages()
	a.watchLamps()
	a.watchDesk()
	a.connect()
	stop := ctx.Done()
	for !a.stopping || a.partings > 0 {
		select {
		case e := <-a.inbox:
			e.handle(a)
		case <-a.endpoint.Alarms.C():
			a.endpoint.Alarms.Run()
		case <-stop:
			stop = nil
			a.leave()
		}
	}
}

// leave ends calls and the registration. The loop goes on until both are
// answered, or for a moment.
func (a *actor) leave() {
	a.stopping = true
	a.endTest(a.test, crm.ErrNotConnected)
	for _, c := range a.calls {
		if c.phase == dialling && c.client != nil && !c.client.Done() {
			c.parting = true
			a.partings++
		}
		a.hangup(c, crm.CallEnd{Outcome: crm.Interrupted, Reason: "stopped", At: time.Now()}, statusUnavailable)
	}
	for len(a.taken) > 0 {
		a.endTaken(a.taken[0])
	}
	for _, s := range a.snapshot() {
		s.lost(a)
		a.unsubscribe(s)
	}
	a.unregister()
	a.endpoint.Alarms.After(farewell, func() { a.partings = 0 })
}

func (a *actor) close() {
	close(a.done)
	a.cancel()
	if a.link != nil {
		_ = a.link.Close()
	}
	a.endpoint.Alarms.Close()
	a.setStatus(crm.LineOff, nil)
	a.tasks.Wait()
	a.tell.close()
}

// post hands an event to the loop from another goroutine; false says that the
// loop has ended.
func (a *actor) post(e event) bool {
	select {
	case a.inbox <- e:
		return true
	case <-a.done:
		return false
	}
}

func (a *actor) setStatus(state crm.LineState, err error) {
	if a.status.State == state && sameError(a.status.Err, err) {
		return
	}
	a.status = crm.LineStatus{Account: a.cfg.Account, State: state, Err: err}
	status := a.status
	a.tell.say(func(l Listener) { l.LineChanged(status) })
	a.log.Info("line", "state", string(state), "err", err)
}

func sameError(a, b error) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Error() == b.Error()
}
