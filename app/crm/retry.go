package crm

import "time"

// When an entry is tried again, by what the line heard.
const (
	afterBusy      = 15 * time.Minute
	afterBusyAgain = time.Hour
	afterFault     = 5 * time.Minute
	afterCut       = 15 * time.Minute // our own panel stopped while it rang
	apart          = 2 * time.Hour    // from the time of day at which nobody answered
	rungOut        = 30 * time.Second // who gives up after that has waited for an answer
	halfOfDay      = 14*60 + 30       // of the usual hours, in minutes
	afterSkip      = 2 * time.Hour
)

// FaultsInRow of a list pause it: the fault is ours, not the clients'.
const FaultsInRow = 3

// unknownZone stands in where nobody knows the zone: only the next time is reckoned
// by it, the gate asks again.
var unknownZone = ZoneAt(3 * 60)

// Heard sorts what the line told of a call that has ended, with the SIP status that
// ended it, the way lists count: whether the client or we ourselves failed.
func Heard(call Call, code int) Outcome {
	switch {
	case !call.AnsweredAt.IsZero():
		return Answered
	case call.Outcome == Cancelled && call.EndedAt.Sub(call.RangAt) >= rungOut:
		return NoAnswer
	case call.Outcome == Rejected && code == 403:
		return NetworkFault // the provider does not let us
	case call.Outcome == Missed, call.Outcome == Elsewhere, call.Outcome == Transferred:
		return Interrupted
	default:
		return call.Outcome
	}
}

// Counts tells an outcome that is an attempt to reach somebody: faults of ours, and
// calls that we broke off, are not, and a wrong number reaches nobody.
func (o Outcome) Counts() bool {
	return o == Answered || o == Busy || o == NoAnswer || o == Rejected
}

// AfterCall is the entry after a call of it has ended. zone is that of the client.
func (e Entry) AfterCall(call Call, code int, zone Zone, rules ListRules) Entry {
	heard := Heard(call, code)
	again := e.Heard == Busy
	before := e.Before
	if !before.Waits() {
		before = EntryRetry
	}
	e.Heard, e.Last, e.Before = heard, call.RangAt, ""
	if heard.Counts() {
		e.Attempts++
	}
	if heard != NetworkFault {
		e.Faults = 0
	}
	at := call.EndedAt
	if heard != Answered && heard != Cancelled && heard != Unreachable {
		e.Lease = Lease{} // with these the manager stays with the client
	}
	e.State = EntryRetry
	switch heard {
	case Answered:
		e.State = EntryWrapUp
		return e
	case Busy:
		e.State, e.Next = before, at.Add(afterBusy)
		if again {
			e.Next = at.Add(afterBusyAgain)
		}
		if before == EntryNew {
			e.State = EntryRetry
		}
	case NoAnswer:
		e.Next = otherHalf(zone, rules, at)
	case Rejected:
		e.Next = nextDay(zone, rules, at)
	case Unreachable:
		return e.nextPhone(time.Time{})
	case NetworkFault:
		e.State, e.Faults, e.Next = before, e.Faults+1, at.Add(afterFault)
	case Cancelled:
		e.State = before // back to the same place, Next as it was
	default:
		e.State, e.Next = before, at.Add(afterCut)
	}
	return e.unlessTried(rules)
}

// Reached is the entry while its call is on, once it is said what comes of it: the
// attempt counts from then on, for the end of the call changes the entry no more.
func (e Entry) Reached(call Call) Entry {
	e.Attempts++
	e.Faults = 0
	if !call.AnsweredAt.IsZero() {
		e.Heard = Answered
	}
	return e
}

// unlessTried ends an entry that was tried as often as is decent.
func (e Entry) unlessTried(rules ListRules) Entry {
	if e.Attempts >= rules.attempts() {
		e.State, e.Next = EntryExhausted, time.Time{}
	}
	return e
}

// nextPhone goes on to the next telephone of the client; without one there is nobody
// to call.
func (e Entry) nextPhone(next time.Time) Entry {
	e.Phone++
	e.State, e.Next, e.Owner = EntryRetry, next, ""
	if e.Number().String() == "" {
		e.State, e.Next, e.Cause = EntryNoPhone, time.Time{}, string(ResultWrongNumber)
	}
	return e
}

// NextPhone is the entry turned to the next telephone of the client, by hand: round and
// round. It stays as it is when there is only one.
func (e Entry) NextPhone() Entry {
	if len(e.Numbers) > 0 {
		e.Phone = (e.Phone + 1) % len(e.Numbers)
	}
	return e
}

// Banned is the entry when its number is not to be called any more.
func (e Entry) Banned() Entry {
	e = e.nextPhone(e.Next)
	if e.State == EntryNoPhone {
		e.State, e.Cause = EntryBanned, ""
	}
	return e
}

// AfterResult is the entry after its manager has said what came of the call.
func (e Entry) AfterResult(s Said, manager string, zone Zone, rules ListRules, now time.Time) Entry {
	e.Result, e.Reason, e.Before = s.Result, s.Reason, ""
	e.Lease = Lease{}
	switch {
	case s.Result == ResultWrongNumber:
		return e.nextPhone(time.Time{})
	case s.Result == ResultWrongPerson && e.Phone+1 < len(e.Numbers):
		e = e.nextPhone(nextDay(zone, rules, now))
		return e.unlessTried(rules)
	case s.Result == ResultDoNotCall:
		e.State, e.Next = EntryBanned, time.Time{}
	case s.Result == ResultVoicemail:
		e.State, e.Next = EntryRetry, nextDay(zone, rules, now)
		return e.unlessTried(rules)
	case s.Result == ResultCallBack, s.Result == ResultThinking && !s.When.IsZero():
		e.State, e.Owner = EntryCallback, manager
		e.Next = callAt(s.When, s.Day, zone, rules)
	default:
		e.State, e.Next = EntryDone, time.Time{}
	}
	return e
}

// callAt is when a client is to be called at a time agreed upon: a day begins with
// the hours of the client.
func callAt(when time.Time, day bool, zone Zone, rules ListRules) time.Time {
	if !day {
		return when
	}
	if next := rules.hours().Next(zone, when); !next.IsZero() && next.Sub(when) < 24*time.Hour {
		return next
	}
	return when
}

// Skipped is the entry put off without a call.
func (e Entry) Skipped(now time.Time) Entry {
	e.Lease = Lease{}
	if next := now.Add(afterSkip); next.After(e.Next) {
		e.Next = next
	}
	return e
}

// Agreed is a waiting entry for which a time was agreed upon without a call.
func (e Entry) Agreed(when time.Time, day bool, manager string, zone Zone, rules ListRules) Entry {
	e.Lease = Lease{}
	e.State, e.Owner, e.Next = EntryCallback, manager, callAt(when, day, zone, rules)
	return e
}

// nextDay is the beginning of the next day on which the client may be called.
func nextDay(zone Zone, rules ListRules, at time.Time) time.Time {
	if !zone.Known {
		zone = unknownZone
	}
	west, east := zone.In(at)
	midnight := time.Date(east.Year(), east.Month(), east.Day()+1, 0, 0, 0, 0, west.Location())
	return rules.hours().Next(zone, midnight).In(at.Location())
}

// otherHalf is the next time in the other half of the client's day, and not near the
// time of day at which nobody answered: who is out at ten may be there at four.
func otherHalf(zone Zone, rules ListRules, at time.Time) time.Time {
	if !zone.Known {
		zone = unknownZone
	}
	local, _ := zone.In(at)
	if local.Hour()*60+local.Minute() >= halfOfDay {
		return nextDay(zone, rules, at)
	}
	next := time.Date(local.Year(), local.Month(), local.Day(), 0, halfOfDay, 0, 0, local.Location())
	if later := at.Add(apart); later.After(next) {
		next = later
	}
	return rules.hours().Next(zone, next).In(at.Location())
}
