package crm

import "time"

// Purpose is what a list is called for. The law asks something else of each
// (38-ФЗ art. 18 of advertising, 230-ФЗ of debts of people).
type Purpose string

// Purposes.
const (
	ServicePurpose Purpose = "service" // orders, shipments, a look after a client
	DebtPurpose    Purpose = "debt"
	AdvertPurpose  Purpose = "advert" // offers: only to who has agreed to them
	SurveyPurpose  Purpose = "survey"
)

// Purposes are all there are.
func Purposes() []Purpose {
	return []Purpose{ServicePurpose, DebtPurpose, AdvertPurpose, SurveyPurpose}
}

// NeedsConsent tells that only those are called who have said that they may be.
func (p Purpose) NeedsConsent() bool { return p == AdvertPurpose }

// Advances tells that the next call of a list may begin without a key. Advertising
// may not be dialled without a person (38-ФЗ art. 18 part 2); debts and surveys are
// talks to be prepared for. No setting changes this.
func (p Purpose) Advances() bool { return p == ServicePurpose }

// CallList is a list of clients to be called, for one purpose.
type CallList struct {
	ID      ID
	Name    string
	Purpose Purpose
	Live    bool   // who comes to fit the choice is added, who fits no more is withdrawn
	Choice  Choice // whom it was made of; empty for one from a file
	Script  Script
	File    string // name of the file it came from
	Author  string
	Made    time.Time
	Closed  time.Time // nobody is called by it any more
	Paused  Pause     // nobody is called by it for now
}

// Open tells a list that may be called by.
func (l CallList) Open() bool { return l.Closed.IsZero() }

// Pause is why a list stands still, and until when; a zero Until ends by hand.
type Pause struct {
	Cause PauseCause `json:"cause,omitempty"`
	Since time.Time  `json:"since,omitzero"`
	Until time.Time  `json:"until,omitzero"`
	Text  string     `json:"text,omitempty"` // why, in words
}

// On tells whether it stands still at a moment.
func (p Pause) On(now time.Time) bool {
	return p.Cause != "" && (p.Until.IsZero() || p.Until.After(now))
}

// Ended is the pause when it ends at a moment: faults before it are forgiven.
func (p Pause) Ended(at time.Time) Pause {
	p.Until = at
	return p
}

// Away is a break of a manager in a list.
type Away struct {
	List    ID
	Manager string
	Pause
}

// PauseCause is why a list, or a manager, stands still.
type PauseCause string

// Causes of a pause.
const (
	PauseByHand  PauseCause = "hand"
	PauseByFault PauseCause = "fault" // three faults of the line in a row
	PauseLunch   PauseCause = "lunch"
	PauseMeeting PauseCause = "meeting"
	PauseWork    PauseCause = "work" // something else is to be done

	PauseByMaking PauseCause = "making" // its entries are still being written
)
