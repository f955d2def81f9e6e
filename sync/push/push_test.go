package push_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/store"
	"pult/app/view"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/push"
	"pult/sync/standin"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	start  = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
)

// clock moves only when told.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type office struct {
	clock   *clock
	company *standin.Server
	address string
	dir     string
}

func practice(t *testing.T, o standin.Options) *office {
	t.Helper()
	c := &clock{now: start}
	o.Seed, o.Clients, o.User, o.Password, o.Now, o.Location = 1, 5, "u", "p", c.Now, moscow
	company := standin.New(o)
	server := httptest.NewServer(company)
	t.Cleanup(server.Close)
	return &office{c, company, server.URL + company.Root(), t.TempDir()}
}

// courier is one workstation on the office's home folder.
func (x *office) courier(t *testing.T) (*push.Courier, *store.Store) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), store.Options{Dir: x.dir, Now: x.clock.Now, Location: moscow, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	client, err := odata.New(odata.Options{URL: x.address, User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	return push.New(push.Options{
		Outbox: s.Journal, Directory: s.Cache, Writer: onec.New(client, onec.Options{Zone: moscow, Log: log}),
		Wording: view.New(view.Russian, moscow, x.clock.Now), Feed: &feed.Feed{},
		Kinds: crm.FactKinds(), Now: x.clock.Now, Log: log,
	}), s
}

func talk(n int) crm.Call {
	client, _ := crm.ParseRef(standin.DemoClient().Ref)
	at := start.Add(time.Duration(n) * time.Minute)
	return crm.Call{
		ID: crm.NewID(at), Direction: crm.Incoming, Number: phone.Plan{}.Parse("+79731234567"), Client: client,
		RangAt: at, AnsweredAt: at.Add(time.Second), EndedAt: at.Add(time.Minute), Outcome: crm.Answered, Note: fmt.Sprint("разговор ", n),
	}
}

// drain sends until nothing waits, as time goes by.
func (x *office) drain(t *testing.T, c *push.Courier, s *store.Store) {
	t.Helper()
	for range 20 {
		if _, err := c.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		waiting, _, err := s.Journal.OutboxCount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if waiting == 0 {
			return
		}
		x.clock.forward(time.Hour)
	}
	t.Fatal("facts still wait after 20 hours")
}

// Law 2, through all that can happen to a write.
func TestEachCallReachesOneCOnce(t *testing.T) {
	failures := map[string][]standin.Failure{
		"all is well":      nil,
		"lost answers":     {{Kind: standin.LostAnswer, Count: 3}},
		"locks":            {{Kind: standin.LockConflict, Count: 4}},
		"locks and losses": {{Kind: standin.LockConflict, Count: 2}, {Kind: standin.LostAnswer, Count: 2}},
		"no licence":       {{Kind: standin.NoLicence, Count: 3}},
		"half answers":     {{Kind: standin.Truncate, Count: 3}},
		"gateway":          {{Kind: standin.BadGateway, Count: 3}},
		"broken lines":     {{Kind: standin.Down, Count: 3}},
		"not published":    {{Kind: standin.Unpublish, Set: "Document_ТелефонныйЗвонок", Count: 2}},
	}
	type office struct {
		configuration string
		honoured      bool
	}
	for name, list := range failures {
		for _, o := range []office{
			{standin.UT11, true}, {standin.UT11, false}, {standin.UNF3, true}, {standin.UNF3, false}, {standin.BP3, true}, {standin.BP3, false},
		} {
			t.Run(fmt.Sprintf("%s, %s, key honoured %v", name, o.configuration, o.honoured), func(t *testing.T) {
				x := practice(t, standin.Options{Configuration: o.configuration, IgnoreRefKey: !o.honoured})
				c, s := x.courier(t)
				want := map[string]string{}
				for n := range 5 {
					call := talk(n)
					if err := s.Journal.RecordCall(t.Context(), call, "Петрова", true); err != nil {
						t.Fatal(err)
					}
					want["pult:"+call.ID.String()] = call.Note
				}
				for _, f := range list {
					if f.Set != "" && o.configuration == standin.UNF3 {
						f.Set = "Document_Событие"
					}
					x.company.Fail(f)
				}
				if _, err := c.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				x.company.Heal()
				x.drain(t, c, s)
				got := x.company.Calls()
				if len(got) != len(want) {
					t.Errorf("%d records in 1C, want %d", len(got), len(want))
				}
				for _, r := range got {
					text := r.Description + "\n" + r.Comment // УНФ has the marker in the text
					marker := "pult:" + strings.TrimSpace(text[strings.Index(text, "pult:")+len("pult:"):])
					if note, ok := want[marker]; !ok || !strings.Contains(text, note) {
						t.Errorf("record %q is none of ours or came twice", text)
					}
					delete(want, marker)
				}
			})
		}
	}
}

func TestNoteAfterTheSendingChangesTheRecord(t *testing.T) {
	for _, ignore := range []bool{false, true} {
		x := practice(t, standin.Options{IgnoreRefKey: ignore})
		c, s := x.courier(t)
		call := talk(0)
		for _, note := range []string{"ждёт КП", "ждёт КП до среды"} {
			call.Note = note
			if err := s.Journal.RecordCall(t.Context(), call, "", true); err != nil {
				t.Fatal(err)
			}
			x.drain(t, c, s)
		}
		got := x.company.Calls()
		if len(got) != 1 || got[0].Description != "Разговор 0:59.\nждёт КП до среды" {
			t.Errorf("key ignored %v: records %+v", ignore, got)
		}
	}
}

// A killed sender leaves a lease; whoever comes after looks before it sends.
func TestLeaseOfAKilledSender(t *testing.T) {
	x := practice(t, standin.Options{})
	c, s := x.courier(t)
	if err := s.Journal.RecordCall(t.Context(), talk(0), "", true); err != nil {
		t.Fatal(err)
	}
	parcel, err := s.Journal.ClaimFact(t.Context(), []crm.FactKind{crm.CallFacts}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	// It had written into 1C and was killed before it could note that.
	client, _ := odata.New(odata.Options{URL: x.address, User: "u", Password: "p"})
	base := onec.New(client, onec.Options{Zone: moscow, Log: slog.New(slog.DiscardHandler)})
	if _, err := base.Write(t.Context(), onec.Entry{Parcel: parcel}, false); err != nil {
		t.Fatal(err)
	}
	if sent, err := c.Drain(t.Context()); sent != 0 || err != nil {
		t.Errorf("a leased fact was taken: %d, %v", sent, err)
	}
	x.clock.forward(2 * time.Minute)
	x.drain(t, c, s)
	if got := x.company.Calls(); len(got) != 1 || got[0].Ref != parcel.Fact.ID.String() {
		t.Errorf("records %+v, want the one of the killed sender", got)
	}
}

func TestTwoSendersOnOneFolder(t *testing.T) {
	x := practice(t, standin.Options{})
	c1, s := x.courier(t)
	c2, _ := x.courier(t)
	for n := range 30 {
		call := talk(n)
		call.Client[0] = byte(n) // facts of one client go one by one
		if err := s.Journal.RecordCall(t.Context(), call, "", true); err != nil {
			t.Fatal(err)
		}
	}
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i, c := range []*push.Courier{c1, c2} {
		both.Go(func() { _, errs[i] = c.Drain(t.Context()) })
	}
	both.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(x.company.Calls()); n != 30 {
		t.Errorf("%d records in 1C, want 30", n)
	}
	if n := x.company.Traffic().CallPosts; n != 30 {
		t.Errorf("%d attempts to write, want 30", n)
	}
}

// refusing is a 1C that says no.
type refusing struct{ err error }

func (r refusing) Write(context.Context, onec.Entry, bool) (crm.Ref, error) { return crm.Ref{}, r.err }

func TestRefusedFactIsStuckWithTheWordsOf1C(t *testing.T) {
	x := practice(t, standin.Options{})
	c, s := x.courier(t)
	c.Writer = refusing{fmt.Errorf("write: %w", &crm.Fault{Kind: crm.ErrRefused, Subject: "Document_ТелефонныйЗвонок", Detail: "Дата запрета изменения"})}
	if err := s.Journal.RecordCall(t.Context(), talk(0), "", true); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	facts, err := s.Journal.Outbox(t.Context())
	if err != nil || len(facts) != 1 || facts[0].State != crm.FactStuck || facts[0].Reason != "Дата запрета изменения" {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}
