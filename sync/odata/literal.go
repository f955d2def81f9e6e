package odata

import (
	"strings"
	"time"

	"pult/app/crm"
)

// GUID writes a reference as a literal: guid'…'.
func GUID(ref crm.Ref) string { return "guid'" + ref.String() + "'" }

// Quote writes a text literal; an apostrophe in it is doubled.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Condition writes an argument of a virtual table. The guide's own examples put
// it between apostrophes as it is, without doubling those inside; a release that
// refuses this with CodeBadOption takes Quote.
func Condition(text string) string { return "'" + text + "'" }

// dateLayout is a wall clock without a zone: the base knows which, the wire
// does not say.
const dateLayout = "2006-01-02T15:04:05"

// Date writes a moment as a JSON value, by the clock of the base.
func Date(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "0001-01-01T00:00:00"
	}
	return t.In(zone).Format(dateLayout)
}

// DateTime writes a moment as a literal: datetime'…'.
func DateTime(t time.Time, zone *time.Location) string { return "datetime'" + Date(t, zone) + "'" }
