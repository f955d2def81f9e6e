package desk

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Agenda is the part of the journal about what is to be done and how people stand
// to us.
type Agenda interface {
	// RecordTask writes a task and its line of history.
	RecordTask(ctx context.Context, task crm.Task) error
	// Task reads one task; crm.ErrNotFound when there is none.
	Task(ctx context.Context, id crm.ID) (crm.Task, error)
	// OpenTasks are those not done, the first due first.
	OpenTasks(ctx context.Context) ([]crm.Task, error)
	// CallsSince reads lines of calls from a moment on, the newest first.
	CallsSince(ctx context.Context, since time.Time) ([]crm.Interaction, error)
	// DuePromises is the newest promise of each client that fell due between
	// two moments.
	DuePromises(ctx context.Context, from, until time.Time) ([]crm.Promise, error)
	// Unanswered are letters of clients since a moment that nobody has answered, the
	// oldest first.
	Unanswered(ctx context.Context, since time.Time) ([]crm.Interaction, error)
	// Bounced are letters of ours that came back since a moment and that nothing was
	// done about.
	Bounced(ctx context.Context, since time.Time) ([]crm.Interaction, error)
	// Silent are letters of ours whose answer is missed by now.
	Silent(ctx context.Context, now time.Time) ([]crm.Interaction, error)
	// RecordStatement writes a line that changes how a client or a number stands.
	RecordStatement(ctx context.Context, line crm.Interaction) error
	// Standings tells how clients stand; those of whom nothing was said are left out.
	Standings(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Standing, error)
	// NumberBan is the last word on calls to one number alone, of whatever client.
	NumberBan(ctx context.Context, number phone.Number) (crm.Statement, error)
	// CallerMark is what was said of a number that 1C does not know.
	CallerMark(ctx context.Context, number phone.Number) (crm.CallerMark, crm.Ref, error)
	// CallerMarks is the newest mark of every number that has one.
	CallerMarks(ctx context.Context) ([]crm.Interaction, error)
}
