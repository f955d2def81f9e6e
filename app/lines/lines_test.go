package lines_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/lines"
	"pult/app/phone"
	"pult/app/run"
	"pult/app/store"
	"pult/telephony"
	"pult/telephony/pbx"
)

const patience = time.Minute

// firm is a desk with an account at each of two exchanges: "office" and "depot".
type firm struct {
	*desk.Desk
	board         *lines.Board
	events        *feed.Subscription
	office, depot *pbx.PBX
}

func exchange(t *testing.T) *pbx.PBX {
	t.Helper()
	p, err := pbx.New(pbx.Options{Users: map[string]string{"101": "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	serve(t, p.Serve)
	return p
}

func serve(t *testing.T, f func(context.Context) error) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = f(ctx) }()
	t.Cleanup(func() { stop(); <-done })
}

// open has both accounts ready, or the first one refused.
func open(t *testing.T, officePassword string) *firm {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Location: time.UTC, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	news := &feed.Feed{}
	x := &firm{events: news.Subscribe(100), office: exchange(t), depot: exchange(t)}
	x.Desk = desk.New(desk.Options{Directory: s.Cache, Journal: s.Journal, Feed: news, Log: log, Patience: time.Minute})
	x.board = lines.New(x.Desk)
	add := func(name, password string, at *pbx.PBX) {
		err := x.board.Add(name, func(ear *lines.Ear) (lines.Line, error) {
			return telephony.New(telephony.Config{
				Account: name, Server: "sip:" + at.Addr().String(), User: "101", Password: password, Log: log,
			}, ear, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("office", officePassword, x.office)
	add("depot", "secret", x.depot)
	x.Connect(x.board)
	services := []run.Service{{Name: "desk", Serve: x.Serve}, {Name: "board", Serve: x.board.Serve}}
	x.board.Each(func(line lines.Line) { services = append(services, run.Service{Name: "line", Serve: line.Serve}) })
	serve(t, func(ctx context.Context) error { run.All(ctx, log, services...); return nil })
	settled := map[string]bool{}
	for len(settled) < 2 {
		if s := await(t, x, func(feed.LineChanged) bool { return true }).Changed; s.State != crm.LineConnecting {
			settled[s.Account] = true
		}
	}
	return x
}

// await gives the next event of a type that fits, passing over the others.
func await[E feed.Event](t *testing.T, x *firm, fits func(E) bool) E {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case e := <-x.events.C:
			if want, ok := e.(E); ok && fits(want) {
				return want
			}
		case <-deadline:
			var want E
			t.Fatalf("no %T came", want)
		}
	}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// rings has somebody call an account and gives the call on both sides.
func (x *firm) rings(t *testing.T, at *pbx.PBX) (*pbx.Call, crm.Call) {
	t.Helper()
	far, err := at.Ring(within(t), pbx.Caller{Extension: "101", From: "89123456789"})
	if err != nil {
		t.Fatal(err)
	}
	return far, await(t, x, func(feed.RingShown) bool { return true }).Call
}

func dials(t *testing.T, x *firm) crm.ID {
	t.Helper()
	id, err := x.Dial(within(t), phone.Number{Short: "205"}, crm.Ref{})
	if err != nil {
		t.Fatal(err)
	}
	await(t, x, func(e feed.CallAnswered) bool { return e.Call.ID == id })
	return id
}

func count(t *testing.T, p *pbx.PBX) int {
	t.Helper()
	all, err := p.Calls(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// One pair of ears: a talk that begins on one account holds the one on the other.
func TestTalksOfTwoAccounts(t *testing.T) {
	x := open(t, "secret")
	_, first := x.rings(t, x.office)
	if first.Account != "office" {
		t.Errorf("the first call came to %q", first.Account)
	}
	if err := x.Answer(within(t), first.ID); err != nil {
		t.Fatal(err)
	}
	_, second := x.rings(t, x.depot)
	if second.Account != "depot" {
		t.Errorf("the second call came to %q", second.Account)
	}
	if err := x.Answer(within(t), second.ID); err != nil {
		t.Fatal(err)
	}
	held := func(id crm.ID, here bool) func(feed.CallHeld) bool {
		return func(e feed.CallHeld) bool { return e.Call.ID == id && e.Here == here }
	}
	await(t, x, held(first.ID, true))
	if err := x.Hold(within(t), first.ID, false); err != nil {
		t.Fatal(err)
	}
	await(t, x, held(second.ID, true))
	third, err := x.Dial(within(t), phone.Number{Short: "205"}, crm.Ref{})
	if err != nil {
		t.Fatal(err)
	}
	await(t, x, func(e feed.CallAnswered) bool { return e.Call.ID == third })
	awaitHeld(t, x, first.ID, true) // which may be told before or after that
	for _, id := range []crm.ID{third, second.ID, first.ID} {
		if err := x.Hangup(within(t), id); err != nil {
			t.Error(err)
		}
		await(t, x, func(e feed.CallEnded) bool { return e.Call.ID == id })
	}
	if err := x.board.Hangup(within(t), first.ID); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("a call that is over: %v", err)
	}
}

func TestCallsLeaveByTheAccountChosen(t *testing.T) {
	x := open(t, "secret")
	for _, step := range []struct {
		choose        string
		office, depot int
	}{{"", 1, 0}, {"depot", 1, 1}, {"office", 2, 1}} {
		if err := x.board.Choose(step.choose); err != nil {
			t.Fatal(err)
		}
		id := dials(t, x)
		if o, d := count(t, x.office), count(t, x.depot); o != step.office || d != step.depot {
			t.Errorf("choosing %q: %d and %d calls", step.choose, o, d)
		}
		if err := x.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.board.Choose("cellar"); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("an account nobody has: %v", err)
	}
}

// The first account has a wrong password: calls leave by the next one, and the
// status that is shown is the bad one.
func TestTheNextAccountStandsIn(t *testing.T) {
	x := open(t, "wrong")
	if err := x.board.Choose("office"); err != nil {
		t.Fatal(err)
	}
	id, err := x.Dial(within(t), phone.Number{Short: "205"}, crm.Ref{})
	if err != nil {
		t.Fatal(err)
	}
	if c := await(t, x, func(e feed.CallAnswered) bool { return e.Call.ID == id }).Call; c.Account != "depot" {
		t.Errorf("on record with %q", c.Account)
	}
	if count(t, x.office) != 0 || count(t, x.depot) != 1 {
		t.Error("the call left by the account that is down")
	}
	_, line, err := x.Live(within(t))
	if err != nil || line.Account != "office" || line.State != crm.LineRefused {
		t.Errorf("shown is %+v, %v", line, err)
	}
}

// Voices meet inside an account: talks of another one wait, and are not connected
// with those.
func TestConferenceOfOneAccount(t *testing.T) {
	x := open(t, "secret")
	other := talks(t, x, x.depot)
	if err := x.Conference(within(t), true); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("with one talk: %v", err)
	}
	first := talks(t, x, x.office)
	if err := x.Join(within(t)); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("joining two exchanges: %v", err)
	}
	second := talks(t, x, x.office)
	for _, id := range []crm.ID{other, first} { // a moment later, for the next one
		awaitHeld(t, x, id, true)
	}
	if err := x.Conference(within(t), true); err != nil {
		t.Fatal(err)
	}
	awaitHeld(t, x, first, false)
	calls, _, err := x.Live(within(t))
	if state, err := x.State(within(t)); err != nil || !state.Conference {
		t.Errorf("state %+v, %v", state, err)
	}
	if err != nil || len(calls) != 3 {
		t.Fatalf("calls %+v, %v", calls, err)
	}
	for _, l := range calls {
		if l.Held != (l.Call.ID == other) {
			t.Errorf("%s: held %v", l.Call.Account, l.Held)
		}
	}
	if err := x.Conference(within(t), false); err != nil {
		t.Fatal(err)
	}
	await(t, x, func(e feed.ConferenceChanged) bool { return !e.On })
	for _, id := range []crm.ID{first, second, other} {
		if err := x.Hangup(within(t), id); err != nil {
			t.Error(err)
		}
	}
}

// awaitHeld waits until a call is held, or not.
func awaitHeld(t *testing.T, x *firm, call crm.ID, want bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		calls, _, err := x.Live(within(t))
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(calls, func(l desk.Live) bool { return l.Call.ID == call && l.Held == want }) {
			return
		}
	}
	t.Fatalf("the call is not held %v", want)
}

func talks(t *testing.T, x *firm, at *pbx.PBX) crm.ID {
	t.Helper()
	_, call := x.rings(t, at)
	if err := x.Answer(within(t), call.ID); err != nil {
		t.Fatal(err)
	}
	await(t, x, func(e feed.CallAnswered) bool { return e.Call.ID == call.ID })
	return call.ID
}

// What is said to the panel is said to every exchange.
func TestDoNotDisturbOfAllAccounts(t *testing.T) {
	x := open(t, "secret")
	if err := x.SetDoNotDisturb(within(t), true); err != nil {
		t.Fatal(err)
	}
	for _, at := range []*pbx.PBX{x.office, x.depot} {
		far, err := at.Ring(within(t), pbx.Caller{Extension: "101", From: "89123456789"})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := far.Over(within(t)); err != nil || r.Code != 486 {
			t.Errorf("the exchange saw %+v, %v", r, err)
		}
	}
}
