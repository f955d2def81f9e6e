package store

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
)

func TestRoundsAreRemembered(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	fault := &crm.Fault{Kind: crm.ErrNotPublished, Subject: "Catalog_Партнеры", Detail: "нет"}
	for i := range roundsKept + 5 {
		err := c.KeepRound(t.Context(), crm.Round{
			At: noon.Add(time.Duration(i) * time.Minute), Took: 1500 * time.Millisecond, Stopped: i%2 == 1,
			Kinds: []crm.KindRound{{Kind: "clients", Rows: i, Changed: 2, SetAside: 1}, {Kind: "orders", Err: fault}, {Err: errors.New("strange")}, {Err: crm.ErrCut}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	list, err := c.Rounds(t.Context())
	if err != nil || len(list) != roundsKept {
		t.Fatalf("%d rounds, %v", len(list), err)
	}
	last := list[0]
	if !last.At.Equal(noon.Add((roundsKept+4)*time.Minute)) || last.Took != 1500*time.Millisecond || last.Stopped || len(last.Kinds) != 4 {
		t.Errorf("round %+v", last)
	}
	if k := last.Kinds[0]; k.Kind != "clients" || k.Rows != roundsKept+4 || k.Changed != 2 || k.SetAside != 1 || k.Err != nil {
		t.Errorf("clients %+v", k)
	}
	var got *crm.Fault
	if !errors.As(last.Kinds[1].Err, &got) || !errors.Is(got, crm.ErrNotPublished) || got.Subject != fault.Subject || got.Detail != fault.Detail {
		t.Errorf("the fault came back as %v", last.Kinds[1].Err)
	}
	if err := last.Kinds[2].Err; err == nil || err.Error() != "strange" || !errors.Is(last.Kinds[3].Err, crm.ErrCut) {
		t.Errorf("faults %v, %v", err, last.Kinds[3].Err)
	}
}
