package places

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

//go:embed zones.txt
var zones string

var zoneByCode = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(zones) {
		zone, codes, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok || zone[0] == '#' {
			continue
		}
		for code := range strings.FieldsSeq(codes) {
			all[code] = zone
		}
	}
	return all
})

// ZoneOf tells what time it is where a whole number comes from: "+05:00", or
// "+09:00/+11:00" of a region that lies in several zones. A mobile number of Russia
// tells nothing: its owner keeps it wherever they move.
func ZoneOf(e164 int64) (zone string, ok bool) {
	digits := strconv.FormatInt(e164, 10)
	for n := min(longest, len(digits)); n > 0; n-- {
		if zone, ok := zoneByCode()[digits[:n]]; ok {
			return zone, zone != "-"
		}
	}
	return "", false
}

// regions are names as addresses spell them, with the zone: "свердловская".
var regions = sync.OnceValue(func() map[string]string {
	all := map[string]string{"хмао": "+05:00", "янао": "+05:00", "казахстан": "+05:00"}
	for code, place := range byCode() {
		zone, ok := zoneByCode()[code]
		if !ok || zone == "-" || len(code) != 4 || code[0] != '7' || place.Russian == "Россия" {
			continue
		}
		for _, part := range strings.Split(place.Russian, ",") {
			if name := words(part); len(name) > 0 {
				if name[0] == "республика" || name[0] == "еврейская" || name[0] == "северная" {
					name = name[1:] // "Республика Алтай"; the next word is its own
				}
				all[name[0]] = zone
			}
		}
	}
	delete(all, "автономная")
	return all
})

// words are the words of an address without signs.
func words(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

// ZoneOfAddress tells what time it is at an address, or in a region, of Russia or
// Kazakhstan by the name of the region in it. An address that names two with
// different times tells nothing.
func ZoneOfAddress(text string) (zone string, ok bool) {
	found := map[string]bool{}
	all := words(text)
	for i, word := range all {
		// "Московская" alone may be a street of any town.
		named := strings.HasSuffix(word, "ая") || strings.HasSuffix(word, "ий")
		if named && (i+1 == len(all) || !isRegion(all[i+1])) {
			continue
		}
		if z := regions()[word]; z != "" {
			found[z] = true
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return slices.Collect(maps.Keys(found))[0], true
}

func isRegion(word string) bool {
	return strings.HasPrefix(word, "обл") || strings.HasPrefix(word, "край") || word == "кр" || strings.HasPrefix(word, "авт") || word == "ао"
}
