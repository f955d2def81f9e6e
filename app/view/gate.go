package view

import (
	"strings"
	"time"

	"pult/app/crm"
)

// Held says in one sentence why an entry of a list is not called, and when it will
// be: «У клиента 21:40, звоним завтра с 09:00»; nothing when it may be called.
func (p *Printer) Held(v crm.Verdict) string {
	who, until := strings.TrimSpace(v.Who), ""
	if !v.Until.IsZero() {
		until = p.Due(v.Until, false)
	}
	switch v.Hold {
	case crm.HoldNone:
		return ""
	case crm.HoldHours:
		if v.Until.IsZero() {
			return p.T("gate.hours_shut")
		}
		return p.T("gate.hours", p.Now().In(v.Until.Location()).Format("15:04"), p.opens(v.Until))
	case crm.HoldDay, crm.HoldWeek, crm.HoldMonth:
		return p.choose("gate."+string(v.Hold), who, until)
	case crm.HoldLater, crm.HoldPromised:
		return p.choose("gate."+string(v.Hold), until)
	case crm.HoldPaused:
		return p.choose("gate.paused", until) + strings.TrimSuffix(": "+v.Text, ": ")
	case crm.HoldBanned:
		return p.choose("gate.banned", who) + strings.TrimSuffix(": "+v.Text, ": ")
	case crm.HoldOwner:
		return p.T("gate.owner", who, until)
	case crm.HoldLease, crm.HoldPortion, crm.HoldUnderWay:
		return p.choose("gate."+string(v.Hold), who)
	default:
		return p.T("gate." + string(v.Hold))
	}
}

// choose words a hold with what is known of it; a key of its own is for what is not.
func (p *Printer) choose(key string, known ...string) string {
	args := make([]any, 0, len(known))
	for _, k := range known {
		if k == "" {
			return p.T(key + "_bare")
		}
		args = append(args, k)
	}
	return p.T(key, args...)
}

// opens is when the hours of a client begin, by the clock on its wall.
func (p *Printer) opens(at time.Time) string {
	clock := at.Format("15:04")
	switch crm.DaysBetween(p.Now().In(at.Location()), at) {
	case 0:
		return p.T("gate.from", clock)
	case 1:
		return p.T("gate.from_day", p.T("due.tomorrow"), clock)
	default:
		return p.T("gate.from_day", p.T("weekday."+strings.ToLower(at.Weekday().String()[:3])), clock)
	}
}
