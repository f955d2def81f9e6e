package desk_test

import (
	"errors"
	"testing"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// A ban of a client bars all their numbers, one of a number that number alone, for
// whomever it is called; a person may call all the same.
func TestWhoIsBannedIsNotDialled(t *testing.T) {
	x := open(t, t.TempDir())
	dial := func(text string, client crm.Ref) *crm.Bar {
		t.Helper()
		tick(t)
		_, err := x.Dial(t.Context(), plan.Parse(text), client)
		var bar *crm.Bar
		if !errors.As(err, &bar) {
			if err != nil {
				t.Fatal(err)
			}
			<-x.phone.dialled
			return nil
		}
		if !errors.Is(err, crm.ErrBanned) {
			t.Errorf("the error is %v", err)
		}
		return bar
	}
	const own, shared, foreign = "8 973 345-67-89", "8 973 111-22-33", "8 495 999-88-77"
	if err := x.Ban(t.Context(), vektor, true, "звонит юрист"); err != nil {
		t.Fatal(err)
	}
	if bar := dial(own, crm.Ref{}); bar == nil || bar.Name != "Вектор" || bar.Author != "Петрова Анна" || bar.Text != "звонит юрист" || bar.Since.IsZero() {
		t.Errorf("by the number: %+v", bar)
	}
	if bar := dial(foreign, vektor); bar == nil {
		t.Error("another number is called for the client")
	}
	tick(t)
	for _, err := range []error{x.Ban(t.Context(), vektor, false, ""), x.BanNumber(t.Context(), plan.Parse(own), vektor, true, "чужой номер")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if bar := dial(own, vektor); bar == nil || bar.Number.Kind() != phone.Public || bar.Name != "Вектор" {
		t.Errorf("the number: %+v", bar)
	}
	if bar := dial(foreign, vektor); bar != nil {
		t.Errorf("a number that is not banned: %+v", bar)
	}
	card, err := x.Card(t.Context(), vektor)
	if err != nil || card.Standing.Ban.Holds() || !card.Standing.Banned(plan.Parse(own)).Holds() {
		t.Errorf("standing %+v, %v", card.Standing, err)
	}
	if err := x.Ban(t.Context(), zarya, true, ""); err != nil {
		t.Fatal(err)
	}
	if bar := dial(shared, sever); bar == nil || bar.Name != "Заря" {
		t.Errorf("a number that is shared with who is banned: %+v", bar)
	}
	tick(t)
	if _, err := x.DialAnyway(t.Context(), plan.Parse(own), vektor); err != nil {
		t.Fatal(err)
	}
	<-x.phone.dialled
	if bar := dial(own, vektor); bar == nil {
		t.Error("calling once all the same lifts the ban")
	}
}

// Who calls from a banned number is greeted as such, nobody's number too.
func TestABannedNumberCalls(t *testing.T) {
	x := open(t, t.TempDir())
	for _, number := range []string{"8 973 345-67-89", "8 495 999-88-77"} {
		if err := x.BanNumber(t.Context(), plan.Parse(number), crm.Ref{}, true, "просил сам"); err != nil {
			t.Fatal(err)
		}
		tick(t)
		ring(x, number)
		if e := await[feed.RingShown](t, x); e.Say.Kind != crm.SayBanned || e.Say.Text != "просил сам" {
			t.Errorf("%s: says %+v", number, e.Say)
		}
	}
	if err := x.BanNumber(t.Context(), plan.Parse("102"), vektor, true, ""); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("an inner number: %v", err)
	}
}
