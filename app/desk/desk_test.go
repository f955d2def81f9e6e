package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/store"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	now    = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
	plan   = phone.Plan{Country: "RU", AreaCode: "975"}

	vektor  = crm.Ref{1}
	ivanov  = crm.Ref{2}
	zarya   = crm.Ref{3}
	sever   = crm.Ref{4}
	manager = crm.Ref{5}
	invoice = crm.Ref{6}
	kiselev = crm.Ref{7}

	colleagues = []crm.Colleague{{Name: "Иванов Пётр", Extension: "103"}, {Name: "Киселёв Андрей Ильич", Extension: "102"}}
)

// passed is how far the clock has gone on.
var passed atomic.Int64

// fixture is a desk on real files, with a telephone that does what it is told.
type fixture struct {
	*desk.Desk
	store  *store.Store
	events *feed.Subscription
	phone  *phones
	stop   func()
}

// phones is the telephone line reduced to what the desk asks of it.
type phones struct {
	dialled  chan crm.ID
	refusing error
	answered []crm.ID
	hungUp   []crm.ID
	asked    []asked
}

// asked is one wish that reached the telephone.
type asked struct {
	what string
	call crm.ID
	with string
}

func (p *phones) Dial(_ context.Context, id crm.ID, _ phone.Number) error {
	p.dialled <- id
	return p.refusing
}

func (p *phones) Answer(_ context.Context, id crm.ID) error {
	p.answered = append(p.answered, id)
	return nil
}

func (p *phones) Hangup(_ context.Context, id crm.ID) error {
	p.hungUp = append(p.hungUp, id)
	return nil
}
func (p *phones) Mute(context.Context, crm.ID, bool) error   { return nil }
func (p *phones) Hold(context.Context, crm.ID, bool) error   { return nil }
func (p *phones) DTMF(context.Context, crm.ID, string) error { return nil }

func (p *phones) Transfer(_ context.Context, id crm.ID, to phone.Number) error {
	p.asked = append(p.asked, asked{"transfer", id, to.String()})
	return p.refusing
}

func (p *phones) Reject(_ context.Context, id crm.ID, how crm.Rejection) error {
	p.asked = append(p.asked, asked{"reject", id, string(how)})
	return p.refusing
}

func (p *phones) Redirect(_ context.Context, id crm.ID, to phone.Number) error {
	p.asked = append(p.asked, asked{"redirect", id, to.String()})
	return p.refusing
}

func (p *phones) Join(_ context.Context, id, other crm.ID) error {
	p.asked = append(p.asked, asked{"join", id, other.String()})
	return p.refusing
}

func (p *phones) Conference(_ context.Context, on bool) error {
	p.asked = append(p.asked, asked{what: "conference", with: strconv.FormatBool(on)})
	return p.refusing
}

func (p *phones) SetDoNotDisturb(on bool) {
	p.asked = append(p.asked, asked{what: "dnd", with: strconv.FormatBool(on)})
}

func (p *phones) Watch(_ context.Context, extensions []string) error {
	p.asked = append(p.asked, asked{what: "watch", with: strings.Join(extensions, " ")})
	return p.refusing
}

func clients() crm.Batch {
	number := func(text string) []crm.Phone { return []crm.Phone{{Number: plan.Parse(text)}} }
	return crm.Batch{
		Kind:  "clients",
		Users: []crm.User{{Ref: manager, Name: "Петрова Анна"}, {Ref: kiselev, Name: "КИСЕЛЕВ А. И."}},
		Clients: []crm.Client{
			{Ref: vektor, Name: "Вектор", INN: "7701112223", Manager: manager},
			{Ref: zarya, Name: "Заря", Manager: kiselev, Phones: number("8 973 111-22-33")},
			{Ref: sever, Name: "Север", Manager: manager, Phones: number("+7 973 111-22-33")},
		},
		Contacts: []crm.Contact{{Ref: ivanov, Client: vektor, Name: "Иванов Пётр", Position: "закупки", Phones: number("8 (973) 345-67-89")}},
		Debts: []crm.DebtLine{
			{Client: vektor, Document: invoice, Due: now.AddDate(0, 0, -12), Owed: 8420000},
			{Client: vektor, Due: now.AddDate(0, 0, 5), Owed: 4030000},
		},
		Documents:  []crm.Document{{Ref: invoice, Kind: crm.Shipment, Client: vektor, Number: "ТД00-000312", At: now.AddDate(0, -1, 0), Amount: 8420000}},
		Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1, At: now},
	}
}

func open(t *testing.T, dir string, change ...func(*desk.Options)) *fixture {
	t.Helper()
	return openOn(t, dir, func(all desk.Directory) desk.Directory { return all }, change...)
}

// openOn puts something between the desk and the cache.
func openOn(t *testing.T, dir string, between func(desk.Directory) desk.Directory, change ...func(*desk.Options)) *fixture {
	t.Helper()
	clock := func() time.Time { return now.Add(time.Duration(passed.Load())) }
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), store.Options{Dir: dir, Now: clock, Location: moscow, Plan: plan, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Cache.Apply(t.Context(), clients()); err != nil {
		t.Fatal(err)
	}
	var f feed.Feed
	line := &phones{dialled: make(chan crm.ID, 1)}
	options := desk.Options{
		Directory: between(s.Cache), Journal: s.Journal, Feed: &f, Plan: plan, Location: moscow,
		Manager: "Петрова Анна", Writes: crm.FactKinds(), Now: clock, Log: log, Colleagues: colleagues,
		Patience: time.Minute, // the machine of a test may be busy
	}
	for _, f := range change {
		f(&options)
	}
	d := desk.New(options)
	d.Connect(line)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	x := &fixture{Desk: d, store: s, events: f.Subscribe(100), phone: line}
	go func() { defer close(done); _ = d.Serve(ctx) }()
	stopped := false
	x.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		<-done
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(x.stop)
	return x
}

// await gives the next event of a type, passing over the others.
func await[E feed.Event](t *testing.T, x *fixture) E {
	t.Helper()
	for {
		select {
		case e := <-x.events.C:
			if f, ok := e.(feed.Fault); ok {
				t.Fatalf("fault: %v", f.Err)
			}
			if want, ok := e.(E); ok {
				return want
			}
		case <-t.Context().Done():
			var want E
			t.Fatalf("no %T came", want)
		}
	}
}

func ring(x *fixture, from string) crm.ID {
	id := crm.NewID(now.Add(time.Duration(passed.Load())))
	x.Ringing(crm.Ring{Call: id, SIPCallID: "a@b", Account: "101", Number: plan.Parse(from), At: now})
	return id
}

func TestRingIsIdentified(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "89733456789")
	shown := await[feed.RingShown](t, x)
	if shown.Call.ID != id || len(shown.Matches) != 1 {
		t.Fatalf("shown %+v", shown)
	}
	m := shown.Matches[0]
	if m.Name != "Вектор" || m.ContactName != "Иванов Пётр" || m.Position != "закупки" || m.Debt.Owed != 12450000 || m.Debt.Overdue != 8420000 || m.Debt.OverdueDays != 12 {
		t.Errorf("match %+v", m)
	}
	if shown.Say.Kind != crm.SayOverdue || shown.Say.Document != "ТД00-000312" {
		t.Errorf("say %+v", shown.Say)
	}
	if shown.Call.Client != vektor || shown.Call.Contact != ivanov {
		t.Errorf("the record belongs to %v, %v", shown.Call.Client, shown.Call.Contact)
	}
}

// Law 1: what was shown is on disk already.
func TestRingIsOnRecordBeforeItIsShown(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "89733456789")
	await[feed.RingShown](t, x)
	call, err := x.store.Journal.Call(t.Context(), id)
	if err != nil || !call.Open() || call.SIPCallID != "a@b" {
		t.Errorf("call %+v, error %v", call, err)
	}
}

// Law 5: all are shown, the record belongs to nobody until one is chosen.
func TestSeveralClientsOnOneNumber(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "+79731112233")
	shown := await[feed.RingShown](t, x)
	if len(shown.Matches) != 2 || shown.Matches[0].Name != "Север" {
		t.Fatalf("matches %+v; one's own client comes first", shown.Matches)
	}
	if !shown.Call.Client.IsZero() || shown.Say.Kind != crm.SaySeveral || len(shown.Says) != 2 {
		t.Errorf("call of %v, say %v", shown.Call.Client, shown.Say)
	}
	if err := x.Assign(t.Context(), id, zarya, crm.Ref{}); err != nil {
		t.Fatal(err)
	}
	x.Ended(id, crm.CallEnd{Outcome: crm.Missed, At: now})
	if end := await[feed.CallEnded](t, x); end.Call.Client != zarya {
		t.Errorf("the record belongs to %v, want the chosen one", end.Call.Client)
	}
	for client, want := range map[crm.Ref]int{zarya: 1, sever: 0} {
		lines, err := x.History(t.Context(), crm.HistoryFilter{Client: client})
		if err != nil || len(lines) != want {
			t.Errorf("%d lines of history of %v, want %d; %v", len(lines), client, want, err)
		}
	}
}

// Law 4: nothing is made of an unknown caller; the call is on record.
func TestUnknownHiddenAndInternalCallers(t *testing.T) {
	for _, from := range []string{"+79739999999", "anonymous", "", "101"} {
		t.Run(from, func(t *testing.T) {
			x := open(t, t.TempDir())
			id := ring(x, from)
			shown := await[feed.RingShown](t, x)
			if len(shown.Matches) != 0 || shown.Say.Kind != crm.SayNobody || !shown.Call.Client.IsZero() {
				t.Errorf("shown %+v", shown)
			}
			x.Ended(id, crm.CallEnd{Outcome: crm.Missed, At: now})
			await[feed.CallEnded](t, x)
			call, err := x.store.Journal.Call(t.Context(), id)
			if err != nil || call.Outcome != crm.Missed {
				t.Errorf("record %+v, %v", call, err)
			}
			if facts, _ := x.Outbox(t.Context()); len(facts) != 0 {
				t.Errorf("an unknown caller went to the outbox: %+v", facts)
			}
		})
	}
}

func TestTalkWithANote(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "89733456789")
	await[feed.RingShown](t, x)
	if err := x.Answer(t.Context(), crm.ID{}); err != nil || len(x.phone.answered) != 1 || x.phone.answered[0] != id {
		t.Fatalf("answered %v, %v", x.phone.answered, err)
	}
	x.Answered(id, now.Add(4*time.Second))
	if err := x.Note(t.Context(), crm.ID{}, "  ждёт КП "); err != nil {
		t.Fatal(err)
	}
	x.Ended(id, crm.CallEnd{Outcome: crm.Answered, At: now.Add(64 * time.Second)})
	end := await[feed.CallEnded](t, x).Call
	if end.Note != "ждёт КП" || end.Seconds() != 60 {
		t.Errorf("call %+v", end)
	}
	// A note after the end changes the record and goes to 1C again.
	if err := x.Note(t.Context(), crm.ID{}, "ждёт КП до среды"); err != nil {
		t.Fatal(err)
	}
	lines, err := x.History(t.Context(), crm.HistoryFilter{Client: vektor})
	if err != nil || len(lines) != 1 || lines[0].Text != "ждёт КП до среды" || lines[0].ClientName != "Вектор" || lines[0].Fact != crm.FactWaiting {
		t.Errorf("history %+v, %v", lines, err)
	}
}

// A panel that was killed in a call finds its record and closes it.
func TestCallLeftOpenIsClosedAfterRestart(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	id := ring(x, "89733456789")
	await[feed.RingShown](t, x)
	x.Answered(id, now)
	await[feed.CallAnswered](t, x)
	x.stop()

	y := open(t, dir)
	if _, _, err := y.Live(t.Context()); err != nil { // the owner is at work: recovery is over
		t.Fatal(err)
	}
	call, err := y.store.Journal.Call(t.Context(), id)
	if err != nil || call.Outcome != crm.Interrupted || call.Open() || call.Client != vektor {
		t.Errorf("call %+v, %v", call, err)
	}
	if facts, _ := y.Outbox(t.Context()); len(facts) != 1 {
		t.Errorf("outbox %+v, want the interrupted call", facts)
	}
}

func TestDialling(t *testing.T) {
	x := open(t, t.TempDir())
	id, err := x.Dial(t.Context(), plan.Parse("8 973 345 67 89"), crm.Ref{})
	if err != nil || <-x.phone.dialled != id {
		t.Fatal(err)
	}
	started := await[feed.CallStarted](t, x)
	if started.Call.Client != vektor || started.Call.Direction != crm.Outgoing {
		t.Errorf("started %+v", started.Call)
	}
	if err := x.Hangup(t.Context(), crm.ID{}); err != nil || len(x.phone.hungUp) != 1 {
		t.Errorf("hung up %v, %v", x.phone.hungUp, err)
	}
	x.Ended(id, crm.CallEnd{Outcome: crm.Cancelled, At: now})
	if end := await[feed.CallEnded](t, x); end.Call.Outcome != crm.Cancelled {
		t.Errorf("ended %+v", end.Call)
	}
}

func TestDialThatFailsIsOnRecord(t *testing.T) {
	x := open(t, t.TempDir())
	x.phone.refusing = crm.ErrNotConnected
	id, err := x.Dial(t.Context(), plan.Parse("8 973 345 67 89"), crm.Ref{})
	if !errors.Is(err, crm.ErrNotConnected) {
		t.Errorf("error %v", err)
	}
	await[feed.CallEnded](t, x)
	call, err := x.store.Journal.Call(t.Context(), id)
	if err != nil || call.Outcome != crm.NetworkFault {
		t.Errorf("record %+v, %v", call, err)
	}
}

func TestCommandsWithoutACall(t *testing.T) {
	x := open(t, t.TempDir())
	for name, do := range map[string]func() error{
		"answer": func() error { return x.Answer(t.Context(), crm.ID{}) },
		"hangup": func() error { return x.Hangup(t.Context(), crm.ID{}) },
		"mute":   func() error { return x.Mute(t.Context(), crm.ID{}, true) },
		"note":   func() error { return x.Note(t.Context(), crm.ID{}, "о чём?") },
	} {
		if err := do(); !errors.Is(err, crm.ErrNoCall) {
			t.Errorf("%s: %v, want no such call", name, err)
		}
	}
	if _, err := x.Dial(t.Context(), plan.Parse("нет номера"), crm.Ref{}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("dial of nothing: %v", err)
	}
}

func TestPromise(t *testing.T) {
	x := open(t, t.TempDir())
	if err := x.Promise(t.Context(), vektor, crm.ID{}, 4000000, now.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	card, err := x.Card(t.Context(), vektor)
	if err != nil || card.Promise.Amount != 4000000 || card.Promise.Paid != 0 {
		t.Errorf("promise %+v, %v", card.Promise, err)
	}
	if err := x.Promise(t.Context(), vektor, crm.ID{}, 0, now); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a promise of nothing: %v", err)
	}
}

func TestSayPutsTheMostUrgentFirst(t *testing.T) {
	overdue := crm.Match{Debt: crm.Debt{Owed: 2, Overdue: 1, OverdueDays: 3}}
	broken := crm.Promise{ID: crm.ID{1}, Amount: 5, Due: now.AddDate(0, 0, -2)}
	future := crm.Promise{ID: crm.ID{1}, Amount: 5, Due: now.AddDate(0, 0, 2)}
	ordered := crm.Match{OpenOrders: []crm.Document{{Number: "7", Amount: 10, Paid: 6}}}
	yes, no := crm.Statement{Value: crm.ResultYes}, crm.Statement{Value: crm.ResultNo}
	tests := []struct {
		name     string
		standing crm.Standing
		match    crm.Match
		promise  crm.Promise
		last     crm.Interaction
		want     crm.SayKind
	}{
		{"ban before a complaint", crm.Standing{Ban: yes, Complaint: yes}, overdue, broken, crm.Interaction{}, crm.SayBanned},
		{"complaint before money", crm.Standing{Ban: no, Complaint: yes}, overdue, broken, crm.Interaction{}, crm.SayComplaint},
		{"a complaint that is closed", crm.Standing{Complaint: no, Consent: yes}, overdue, broken, crm.Interaction{}, crm.SayPromiseBroken},
		{"broken promise before overdue", crm.Standing{}, overdue, broken, crm.Interaction{}, crm.SayPromiseBroken},
		{"overdue before a promise that still holds", crm.Standing{}, overdue, future, crm.Interaction{}, crm.SayOverdue},
		{"kept promise is past", crm.Standing{}, crm.Match{}, crm.Promise{ID: crm.ID{1}, Amount: 5, Paid: 5, Due: now.AddDate(0, 0, -2)}, crm.Interaction{}, crm.SayFirst},
		{"payment of today", crm.Standing{}, crm.Match{LastPayment: crm.Document{At: now.Add(-time.Hour), Amount: 9}}, crm.Promise{}, crm.Interaction{}, crm.SayPaid},
		{"payment of yesterday is no news", crm.Standing{}, crm.Match{LastPayment: crm.Document{At: now.AddDate(0, 0, -1), Amount: 9}}, crm.Promise{}, crm.Interaction{}, crm.SayFirst},
		{"promise that holds", crm.Standing{}, crm.Match{}, future, crm.Interaction{}, crm.SayPromised},
		{"open order", crm.Standing{}, ordered, crm.Promise{}, crm.Interaction{At: now}, crm.SayOrder},
		{"last talk", crm.Standing{}, crm.Match{}, crm.Promise{}, crm.Interaction{At: now}, crm.SayLastContact},
		{"nothing yet", crm.Standing{}, crm.Match{}, crm.Promise{}, crm.Interaction{}, crm.SayFirst},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := desk.Say(desk.Grounds{Match: tt.match, Standing: tt.standing, Promise: tt.promise, Last: tt.last, Today: now}); got.Kind != tt.want {
				t.Errorf("say %s, want %s", got.Kind, tt.want)
			}
		})
	}
}

// Who took a call away from us stands in what is told, in the call and in history.
func TestAnsweredElsewhereByWhom(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "+79123456789")
	await[feed.RingShown](t, x)
	x.Ended(id, crm.CallEnd{Outcome: crm.Elsewhere, By: "102", At: now})
	if e := await[feed.CallEnded](t, x); e.Call.AnsweredBy != "Киселёв Андрей Ильич" || e.Call.Outcome != crm.Elsewhere {
		t.Errorf("told %+v", e.Call)
	}
	if call, err := x.store.Journal.Call(context.Background(), id); err != nil || call.AnsweredBy != "Киселёв Андрей Ильич" {
		t.Errorf("on record %+v, %v", call, err)
	}
	lines, err := x.History(context.Background(), crm.HistoryFilter{})
	if err != nil || len(lines) != 1 || lines[0].AnsweredBy != "Киселёв Андрей Ильич" {
		t.Errorf("history %+v, %v", lines, err)
	}
}

// A call that was dialled at the desk phone is known, on record, and ends like ours.
func TestDialledElsewhere(t *testing.T) {
	x := open(t, t.TempDir())
	id := crm.NewID(now)
	x.DialledElsewhere(crm.Ring{Call: id, Account: "101", Number: plan.Parse("89733456789"), At: now})
	started := await[feed.CallStarted](t, x)
	if started.Call.ID != id || started.Call.Direction != crm.Outgoing || len(started.Matches) != 1 || started.Call.Client != started.Matches[0].Client {
		t.Errorf("started %+v", started)
	}
	x.Answered(id, now)
	await[feed.CallAnswered](t, x)
	x.Ended(id, crm.CallEnd{Outcome: crm.Answered, At: now.Add(65 * time.Second)})
	if e := await[feed.CallEnded](t, x); e.Call.Seconds() != 65 {
		t.Errorf("ended %+v", e.Call)
	}
	if call, err := x.store.Journal.Call(context.Background(), id); err != nil || call.Direction != crm.Outgoing || call.Outcome != crm.Answered {
		t.Errorf("on record %+v, %v", call, err)
	}
}
