package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
)

func TestStateOfTheDesk(t *testing.T) {
	x := open(t, t.TempDir())
	for _, want := range []error{crm.ErrNoCall, crm.ErrTwoTalks, nil} {
		if err := x.Conference(t.Context(), true); !errors.Is(err, want) {
			t.Fatalf("a conference gives %v, want %v", err, want)
		}
		talk(t, x, "89733456789")
	}
	x.ConferenceChanged(true)
	await[feed.ConferenceChanged](t, x)
	x.MessagesWaiting(3, 1)
	if m := await[feed.MessagesWaiting](t, x); m.New != 3 || m.Old != 1 {
		t.Errorf("messages %+v", m)
	}
	if err := x.SetDoNotDisturb(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if e := await[feed.DoNotDisturbChanged](t, x); !e.On {
		t.Error("calls are taken")
	}
	want := desk.State{
		Conference: true, DoNotDisturb: true, NewMessages: 3, OldMessages: 1,
		Presence: crm.Presence{Kind: crm.PresenceQuiet, Since: now.UTC()},
	}
	if state, err := x.State(t.Context()); err != nil || state != want {
		t.Errorf("state %+v, %v", state, err)
	}
	assertAsked(t, x, asked{what: "conference", with: "true"}, asked{what: "dnd", with: "true"})
}

// The number dialled last is known after a restart; calls that came do not count.
func TestRedial(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	if _, err := x.Redial(t.Context()); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("with nothing dialled: %v", err)
	}
	earlier := now.Add(-time.Hour)
	before := crm.Call{ID: crm.NewID(earlier), Direction: crm.Outgoing, Number: plan.Parse("102"), RangAt: earlier, EndedAt: earlier}
	if err := x.store.Journal.RecordCall(t.Context(), before, "", false); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Dial(t.Context(), plan.Parse("89733456789"), crm.Ref{}); err != nil {
		t.Fatal(err)
	}
	x.Ended(<-x.phone.dialled, crm.CallEnd{Outcome: crm.NoAnswer, At: now})
	await[feed.CallEnded](t, x)
	ring(x, "+79731112233")
	await[feed.RingShown](t, x)
	x.stop()

	x = open(t, dir)
	id, err := x.Redial(t.Context())
	if err != nil || <-x.phone.dialled != id {
		t.Fatal(err)
	}
	if call := await[feed.CallStarted](t, x).Call; call.Number.String() != "+79733456789" || call.Client != vektor {
		t.Errorf("called %+v", call)
	}
}

func TestColleagues(t *testing.T) {
	x := open(t, t.TempDir())
	if err := x.Watch(t.Context()); err != nil {
		t.Fatal(err)
	}
	assertAsked(t, x, asked{what: "watch", with: "103 102"})
	x.LampChanged("999", crm.LampTalking)
	x.LampChanged("102", crm.LampTalking)
	if e := await[feed.LampChanged](t, x); e.Colleague.Name != "Киселёв Андрей Ильич" || e.Colleague.Lamp != crm.LampTalking {
		t.Errorf("told %+v", e)
	}
	list, err := x.Colleagues(t.Context())
	if err != nil || len(list) != 2 || list[0].Extension != "103" || list[0].Lamp != crm.LampUnknown || list[1].Lamp != crm.LampTalking {
		t.Errorf("colleagues %+v, %v", list, err)
	}
	// 1C writes "КИСЕЛЕВ А. И.".
	if who, ok := x.Responsible(t.Context(), zarya); !ok || who.Extension != "102" || who.Lamp != crm.LampTalking {
		t.Errorf("responsible %+v, %v", who, ok)
	}
	for _, client := range []crm.Ref{vektor, {99}} { // one's own, and nobody
		if who, ok := x.Responsible(t.Context(), client); ok {
			t.Errorf("responsible for %v: %+v", client, who)
		}
	}
}

func TestPauseWithoutARecording(t *testing.T) {
	x := open(t, t.TempDir())
	id := talk(t, x, "89733456789")
	if err := x.PauseRecording(t.Context(), crm.ID{}, true); !errors.Is(err, crm.ErrNotRecorded) {
		t.Errorf("pausing nothing: %v", err)
	}
	if l := x.show(t, id); l.Recording != crm.RecordingOff {
		t.Errorf("recording is %q", l.Recording)
	}
	x.RecordingChanged(id, crm.RecordingOn)
	if e := await[feed.RecordingChanged](t, x); e.State != crm.RecordingOn || x.show(t, id).Recording != crm.RecordingOn {
		t.Errorf("told %+v", e)
	}
}

// Beside a desk phone a call cannot be turned away. Who does not want to be disturbed
// hears nothing of it, until it is answered there after all.
func TestUndisturbedBesideADeskPhone(t *testing.T) {
	x := open(t, t.TempDir())
	if err := x.SetDoNotDisturb(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	missed, taken := ring(x, "89733456789"), ring(x, "+79731112233")
	if live, _, err := x.Live(t.Context()); err != nil || len(live) != 0 {
		t.Fatalf("%d calls are shown, %v", len(live), err)
	}
	x.Ended(missed, crm.CallEnd{Outcome: crm.Missed, At: now})
	for over := false; !over; {
		switch e := (<-x.events.C).(type) {
		case feed.RingShown:
			t.Fatal("a ring was shown")
		case feed.CallEnded:
			over = e.Call.ID == missed && e.Call.Outcome == crm.Missed && e.Call.Client == vektor
		}
	}
	x.Answered(taken, now)
	if e := await[feed.CallAnswered](t, x); e.Call.ID != taken {
		t.Errorf("answered %+v", e)
	}
	live, _, err := x.Live(t.Context())
	if err != nil || len(live) != 1 || live[0].Call.ID != taken || len(live[0].Matches) != 2 {
		t.Errorf("live %+v, %v", live, err)
	}
	if err := x.SetDoNotDisturb(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	ring(x, "89733456789")
	await[feed.RingShown](t, x)
}
