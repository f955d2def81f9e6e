package lines

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
)

// Conference joins all talks of the account that has the most, or parts them. Talks
// of other accounts wait: voices meet inside a line.
func (b *Board) Conference(ctx context.Context, on bool) error {
	var table *account
	if on {
		if table = b.busiest(); table == nil {
			return fmt.Errorf("a conference needs two talks of an account: %w", crm.ErrConflict)
		}
	}
	var all []error
	for _, a := range b.lines {
		if a == table {
			continue
		}
		// Without a conference there is nothing to part, and a line that is not
		// served has none.
		if err := a.Conference(ctx, false); !errors.Is(err, crm.ErrNotConnected) {
			all = append(all, err)
		}
	}
	if table != nil {
		b.holdOthers(ctx, table)
		all = append(all, table.Conference(ctx, true))
	}
	return errors.Join(all...)
}

// busiest is the account with the most talks; nil when none has two.
func (b *Board) busiest() *account {
	b.mu.Lock()
	defer b.mu.Unlock()
	talks, best := map[*account]int{}, (*account)(nil)
	for _, l := range b.calls {
		if l.talking {
			talks[l.account]++
		}
	}
	for _, a := range b.lines {
		if talks[a] >= 2 && (best == nil || talks[a] > talks[best]) {
			best = a
		}
	}
	return best
}

// ConferenceChanged takes whether talks of the account are joined.
func (e *Ear) ConferenceChanged(on bool) {
	e.board.mu.Lock()
	e.account.joined = on
	some := false
	for _, a := range e.board.lines {
		some = some || a.joined
	}
	e.board.mu.Unlock()
	e.Desk.ConferenceChanged(some)
}

// MessagesWaiting takes what lies in the mailbox of the account; the desk is told
// of all.
func (e *Ear) MessagesWaiting(fresh, old int) {
	e.board.mu.Lock()
	e.account.fresh, e.account.old = fresh, old
	fresh, old = 0, 0
	for _, a := range e.board.lines {
		fresh, old = fresh+a.fresh, old+a.old
	}
	e.board.mu.Unlock()
	e.Desk.MessagesWaiting(fresh, old)
}
