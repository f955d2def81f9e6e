package main

import (
	"context"
	"testing"
	"time"

	"pult/app/crm"
	"pult/sync/standin"
	"pult/telephony"
	"pult/telephony/pbx"
)

// deskPhone is a telephone that stands beside the panel.
type deskPhone struct {
	*telephony.Line
	rings chan crm.ID
	ready chan struct{}
}

func (d deskPhone) LineChanged(s crm.LineStatus) {
	if s.State == crm.LineRegistered {
		close(d.ready)
	}
}
func (d deskPhone) Ringing(r crm.Ring)          { d.rings <- r.Call }
func (d deskPhone) RemoteRinging(crm.ID)        {}
func (d deskPhone) Answered(crm.ID, time.Time)  {}
func (d deskPhone) Held(crm.ID, bool, bool)     {}
func (d deskPhone) TransferEnded(crm.ID, error) {}
func (d deskPhone) Ended(crm.ID, crm.CallEnd)   {}

func startDeskPhone(t *testing.T, p *pbx.PBX) deskPhone {
	t.Helper()
	d := deskPhone{rings: make(chan crm.ID, 8), ready: make(chan struct{})}
	line, err := telephony.New(telephony.Config{Server: sipURI(p), User: testUser, Password: testPassword}, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.Line = line
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = line.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	select {
	case <-d.ready:
	case <-bounded(t).Done():
		t.Fatal("the desk phone is not registered")
	}
	return d
}

func (d deskPhone) await(t *testing.T) crm.ID {
	t.Helper()
	select {
	case id := <-d.rings:
		return id
	case <-bounded(t).Done():
		t.Fatal("the desk phone does not ring")
		return crm.ID{}
	}
}

// Beside a desk phone the agent tells of calls as ever: one that was answered there
// has its seconds, and one that was dialled here rings there first.
func TestAgentBesideADeskPhone(t *testing.T) {
	p, err := pbx.New(pbx.Options{
		Users: map[string]string{testUser: testPassword}, Dialogs: pbx.NamedDialogs,
		Callee: func(number string) pbx.Callee { return pbx.Callee{Bridge: number == testUser} },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	phone := startDeskPhone(t, p)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, "companion = true\n")
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	waitUntil(t, "the desk phone to be followed", func() bool {
		watched, err := p.Watchers(bounded(t), pbx.Lamps, testUser)
		return err == nil && len(watched) == 1
	})
	if _, err := p.RingAll(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser}); err != nil {
		t.Fatal(err)
	}
	ring := a.incoming(t)
	if seen := ring.clients(t); len(seen) != 1 || seen[0].Name != standin.DemoClient().Name {
		t.Errorf("incoming %+v", ring)
	}
	id := phone.await(t)
	a.tell(t, "answer")
	a.awaitThat(t, "where to answer", func(e event) bool {
		return e.Event == "error" && e.Text == "Снимите трубку на телефоне: панель этот звонок только показывает."
	})
	began := time.Now()
	if err := phone.Answer(bounded(t), id); err != nil {
		t.Fatal(err)
	}
	if e := a.await(t, "answered"); e.Call != ring.Call {
		t.Errorf("answered %+v", e)
	}
	waitUntil(t, "a second of talk", func() bool { return time.Since(began) > 1100*time.Millisecond })
	if err := phone.Hangup(bounded(t), id); err != nil {
		t.Fatal(err)
	}
	if e := a.await(t, "ended"); e.Call != ring.Call || e.Outcome != "answered" || e.Seconds < 1 || e.Seconds > 1+int(time.Since(began).Seconds()) {
		t.Errorf("ended %+v", e)
	}
	a.tell(t, "dial +7 912 000-00-00")
	id = phone.await(t)
	if err := phone.Answer(bounded(t), id); err != nil {
		t.Fatal(err)
	}
	a.await(t, "answered")
	if err := phone.Hangup(bounded(t), id); err != nil {
		t.Fatal(err)
	}
	if e := a.await(t, "ended"); e.Outcome != "answered" {
		t.Errorf("ended %+v", e)
	}
	a.quit(t)
	var lines []struct{ Outcome, Direction string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 2 {
		t.Errorf("history %+v, %v", lines, err)
	}
}
