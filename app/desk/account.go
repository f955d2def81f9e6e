package desk

import (
	"slices"

	"pult/app/crm"
)

// accounts are what the accounts of the telephone do, in the order in which they
// were first heard of.
type accounts []crm.LineStatus

func (a *accounts) note(s crm.LineStatus) {
	i := slices.IndexFunc(*a, func(known crm.LineStatus) bool { return known.Account == s.Account })
	if i < 0 {
		*a = append(*a, s)
		return
	}
	(*a)[i] = s
}

// concern orders states by how much they need somebody to look.
var concern = []crm.LineState{crm.LineOff, crm.LineRegistered, crm.LineConnecting, crm.LineRefused}

// worst is the status to show when there is room for one.
func (a accounts) worst() crm.LineStatus {
	worst := crm.LineStatus{State: crm.LineOff}
	for i, s := range a {
		if i == 0 || slices.Index(concern, s.State) > slices.Index(concern, worst.State) {
			worst = s
		}
	}
	return worst
}

// account names the one that a call of ours goes on record with.
func (d *Desk) account() string {
	if p, ok := d.phone.(Accounts); ok {
		return p.Account()
	}
	return d.lines.worst().Account
}
