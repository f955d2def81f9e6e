package pull_test

import (
	"testing"

	"pult/app/crm"
	"pult/sync/onec"
	"pult/sync/pull"
	"pult/sync/standin"
)

// Right after a round nothing differs; a payment differs by just its sum.
func TestCheckTellsTheDriftInRoubles(t *testing.T) {
	x := practice(t, 200)
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	base, ok := x.puller.Source.(*onec.Base)
	if !ok {
		t.Fatal("the source is no base")
	}
	check := func() map[string]crm.Drift {
		list, err := pull.Check(t.Context(), base, x.store.Cache, nil)
		if err != nil {
			t.Fatal(err)
		}
		drifts := map[string]crm.Drift{}
		for _, d := range list {
			drifts[d.Kind] = d
		}
		return drifts
	}
	before := check()
	for kind, d := range before {
		if !d.None() {
			t.Errorf("%s drifts right after a round: %+v", kind, d)
		}
	}
	if before["clients"].There < 200 || before["debts"].OwedThere == 0 {
		t.Errorf("what is compared: %+v", before)
	}
	if err := x.company.Pay(standin.DemoClient().Ref, 100_00); err != nil {
		t.Fatal(err)
	}
	after := check()
	if after["debts"].Owed() != -100_00 || after["payments"].Rows() != 1 || !after["clients"].None() {
		t.Errorf("after a payment: debts %+v, payments %+v", after["debts"], after["payments"])
	}
}
