package conf

import (
	"strings"
	"time"

	"pult/app/crm"
)

// Lists is what the head of the firm sets for call lists. Nothing can be set above what
// is usual: one talk a day and two a week with a client, five attempts.
type Lists struct {
	Zone     string   `toml:"zone"`     // of clients of whom none is known: "+03:00", "+02:00/+12:00"; empty holds them
	Hours    string   `toml:"hours"`    // on working days, by the client's clock: "9:00-20:00"
	Weekends string   `toml:"weekends"` // on Saturdays and Sundays; empty: nobody is called then
	Day      int      `toml:"day"`      // talks with a client
	Week     int      `toml:"week"`
	Attempts int      `toml:"attempts"`
	Grace    Duration `toml:"grace"` // after which a late callback is anybody's
}

func (l Lists) rules() (r crm.ListRules, err error) {
	r = crm.ListRules{Day: l.Day, Week: l.Week, Attempts: l.Attempts, Grace: l.Grace.Duration}
	if r.Zone, err = crm.ParseZone(l.Zone); err != nil {
		return r, misfit("lists.zone", 0, "lists.zone = %q, an offset such as \"+03:00\" is meant", l.Zone)
	}
	for key, n := range map[string]int{"day": l.Day, "week": l.Week, "attempts": l.Attempts, "grace": int(l.Grace.Duration)} {
		if n < 0 {
			return r, misfit("lists."+key, 0, "lists.%s is below zero", key)
		}
	}
	if r.Usual, err = spanOf("hours", l.Hours); err == nil {
		r.Weekend, err = spanOf("weekends", l.Weekends)
	}
	return r, err
}

// spanOf reads "9:00-20:00"; an empty text is no span.
func spanOf(key, text string) (crm.Span, error) {
	if text == "" {
		return crm.Span{}, nil
	}
	from, till, _ := strings.Cut(text, "-")
	opens, errFrom := time.Parse("15:04", strings.TrimSpace(from))
	closes, errTill := time.Parse("15:04", strings.TrimSpace(till))
	if errFrom != nil || errTill != nil || !opens.Before(closes) {
		return crm.Span{}, misfit("lists."+key, 0, "lists.%s = %q, hours such as \"9:00-20:00\" are meant", key, text)
	}
	minute := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	return crm.Span{From: minute(opens), Till: minute(closes)}, nil
}

// Rules are those of call lists, as the desk knows them.
func (c *Config) Rules() crm.ListRules {
	r, _ := c.Lists.rules() // checked when the file was read
	return r
}
