package telephony

import (
	"fmt"

	"pult/app/crm"
	"pult/app/phone"
)

type holdCommand struct {
	reply
	id crm.ID
	on bool
}

func (e *holdCommand) handle(a *actor) { e.c <- a.notYet(e.id) }

type keysCommand struct {
	reply
	id     crm.ID
	digits string
}

func (e *keysCommand) handle(a *actor) { e.c <- a.notYet(e.id) }

type transferCommand struct {
	reply
	id crm.ID
	to phone.Number
}

func (e *transferCommand) handle(a *actor) { e.c <- a.notYet(e.id) }

type joinCommand struct {
	reply
	id, other crm.ID
}

func (e *joinCommand) handle(a *actor) { e.c <- a.notYet(e.id) }

// notYet refuses what the line cannot do yet.
func (a *actor) notYet(id crm.ID) error {
	if _, err := a.byID(id); err != nil {
		return err
	}
	return fmt.Errorf("telephony: not done yet: %w", crm.ErrConflict)
}
