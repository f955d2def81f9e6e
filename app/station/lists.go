package station

import (
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
	"pult/app/store"
	"pult/assets/places"
)

// Builder makes call lists of the clients that are here.
func (s *Station) Builder() *desk.Builder {
	return &desk.Builder{
		Books: store.Chooser{Store: s.Store, Ladder: s.Conf.Ladder(), Places: placesOf},
		Shelf: s.Store.Journal, Plan: s.Conf.Plan(), Zone: zoneOf, Now: time.Now,
	}
}

// placesOf names where a number is from, in both languages.
func placesOf(e164 int64) []string {
	place, ok := places.Of(e164)
	if !ok {
		return nil
	}
	return []string{place.Russian, place.English}
}

// zoneOf tells what time it is where a number is.
func zoneOf(number phone.Number) crm.Zone {
	text, ok := places.ZoneOf(number.E164)
	if !ok {
		return crm.Zone{}
	}
	zone, err := crm.ParseZone(text)
	if err != nil { // a fault of our own table, which its test finds
		return crm.Zone{}
	}
	return zone
}
