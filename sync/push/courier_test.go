package push_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/sync/push"
	"pult/sync/standin"
)

func drainOnce(t *testing.T, c *push.Courier) int {
	t.Helper()
	sent, err := c.Drain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func meeting(n int) crm.Interaction {
	call := talk(n)
	return crm.Interaction{ID: crm.NewID(call.RangAt), Kind: crm.MeetingKind, At: call.RangAt, Client: call.Client, Subject: "Склад"}
}

// A kind 1C has no place for waits with the name of what is missing, and holds
// nobody up; it goes when the administrator has ticked it.
func TestAKindThatIsNotPublishedWaitsAlone(t *testing.T) {
	x := practice(t, standin.Options{})
	c, s := x.courier(t)
	x.company.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Document_Встреча"})
	if err := s.Journal.RecordLine(t.Context(), meeting(0), true); err != nil {
		t.Fatal(err)
	}
	for n := range 3 { // of the same client, later
		if err := s.Journal.RecordCall(t.Context(), talk(n), "", true); err != nil {
			t.Fatal(err)
		}
	}
	if sent := drainOnce(t, c); sent != 3 {
		t.Errorf("%d facts were sent, want the calls", sent)
	}
	facts, err := s.Journal.Outbox(t.Context())
	if err != nil || len(facts) != 1 || facts[0].State != crm.FactWaiting {
		t.Fatalf("outbox %+v, %v", facts, err)
	}
	if fault := facts[0].Fault(); !errors.Is(fault, crm.ErrNotPublished) || fault.Subject != "Document_Встреча" {
		t.Errorf("it waits because of %v", fault)
	}
	x.company.Heal()
	x.drain(t, c, s)
	if n := len(x.company.Events()); n != 4 {
		t.Errorf("%d records in 1C, want 4", n)
	}
}

// Asking takes a session from somebody: a base that has none is left alone for a
// minute, whatever else is due.
func TestABaseWithoutSessionsIsLeftAlone(t *testing.T) {
	for kind, pause := range map[standin.FailureKind]time.Duration{
		standin.NoLicence: time.Minute, standin.Maintenance: time.Minute, standin.Unauthorized: 2 * time.Minute,
	} {
		t.Run(string(kind), func(t *testing.T) {
			x := practice(t, standin.Options{})
			c, s := x.courier(t)
			for n := range 5 {
				call := talk(n)
				call.Client[0] = byte(n)
				if err := s.Journal.RecordCall(t.Context(), call, "", true); err != nil {
					t.Fatal(err)
				}
			}
			x.company.Fail(standin.Failure{Kind: kind})
			drainOnce(t, c)
			asked := x.company.Traffic().Requests
			for range int(pause/time.Second/10) - 1 {
				x.clock.forward(10 * time.Second)
				drainOnce(t, c)
			}
			if now := x.company.Traffic().Requests; asked != 1 || now != asked {
				t.Errorf("1C was asked %d times, then %d times more", asked, now-asked)
			}
			x.company.Heal()
			x.drain(t, c, s)
			if n := len(x.company.Calls()); n != 5 {
				t.Errorf("%d records in 1C, want 5", n)
			}
		})
	}
}

// What the user has no right to write is left to a person; others go on.
func TestWhatMayNotBeWrittenIsStuck(t *testing.T) {
	x := practice(t, standin.Options{})
	c, s := x.courier(t)
	c.Writer = refusing{&crm.Fault{Kind: crm.ErrNoRight, Subject: "Document_Встреча", Detail: "Нарушение прав доступа"}}
	for n := range 2 {
		if err := s.Journal.RecordLine(t.Context(), meeting(n), true); err != nil {
			t.Fatal(err)
		}
	}
	drainOnce(t, c)
	facts, err := s.Journal.Outbox(t.Context())
	if err != nil || len(facts) != 2 {
		t.Fatalf("outbox %+v, %v", facts, err)
	}
	for _, f := range facts {
		if fault := f.Fault(); f.State != crm.FactStuck || !errors.Is(fault, crm.ErrNoRight) || fault.Detail != "Нарушение прав доступа" {
			t.Errorf("fact %+v", f)
		}
	}
}

// A lead becomes a client of 1C, the call it came by goes to that client, and the
// journal knows it by the reference 1C has given.
func TestANewClientTakesItsCallToOneC(t *testing.T) {
	for _, configuration := range []string{standin.UT11, standin.UNF3, standin.BP3} {
		for _, ignored := range []bool{false, true} {
			t.Run(configuration, func(t *testing.T) {
				x := practice(t, standin.Options{Configuration: configuration, IgnoreRefKey: ignored})
				c, s := x.courier(t)
				call := talk(0)
				l := crm.Lead{ID: crm.NewID(start), Name: "Новый сад", INN: "7701234567", Phone: "+74951234567", At: start}
				call.Client = crm.Ref(l.ID)
				if err := s.Journal.RecordCall(t.Context(), call, "", true); err != nil {
					t.Fatal(err)
				}
				if err := s.Journal.RecordLead(t.Context(), l, true); err != nil {
					t.Fatal(err)
				}
				x.company.Fail(standin.Failure{Kind: standin.LostAnswer, Count: 1})
				x.drain(t, c, s)
				kept, err := s.Journal.Lead(t.Context(), l.ID)
				if err != nil || ignored == (kept.Client == crm.Ref(l.ID)) {
					t.Errorf("lead %+v, %v", kept, err)
				}
				got := x.company.Calls()
				if len(got) != 1 || got[0].Contact != kept.Client.String() {
					t.Errorf("records %+v, want one of %v", got, kept.Client)
				}
			})
		}
	}
}
