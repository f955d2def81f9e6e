package view

import "pult/app/crm"

// Presence words what a manager says of himself, a break with its minutes.
func (p *Printer) Presence(now crm.Presence) string {
	switch now.Kind {
	case crm.PresenceQuiet:
		return p.T("presence.quiet")
	case crm.PresenceBreak:
		lasted := p.T("presence.minutes", now.Minutes(p.Now()))
		if now.Reason != "" {
			return now.Reason + ", " + lasted
		}
		return p.T("presence.break", lasted)
	default:
		return p.T("presence.free")
	}
}
