package desk

import (
	"context"

	"pult/app/crm"
)

// settleAll looks at every list for what a program that was killed has left.
func (d *Desk) settleAll(ctx context.Context) {
	lists, err := d.Journal.CallLists(ctx)
	if err != nil {
		d.fault("read call lists", err)
	}
	for _, l := range lists {
		if l.Open() {
			d.settleList(ctx, l.ID)
		}
	}
}

// settle has the owner of the calls look at entries that seem to be called still.
func (d *Desk) settle(ctx context.Context, list crm.ID) {
	_ = d.do(ctx, func(ctx context.Context) error { // a desk that has stopped settles nothing
		d.settleList(ctx, list)
		return nil
	})
}

// settleList moves on the entries whose calls are over and whose program was killed
// before it could say so. The record of the call decides: who was talked to waits for
// the word of the manager, who was not is tried again by the rule. None of them is
// dialled by itself.
func (d *Desk) settleList(ctx context.Context, list crm.ID) {
	under, err := d.Journal.EntriesUnderWay(ctx, list, "")
	if err != nil {
		d.fault("read entries under way", err)
		return
	}
	for _, e := range under {
		if _, on := d.live[e.Call]; on || e.State == crm.EntryWrapUp {
			continue
		}
		call, err := d.Journal.Call(ctx, e.Call)
		if err != nil || call.Open() {
			continue // the call of another program, or of another workstation
		}
		d.endEntry(ctx, e.ID, call, 0)
	}
}
