package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/app/phone"
	"pult/assets/places"
)

// clock finds what time it is at a client's, and the hours it wants to be called in: by
// what a person has said of it; by the region in its card; by a landline number; by
// what the head of the firm has set for all others.
func (d *Desk) clock(ctx context.Context, e crm.Entry) (zone crm.Zone, own crm.Span, err error) {
	if !e.Client.IsZero() {
		said, err := d.Journal.Hours(ctx, e.Client)
		if err != nil {
			return zone, own, err
		}
		own = crm.Span{From: said.Opens, Till: said.Closes}
		if zone, err = crm.ParseZone(said.Zone); err != nil || zone.Known {
			return zone, own, err
		}
		if zone, err = d.zoneOfCard(ctx, e.Client); err != nil || zone.Known {
			return zone, own, err
		}
	}
	for _, n := range append([]phone.Number{e.Number()}, e.Numbers...) {
		if text, ok := places.ZoneOf(n.E164); ok {
			zone, err = crm.ParseZone(text)
			return zone, own, err
		}
	}
	return d.Rules.Zone, own, nil
}

// regionNames are how firms call the property of a card that says where a client is.
var regionNames = []string{"регион", "область", "субъект рф", "адрес", "город", "region", "address"}

func (d *Desk) zoneOfCard(ctx context.Context, client crm.Ref) (crm.Zone, error) {
	properties, err := d.Directory.Properties(ctx, client)
	if errors.Is(err, crm.ErrNotFound) {
		err = nil
	}
	for _, p := range properties {
		if !slices.Contains(regionNames, strings.ToLower(p.Name)) {
			continue
		}
		if text, ok := places.ZoneOfAddress(p.Value); ok {
			return crm.ParseZone(text)
		}
	}
	return crm.Zone{}, err
}

// SetHours notes what a person says of the hours of a client: its zone, and from when
// to when it may be called, in minutes of its day; 0 and 0 are the usual hours.
func (d *Desk) SetHours(ctx context.Context, client crm.Ref, zone string, opens, closes int) error {
	z, err := crm.ParseZone(zone)
	if err != nil || client.IsZero() || opens < 0 || closes > 24*60 || opens > closes {
		return errors.Join(err, crm.ErrInvalid)
	}
	now := d.Now()
	return d.Journal.RecordHours(ctx, crm.ClientHours{Client: client, Zone: z.String(), Opens: opens, Closes: closes, Author: d.Manager, At: now.UTC()})
}
