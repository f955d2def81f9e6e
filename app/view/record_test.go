package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// What stands in 1C is read by people who have never heard of Pult's own words.
func TestRecordsAreWordedForPeople(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	line := func(kind crm.InteractionKind, subject, text string) crm.Parcel {
		return crm.Parcel{
			Fact: crm.Fact{Kind: crm.FactKindOf(kind)}, Line: crm.Interaction{Kind: kind, At: at, Subject: subject, Text: text},
			Promise: crm.Promise{Amount: 12450000, Due: at.AddDate(0, 0, 3)},
		}
	}
	for name, c := range map[string]struct {
		parcel        crm.Parcel
		subject, text string
	}{
		"note":            {line(crm.NoteKind, "", "ждёт КП\nдо среды"), "Заметка: ждёт КП", "ждёт КП\nдо среды"},
		"promise":         {line(crm.PromiseKind, "", "124500.00 2026-11-25"), "Обещание об оплате", "25.11.2026"},
		"letter":          {line(crm.MailKind, "Счёт", "оплатим"), "Счёт", "оплатим"},
		"silent letter":   {line(crm.MailKind, "", ""), "Письмо", ""},
		"meeting":         {line(crm.MeetingKind, "", "у них"), "Встреча", "у них"},
		"call":            {crm.Parcel{Fact: crm.Fact{Kind: crm.CallFacts}, Call: crm.Call{Direction: crm.Incoming, Display: "Иван", Outcome: crm.Missed}}, "Входящий звонок Иван", "Итог"},
		"lead":            {crm.Parcel{Fact: crm.Fact{Kind: crm.ClientFacts}, Lead: crm.Lead{At: at, Author: "Петрова"}}, "", "Менеджер: Петрова."},
		"lead of someone": {crm.Parcel{Fact: crm.Fact{Kind: crm.ClientFacts}, Lead: crm.Lead{At: at, Contact: "Иванов"}}, "", "Обратился: Иванов"},
	} {
		subject, text := printer(Russian).Record(c.parcel)
		if subject != c.subject || !strings.Contains(text, c.text) || strings.Contains(subject+text, "%!") {
			t.Errorf("%s: %q, %q", name, subject, text)
		}
	}
}

// A letter of ours is no call without an end.
func TestLettersOfOursAreShownAsSuch(t *testing.T) {
	letter := crm.Interaction{
		Kind: crm.MailKind, At: printer(Russian).Now(), Direction: crm.Outgoing, Subject: "Счёт", Text: "во вложении", Author: "Петрова",
	}
	rows := printer(Russian).Timeline(crm.Card{History: []crm.Interaction{letter}}, All)
	if len(rows) != 1 || rows[0].Mark != MarkMail || rows[0].Detail != "Счёт" || rows[0].Right != "Петрова" || !rows[0].Call.IsZero() {
		t.Errorf("on the card %+v", rows)
	}
	day, back := printer(Russian).Day(crm.Day{}, []Told{{Interaction: letter, Name: "Вектор"}})
	if row := day[len(day)-1]; back != 0 || row.Title != "Вектор" || row.Mark != MarkMail || strings.Contains(row.Right, ".") {
		t.Errorf("in the day %+v", day)
	}
}

// A complaint of 1C says whether it is open; it is nobody's talk.
func TestComplaintsOfOneC(t *testing.T) {
	r := crm.Record{Kind: crm.ComplaintKind, At: printer(Russian).Now(), Subject: "Недовоз", Text: "Меньше на две позиции", Writer: "Петрова", Open: true}
	for open, want := range map[bool]string{true: "претензия открыта", false: "претензия закрыта"} {
		r.Open = open
		rows := printer(Russian).Timeline(crm.Card{Records: []crm.Record{r}}, All)
		if len(rows) != 1 || rows[0].Title != want || rows[0].Detail != "Недовоз" || rows[0].Mark != MarkSign || (rows[0].Tone == Warning) != open || !strings.Contains(rows[0].Full, "две позиции") {
			t.Errorf("open %v: %+v", open, rows)
		}
	}
}
