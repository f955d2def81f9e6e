package store

import (
	"context"
	"slices"
	"strings"

	"pult/app/crm"
)

// Values are what a field of a filter can be asked for here, by what was typed: those
// that begin with it first. Fields whose values are a few words of ours have none.
func (c Chooser) Values(ctx context.Context, field crm.FilterField, text string, most int) ([]crm.FilterValue, error) {
	read := valueReaders[field]
	if read == nil {
		return nil, nil
	}
	var all []crm.FilterValue
	err := c.Store.Cache.read(ctx, "read values of a filter", func(t *tx) (err error) {
		all, err = read(c, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	return crm.Suited(all, text, most), nil
}

// valueReaders read all values a field has in the cache.
var valueReaders = map[crm.FilterField]func(Chooser, *tx) ([]crm.FilterValue, error){
	crm.FilterSegment: Chooser.propertyValues,
	crm.FilterRegion:  Chooser.regionValues,
	crm.FilterManager: func(_ Chooser, t *tx) ([]crm.FilterValue, error) {
		return t.namedValues(`SELECT DISTINCT u.name FROM user u WHERE u.name <> '' AND u.ref IN (SELECT manager FROM client WHERE state = 1)`)
	},
	crm.FilterPrices: func(_ Chooser, t *tx) ([]crm.FilterValue, error) {
		return t.namedValues(`SELECT DISTINCT name FROM price_type WHERE name <> ''`)
	},
	crm.FilterBought: func(_ Chooser, t *tx) (list []crm.FilterValue, err error) {
		err = t.each(`SELECT ref, name FROM good WHERE deleted = 0 AND name <> ''`, nil, func(scan func(...any) error) error {
			var ref crm.Ref
			var name string
			err := scan(into(&ref), &name)
			list = append(list, crm.FilterValue{Value: ref.String(), Name: name})
			return err
		})
		return list, err
	},
}

// namedValues are values that are names themselves.
func (t *tx) namedValues(query string) (list []crm.FilterValue, err error) {
	err = t.each(query, nil, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		list = append(list, crm.FilterValue{Value: name, Name: name})
		return err
	})
	return list, err
}

// propertyMost is how many values a property may have: one with more, like a birthday,
// tells clients apart and sorts nobody.
const propertyMost = 200

// propertyValues are properties a firm has added to the cards of its clients, each
// with a value some client has.
func (c Chooser) propertyValues(t *tx) (list []crm.FilterValue, err error) {
	met, many := map[crm.Property]bool{}, map[string]int{}
	err = t.each(`SELECT DISTINCT more FROM client WHERE state = 1 AND more <> ''`, nil, func(scan func(...any) error) error {
		var more string
		if err := scan(&more); err != nil {
			return err
		}
		properties, err := decodeProperties(more)
		for _, one := range properties {
			if one.Name == "" || one.Value == "" || strings.Contains(one.Name, "=") || met[one] {
				continue
			}
			met[one] = true
			many[one.Name]++
			list = append(list, crm.FilterValue{Value: one.Name + "=" + one.Value, Name: one.Name + ": " + one.Value})
		}
		return err
	})
	return slices.DeleteFunc(list, func(v crm.FilterValue) bool {
		name, _, _ := strings.Cut(v.Value, "=")
		return many[name] > propertyMost
	}), err
}

// regionValues are places that numbers of clients are from, in the first language.
func (c Chooser) regionValues(t *tx) (list []crm.FilterValue, err error) {
	if c.Places == nil {
		return nil, nil
	}
	met := map[string]bool{}
	err = t.each(`SELECT DISTINCT number / ?1 FROM phone`, args{blockOf}, func(scan func(...any) error) error {
		var block int64
		err := scan(&block)
		if places := c.Places(block * blockOf); len(places) > 0 && !met[places[0]] {
			met[places[0]] = true
			list = append(list, crm.FilterValue{Value: places[0], Name: places[0]})
		}
		return err
	})
	return list, err
}

// GoodNames names goods; those that are not here are left out.
func (c Chooser) GoodNames(ctx context.Context, goods []crm.Ref) (map[crm.Ref]string, error) {
	names := make(map[crm.Ref]string, len(goods))
	err := c.Store.Cache.read(ctx, "read names of goods", func(t *tx) error {
		return t.each(`SELECT ref, name FROM good WHERE ref IN `+listed, args{asList(goods)}, func(scan func(...any) error) error {
			var ref crm.Ref
			var name string
			err := scan(into(&ref), &name)
			names[ref] = name
			return err
		})
	})
	return names, err
}

// needs are what a segment is asked of: without one row of it nobody can ever fit.
var needs = map[crm.Segment]struct{ code, query string }{
	crm.SegmentDebtors:   {"choice_no_debts", `SELECT EXISTS (SELECT 1 FROM debt)`},
	crm.SegmentBroken:    {"choice_no_debts", `SELECT EXISTS (SELECT 1 FROM debt)`},
	crm.SegmentUnpaid:    {"choice_no_invoices", `SELECT EXISTS (SELECT 1 FROM document WHERE kind = 4)`},
	crm.SegmentLastYear:  {"choice_no_sales", haveSales},
	crm.SegmentGood:      {"choice_no_sales", haveSales},
	crm.SegmentStep:      {"choice_no_sales", haveSales},
	crm.SegmentDue:       {"choice_no_sales", haveSales},
	crm.SegmentOffRhythm: {"choice_no_sales", haveSales},
}

const haveSales = `SELECT EXISTS (SELECT 1 FROM document WHERE kind IN (1, 2))`

// Offers are all segments, in the order people see, each with what is missing to
// answer it here.
func (c Chooser) Offers(ctx context.Context) (list []crm.SegmentOffer, err error) {
	have := map[string]bool{}
	err = c.Store.Cache.read(ctx, "look what can be chosen by", func(t *tx) error {
		for _, need := range needs {
			if _, known := have[need.code]; known {
				continue
			}
			there := false
			if err := t.row(need.query, nil, &there); err != nil {
				return err
			}
			have[need.code] = there
		}
		return nil
	})
	for _, segment := range append(crm.Segments(), crm.SegmentUnsigned) {
		offer := crm.SegmentOffer{Segment: segment}
		need, needy := needs[segment]
		switch {
		case segment == crm.SegmentUnsigned:
			offer.Lacks.Code = "choice_unsigned"
		case needy && !have[need.code]:
			offer.Lacks.Code = need.code
		case segment == crm.SegmentStep && len(c.Ladder.Steps) == 0:
			offer.Lacks.Code = "choice_ladder"
		}
		list = append(list, offer)
	}
	return list, err
}
