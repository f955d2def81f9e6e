package desk_test

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
)

// Where a client is follows from what a person has said, then from the card, then from
// a landline; a mobile number of Russia tells nothing, the firm's default then does.
func TestWhatTimeItIsAtAClients(t *testing.T) {
	x := withArbiter(t, t.TempDir()) // Monday, 12:00 in Moscow
	wait(t, 4*time.Hour)             // 16:00: 18:00 in Kazakhstan and the Urals, 20:00 in Novosibirsk
	_, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	say := func(numbers ...string) crm.Hold {
		t.Helper()
		e := x.entry(t, ids[0])
		was := e
		e.Numbers = nil
		for _, n := range numbers {
			e.Numbers = append(e.Numbers, plan.Parse(n))
		}
		if _, err := x.store.Journal.RecordStep(t.Context(), crm.EntryStep{From: was, Entry: e}); err != nil {
			t.Fatal(err)
		}
		v, err := x.EntryVerdict(t.Context(), ids[0])
		if err != nil {
			t.Fatal(err)
		}
		return v.Hold
	}
	for _, c := range []struct {
		numbers []string
		want    crm.Hold
	}{
		{[]string{"+7 495 100-00-00"}, crm.HoldNone},
		{[]string{"+7 383 210-00-00"}, crm.HoldHours},
		{[]string{"+7 343 210-00-00"}, crm.HoldNone},
		{[]string{"+7 727 210-00-00"}, crm.HoldNone}, // Almaty
		{[]string{"+7 777 210-00-00"}, crm.HoldNone}, // a mobile number of Kazakhstan: one zone in all of it
		{[]string{"+7 912 210-00-00"}, crm.HoldZone},
		{[]string{"+7 912 210-00-00", "+7 383 210-00-00"}, crm.HoldHours}, // the other telephone tells
		{[]string{"+996 312 21-00-00"}, crm.HoldNone},
		{[]string{"+7 423 210-00-00"}, crm.HoldHours},
	} {
		if got := say(c.numbers...); got != c.want {
			t.Errorf("%v: %q, want %q", c.numbers, got, c.want)
		}
	}
	card := clients()
	card.Clients = []crm.Client{{
		Ref: zarya, Name: "Заря", Manager: kiselev, Version: "2", Phones: []crm.Phone{{Number: plan.Parse("8 973 111-22-33")}},
		Properties: []crm.Property{{Name: "Регион", Value: "Новосибирская обл"}},
	}}
	card.Checkpoint.Round = 2
	if _, err := x.store.Cache.Apply(t.Context(), card); err != nil {
		t.Fatal(err)
	}
	if got := say("+7 495 100-00-00"); got != crm.HoldHours {
		t.Errorf("the region of the card: %q", got)
	}
	if err := x.SetHours(t.Context(), zarya, "Europe/Moscow", 10*60, 17*60); err != nil {
		t.Fatal(err)
	}
	if got := say("+7 383 210-00-00"); got != crm.HoldNone {
		t.Errorf("what a person has said: %q", got)
	}
	wait(t, time.Hour)
	if got := say("+7 495 100-00-00"); got != crm.HoldHours {
		t.Errorf("after the client's own hours: %q", got)
	}
	if err := x.SetHours(t.Context(), zarya, "Марс", 0, 0); err == nil {
		t.Error("a zone on Mars is taken")
	}
}

// The head of a firm may say what is taken for all others.
func TestTheFirmsZoneForAllOthers(t *testing.T) {
	x := withArbiter(t, t.TempDir(), func(o *desk.Options) { o.Rules.Zone = crm.ZoneAt(3 * 60) })
	list, _ := x.list(t, crm.ServicePurpose, []crm.Ref{zarya}, func(_ int, e *crm.Entry) {
		e.Numbers = []phone.Number{plan.Parse("+7 912 210-00-00")}
	})
	if v := x.hold(t, list); !v.Free() {
		t.Errorf("held: %+v", v)
	}
}

// Advertising calls only those who have agreed to it, and never by itself.
func TestAdvertisingNeedsAWord(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, _ := x.list(t, crm.AdvertPurpose, []crm.Ref{zarya})
	if v := x.hold(t, list); v.Hold != crm.HoldConsent {
		t.Errorf("nothing was said: %+v", v)
	}
	if err := x.Consent(t.Context(), zarya, true, "письмом"); err != nil {
		t.Fatal(err)
	}
	if v := x.hold(t, list); !v.Free() {
		t.Errorf("agreed: %+v", v)
	}
	tick(t)
	if err := x.Consent(t.Context(), zarya, false, ""); err != nil {
		t.Fatal(err)
	}
	if v := x.hold(t, list); v.Hold != crm.HoldConsent {
		t.Errorf("taken back: %+v", v)
	}
}
