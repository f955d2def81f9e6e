//go:build gallery

package main

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// callers is a file of numbers to be called.
type callers struct{}

func (callers) report(wish crm.CalleeWish) crm.CalleeReport {
	r := crm.CalleeReport{
		File: "выставка.csv", Encoding: "windows-1251", Counts: map[crm.CalleeState]int{}, Preview: crm.Preview{Total: 240, In: 236, Out: map[crm.Hold]int{crm.HoldBanned: 3, crm.HoldDuplicate: 1}},
		Columns: []crm.IntakeColumn{
			{Heading: "Компания", Field: "name", Sample: "ООО «СтройТорг»"},
			{Heading: "Телефоны", Field: "phone", Sample: "8 (912) 345-67-89, 8 495 123-45-67 доб. 12"},
			{Heading: "О чём говорили", Field: "comment", Sample: "просили КП на кабель"},
			{Heading: "Город", Sample: "Казань"},
		},
	}
	maybe := []crm.Identity{{Ref: crm.Ref{1}, Name: "ООО «Вектор»"}, {Ref: crm.Ref{2}, Name: "ООО «Вектор-Север»"}}
	add := func(line int, state crm.CalleeState, name, phones string, reasons ...crm.Reason) *crm.CalleeRow {
		row := crm.CalleeRow{Line: line, State: state, Name: name, Reasons: reasons, Cells: []string{name, phones, "просили КП", "Казань"}}
		if n := (phone.Plan{Country: "RU"}).Parse(phones); n.Kind() == phone.Public {
			row.Numbers = []phone.Number{n}
		}
		if state == crm.CalleeMatched {
			row.Client = matchOf(line % len(names)).Client
		}
		r.Rows = append(r.Rows, row)
		return &r.Rows[len(r.Rows)-1]
	}
	add(8, crm.CalleeAmbiguous, "Вектор", "+79123456789", crm.Reason{Code: "match_several", Detail: "79123456789"}).Maybe = maybe
	add(31, crm.CalleeAmbiguous, "Заря", "+74951234567", crm.Reason{Code: "match_differs", Detail: "7704010001"}).Maybe = maybe
	add(14, crm.CalleeBad, "Итого", "", crm.Reason{Code: "total"})
	add(57, crm.CalleeBad, "ИП Ромашкин", "8 9120001122 44", crm.Reason{Code: "no_callable"}, crm.Reason{Code: "bad_phone", Detail: "8 9120001122 44"})
	add(58, crm.CalleeBad, "АО «Север»", "7,91E+10", crm.Reason{Code: "no_callable"}, crm.Reason{Code: "rounded", Detail: "7,91E+10"})
	for i := range 180 {
		add(60+i, crm.CalleeMatched, names[i%len(names)], "+79120000"+string(rune('0'+i/100))+string(rune('0'+i/10%10))+string(rune('0'+i%10)))
	}
	for i := range 58 {
		add(300+i, crm.CalleeNew, "Гость выставки", "+79260000"+string(rune('0'+i/10%10))+string(rune('0'+i%10))+"0")
	}
	for i, f := range wish.Fields {
		r.Columns[i].Field = f
	}
	for _, row := range r.Rows {
		r.Counts[row.State]++
	}
	return r
}

func (c callers) Look(_ context.Context, _ string, _ crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, error) {
	told(crm.Progress{Stage: crm.StageCompare, Total: 243})
	return c.report(wish), nil
}

func (c callers) Take(ctx context.Context, _ string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, crm.CallList, error) {
	for i := 1; i < 20; i++ {
		told(crm.Progress{Stage: crm.StageCompare, Done: i * 2500, Total: 50_000})
		select {
		case <-ctx.Done():
			return c.report(wish), crm.CallList{}, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return c.report(wish), crm.CallList{ID: crm.ID{8}, Name: draft.Name, File: "выставка.csv"}, nil
}

func (callers) Undo(context.Context, crm.ID) (crm.ListUndone, error) {
	return crm.ListUndone{Removed: 236}, nil
}

func (callers) Give(context.Context, string, crm.ListDraft, crm.CalleeWish, []crm.CalleeState, string) (int, error) {
	return 3, nil
}

func (callers) Folder() string { return papers{}.Folder() }
