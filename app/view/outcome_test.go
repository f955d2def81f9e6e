package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// The words that history and call lists use, in both languages.
func TestEveryOutcomeHasWords(t *testing.T) {
	tests := map[crm.Outcome][2]string{
		crm.Answered:     {"разговор", "talk"},
		crm.Missed:       {"пропущен", "missed"},
		crm.Rejected:     {"отклонён", "declined"},
		crm.Busy:         {"занято", "busy"},
		crm.NoAnswer:     {"не ответил", "no answer"},
		crm.Elsewhere:    {"ответили на другом телефоне", "answered on another phone"},
		crm.Unreachable:  {"недоступен", "unreachable"},
		crm.NetworkFault: {"сеть", "network"},
		crm.Cancelled:    {"отменён", "cancelled"},
		crm.Interrupted:  {"прервано: панель была закрыта", "interrupted: the panel was closed"},
		crm.Transferred:  {"передан", "handed over"},
	}
	for o, want := range tests {
		for i, language := range []Language{Russian, English} {
			if got := printer(language).Ended(o, ""); got != want[i] {
				t.Errorf("%s in %s is %q, want %q", o, language, got, want[i])
			}
		}
	}
	if got := printer(Russian).Ended(crm.Elsewhere, "Петров"); got != "ответил Петров" {
		t.Errorf("with a name it is %q", got)
	}
	if got := printer(English).Ended(crm.Busy, "Petrov"); got != "busy" {
		t.Errorf("a name where nobody answered: %q", got)
	}
}

// Who took a call is said wherever the call is: in the day, on the card, in 1C.
func TestWhoAnsweredIsSaid(t *testing.T) {
	p, now := printer(Russian), time.Now()
	line := crm.Interaction{
		Kind: crm.CallKind, At: now, Direction: crm.Incoming, Outcome: crm.Elsewhere, AnsweredBy: "Петров",
	}
	if got := p.historyRow(Told{Interaction: line}).Right; got != "ответил Петров" {
		t.Errorf("the day says %q", got)
	}
	if got := p.callTitle(line); got != "вх. ответил Петров" {
		t.Errorf("the card says %q", got)
	}
	call := crm.Call{Direction: crm.Incoming, RangAt: now, EndedAt: now, Outcome: crm.Elsewhere, AnsweredBy: "Петров"}
	if got := p.CallText(call); got != "Итог: ответил Петров." {
		t.Errorf("1C is told %q", got)
	}
}

// A talk at a desk phone whose end nobody told has no seconds, and none are made up.
func TestTalkWithoutALength(t *testing.T) {
	p, now := printer(Russian), time.Now()
	line := crm.Interaction{Kind: crm.CallKind, At: now, Direction: crm.Outgoing, Outcome: crm.Answered}
	if got := p.callTitle(line); got != "исх. разговор" {
		t.Errorf("the card says %q", got)
	}
	if got := p.historyRow(Told{Interaction: line}).Right; got != "разговор" {
		t.Errorf("the day says %q", got)
	}
	call := crm.Call{Direction: crm.Outgoing, RangAt: now, EndedAt: now, Outcome: crm.Answered}
	if got := p.CallText(call); !strings.Contains(got, "длительность неизвестна") {
		t.Errorf("1C is told %q", got)
	}
}
