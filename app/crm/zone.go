package crm

import (
	"fmt"
	"strings"
	"time"
)

// Zone is what time it is where a client is, in minutes east of UTC. A place of which
// no more is known than that it lies between two zones has both: then an hour fits
// only when it fits in the west and in the east. The countries we call have had no
// summer time for years, so an offset is all there is to know.
type Zone struct {
	Known      bool
	West, East int
}

// ZoneAt is a zone of that many minutes east of UTC.
func ZoneAt(minutes int) Zone { return Zone{Known: true, West: minutes, East: minutes} }

// utmost is more minutes than any zone is from UTC.
const utmost = 14 * 60

// zoneNames are the names people give, without a table of zones: Windows has none.
var zoneNames = map[string]int{
	"europe/kaliningrad": 2, "europe/moscow": 3, "europe/volgograd": 3, "europe/minsk": 3, "europe/samara": 4, "europe/saratov": 4,
	"asia/yekaterinburg": 5, "asia/omsk": 6, "asia/novosibirsk": 7, "asia/krasnoyarsk": 7, "asia/irkutsk": 8, "asia/yakutsk": 9,
	"asia/vladivostok": 10, "asia/magadan": 11, "asia/sakhalin": 11, "asia/kamchatka": 12, "asia/anadyr": 12,
	"asia/almaty": 5, "asia/tashkent": 5, "asia/bishkek": 6, "asia/yerevan": 4, "asia/baku": 4, "asia/tbilisi": 4, "utc": 0,
}

// ParseZone reads "+05:00", a span "+09:00/+11:00", or a name such as
// "Asia/Yekaterinburg". An empty text is a zone nobody knows.
func ParseZone(text string) (Zone, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return Zone{}, nil
	}
	if hours, ok := zoneNames[text]; ok {
		return ZoneAt(hours * 60), nil
	}
	west, east, both := strings.Cut(text, "/")
	z := Zone{Known: true}
	var ok bool
	if z.West, ok = parseOffset(west); ok {
		z.East = z.West
		if both {
			z.East, ok = parseOffset(east)
		}
	}
	if !ok || z.East < z.West {
		return Zone{}, fmt.Errorf("zone %q: %w", text, ErrInvalid)
	}
	return z, nil
}

func parseOffset(text string) (minutes int, ok bool) {
	t, err := time.Parse("-07:00", text)
	if err != nil {
		return 0, false
	}
	_, seconds := t.Zone()
	return seconds / 60, seconds >= -utmost*60 && seconds <= utmost*60
}

// String is what ParseZone reads.
func (z Zone) String() string {
	if !z.Known {
		return ""
	}
	offset := func(minutes int) string { return time.Time{}.In(place(minutes)).Format("-07:00") }
	if z.West == z.East {
		return offset(z.West)
	}
	return offset(z.West) + "/" + offset(z.East)
}

// In is a moment on the clocks in the west and in the east of the zone.
func (z Zone) In(t time.Time) (west, east time.Time) { return t.In(place(z.West)), t.In(place(z.East)) }

func place(minutes int) *time.Location { return time.FixedZone("", minutes*60) }
