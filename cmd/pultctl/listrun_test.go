package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/store"
	"pult/telephony/pbx"
)

// caller is an agent that calls a list.
type caller struct {
	*agentProcess
	t *testing.T
}

type drawn struct {
	ID, Number, State string
	Phone             int
}

// next draws the next entry.
func (c caller) next() drawn {
	c.t.Helper()
	c.tell(c.t, "list next")
	e := c.await(c.t, "offer")
	var d drawn
	if err := json.Unmarshal(e.Entry, &d); err != nil {
		c.t.Fatal(err)
	}
	return d
}

// after waits until an entry has changed so.
func (c caller) after(id string, fits func(e event) bool) event {
	c.t.Helper()
	return c.awaitThat(c.t, "the change of the entry", func(e event) bool {
		return e.Event == "entry" && strings.Trim(string(e.Entry), `"`) == id && fits(e)
	})
}

// now fits an entry that has come to a state after its call.
func now(state crm.EntryState) func(event) bool {
	return func(e event) bool { return e.State == string(state) && e.Heard != "" }
}

// noonSomewhere is a zone where it is about noon now, so that a list may be called
// whenever the test runs.
func noonSomewhere() string {
	return crm.ZoneAt((12 - time.Now().UTC().Hour()) * 60).String()
}

// listOf records a list for debts of people, who may be called on any day, by these
// numbers; its id.
func (o *office) listOf(t *testing.T, numbers ...[]string) crm.ID {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: o.home})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	made := time.Now()
	list := crm.CallList{ID: crm.NewID(made), Name: "Проверка", Purpose: crm.DebtPurpose, Made: made}
	var entries []crm.Entry
	for i, texts := range numbers {
		var all []phone.Number
		for _, text := range texts {
			all = append(all, phone.Plan{}.Parse(text))
		}
		entries = append(entries, crm.Entry{
			ID: crm.EntryID(list.ID, crm.Ref{}, all[0]), List: list.ID, Name: "Кто-то", Numbers: all, Place: i, State: crm.EntryNew,
		})
	}
	if err := s.Journal.RecordList(t.Context(), list, entries); err != nil {
		t.Fatal(err)
	}
	return list.ID
}

// answering is an exchange where the last digits of a number say how it answers.
func answering(t *testing.T) *pbx.PBX {
	t.Helper()
	p, err := pbx.New(pbx.Options{Users: map[string]string{testUser: testPassword}, Callee: func(number string) pbx.Callee {
		switch number[len(number)-2:] {
		case "86":
			return pbx.Callee{Refuse: 486}
		case "08":
			return pbx.Callee{Refuse: 480}
		case "03":
			return pbx.Callee{Refuse: 603}
		case "04":
			return pbx.Callee{Refuse: 404}
		case "43":
			return pbx.Callee{Refuse: 403}
		case "53":
			return pbx.Callee{Refuse: 503}
		case "80":
			return pbx.Callee{Never: true}
		default:
			return pbx.Callee{}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return p
}

// Each row of the table of retries through the answers of an exchange: what counts,
// what is tried when, and what the manager says of who was reached.
func TestAListThroughTheAnswersOfAnExchange(t *testing.T) { throughAnswers(t, sipURI(answering(t))) }

// throughAnswers calls a list at an exchange where the last digits of a number say how
// it answers.
func throughAnswers(t *testing.T, sip string) {
	t.Helper()
	o := openOffice(t, 5, sip)
	o.add(t, "\n[lists]\nzone = \""+noonSomewhere()+"\"\n")
	list := o.listOf(t, []string{"+79120000086"}, []string{"+79120000008"}, []string{"+79120000043"}, []string{"+79120000003"},
		[]string{"+79120000004", "+79120000012"}, []string{"+79120000053"}, []string{"+79120000080"}, []string{"+79120000013"})
	c := caller{o.agent(t), t}
	c.await(t, "registered")
	c.tell(t, "list next "+list.String())
	first := c.await(t, "offer")
	var d drawn
	if err := json.Unmarshal(first.Entry, &d); err != nil || !strings.HasSuffix(d.Number, "86") {
		t.Fatalf("offered %s, %v", first.Entry, err)
	}
	for _, row := range []struct {
		ending, heard string
		state         crm.EntryState
		attempts      int
		from, till    time.Duration // of the next try
	}{
		{"86", "busy", crm.EntryRetry, 1, 15 * time.Minute, 15 * time.Minute},
		{"08", "no_answer", crm.EntryRetry, 1, 90 * time.Minute, 72 * time.Hour},
		{"43", "network_fault", crm.EntryNew, 0, 5 * time.Minute, 5 * time.Minute},
		{"03", "rejected", crm.EntryRetry, 1, 8 * time.Hour, 96 * time.Hour},
	} {
		if !strings.HasSuffix(d.Number, row.ending) {
			t.Fatalf("next is %s, want …%s", d.Number, row.ending)
		}
		began := time.Now()
		c.tell(t, "list dial")
		e := c.after(d.ID, now(row.state))
		if e.Heard != row.heard || e.Attempts != row.attempts || e.Next.Before(began.Add(row.from-time.Second)) || e.Next.After(time.Now().Add(row.till)) {
			t.Errorf("…%s: %+v, want %+v", row.ending, e, row)
		}
		d = c.next()
	}

	c.tell(t, "list dial") // no such number
	if e := c.after(d.ID, now(crm.EntryRetry)); e.Attempts != 0 || !strings.HasSuffix(e.Number, "12") {
		t.Errorf("a wrong number: %+v", e)
	}
	if d = c.next(); !strings.HasSuffix(d.Number, "12") {
		t.Errorf("the next telephone is not offered, but %s", d.Number)
	}
	c.tell(t, "list dial")
	c.await(t, "answered")
	c.tell(t, "hangup")
	c.after(d.ID, now(crm.EntryWrapUp))
	c.tell(t, "list result voicemail")
	if e := c.after(d.ID, now(crm.EntryRetry)); e.Attempts != 1 || e.Next.Before(time.Now().Add(8*time.Hour)) {
		t.Errorf("a machine: %+v", e)
	}

	d = c.next() // the provider fails
	c.tell(t, "list dial")
	if e := c.after(d.ID, now(crm.EntryNew)); e.Attempts != 0 || e.Heard != "network_fault" {
		t.Errorf("a fault of the provider: %+v", e)
	}

	d = c.next() // we break it off
	c.tell(t, "list dial")
	c.await(t, "ringing")
	c.tell(t, "hangup")
	if e := c.after(d.ID, now(crm.EntryNew)); e.Attempts != 0 || e.Heard != "cancelled" || !e.Next.IsZero() {
		t.Errorf("broken off: %+v", e)
	}
	if again := c.next(); again.ID != d.ID {
		t.Errorf("broken off, and it is not in its place: %+v", again)
	}
	c.tell(t, "list skip обед")
	c.after(d.ID, func(e event) bool { return e.Next.After(time.Now().Add(time.Hour)) })

	d = c.next() // talked to
	c.tell(t, "list dial")
	c.await(t, "answered")
	c.tell(t, "hangup")
	c.after(d.ID, now(crm.EntryWrapUp))
	c.tell(t, "list result refused")
	c.awaitError(t, "причину")
	c.tell(t, "list result refused price")
	if e := c.after(d.ID, now(crm.EntryDone)); e.Result != "refused" {
		t.Errorf("the result: %+v", e)
	}
	c.kill()

	var left []struct{ Hold, Text string }
	if err := o.pultctl(t, &left, "list", "why", list.String()); err != nil || len(left) != 7 {
		t.Fatalf("why: %+v, %v", left, err)
	}
	for _, l := range left {
		if l.Hold != string(crm.HoldLater) || l.Text == "" {
			t.Errorf("why: %+v", l)
		}
	}
	var lines []struct{ Kind, Outcome, Result string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 9 {
		t.Errorf("%d lines of history, %v", len(lines), err)
	}
}

// Faults of the line, one after the other, stop the list with a plain word.
func TestFaultsInARowStopTheList(t *testing.T) {
	p := answering(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "\n[lists]\nzone = \""+noonSomewhere()+"\"\n")
	list := o.listOf(t, []string{"+79120001053"}, []string{"+79120002053"}, []string{"+79120003053"}, []string{"+79120000012"})
	c := caller{o.agent(t), t}
	c.await(t, "registered")
	c.tell(t, "list next "+list.String())
	c.await(t, "offer")
	for range crm.FaultsInRow - 1 {
		c.tell(t, "list dial")
		c.await(t, "ended")
		c.next()
	}
	c.tell(t, "list dial")
	c.awaitThat(t, "the pause", func(e event) bool { return e.Event == "list" && e.Paused == "fault" })
	c.tell(t, "list next")
	c.awaitError(t, "на паузе")
	c.tell(t, "list resume")
	if d := c.next(); !strings.HasSuffix(d.Number, "12") {
		t.Errorf("after the pause: %+v", d)
	}
	c.quit(t)
}

// The same from the console, one command at a time, each a program of its own.
func TestAListFromTheConsole(t *testing.T) {
	p := answering(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "\n[lists]\nzone = \""+noonSomewhere()+"\"\n")
	list := o.listOf(t, []string{"+79120000086"}, []string{"+79120000012"}).String()
	next := func() (d drawn) {
		t.Helper()
		var offer struct{ Entry *drawn }
		if err := o.pultctl(t, &offer, "list", "next", list); err != nil {
			t.Fatal(err)
		}
		if offer.Entry != nil {
			d = *offer.Entry
		}
		return d
	}
	must := func(args ...string) {
		t.Helper()
		if err := o.pultctl(t, nil, append([]string{"list"}, args...)...); err != nil {
			t.Fatal(args, err)
		}
	}
	busy := next()
	var shown struct{ Entries []struct{ Leased bool } }
	if err := o.pultctl(t, &shown, "list", "show", list); err != nil || len(shown.Entries) != 2 || !shown.Entries[0].Leased || shown.Entries[1].Leased {
		t.Errorf("it is not shown who is before the manager: %+v, %v", shown, err)
	}
	said, err := o.command(bounded(t), "list", "dial", busy.ID, "--json").Output()
	if err != nil || !strings.Contains(string(said), `"event":"ended"`) || !strings.Contains(string(said), `"outcome":"busy"`) {
		t.Fatalf("dial: %s, %v", said, err)
	}
	if err := o.pultctl(t, nil, "list", "dial", busy.ID); err == nil || !strings.Contains(err.Error(), "Время ещё не пришло") {
		t.Errorf("dialled too early: %v", err)
	}
	other := next()
	if other.ID == busy.ID {
		t.Fatal("who was busy is offered at once")
	}
	if err := o.pultctl(t, nil, "list", "result", other.ID, "agreed"); err == nil {
		t.Error("a result without a call is taken")
	}
	must("callback", other.ID, "через", "2", "часа", "про", "долг")
	if d := next(); d.ID != "" {
		t.Errorf("nobody is to be called, and offered is %+v", d)
	}
	var tasks []struct{ Text string }
	if err := o.pultctl(t, &tasks, "tasks"); err != nil || len(tasks) != 1 || tasks[0].Text != "про долг" {
		t.Errorf("tasks %+v, %v", tasks, err)
	}
	must("pause", list, "hand", "переезд")
	if err := o.pultctl(t, nil, "list", "next", list); err == nil || !strings.Contains(err.Error(), "переезд") {
		t.Errorf("paused: %v", err)
	}
	must("resume", list)
	next()
	if err := o.pultctl(t, nil, "list", "callback", other.ID, "когда-нибудь"); err == nil || !strings.Contains(err.Error(), "завтра 15:00") {
		t.Errorf("no time: %v", err)
	}
}
