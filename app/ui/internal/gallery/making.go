//go:build gallery

package main

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
)

// maker puts call lists of the company together, in memory.
type maker struct{}

func (maker) Offers(context.Context) (list []crm.SegmentOffer, err error) {
	for _, s := range append(crm.Segments(), crm.SegmentUnsigned) {
		o := crm.SegmentOffer{Segment: s}
		if s == crm.SegmentUnsigned {
			o.Lacks.Code = "choice_unsigned"
		}
		if s == crm.SegmentStep {
			o.Lacks.Code = "choice_ladder"
		}
		list = append(list, o)
	}
	return list, nil
}

func (maker) Values(_ context.Context, field crm.FilterField, text string, most int) ([]crm.FilterValue, error) {
	var names []string
	switch field {
	case crm.FilterManager:
		names = []string{"Смирнова Анна", "Петрова Ольга", "Кузнецов Игорь", "Орлова Мария"}
	case crm.FilterRegion:
		names = []string{"Москва", "Московская область", "Пермский край", "Свердловская область", "Республика Татарстан", "Самарская область", "Омская область"}
	case crm.FilterSegment:
		names = []string{"Сегмент=Опт", "Сегмент=Розница", "Отрасль=Строительство"}
	case crm.FilterPrices:
		names = []string{"Розничная", "Оптовая", "Крупный опт"}
	}
	var all []crm.FilterValue
	for _, name := range names {
		all = append(all, crm.FilterValue{Value: name, Name: name})
	}
	if field == crm.FilterBought {
		for i, name := range []string{"Гвозди строительные 100 мм", "Саморез 3,5×35", "Кабель ВВГнг 3×2,5"} {
			all = append(all, crm.FilterValue{Value: crm.Ref{5, byte(i + 1)}.String(), Name: name})
		}
	}
	return crm.Suited(all, text, most), nil
}

func (maker) GoodNames(context.Context, []crm.Ref) (map[crm.Ref]string, error) { return nil, nil }

func (maker) PreviewList(ctx context.Context, draft crm.ListDraft) (p crm.Preview, err error) {
	select {
	case <-ctx.Done():
		return p, ctx.Err()
	case <-time.After(200 * time.Millisecond):
	}
	some := func(from, n int) (list []crm.Chosen) {
		for i := range n {
			m := matchOf((from + i) % len(names))
			list = append(list, crm.Chosen{Client: m.Client, Name: m.Name, Why: crm.Why{Segment: crm.SegmentDebtors, Amount: crm.Money(8420000 - 310000*int64(i)), Days: 12 + i, Document: "ТД00-000312"}})
		}
		return list
	}
	p = crm.Preview{
		Total: 187, In: 142, First: some(0, 10),
		Out: map[crm.Hold]int{crm.HoldNoPhone: 31, crm.HoldBanned: 9, crm.HoldDuplicate: 5}, FirstOut: map[crm.Hold][]crm.Chosen{crm.HoldNoPhone: some(3, 8), crm.HoldBanned: some(1, 9)},
		Later: map[crm.Hold]int{crm.HoldHours: 38, crm.HoldZone: 4}, FirstLater: map[crm.Hold][]crm.Chosen{crm.HoldHours: some(5, 10)},
		Also: 17, FirstAlso: some(2, 10),
	}
	if n := len(draft.Choice.Filter.Tests()); n > 0 {
		p.Total, p.In = p.Total/(n+1)+45, p.In/(n+1)
	}
	if draft.Purpose.NeedsConsent() {
		p.Out[crm.HoldConsent], p.In = p.In-12, 12
	}
	return p, nil
}

func (m maker) BuildList(ctx context.Context, draft crm.ListDraft) (crm.CallList, crm.Preview, error) {
	p, err := m.PreviewList(ctx, draft)
	return crm.CallList{ID: crm.ID{7}, Name: draft.Name, Purpose: draft.Purpose, Made: time.Now()}, p, err
}

func (maker) UndoList(context.Context, crm.ID) (crm.ListUndone, error) {
	return crm.ListUndone{Removed: 142}, nil
}

func (maker) SavedChoices(context.Context) ([]crm.SavedChoice, error) {
	return []crm.SavedChoice{{
		ID: crm.ID{1}, Name: "Оптовики Урала, давно молчат", Choice: crm.Choice{Segment: crm.SegmentSilent, Days: 45, Filter: crm.FilterGroups{
			All:  []crm.FilterTest{{Field: crm.FilterRegion, Values: []string{"Пермский край", "Свердловская область"}}, {Field: crm.FilterSales, Values: []string{"50000"}}},
			None: []crm.FilterTest{{Field: crm.FilterManager, Values: []string{"Орлова Мария"}}},
		}.Filter()},
	}}, nil
}

func (maker) SaveChoice(context.Context, crm.SavedChoice) error { return nil }
func (maker) ForgetChoice(context.Context, crm.ID) error        { return nil }

func (maker) ReadScript(_ context.Context, path string) (crm.Script, error) {
	return crm.Script{Text: fmt.Sprintf("Сценарий из файла %s", path)}, nil
}
