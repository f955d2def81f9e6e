package desk

import (
	"context"
	"time"

	"pult/app/crm"
)

// EntryLease is how long an entry is one's own without a word: a panel that was killed
// gives it back by then.
const EntryLease = 10 * time.Minute

// Arbiter decides who has which entry of a list, so that nobody is called twice: of
// one workstation its journal, of a team the hub. Its word is final: who holds no
// lease dials nobody. arbitertest says what each must do.
type Arbiter interface {
	// ClaimEntry leases the first of these entries that waits, is free and whose time
	// has come, to one manager alone. crm.ErrNotFound: none is; crm.ErrConflict: the
	// manager has another lease.
	ClaimEntry(ctx context.Context, manager string, among []crm.ID, lease time.Duration) (crm.Entry, error)
	// RenewEntry makes a lease last from now on; crm.ErrConflict when it ran out, or
	// the token is of another one.
	RenewEntry(ctx context.Context, entry, token crm.ID, lease time.Duration) (crm.Lease, error)
	// ReleaseEntry gives an entry back. With the token of a lease that is gone it
	// does nothing.
	ReleaseEntry(ctx context.Context, entry, token crm.ID) error
	// HeldEntry is what a manager has leased; crm.ErrNotFound when it is nothing.
	HeldEntry(ctx context.Context, manager string) (crm.Entry, error)
}
