package view

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"pult/app/crm"
)

// ErrPast says that the moment somebody has typed is over.
var ErrPast = errors.New("the time has passed")

// When is a moment, or a day, as somebody has typed it, and what was typed after.
type When struct {
	At   time.Time
	Day  bool // no time was named: At is the beginning of the day
	Text string
}

// ParseWhen reads «завтра 10 про КП», «через 2 часа», «пн», «25.11 14:30», also in
// English: "tomorrow 10", "in 2 hours", "mon", "3 pm". Words of both languages are
// known whatever the panel speaks. A day without a year is the next such day; an
// hour without a day is today's, or tomorrow's when it is over.
func ParseWhen(text string, now time.Time) (When, error) {
	w := typed(strings.Fields(text))
	w.skip("в", "во", "at", "on")
	if at, day, ok := w.after(now); ok {
		return When{at, day, w.rest()}, nil
	}
	date, explicit, found := w.date(now)
	minutes, timed := w.clock(found)
	switch {
	case !found && !timed:
		return When{}, fmt.Errorf("time %q: %w", text, crm.ErrInvalid)
	case !timed:
		if explicit && crm.DaysBetween(date, now) > 0 {
			return When{}, ErrPast
		}
		return When{date, true, w.rest()}, nil
	case !found:
		date = midnight(now, 0)
	}
	at := clockOn(date, minutes)
	switch {
	case at.After(now):
	case !found:
		at = clockOn(midnight(now, 1), minutes)
	default:
		return When{}, ErrPast
	}
	return When{At: at, Text: w.rest()}, nil
}

func midnight(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}

// clockOn is a time of day, which is not so many minutes after midnight where
// clocks are changed.
func clockOn(day time.Time, minutes int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, day.Location())
}

// typed are the words that are left to read.
type typed []string

func (w *typed) peek(n int) string {
	if n >= len(*w) {
		return ""
	}
	return strings.ToLower(strings.TrimRight((*w)[n], ",;"))
}

func (w *typed) take(n int) { *w = (*w)[n:] }

func (w *typed) skip(fillers ...string) bool {
	for _, word := range fillers {
		if len(*w) > 1 && w.peek(0) == word {
			w.take(1)
			return true
		}
	}
	return false
}

func (w *typed) rest() string {
	return strings.TrimSpace(strings.TrimLeft(strings.Join(*w, " "), " ,;:-–—"))
}

// spans are units of «через …» by the letters they begin with, the longest first.
var spans = []struct {
	begins []string
	unit   time.Duration
	days   int
}{
	{begins: []string{"мин", "min"}, unit: time.Minute},
	{begins: []string{"ч", "h"}, unit: time.Hour},
	{begins: []string{"дн", "ден", "дня", "day"}, days: 1},
	{begins: []string{"нед", "week"}, days: 7},
}

// short is a unit of which one letter is typed: «15 м», not of those that begin alike.
func short(unit string) string {
	switch unit {
	case "мин":
		return "м"
	case "min":
		return "m"
	default:
		return unit
	}
}

// after reads «через полчаса», «через час», «через 3 дня», "in 2 hours".
func (w *typed) after(now time.Time) (at time.Time, day, ok bool) {
	if first := w.peek(0); first != "через" && first != "in" {
		return at, false, false
	}
	if half := w.peek(1); half == "полчаса" {
		w.take(2)
		return now.Add(30 * time.Minute).Truncate(time.Minute), false, true
	}
	n, unit, used := 1, w.peek(1), 2
	if digits := strings.TrimRightFunc(unit, unicode.IsLetter); digits != "" {
		var err error
		if n, err = strconv.Atoi(digits); err != nil || n <= 0 || n > 1000 {
			return at, false, false
		}
		if unit = unit[len(digits):]; unit == "" {
			unit, used = w.peek(2), 3
		}
	} else if unit == "an" || unit == "a" {
		unit, used = w.peek(2), 3
	}
	for _, s := range spans {
		for _, b := range s.begins {
			if !strings.HasPrefix(unit, b) && unit != short(b) {
				continue
			}
			w.take(min(used, len(*w)))
			if s.days > 0 {
				return midnight(now, n*s.days), true, true
			}
			return now.Add(time.Duration(n) * s.unit).Truncate(time.Minute), false, true
		}
	}
	return at, false, false
}

// nearDays are days by their distance from today.
var nearDays = map[string]int{
	"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "tmr": 1, "послезавтра": 2,
}

var weekdays = map[string]time.Weekday{
	"пн": time.Monday, "понедельник": time.Monday, "mon": time.Monday, "monday": time.Monday,
	"вт": time.Tuesday, "вторник": time.Tuesday, "tue": time.Tuesday, "tuesday": time.Tuesday,
	"ср": time.Wednesday, "среда": time.Wednesday, "среду": time.Wednesday, "wed": time.Wednesday, "wednesday": time.Wednesday,
	"чт": time.Thursday, "четверг": time.Thursday, "thu": time.Thursday, "thursday": time.Thursday,
	"пт": time.Friday, "пятница": time.Friday, "пятницу": time.Friday, "fri": time.Friday, "friday": time.Friday,
	"сб": time.Saturday, "суббота": time.Saturday, "субботу": time.Saturday, "sat": time.Saturday, "saturday": time.Saturday,
	"вс": time.Sunday, "воскресенье": time.Sunday, "sun": time.Sunday, "sunday": time.Sunday,
}

// date reads a day. A weekday is the next one, never today.
func (w *typed) date(now time.Time) (day time.Time, explicit, ok bool) {
	word := w.peek(0)
	if n, near := nearDays[word]; near {
		w.take(1)
		return midnight(now, n), false, true
	}
	if weekday, named := weekdays[word]; named {
		w.take(1)
		days := (int(weekday) - int(now.Weekday()) + 7) % 7
		if days == 0 {
			days = 7
		}
		return midnight(now, days), false, true
	}
	if !strings.ContainsAny(word, "./-") || strings.Contains(word, ":") {
		return day, false, false
	}
	if day, explicit, ok = ParseDay(word, now); ok {
		w.take(1)
	}
	return day, explicit, ok
}

// ParseDay reads "25.11", "25.11.26" or "25.11.2026". Without a year the next such
// day from today on is meant; explicit tells that there was a year.
func ParseDay(text string, now time.Time) (day time.Time, explicit, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("./-", r) })
	if len(parts) < 2 || len(parts) > 3 {
		return day, false, false
	}
	numbers := [3]int{0, 0, now.Year()}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil {
			return day, false, false
		}
		numbers[i] = n
	}
	if numbers[2] < 100 {
		numbers[2] += 2000
	}
	on := func(year int) bool {
		day = time.Date(year, time.Month(numbers[1]), numbers[0], 0, 0, 0, 0, now.Location())
		return day.Day() == numbers[0] && int(day.Month()) == numbers[1] && year < 2200
	}
	explicit = len(parts) == 3
	ok = on(numbers[2])
	if !explicit && (!ok || crm.DaysBetween(day, now) > 0) {
		ok = on(numbers[2] + 1) // passed, or a 29.02 that this year has not
	}
	return day, explicit, ok
}

// parts of a day that people name in place of an hour.
var dayParts = map[string]int{
	"утром": 9, "обед": 13, "днем": 14, "днём": 14, "вечером": 17, "morning": 9, "noon": 12, "afternoon": 14, "evening": 17,
}

// clock reads a time of day as minutes. A bare hour needs no day before it, but a
// number of three digits is no hour.
func (w *typed) clock(dated bool) (minutes int, ok bool) {
	said := w.skip("в", "во", "at", "к")
	word := w.peek(0)
	if hour, named := dayParts[word]; named {
		w.take(1)
		return hour * 60, true
	}
	half := 0
	for _, suffix := range []string{"am", "pm", "ч"} {
		if rest, cut := strings.CutSuffix(word, suffix); cut && rest != "" {
			word = rest
			half = map[string]int{"am": 1, "pm": 2}[suffix]
		}
	}
	hourText, minuteText, colon := strings.Cut(word, ":")
	if !colon && (dated || said) {
		hourText, minuteText, colon = cutDot(word)
	}
	hour, err := strconv.Atoi(hourText)
	minute := 0
	if err == nil && colon {
		if len(minuteText) != 2 {
			return 0, false
		}
		minute, err = strconv.Atoi(minuteText)
	}
	if err != nil || len(hourText) > 2 || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, false
	}
	w.take(1)
	if next := w.peek(0); half == 0 && (next == "am" || next == "pm") {
		half = map[string]int{"am": 1, "pm": 2}[next]
		w.take(1)
	}
	if half > 0 {
		hour = hour%12 + 12*(half-1)
	}
	return hour*60 + minute, true
}

func cutDot(word string) (hour, minute string, ok bool) {
	for _, sep := range []string{".", "-"} {
		if hour, minute, ok = strings.Cut(word, sep); ok {
			return hour, minute, true
		}
	}
	return word, "", false
}
