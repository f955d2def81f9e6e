//go:build gallery

package main

import (
	"context"
	"os"
	"time"

	"pult/app/crm"
)

// papers is a file of clients as firms have them.
type papers struct{}

func (papers) report(wish crm.IntakeWish) crm.IntakeReport {
	r := crm.IntakeReport{Columns: []crm.IntakeColumn{
		{Heading: "Контрагент", Field: "name", Sample: "ООО «СтройТорг»"},
		{Heading: "Моб. тел.", Field: "phone", Sample: "8 (912) 345-67-89"},
		{Heading: "ИНН/КПП", Field: "inn", Sample: "7704010001 / 770401001"},
		{Heading: "Город", Sample: "Казань"},
		{Heading: "Контактное лицо", Field: "contact", Sample: "Иванов Пётр"},
		{Heading: "Долг, руб.", Field: "debt", Sample: "124 500,00"},
	}}
	r.Rows = []crm.IntakeRow{
		{Line: 14, State: crm.IntakeBad, Reasons: []crm.Reason{{Code: "no_name"}}},
		{Line: 212, State: crm.IntakeBad, Name: "Итого", Reasons: []crm.Reason{{Code: "total"}}},
		{Line: 31, State: crm.IntakeDoubtful, Name: "Вектор", Reasons: []crm.Reason{{Code: "like_name"}}, Maybe: []string{"ООО «Вектор»"}},
		{Line: 57, State: crm.IntakeDoubtful, Name: "ИП Ромашкин", Reasons: []crm.Reason{{Code: "like_reach", Detail: "+7 912 000-11-22"}}, Maybe: []string{"ООО «Ромашка»"}},
		{Line: 8, State: crm.IntakeNew, Name: "ООО «СтройТорг»", Reasons: []crm.Reason{{Code: "rounded", Detail: "7,91E+10"}}},
		{Line: 19, State: crm.IntakeNew, Name: "АО «Заря»", Reasons: []crm.Reason{{Code: "inn_check", Detail: "7704010002"}}},
	}
	for i, f := range wish.Fields {
		r.Columns[i].Field = f
	}
	r.Sheets = []string{"Клиенты", "Долги на 20 ноября", "Прайс"}
	if r.Sheet = wish.Sheet; r.Sheet == "" {
		r.Sheet = r.Sheets[0]
	}
	r.Import = crm.Import{File: "клиенты.xlsx", Counts: crm.IntakeCounts{New: 187, Same: 12, Changed: 4, More: 6, Doubtful: 2, Bad: 2}}
	return r
}

func (p papers) Look(_ context.Context, _ string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	told(crm.Progress{Stage: crm.StageCompare, Total: 211})
	return p.report(wish), nil
}

func (p papers) Take(ctx context.Context, _ string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	r := p.report(wish)
	for i := 1; i < 60; i++ {
		told(crm.Progress{Stage: crm.StageKeep, Done: i * 1000, Total: 60_000})
		select {
		case <-ctx.Done():
			r.Left = 203 - i
			return r, nil
		case <-time.After(100 * time.Millisecond):
		}
	}
	return r, nil
}

func (papers) Imports(context.Context) ([]crm.Import, error) {
	now := time.Now()
	return []crm.Import{
		{ID: crm.NewID(now), File: "долги на 20 ноября.csv", At: now.Add(-26 * time.Hour), Counts: crm.IntakeCounts{Changed: 140, Same: 60}},
		{ID: crm.NewID(now), File: "выгрузка из 1С.xml", At: now.Add(-72 * time.Hour), Counts: crm.IntakeCounts{New: 1240}, Undone: now.Add(-71 * time.Hour)},
	}, nil
}

func (papers) Undo(context.Context, crm.ID) (crm.Import, error) {
	return crm.Import{File: "долги на 20 ноября.csv"}, nil
}

func (papers) Give(context.Context, crm.ListKind, crm.Ref, string, func(crm.Progress)) (int, error) {
	return 412, nil
}

func (papers) Folder() string {
	home, _ := os.UserHomeDir()
	return home
}
