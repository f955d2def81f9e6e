package crm

import "time"

// Hold is why an entry is not called now, or not at all: the answer of the one gate
// of list calls. app/view words it.
type Hold string

// Holds. Those that pass by themselves say when in Verdict.Until.
const (
	HoldNone      Hold = ""
	HoldBanned    Hold = "banned"     // asked not to be called
	HoldConsent   Hold = "no_consent" // advertising, and nobody has agreed to it
	HoldNoPhone   Hold = "no_phone"
	HoldDuplicate Hold = "duplicate" // is in the list under another name
	HoldHours     Hold = "hours"     // not the hours of the client
	HoldZone      Hold = "no_zone"   // nobody knows what time it is there
	HoldDay       Hold = "day_cap"   // spoken with today already, by any list
	HoldWeek      Hold = "week_cap"
	HoldMonth     Hold = "month_cap"
	HoldLease     Hold = "leased" // a colleague has it
	HoldPortion   Hold = "portion"
	HoldLater     Hold = "later" // a retry or a callback whose time has not come
	HoldOwner     Hold = "owner" // a callback of somebody else, not late yet
	HoldTried     Hold = "exhausted"
	HoldPaid      Hold = "paid"   // since the list was made
	HoldBought    Hold = "bought" // since the list was made
	HoldPromised  Hold = "promised"
	HoldLeft      Hold = "left_segment"
	HoldPaused    Hold = "paused"
	HoldClosed    Hold = "closed" // the whole list is
	HoldUnderWay  Hold = "under_way"
	HoldOnCall    Hold = "on_call" // the manager is in another call: DialEntry says so
	HoldDone      Hold = "done"
	HoldOffline   Hold = "no_arbiter" // nobody decides who has what: own portion only
	HoldUnread    Hold = "unread"     // what the gate must know could not be read: nobody is called on a guess
)

// Holds are all there are, in the order of the gate.
func Holds() []Hold {
	return []Hold{
		HoldUnderWay, HoldOnCall, HoldDone, HoldDuplicate, HoldClosed, HoldNoPhone, HoldTried, HoldBanned, HoldConsent, HoldPaid, HoldBought,
		HoldPromised, HoldLeft, HoldPaused, HoldLease, HoldOffline, HoldOwner, HoldPortion, HoldLater, HoldZone, HoldHours,
		HoldDay, HoldWeek, HoldMonth, HoldUnread,
	}
}

// Verdict is what the gate says of one entry.
type Verdict struct {
	Hold  Hold
	Until time.Time // when it passes, with HoldHours by the clock of the client; zero for never, or not by itself
	Who   string    // who has it, who has said so
	Text  string    // words of a ban
}

// Free tells that it may be called now.
func (v Verdict) Free() bool { return v.Hold == HoldNone }

// Withheld is a verdict as an error: of kind ErrWithheld. Its text names nobody.
type Withheld struct{ Verdict }

func (w *Withheld) Error() string { return ErrWithheld.Error() + ": " + string(w.Hold) }

// Unwrap lets errors.Is find the kind.
func (w *Withheld) Unwrap() error { return ErrWithheld }

// Left is an entry that was not called, with why.
type Left struct {
	Entry   Entry
	Verdict Verdict
}
