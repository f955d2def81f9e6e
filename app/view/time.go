package view

import (
	"fmt"
	"time"

	"pult/app/crm"
)

// Date writes a day: "22.11.2026".
func (p *Printer) Date(t time.Time) string { return t.In(p.loc).Format("02.01.2006") }

// DayMonth writes a day of this year shortly, "22.11", and of another in full.
func (p *Printer) DayMonth(t time.Time) string {
	t = t.In(p.loc)
	if t.Year() == p.Now().Year() {
		return t.Format("02.01")
	}
	return t.Format("02.01.2006")
}

// Clock writes a time of day: "16:20".
func (p *Printer) Clock(t time.Time) string { return t.In(p.loc).Format("15:04") }

// Moment writes when something happened: the clock for today, else the day too.
func (p *Printer) Moment(t time.Time) string {
	if crm.DaysBetween(t.In(p.loc), p.Now()) == 0 {
		return p.Clock(t)
	}
	return p.DayMonth(t) + " " + p.Clock(t)
}

// Duration writes the length of a talk: "3:12".
func (p *Printer) Duration(seconds int) string {
	if seconds >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// Seconds writes how long something took: "3,2 с".
func (p *Printer) Seconds(d time.Duration) string {
	tenths := crm.Quantity(d.Round(100 * time.Millisecond).Milliseconds())
	return p.T("seconds", p.Quantity(tenths))
}

// Days writes a number of days: "12 дней".
func (p *Printer) Days(n int) string { return p.Count("day", n) }

// Age writes how long ago something was, shortly.
func (p *Printer) Age(t time.Time) string {
	if t.IsZero() {
		return p.T("age.never")
	}
	switch d := p.Now().Sub(t); {
	case d < time.Minute:
		return p.T("age.now")
	case d < time.Hour:
		return p.T("age.ago", p.Count("minute", int(d/time.Minute)))
	default:
		return p.Moment(t)
	}
}

// At writes of when figures of 1C are, to stand beside them: "на 10:38".
func (p *Printer) At(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.T("asof.short", p.Moment(t))
}

// near writes a day by its word when it is close: "завтра", "25.11".
func (p *Printer) near(t time.Time) string {
	switch crm.DaysBetween(p.Now(), t.In(p.loc)) {
	case 0:
		return p.T("due.today")
	case 1:
		return p.T("due.tomorrow")
	case -1:
		return p.T("due.yesterday")
	default:
		return p.DayMonth(t)
	}
}

// span writes how long something has lasted: "40 минут", "26 часов", "3 дня".
func (p *Printer) span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return p.Count("minute", max(int(d/time.Minute), 1))
	case d < 48*time.Hour:
		return p.Count("hour", int(d/time.Hour))
	default:
		return p.Days(int(d / (24 * time.Hour)))
	}
}

// AsOf writes how old the figures of 1C are: "данные 1С на 10:38".
func (p *Printer) AsOf(t time.Time) string {
	if t.IsZero() {
		return p.T("asof.never")
	}
	return p.T("asof.at", p.Moment(t))
}
