package store

import (
	"errors"
	"testing"

	"pult/app/crm"
)

// The newest complaint that 1C has open is found, until it is settled there.
func TestOpenComplaint(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	client := ref(1)
	complaint := func(n byte, days int, open bool) crm.Record {
		return crm.Record{Ref: crm.Ref{9, n}, Kind: crm.ComplaintKind, Client: client, At: noon.AddDate(0, 0, -days), Subject: "Недовоз", Open: open, Version: "1"}
	}
	if _, err := c.OpenComplaint(t.Context(), client); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("without one: %v", err)
	}
	apply(t, c, crm.Batch{Kind: "records", Records: []crm.Record{complaint(1, 30, true), complaint(2, 10, true), complaint(3, 1, false)}, Checkpoint: crm.Checkpoint{Kind: "records", Round: 1}})
	if r, err := c.OpenComplaint(t.Context(), client); err != nil || r.Ref != (crm.Ref{9, 2}) || !r.Open || r.Subject != "Недовоз" {
		t.Errorf("found %+v, %v", r, err)
	}
	settled := complaint(2, 10, false)
	settled.Version = "2"
	applied := apply(t, c, crm.Batch{Kind: "records", Records: []crm.Record{settled}, Checkpoint: crm.Checkpoint{Kind: "records", Round: 2}})
	if len(applied.Clients) != 1 || applied.Clients[0] != client {
		t.Errorf("the card is not told to differ: %+v", applied)
	}
	if r, err := c.OpenComplaint(t.Context(), client); err != nil || r.Ref != (crm.Ref{9, 1}) {
		t.Errorf("found %+v, %v", r, err)
	}
	list := must(c.Records(t.Context(), client, noon.AddDate(0, 0, 1), 10))(t)
	if len(list) != 3 || list[0].Open || list[1].Open || !list[2].Open {
		t.Errorf("the timeline has %+v", list)
	}
}
