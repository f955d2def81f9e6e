package store

import (
	"slices"
	"testing"
	"time"
)

// Queries and code must agree on places, and places on who comes first.
func TestPlaces(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	at := func(seconds int) int64 { return noon.Add(time.Duration(seconds) * time.Second).UnixMilli() }
	order := []struct{ id, talked int64 }{
		{7, at(2)}, {3, at(1)}, {9, at(1)}, {1, at(0)}, {2, 0}, {4, 1}, {5, 0}, {1<<placeIDs + 1, at(3)},
	}
	var places []int64
	for _, one := range order {
		place := placeOf(one.id, one.talked)
		places = append(places, place)
		if got := clientAt(place); got != one.id {
			t.Errorf("client %d stands at %d, where %d does", one.id, place, got)
		}
		err := c.read(t.Context(), "look", func(tx *tx) error {
			var asked, client int64
			if err := tx.row("SELECT "+clientPlace+" FROM (SELECT ? AS id, ? AS talked) c", args{one.id, one.talked}, &asked); err != nil {
				return err
			}
			if asked != place {
				t.Errorf("a query puts client %d at %d, code at %d", one.id, asked, place)
			}
			err := tx.row("SELECT "+wordClient+" FROM (SELECT ? AS rowid) word", args{place}, &client)
			if client != one.id {
				t.Errorf("a query finds client %d at the place of %d", client, one.id)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !slices.IsSorted(places) {
		t.Errorf("places %v", places)
	}
}
