package places

import (
	"strings"
	"testing"
	"time"
)

func TestZoneOf(t *testing.T) {
	for number, want := range map[int64]string{
		74012123456: "+02:00", 74951234567: "+03:00", 78462123456: "+04:00", 73432123456: "+05:00", 73812123456: "+06:00", 73832123456: "+07:00",
		73952123456: "+08:00", 73022123456: "+09:00", 74232123456: "+10:00", 74242123456: "+11:00", 74152123456: "+12:00",
		74112123456: "+09:00/+11:00", 77272123456: "+05:00", 77771234567: "+05:00", 77051234567: "+05:00", 375291234567: "+03:00", 998901234567: "+05:00",
		996312123456: "+06:00", 79121234567: "", 78001234567: "", 12125550100: "",
	} {
		if got, ok := ZoneOf(number); got != want && ok || ok != (want != "") {
			t.Errorf("%d is at %q, want %q", number, got, want)
		}
	}
}

func TestZoneOfAddress(t *testing.T) {
	for text, want := range map[string]string{
		"620014, Свердловская обл, Екатеринбург г, Ленина ул, дом 1": "+05:00", "Москва": "+03:00", "Республика Алтай, Горно-Алтайск": "+07:00",
		"Алтайский край": "+07:00", "г. Санкт-Петербург, Невский пр., 1": "+03:00", "ХМАО - Югра": "+05:00", "Саха /Якутия/ Респ": "+09:00/+11:00",
		"Еврейская автономная область": "", "ул. Строителей, 12": "", "": "",
		"Екатеринбург, ул. Московская, 1": "", "Пермский край, ул. Московская": "+05:00",
		"Самарская обл., Московская обл.": "", // which, nobody knows
	} {
		if got, ok := ZoneOfAddress(text); ok && got != want || ok != (want != "") {
			t.Errorf("%q is at %q, want %q", text, got, want)
		}
	}
}

// Every region of Russia and Kazakhstan has a zone that can be read, and there is a
// place behind every code with a zone.
func TestZonesFitPlaces(t *testing.T) {
	for code, zone := range zoneByCode() {
		if _, ok := byCode()[code]; !ok {
			t.Errorf("code %s with zone %s is nowhere", code, zone)
		}
		for offset := range strings.SplitSeq(zone, "/") {
			if _, err := time.Parse("-07:00", offset); err != nil && zone != "-" {
				t.Errorf("zone %s: %v", zone, err)
			}
		}
	}
	for code, place := range byCode() {
		if code[0] != '7' || strings.Contains(place.Russian, "мобильный") || strings.Contains(place.Russian, "бесплатный") || code == "7" {
			continue
		}
		if _, ok := ZoneOf(mustNumber(t, code)); !ok {
			t.Errorf("%s, %s, has no zone", code, place.Russian)
		}
	}
}

func mustNumber(t *testing.T, code string) (n int64) {
	t.Helper()
	for i := range 11 {
		n *= 10
		if i < len(code) {
			n += int64(code[i] - '0')
		}
	}
	return n
}
