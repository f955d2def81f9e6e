package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

func TestEveryResultHasWords(t *testing.T) {
	for _, language := range []Language{Russian, English} {
		p := printer(language)
		for _, r := range crm.Results() {
			if text := p.Result(r); text == "" || strings.Contains(text, ".") {
				t.Errorf("%s: result %s is %q", language, r, text)
			}
		}
		for _, r := range append(crm.ListResults(crm.ServicePurpose), crm.ResultVoicemail) {
			if text := p.Result(r); text == "" || strings.Contains(text, ".") {
				t.Errorf("%s: result %s of a list is %q", language, r, text)
			}
		}
		for _, missing := range []string{"when", "sum", "reason", "future"} {
			err := &crm.Fault{Kind: crm.ErrIncomplete, Subject: missing}
			if text := p.Error(Desk, err); text == "" || strings.Contains(text, "error.") {
				t.Errorf("%s: without %s: %q", language, missing, text)
			}
		}
		withheld := fmt.Errorf("dial: %w", &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldZone}})
		if text := p.Error(Desk, withheld); text != p.T("gate.no_zone") {
			t.Errorf("%s: who is not called: %q", language, text)
		}
		for _, reason := range crm.Refusals() {
			if text := p.Because(crm.ResultRefused, reason); strings.Contains(text, reason+".") || strings.Contains(text, "refusal.") {
				t.Errorf("%s: reason %s is %q", language, reason, text)
			}
		}
		for _, kind := range []crm.InteractionKind{crm.BanKind, crm.ConsentKind, crm.ComplaintKind} {
			for _, value := range []crm.Result{crm.ResultYes, crm.ResultNo} {
				if text := p.statement(crm.Interaction{Kind: kind, Result: value}); strings.HasPrefix(text, "statement.") {
					t.Errorf("%s: %s %s has no words", language, kind, value)
				}
			}
		}
		for _, mark := range []crm.CallerMark{crm.CallerUnsorted, crm.CallerClient, crm.CallerSpam, crm.CallerPrivate} {
			if text := p.statement(crm.Interaction{Kind: crm.CallerKind, Result: crm.Result(mark)}); strings.HasPrefix(text, "statement.") {
				t.Errorf("%s: mark %s has no words", language, mark)
			}
		}
		for day := range 7 {
			if text := p.Due(now.AddDate(0, 0, 2+day), true); strings.HasPrefix(text, "weekday") {
				t.Errorf("%s: %s", language, text)
			}
		}
	}
}

func TestWhatIsToBeSaidOfABanAndAComplaint(t *testing.T) {
	p := printer(Russian)
	since := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	for want, say := range map[string]crm.Say{
		"Просил не звонить, 12.03. Ответить можно, предлагать не надо": {Kind: crm.SayBanned, Date: since},
		"Открытая жалоба от 12.03: отгружено не то, ведёт Иванова":     {Kind: crm.SayComplaint, Date: since, Text: "отгружено не то", Author: "Иванова"},
		"Открытая жалоба от 12.03":                                     {Kind: crm.SayComplaint, Date: since},
	} {
		if got := p.Say(say); got != want {
			t.Errorf("says %q, want %q", got, want)
		}
		if Alarming(say) {
			t.Error("red is for money")
		}
	}
}

func TestTheRecordIn1CSaysWhatCameOfTheTalk(t *testing.T) {
	call := crm.Call{Outcome: crm.Answered, Result: crm.ResultRefused, Reason: "price", Note: "купит в декабре"}
	if text := printer(Russian).CallText(call); !strings.HasSuffix(text, "Итог: Отказ: дорого\nкупит в декабре") {
		t.Errorf("text %q", text)
	}
	call.Result = crm.ResultSettled
	if text := printer(Russian).CallText(call); strings.Contains(text, "Итог") {
		t.Errorf("text %q", text)
	}
}

func TestATaskInTheTimeline(t *testing.T) {
	card := crm.Card{History: []crm.Interaction{
		{Kind: crm.TaskLine, At: now, Text: now.AddDate(0, 0, 1).Format("2006-01-02") + " 10:00 про КП"},
		{Kind: crm.TaskLine, At: now.Add(-time.Hour), Text: now.Format(time.DateOnly), Result: crm.ResultDone},
		{Kind: crm.BanKind, At: now.Add(-2 * time.Hour), Result: crm.ResultYes, Text: "звонить юристу"},
	}}
	rows := printer(Russian).Timeline(card, All)
	if rows[0].Title != "Дальше: завтра 10:00" || rows[0].Detail != "про КП" || rows[1].Title != "Дальше: сегодня, сделано" || rows[2].Title != "Просил не звонить" {
		t.Errorf("rows %+v", rows)
	}
}
