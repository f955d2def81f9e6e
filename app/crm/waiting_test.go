package crm

import (
	"testing"
	"time"
)

func TestWaiting(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	call := func(hours int, way Direction, o Outcome) Interaction {
		return Interaction{Kind: CallKind, Direction: way, Outcome: o, At: now.Add(-time.Duration(hours) * time.Hour)}
	}
	letter := func(hours int, way Direction) Interaction {
		return Interaction{Kind: MailKind, Direction: way, At: now.Add(-time.Duration(hours) * time.Hour)}
	}
	record := func(hours int, kind InteractionKind, way Direction) Record {
		return Record{Kind: kind, Direction: way, At: now.Add(-time.Duration(hours) * time.Hour)}
	}
	for name, tt := range map[string]struct {
		lines   []Interaction
		records []Record
		hours   int // 0 is nothing
	}{
		"nobody called back":                {[]Interaction{call(1, Incoming, Missed)}, nil, 1},
		"the oldest counts":                 {[]Interaction{call(1, Incoming, Missed), letter(5, Incoming), call(9, Outgoing, Answered)}, nil, 5},
		"we called back":                    {[]Interaction{call(1, Outgoing, Answered), call(2, Incoming, Missed)}, nil, 0},
		"nobody answered us":                {[]Interaction{call(1, Outgoing, NoAnswer), call(2, Incoming, Missed)}, nil, 2},
		"a colleague took it":               {[]Interaction{call(1, Incoming, Elsewhere), call(2, Incoming, Missed)}, nil, 0},
		"a letter was answered":             {[]Interaction{letter(1, Outgoing), letter(3, Incoming)}, nil, 0},
		"a colleague called, 1C says":       {[]Interaction{call(3, Incoming, Missed)}, []Record{record(2, CallKind, Outgoing)}, 0},
		"a letter in 1C":                    {nil, []Record{record(26, MailKind, Incoming)}, 26},
		"a talk that is planned":            {[]Interaction{call(3, Incoming, Missed)}, []Record{record(-20, MeetingKind, "")}, 3},
		"what is older is the list's":       {[]Interaction{call(24*8, Incoming, Missed)}, nil, 0},
		"a call that has just come in":      {[]Interaction{call(0, Incoming, "")}, nil, 0},
		"a note is no answer to a customer": {[]Interaction{{Kind: NoteKind, At: now}, letter(3, Incoming)}, nil, 3},
	} {
		got, ok := Waiting(tt.lines, tt.records, now)
		if ok != (tt.hours > 0) || ok && int(now.Sub(got.At)/time.Hour) != tt.hours {
			t.Errorf("%s: waits %v since %v", name, ok, got.At)
		}
	}
}
