package store

import (
	"sync"
	"testing"

	"pult/app/crm"
)

// Memory is given back while others read and write: none of them notices.
func TestSpareDisturbsNobody(t *testing.T) {
	s := newStore(t, t.TempDir())
	ctx := t.Context()
	apply := func(n byte) {
		b := crm.Batch{Kind: "clients", Clients: []crm.Client{{Ref: crm.Ref{n}, Name: "Клиент", Version: "1"}}}
		if _, err := s.Cache.Apply(ctx, b); err != nil {
			t.Error(err)
		}
	}
	apply(1)
	var work sync.WaitGroup
	for range 3 {
		work.Go(func() {
			for range 50 {
				if clients, _, err := s.Cache.Count(ctx); err != nil || clients == 0 {
					t.Errorf("counted %d: %v", clients, err)
				}
			}
		})
	}
	work.Go(func() {
		for n := range byte(20) {
			apply(n + 2)
		}
	})
	for range 20 {
		s.Spare(ctx)
	}
	work.Wait()
	s.Spare(ctx)
	if clients, _, err := s.Cache.Count(ctx); err != nil || clients != 21 {
		t.Errorf("%d clients are left: %v", clients, err)
	}
	for _, p := range []*pool{s.Cache.db.read, s.Cache.db.write, s.Journal.db.read, s.Journal.db.write} {
		if n := p.db.Stats().InUse; n != 0 {
			t.Errorf("%d connections were kept", n)
		}
	}
}
