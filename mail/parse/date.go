package parse

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// readDate reads the Date field: as the standard has it, and as careless programs
// write it.
func readDate(value string) (time.Time, bool) {
	value = strings.TrimSpace(value)
	if len(value) > 200 {
		return time.Time{}, false
	}
	if at, err := mail.ParseDate(value); err == nil {
		return sane(at)
	}
	if i := strings.IndexByte(value, '('); i > 0 {
		value = strings.TrimSpace(value[:i])
	}
	for _, layout := range []string{time.RFC3339, time.ANSIC, time.UnixDate, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, value); err == nil {
			return sane(at)
		}
	}
	return pickDate(value)
}

// datePattern finds day, month, year and time wherever they stand.
var datePattern = regexp.MustCompile(`(?i)(\d{1,2})[ -]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[\pL.]*[ -,]+(\d{2,4})(?:,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*([+-]\d{4})?`)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}

func pickDate(value string) (time.Time, bool) {
	m := datePattern.FindStringSubmatch(value)
	if m == nil {
		return time.Time{}, false
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	year := n(3)
	if year < 100 {
		year += 2000
	}
	zone := time.UTC
	if m[7] != "" {
		offset, _ := strconv.Atoi(m[7])
		zone = time.FixedZone("", (offset/100*60+offset%100)*60)
	}
	return sane(time.Date(year, months[strings.ToLower(m[2])], n(1), n(4), n(5), n(6), 0, zone))
}

// sane turns away years no letter was written in.
func sane(at time.Time) (time.Time, bool) {
	at = at.UTC()
	if at.Year() < 1980 || at.Year() > 2200 {
		return time.Time{}, false
	}
	return at, true
}
