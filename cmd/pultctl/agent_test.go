package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// The whole line: a client rings, is known, talks, a note is written, and the
// record reaches 1C once.
func TestCallFromRingToTheBooks(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 50, sipURI(p))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	demo := standin.DemoClient()

	call, err := p.Ring(bounded(t), pbx.Caller{From: demo.Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	ring := a.incoming(t)
	seen := ring.clients(t)
	if len(seen) != 1 || seen[0].Name != demo.Name || seen[0].Contact != demo.Contact || seen[0].Debt != demo.Debt.String() ||
		seen[0].Overdue != demo.Overdue.String() || seen[0].OverdueDays != demo.OverdueDays || !strings.Contains(ring.Say, "Просрочено") {
		t.Errorf("incoming %+v", ring)
	}
	a.tell(t, "answer")
	if r, err := call.Wait(bounded(t), pbx.Talking); err != nil || r.State != pbx.Talking {
		t.Fatalf("call %+v, %v", r, err)
	}
	a.await(t, "answered")
	a.tell(t, "note ждёт КП")
	a.tell(t, "hangup")
	ended := a.await(t, "ended")
	if ended.Call != ring.Call || ended.Outcome != "answered" {
		t.Errorf("ended %+v", ended)
	}
	a.awaitThat(t, "the fact in 1C", func(e event) bool { return e.Event == "outbox" && e.State == "sent" && e.Waiting == 0 })
	a.quit(t)

	records := o.base.Calls()
	if len(records) != 1 || records[0].Ref != ring.Call || !strings.Contains(records[0].Description, "ждёт КП") || records[0].Address != demo.Phone {
		t.Errorf("records in 1C: %+v", records)
	}
	var lines []struct{ ID, Kind, Text, Outcome, Fact string }
	if err := o.pultctl(t, &lines, "history", "--client", demo.Ref); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || lines[0].Text != "ждёт КП" || lines[0].Fact != "sent" {
		t.Errorf("history %+v", lines)
	}
}

// Law 3: the ring path waits for nobody. 1C is off and the cache is an hour old.
func TestCallIsIdentifiedWith1COff(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 50, sipURI(p))
	o.sync(t)
	o.server.Close()
	a := o.agent(t)
	fault := a.await(t, "error")
	if !strings.Contains(fault.Text, "1С не отвечает") {
		t.Errorf("error %q", fault.Text)
	}
	if len(a.printed("registered")) == 0 {
		a.await(t, "registered")
	}
	demo := standin.DemoClient()
	call, err := p.Ring(bounded(t), pbx.Caller{From: demo.Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	seen := a.incoming(t).clients(t)
	if len(seen) != 1 || seen[0].Name != demo.Name || seen[0].AsOf.IsZero() || time.Since(seen[0].AsOf) > time.Hour {
		t.Errorf("seen %+v", seen)
	}
	if err := call.Hangup(bounded(t)); err != nil {
		t.Fatal(err)
	}
	a.await(t, "ended")
	var card struct {
		Name string
		AsOf time.Time `json:"as_of"`
	}
	if err := o.pultctl(t, &card, "card", demo.Ref); err != nil || card.Name != demo.Name || card.AsOf.IsZero() {
		t.Errorf("card %+v, %v", card, err)
	}
	var facts []struct{ State, Reason string }
	if err := o.pultctl(t, &facts, "outbox"); err != nil || len(facts) != 1 || facts[0].State != "waiting" {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}

// What 1C refuses is in sight with its words, and goes there once, when somebody
// has put it right and says so.
func TestRefusedFactIsRetriedOnDemand(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.sync(t)
	o.base.Fail(standin.Failure{Kind: "refusal"})
	a := o.agent(t)
	a.await(t, "registered")
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	a.await(t, "incoming")
	if err := call.Hangup(bounded(t)); err != nil {
		t.Fatal(err)
	}
	a.awaitThat(t, "the refusal", func(e event) bool { return e.Event == "outbox" && e.State == "stuck" })
	a.quit(t)
	var facts []struct{ State, Reason string }
	if err := o.pultctl(t, &facts, "outbox"); err != nil || len(facts) != 1 || facts[0].State != "stuck" || facts[0].Reason == "" {
		t.Fatalf("outbox %+v, %v", facts, err)
	}
	o.base.Heal()
	if err := o.pultctl(t, &facts, "outbox", "--retry"); err != nil || len(facts) != 1 || facts[0].State != "waiting" {
		t.Errorf("outbox after the retry %+v, %v", facts, err)
	}
	o.sync(t)
	if n := len(o.base.Calls()); n != 1 {
		t.Errorf("%d records in 1C, want 1", n)
	}
}

func TestCallersOfManyKinds(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 20, sipURI(p))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	shared := standin.DemoClients()[len(standin.DemoClients())-1].Phone
	for from, want := range map[string]int{"anonymous": 0, "+79739999999": 0, "101": 0, shared: 3} {
		call, err := p.Ring(bounded(t), pbx.Caller{From: from, Extension: testUser})
		if err != nil {
			t.Fatal(err)
		}
		ring := a.incoming(t)
		if got := ring.clients(t); len(got) != want {
			t.Errorf("%s: %d clients, want %d", from, len(got), want)
		}
		if err := call.Hangup(bounded(t)); err != nil {
			t.Fatal(err)
		}
		if end := a.await(t, "ended"); end.Outcome != "missed" {
			t.Errorf("%s ended %s", from, end.Outcome)
		}
	}
	if n := len(o.base.Calls()); n != 0 {
		t.Errorf("%d records of unknown or unchosen callers in 1C", n)
	}
}

func TestWrongPhonePasswordIsSaidOnce(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.writeFile(t, "phone.password", "wrong")
	a := o.agent(t)
	a.awaitThat(t, "the refusal", func(e event) bool {
		return e.Event == "error" && strings.Contains(e.Text, "не приняла пароль")
	})
	registry, err := p.Registry(bounded(t))
	if err != nil || registry.Refused != 2 {
		t.Errorf("%d tries with the wrong password, want 2 and then silence; %v", registry.Refused, err)
	}
}

func TestTwoAgentsOnOneFolder(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.agent(t).await(t, "registered")
	err := o.pultctl(t, nil, "agent")
	if err == nil || !strings.Contains(err.Error(), "другой программой Пульта") {
		t.Errorf("the second agent said %v", err)
	}
}

func TestUnknownCommandIsAnswered(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	for _, line := range []string{"fly", "answer", "dial нет номера", "note без звонка"} {
		a.tell(t, line)
		a.awaitThat(t, "an answer to "+line, func(e event) bool { return e.Event == "error" && e.Text != "" })
	}
	a.quit(t)
}

// An orderly end in the middle of a call is on record as such, and the other
// side is not left hanging.
func TestQuitInACall(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	ring := a.await(t, "incoming")
	a.tell(t, "answer")
	a.await(t, "answered")
	a.quit(t)
	if _, err := call.Over(bounded(t)); err != nil {
		t.Errorf("the other side was left in the call: %v", err)
	}
	var lines []struct{ ID, Outcome string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 1 || lines[0].ID != ring.Call || lines[0].Outcome != "interrupted" {
		t.Errorf("history %+v, %v", lines, err)
	}
}

// Everything a manager does in a talk, by words on stdin.
func TestControlsOfATalk(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	for _, line := range []string{"hold", "dtmf 1", "transfer 102"} {
		a.tell(t, line)
		a.awaitThat(t, "that there is no call", func(e event) bool { return e.Event == "error" && strings.Contains(e.Text, "нет звонка") })
	}
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	a.await(t, "incoming")
	a.tell(t, "answer")
	a.await(t, "answered")
	a.tell(t, "hold")
	a.await(t, "held")
	a.tell(t, "resume")
	a.await(t, "resumed")
	a.tell(t, "dtmf 12#")
	waitUntil(t, "the other side to hear the keys", func() bool {
		record, err := call.Record(bounded(t))
		return err == nil && record.Keys == "12#"
	})
	a.tell(t, "transfer 102")
	if end := a.await(t, "ended"); end.Outcome != "transferred" {
		t.Errorf("ended %+v", end)
	}
}

// A manager answers for two accounts: each registers, tells its own faults, and
// calls leave by the one named.
func TestTwoTelephoneAccounts(t *testing.T) {
	first, second := exchange(t), exchange(t)
	o := openOffice(t, 20, sipURI(first))
	settings, err := os.ReadFile(filepath.Join(o.home, "pult.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.writeFile(t, "pult.toml", string(settings)+fmt.Sprintf(`
[[account]]
name = "Склад"
server = %q
user = %q
password_file = "phone.password"
[[account]]
name = "Цех"
server = %q
user = %q
password_file = "onec.password"
`, sipURI(second), testUser, sipURI(second), testUser))
	a := o.agent(t)
	wanted := map[string]string{testUser: "registered", "Склад": "registered", "Цех": "error"}
	for len(wanted) > 0 {
		e := a.awaitThat(t, "each account", func(e event) bool { return e.Account != "" })
		if wanted[e.Account] != e.Event {
			t.Errorf("account %q: %s", e.Account, e.Event)
		}
		delete(wanted, e.Account)
	}
	a.tell(t, "account Склад")
	a.tell(t, "dial 205")
	a.await(t, "answered")
	if calls, err := second.Calls(bounded(t)); err != nil || len(calls) != 1 {
		t.Errorf("%d calls left by the account chosen, %v", len(calls), err)
	}
	a.tell(t, "hangup")
	a.await(t, "ended")
	a.quit(t)
}
