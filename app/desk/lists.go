package desk

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Lists is the part of the journal about call lists.
type Lists interface {
	Arbiter
	// CallList reads one list; crm.ErrNotFound when there is none.
	CallList(ctx context.Context, id crm.ID) (crm.CallList, error)
	// CallLists are all of them, the newest first.
	CallLists(ctx context.Context) ([]crm.CallList, error)
	// Entry reads one entry; crm.ErrNotFound when there is none.
	Entry(ctx context.Context, id crm.ID) (crm.Entry, error)
	// Entries reads the entries of a list in its order, from a place on.
	Entries(ctx context.Context, list crm.ID, from, limit int) ([]crm.Entry, error)
	// EntriesOf reads entries by their ids, in that order.
	EntriesOf(ctx context.Context, ids []crm.ID) ([]crm.Entry, error)
	// WaitingEntries names those whose time has come, in the order they are drawn.
	WaitingEntries(ctx context.Context, list crm.ID, limit int) ([]crm.ID, error)
	// EntriesUnderWay are those a manager has begun to call and given no result; of
	// everybody when the name is empty.
	EntriesUnderWay(ctx context.Context, list crm.ID, manager string) ([]crm.Entry, error)
	// RecordStep writes one step of an entry with all that belongs to it, or nothing;
	// crm.ErrConflict when the entry is not as it was. paused tells that the list
	// stands still now, after too many faults of the line.
	RecordStep(ctx context.Context, step crm.EntryStep) (paused bool, err error)
	// SetPause stops a list for everybody, or lets it go on.
	SetPause(ctx context.Context, list crm.ID, pause crm.Pause) error
	// RecordAway writes a break of a manager; without a cause it only ends the last.
	RecordAway(ctx context.Context, away crm.Away) error
	// AwayFrom is the break of a manager that lasts now; zero when there is none.
	AwayFrom(ctx context.Context, list crm.ID, manager string) (crm.Pause, error)
	// Talks are talks that we began with a client or a number since a moment.
	Talks(ctx context.Context, client crm.Ref, number phone.Number, since time.Time) ([]crm.Talk, error)
	// Hours is what was said of the hours of a client; zero when nobody has said.
	Hours(ctx context.Context, client crm.Ref) (crm.ClientHours, error)
	// RecordHours writes what a person says of them.
	RecordHours(ctx context.Context, hours crm.ClientHours) error
}
