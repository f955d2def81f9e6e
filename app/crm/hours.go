package crm

import "time"

// Span is a part of a day in minutes of it, its end left out. The zero Span is none.
type Span struct{ From, Till int }

// Within is the part of a span that lies in another.
func (s Span) Within(other Span) Span {
	s = Span{max(s.From, other.From), min(s.Till, other.Till)}
	if s.From >= s.Till {
		return Span{}
	}
	return s
}

// Hours are when somebody may be called, by the clock of the client.
type Hours struct{ Weekdays, Weekends Span }

// UsualHours are those of a list: working days, from nine to eight.
func UsualHours() Hours { return Hours{Weekdays: Span{9 * 60, 20 * 60}} }

// LawfulHours are those of 230-ФЗ for debts of people. Nobody is called outside them
// at all, not even at a time agreed upon.
func LawfulHours() Hours {
	return Hours{Weekdays: Span{8 * 60, 22 * 60}, Weekends: Span{9 * 60, 20 * 60}}
}

// Within are the hours that lie in others.
func (h Hours) Within(other Hours) Hours {
	return Hours{h.Weekdays.Within(other.Weekdays), h.Weekends.Within(other.Weekends)}
}

// Open tells whether a moment is in the hours, everywhere in the zone.
func (h Hours) Open(z Zone, at time.Time) bool {
	west, east := z.In(at)
	return z.Known && h.open(west) && h.open(east)
}

func (h Hours) open(local time.Time) bool {
	minute := local.Hour()*60 + local.Minute()
	span := h.of(local.Weekday())
	return minute >= span.From && minute < span.Till
}

func (h Hours) of(day time.Weekday) Span {
	if day == time.Saturday || day == time.Sunday {
		return h.Weekends
	}
	return h.Weekdays
}

// Next is the first moment from a given one on that is in the hours; zero when there
// is none in a fortnight.
func (h Hours) Next(z Zone, from time.Time) time.Time {
	if h.Open(z, from) {
		return from
	}
	if !z.Known {
		return time.Time{}
	}
	var best time.Time
	west, east := z.In(from)
	for _, local := range []time.Time{west, east} {
		for day := range 15 {
			midnight := time.Date(local.Year(), local.Month(), local.Day()+day, 0, 0, 0, 0, local.Location())
			opens := midnight.Add(time.Duration(h.of(midnight.Weekday()).From) * time.Minute)
			if opens.After(from) && h.Open(z, opens) && (best.IsZero() || opens.Before(best)) {
				best = opens.In(from.Location())
			}
		}
	}
	return best
}

// ClientHours is what a person has said of the hours of a client. Opens and Closes
// are minutes of its day; both 0 are the usual ones.
type ClientHours struct {
	Client        Ref
	Zone          string // as ParseZone reads it; empty when only hours were said
	Opens, Closes int
	Author        string
	At            time.Time
}
