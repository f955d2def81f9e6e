package crm

import "time"

// waitingDays is how long a call or a letter is owed an answer: later the day's
// list and the mail remember it.
const waitingDays = 7

// Waiting finds what a client waits for since our last talk or letter: the oldest
// call nobody took or letter nobody answered. Lines of the journal and records of
// 1C, where colleagues answer too, come newest first.
func Waiting(lines []Interaction, records []Record, now time.Time) (Interaction, bool) {
	since := now.AddDate(0, 0, -waitingDays)
	for _, i := range lines {
		if ours(i) && i.At.After(since) {
			since = i.At
		}
	}
	for _, r := range records {
		if r.Kind != ComplaintKind && (r.Kind != MailKind || r.Direction == Outgoing) {
			if r.At.After(since) && !r.At.After(now) {
				since = r.At
			}
		}
	}
	var waits Interaction
	take := func(i Interaction) {
		if i.At.After(since) && (waits.At.IsZero() || i.At.Before(waits.At)) {
			waits = i
		}
	}
	for _, i := range lines {
		letter := i.Kind == MailKind && i.Direction == Incoming
		if letter || i.Kind == CallKind && i.Direction == Incoming && i.Outcome == Missed {
			take(i)
		}
	}
	for _, r := range records {
		if r.Kind == MailKind && r.Direction == Incoming {
			take(Interaction{Kind: MailKind, At: r.At, Direction: Incoming, Subject: r.Subject, Author: r.Writer})
		}
	}
	return waits, !waits.At.IsZero()
}

// ours tells a line in which the client was spoken with or written to.
func ours(i Interaction) bool {
	switch i.Kind {
	case CallKind:
		return i.Outcome == Answered || i.Outcome == Transferred || i.Outcome == Elsewhere
	case MailKind:
		return i.Direction == Outgoing
	case MeetingKind:
		return true
	default:
		return false
	}
}
