package parse

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// usualDate is how nearly all programs write a date.
const usualDate = "Mon, 2 Jan 2006 15:04:05 -0700"

// readDate reads the Date field: as the standard has it, and as careless programs
// write it.
func readDate(value string) (time.Time, bool) {
	value = strings.TrimSpace(value)
	if len(value) > 200 {
		return time.Time{}, false
	}
	if i := strings.IndexByte(value, '('); i > 0 {
		value = strings.TrimSpace(value[:i])
	}
	if at, err := time.Parse(usualDate, value); err == nil {
		return sane(at)
	}
	value = withOffset(value)
	if at, err := mail.ParseDate(value); err == nil {
		return sane(at)
	}
	for _, layout := range []string{time.RFC3339, time.ANSIC, time.UnixDate, "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05 -0700", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, value); err == nil {
			return sane(at)
		}
	}
	return pickDate(value)
}

// zones are names that stand for an offset. The standard library knows only the
// name of the zone the computer is in.
var zones = map[string]string{
	"MSK": "+0300", "MSD": "+0400", "EET": "+0200", "EEST": "+0300", "CET": "+0100", "CEST": "+0200", "BST": "+0100",
	"SAMT": "+0400", "YEKT": "+0500", "OMST": "+0600", "KRAT": "+0700", "NOVT": "+0700", "IRKT": "+0800", "YAKT": "+0900", "VLAT": "+1000", "MAGT": "+1100", "PETT": "+1200",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000",
}

// offsetPattern finds an offset as careless programs write it: "GMT+3", "+03:00".
var offsetPattern = regexp.MustCompile(`(?i)\s*(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?$`)

// withOffset writes the zone at the end of a date as an offset.
func withOffset(value string) string {
	if i := strings.LastIndexByte(value, ' '); i > 0 {
		if offset, known := zones[strings.ToUpper(value[i+1:])]; known {
			return value[:i+1] + offset
		}
	}
	m := offsetPattern.FindStringSubmatch(value)
	if m == nil || !strings.ContainsRune(value, ':') || !strings.Contains(value[:len(value)-len(m[0])], ":") {
		return value
	}
	hours, minutes := "0"+m[2], m[3]
	if minutes == "" {
		minutes = "00"
	}
	return value[:len(value)-len(m[0])] + " " + m[1] + hours[len(hours)-2:] + minutes
}

// datePattern finds day, month, year and time wherever they stand.
var datePattern = regexp.MustCompile(`(?i)(\d{1,2})[ -]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[\pL.]*[ -,]+(\d{2,4})(?:[\s,г.]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*([+-]\d{4})?`)

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
	if n(1) > 31 || n(4) > 23 || n(5) > 59 || n(6) > 60 {
		return time.Time{}, false
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
