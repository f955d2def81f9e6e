package crm

import "time"

// PresenceKind is what a manager says of himself: whether calls may come.
type PresenceKind string

// Kinds of presence. Calls come to who is free alone.
const (
	PresenceFree  PresenceKind = ""
	PresenceBreak PresenceKind = "break"
	PresenceQuiet PresenceKind = "quiet" // at work, and not to be disturbed
)

// Presence is what holds since when; a break may have a reason.
type Presence struct {
	Kind   PresenceKind
	Reason string
	Since  time.Time
}

// Takes tells whether new calls come.
func (p Presence) Takes() bool { return p.Kind == PresenceFree }

// Minutes are those since it began.
func (p Presence) Minutes(now time.Time) int { return max(int(now.Sub(p.Since)/time.Minute), 0) }
