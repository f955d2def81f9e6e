package store

import (
	"slices"
	"testing"

	"pult/app/crm"
)

// A client whose debts came in full owes nothing else; others keep theirs.
func TestDebtsOfOneClientInFull(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	apply(t, c, crm.Batch{Kind: "debts", OutOfTurn: true, Debts: []crm.DebtLine{{Client: ref(2), Document: ref(60), Owed: 9_00}}})
	before := must(c.Checkpoints(t.Context()))(t)
	got := apply(t, c, crm.Batch{
		Kind: "debts", OutOfTurn: true, Settled: []crm.Ref{ref(1)},
		Debts: []crm.DebtLine{{Client: ref(1), Document: ref(31), Advance: 7_00}},
	})
	if got.Changed != 2 || !slices.Equal(got.Clients, []crm.Ref{ref(1)}) {
		t.Errorf("%+v, want the two paid lines of the client", got)
	}
	owed, advance, lines, err := c.Owed(t.Context())
	if owed != 9_00 || advance != 7_00 || lines != 2 || err != nil {
		t.Errorf("owed %v, advance %v in %d lines; %v", owed, advance, lines, err)
	}
	if after := must(c.Checkpoints(t.Context()))(t); !slices.Equal(after, before) {
		t.Errorf("what was read out of turn moved the checkpoints to %+v", after)
	}
}

func TestClientsOfDocuments(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	got, err := c.ClientsOf(t.Context(), []crm.Ref{ref(51), ref(31), ref(2), ref(777)})
	if want := []crm.Ref{ref(1), ref(2)}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, want %v; %v", got, want, err)
	}
}
