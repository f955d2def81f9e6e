package view

import (
	"cmp"

	"pult/app/crm"
)

// Presence words what a manager says of himself, a break with its minutes.
func (p *Printer) Presence(now crm.Presence) string {
	switch now.Kind {
	case crm.PresenceQuiet:
		return p.T("presence.quiet")
	case crm.PresenceBreak:
		name := cmp.Or(now.Reason, p.T("presence.rest"))
		if minutes := now.Minutes(p.Now()); minutes > 0 {
			return name + ", " + p.T("presence.minutes", minutes)
		}
		return name
	default:
		return p.T("presence.free")
	}
}
