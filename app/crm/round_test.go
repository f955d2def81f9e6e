package crm

import (
	"testing"
	"time"
)

func TestStates(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	rounds := []Round{
		{At: at, Kinds: []KindRound{{Kind: "clients", Changed: 3}, {Err: ErrOffline}}},
		{At: at.Add(-time.Hour), Kinds: []KindRound{{Kind: "clients", Changed: 9}, {Kind: "orders", Err: ErrNotPublished}}},
	}
	list := States([]string{"users", "clients", "orders"}, []Freshness{{Kind: "clients", Rows: 7, At: at}, {Kind: "odd", Rows: 1}},
		[]SetAside{{Kind: "clients"}, {Kind: "clients"}, {Kind: "clients", Why: Unread{Code: BadPhone}}}, rounds)
	if len(list) != 4 || list[0].Kind != "users" || list[3].Kind != "odd" {
		t.Fatalf("kinds %+v", list)
	}
	if c := list[1]; c.Rows != 7 || c.Aside != 2 || c.Last.Changed != 3 || !c.When.Equal(at) {
		t.Errorf("clients %+v", c)
	}
	if o := list[2]; !o.At.IsZero() || o.Last.Err == nil || !o.When.Equal(at.Add(-time.Hour)) {
		t.Errorf("orders %+v", o)
	}
}
