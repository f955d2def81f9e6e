package crm

import (
	"slices"
	"time"
)

// GateRead says which facts the gate was given could be read. What was not read
// holds: nobody is called on a guess.
type GateRead uint8

// Facts that are read.
const (
	ReadBans  GateRead = 1 << iota // Bar
	ReadWord                       // Consent
	ReadClock                      // Zone and Own
	ReadTalks                      // Talks
	ReadBooks                      // Person and Since
	ReadAll   = ReadBans | ReadWord | ReadClock | ReadTalks | ReadBooks
)

// Talk is one talk that we began, of any list or of none.
type Talk struct {
	At  time.Time
	Who string // manager, by name
}

// GateFacts is all that the gate must know of one entry and of who asks.
type GateFacts struct {
	List    CallList
	Entry   Entry
	Manager string // who asks
	Away    Pause  // of that manager
	Arbiter bool   // somebody decides who has what
	Rules   ListRules
	Read    GateRead

	Bar     *Bar      // the client or the number has asked not to be called
	Consent Statement // to advertising
	Zone    Zone      // of the client
	Own     Span      // the client's own hours; zero when nobody has said
	Person  bool      // no firm: it has the INN of a person, or none
	Talks   []Talk    // with the client or the number in the last month
	Since   Verdict   // paid, bought or promised since the list was made
}

// Gate decides whether an entry may be dialled now. It is the one gate of every call
// of a list: whoever draws an entry, shows why one waits, or dials, asks it. Facts
// that do not pass come first, so that "never" is not worded as "later".
func Gate(f GateFacts, now time.Time) Verdict {
	for _, check := range []func(GateFacts, time.Time) Verdict{
		gateState, gateWord, gateBooks, gatePause, gateShare, gateTime, gateHours, gateCaps,
	} {
		if v := check(f, now); !v.Free() {
			return v
		}
	}
	if f.Read&ReadAll != ReadAll {
		return Verdict{Hold: HoldUnread}
	}
	return Verdict{}
}

// GateEarly is the part of the gate that needs to know nothing of a client but the
// time there. What it holds the gate holds too, though for another reason perhaps;
// what it lets through is to be asked of the gate.
func GateEarly(f GateFacts, now time.Time) Verdict {
	for _, check := range []func(GateFacts, time.Time) Verdict{gateState, gatePause, gateShare, gateTime, gateHours} {
		if v := check(f, now); !v.Free() {
			return v
		}
	}
	return Verdict{}
}

// overHolds are the states that are over, as the gate words them.
var overHolds = map[EntryState]Hold{
	EntryDone: HoldDone, EntryBanned: HoldBanned, EntryDuplicate: HoldDuplicate, EntryNoPhone: HoldNoPhone, EntryExhausted: HoldTried,
}

func gateState(f GateFacts, _ time.Time) Verdict {
	e := f.Entry
	switch {
	case e.State.UnderWay():
		return Verdict{Hold: HoldUnderWay, Who: e.Lease.Manager}
	case e.State == EntryWithdrawn:
		if cause := Hold(e.Cause); slices.Contains(withdrawals, cause) {
			return Verdict{Hold: cause}
		}
		return Verdict{Hold: HoldLeft}
	case overHolds[e.State] != "":
		return Verdict{Hold: overHolds[e.State]}
	case !e.State.Waits():
		return Verdict{Hold: HoldUnread} // a state this program does not know
	case !f.List.Open():
		return Verdict{Hold: HoldClosed}
	case !slices.Contains(Purposes(), f.List.Purpose):
		return Verdict{Hold: HoldUnread}
	case e.Number().String() == "":
		return Verdict{Hold: HoldNoPhone}
	case e.Attempts >= f.Rules.attempts():
		return Verdict{Hold: HoldTried}
	}
	return Verdict{}
}

// gateWord is what the client has said: a ban, and for advertising a consent.
func gateWord(f GateFacts, _ time.Time) Verdict {
	switch {
	case f.Read&ReadBans == 0:
		return Verdict{Hold: HoldUnread}
	case f.Bar != nil:
		return Verdict{Hold: HoldBanned, Who: f.Bar.Author, Text: f.Bar.Text}
	case !f.List.Purpose.NeedsConsent():
		return Verdict{}
	case f.Read&ReadWord == 0:
		return Verdict{Hold: HoldUnread}
	case !f.Consent.Holds():
		return Verdict{Hold: HoldConsent}
	}
	return Verdict{}
}

// withdrawals are why nobody need be called any more.
var withdrawals = []Hold{HoldPaid, HoldBought, HoldPromised, HoldLeft}

func gateBooks(f GateFacts, _ time.Time) Verdict {
	if f.Read&ReadBooks == 0 {
		return Verdict{Hold: HoldUnread}
	}
	return f.Since
}

func gatePause(f GateFacts, now time.Time) Verdict {
	for _, p := range []Pause{f.List.Paused, f.Away} {
		if p.On(now) {
			return Verdict{Hold: HoldPaused, Until: p.Until, Text: p.Text}
		}
	}
	return Verdict{}
}

// gateShare is whose the entry is: leased, of a portion, a callback of somebody.
func gateShare(f GateFacts, now time.Time) Verdict {
	e := f.Entry
	own := e.Portion != "" && e.Portion == f.Manager
	switch {
	case e.Lease.Holds(now) && e.Lease.Manager != f.Manager:
		return Verdict{Hold: HoldLease, Who: e.Lease.Manager, Until: e.Lease.Until}
	case !f.Arbiter && !own:
		return Verdict{Hold: HoldOffline, Who: e.Portion}
	case e.State == EntryCallback && e.Owner != "":
		// Whoever has agreed upon the time calls; when that has passed, anybody.
		if anybody := e.Next.Add(f.Rules.grace()); e.Owner != f.Manager && now.Before(anybody) {
			return Verdict{Hold: HoldOwner, Who: e.Owner, Until: anybody}
		}
	case e.Portion != "" && !own:
		return Verdict{Hold: HoldPortion, Who: e.Portion}
	}
	return Verdict{}
}

func gateTime(f GateFacts, now time.Time) Verdict {
	if f.Entry.Next.After(now) {
		return Verdict{Hold: HoldLater, Until: f.Entry.Next}
	}
	return Verdict{}
}

// gateHours holds outside the client's hours, and where nobody knows what time it is.
func gateHours(f GateFacts, now time.Time) Verdict {
	switch {
	case f.Read&ReadClock == 0:
		return Verdict{Hold: HoldUnread}
	case !f.Zone.Known:
		return Verdict{Hold: HoldZone}
	case !f.hours().Open(f.Zone, now):
		west, _ := f.Zone.In(now)
		return Verdict{Hold: HoldHours, Until: f.hours().Next(f.Zone, west)}
	}
	return Verdict{}
}

// strict tells a debt of a person: 230-ФЗ.
func (f GateFacts) strict() bool { return f.List.Purpose == DebtPurpose && f.Person }

// hours are those of this entry, never wider than lawful ones. A time agreed upon with
// the client may lie outside the usual ones.
func (f GateFacts) hours() Hours {
	h := f.Rules.hours()
	switch {
	case f.strict(), f.Entry.State == EntryCallback:
		h = LawfulHours()
	case f.Own.Till > f.Own.From:
		h = Hours{f.Own, f.Own.Within(h.Weekends)}
	}
	if f.strict() && f.Own.Till > f.Own.From {
		h = h.Within(Hours{f.Own, f.Own})
	}
	return h.Within(LawfulHours())
}

// week and month are counted back from now: whoever keeps to that keeps to the weeks
// and months of any calendar.
const (
	week  = 7 * 24 * time.Hour
	month = 31 * 24 * time.Hour
)

// TalksWithin is how far back the gate wants to know of talks.
const TalksWithin = month

// gateCaps holds who was talked to often enough, by whatever list. A callback the
// client has asked for is no nuisance; the law of debts knows no such thing.
func gateCaps(f GateFacts, now time.Time) Verdict {
	if f.Read&ReadTalks == 0 {
		return Verdict{Hold: HoldUnread}
	}
	if f.Entry.State == EntryCallback && !f.strict() {
		return Verdict{}
	}
	talks := slices.Clone(f.Talks)
	slices.SortFunc(talks, func(a, b Talk) int { return b.At.Compare(a.At) })
	day, weekly := f.Rules.caps()
	today := func(t Talk) bool {
		west, east := f.Zone.In(now)
		w, e := f.Zone.In(t.At)
		return DaysBetween(w, west) == 0 || DaysBetween(e, east) == 0
	}
	if len(talks) >= day && today(talks[day-1]) {
		_, east := f.Zone.In(now)
		tomorrow := time.Date(east.Year(), east.Month(), east.Day()+1, 0, 0, 0, 0, place(f.Zone.West))
		return Verdict{Hold: HoldDay, Who: talks[0].Who, Until: f.hours().Next(f.Zone, tomorrow)}
	}
	caps := []struct {
		hold Hold
		most int
		span time.Duration
	}{{HoldWeek, weekly, week}}
	if f.strict() {
		caps = append(caps, struct {
			hold Hold
			most int
			span time.Duration
		}{HoldMonth, monthlyTalks, month})
	}
	for _, c := range caps {
		if len(talks) >= c.most && now.Sub(talks[c.most-1].At) < c.span {
			return Verdict{Hold: c.hold, Who: talks[0].Who, Until: f.hours().Next(f.Zone, talks[c.most-1].At.Add(c.span))}
		}
	}
	return Verdict{}
}
