package lines

import (
	"time"

	"pult/app/crm"
	"pult/app/desk"
)

// Ear is what one line tells: the board notes which account a call is on, and the
// desk hears all of it.
type Ear struct {
	*desk.Desk
	board   *Board
	account *account
}

// LineChanged takes what the account is doing.
func (e *Ear) LineChanged(s crm.LineStatus) {
	e.board.mu.Lock()
	e.account.state = s.State
	e.board.mu.Unlock()
	e.Desk.LineChanged(s)
}

// Ringing takes an incoming call.
func (e *Ear) Ringing(r crm.Ring) {
	e.board.mu.Lock()
	e.board.calls[r.Call] = &leg{account: e.account}
	e.board.mu.Unlock()
	e.Desk.Ringing(r)
}

// DialledElsewhere takes a call that was begun at the desk phone of the account.
func (e *Ear) DialledElsewhere(r crm.Ring) {
	e.board.mu.Lock()
	e.board.calls[r.Call] = &leg{account: e.account}
	e.board.mu.Unlock()
	e.Desk.DialledElsewhere(r)
}

// Answered takes that people can talk.
func (e *Ear) Answered(call crm.ID, at time.Time) {
	e.board.mu.Lock()
	if l := e.board.calls[call]; l != nil {
		l.talking = true
	}
	e.board.mu.Unlock()
	e.Desk.Answered(call, at)
}

// Ended takes that a call is over.
func (e *Ear) Ended(call crm.ID, end crm.CallEnd) {
	e.board.forget(call)
	e.Desk.Ended(call, end)
}

func (b *Board) forget(call crm.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.calls, call)
}
