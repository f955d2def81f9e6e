package pull

import (
	"context"
	"time"

	"pult/app/crm"
)

// Books is a base that can be asked for control sums.
type Books interface {
	Source
	Count(ctx context.Context, kind string) (int, error)
	Owed(ctx context.Context) (owed, advance crm.Money, lines int, err error)
}

// Ledger is a cache that can be asked for them.
type Ledger interface {
	Cache
	Owed(ctx context.Context) (owed, advance crm.Money, lines int, err error)
	SetAside(ctx context.Context) ([]crm.SetAside, error)
}

// Check compares the cache with 1C by control sums, without changing either
// (сверка). Right after a round the only differences are of the meantime.
//
// told hears of each kind as it is compared; it may be nil.
func Check(ctx context.Context, base Books, cache Ledger, told func(crm.Drift)) ([]crm.Drift, error) {
	if told == nil {
		told = func(crm.Drift) {}
	}
	if err := base.Probe(ctx); err != nil {
		return nil, err
	}
	aside, err := cache.SetAside(ctx)
	if err != nil {
		return nil, err
	}
	strange := map[string]int{}
	for _, s := range aside {
		if !s.Part() {
			strange[s.Kind]++
		}
	}
	var drifts []crm.Drift
	for _, kind := range base.Kinds() {
		var d crm.Drift
		switch {
		case ctx.Err() != nil:
			return drifts, ctx.Err()
		case kind == "debts":
			d = checkDebts(ctx, base, cache)
		case base.Scans(kind):
			d = checkRows(ctx, base, cache, kind, strange[kind])
		default:
			continue
		}
		drifts = append(drifts, d)
		told(d)
	}
	return drifts, ctx.Err()
}

// checkRows counts objects. A row that was set aside may have an older, good
// copy here, so it counts only where it is missing.
func checkRows(ctx context.Context, base Books, cache Ledger, kind string, aside int) crm.Drift {
	d := crm.Drift{Kind: kind}
	if d.There, d.Err = base.Count(ctx, kind); d.Err != nil {
		return d
	}
	have, err := cache.Versions(ctx, kind, time.Time{})
	d.Here, d.Err = len(have), err
	d.SetAside = max(min(aside, d.There-d.Here), 0)
	return d
}

func checkDebts(ctx context.Context, base Books, cache Ledger) crm.Drift {
	d := crm.Drift{Kind: "debts"}
	if d.OwedThere, d.AdvanceThere, d.There, d.Err = base.Owed(ctx); d.Err != nil {
		return d
	}
	d.OwedHere, d.AdvanceHere, d.Here, d.Err = cache.Owed(ctx)
	return d
}
