//go:build field

package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/ui"
)

// lot is how one client of a shift answers, and what the manager does then.
type lot struct {
	callee string   // what the practice company is told
	keys   []string // once the other side has answered
	note   string   // typed after them, in the talk
	hangup bool     // by F4; else the other side does, or the next client is asked for
	hears  bool     // the other side hangs up by itself

	outcome crm.Outcome
	result  crm.Result
	reason  string
	state   crm.EntryState
}

// lots are what a manager meets, in turn.
var lots = []lot{
	{callee: "busy", outcome: crm.Busy, state: crm.EntryRetry},
	{callee: "talk:2s", keys: []string{"1"}, note: "ждет счет до среды", hears: true, outcome: crm.Answered, result: crm.ResultAgreed, state: crm.EntryDone},
	{callee: "noanswer", outcome: crm.NoAnswer, state: crm.EntryRetry},
	{callee: "talk", keys: []string{"5", "1"}, note: "дорого. вернуться весной", outcome: crm.Answered, result: crm.ResultRefused, reason: "price", state: crm.EntryDone},
	{callee: "decline", outcome: crm.Rejected, state: crm.EntryRetry},
	{callee: "voicemail", keys: []string{"0"}, hangup: true, outcome: crm.Answered, result: crm.ResultVoicemail, state: crm.EntryRetry},
	{callee: "talk", keys: []string{"4"}, note: "думает до пятницы", hangup: true, outcome: crm.Answered, result: crm.ResultThinking, state: crm.EntryDone},
	{callee: "busy", outcome: crm.Busy, state: crm.EntryRetry},
	{callee: "talk", keys: []string{"3", "Return"}, note: "просит завтра утром", outcome: crm.Answered, result: crm.ResultCallBack, state: crm.EntryCallback},
	{callee: "talk:2s", keys: []string{"6"}, note: "решает директор", hears: true, outcome: crm.Answered, result: crm.ResultWrongPerson, state: crm.EntryDone},
}

// Keys of an entry, its note apart.
const mostKeys = 4

// shift is a list of the practice company's clients, called by keys alone.
type shift struct {
	*seat
	practice *practice
	list     crm.ID
	entries  []crm.Entry
	lots     []lot

	used []int           // keys of each entry
	gaps []time.Duration // from the end of one entry to the dialling of the next
	over time.Time       // when the last one was over: heard, or said and noted
}

// Twelve clients by the keyboard alone: no entry takes more than four keys and its
// note, nobody is called twice, nothing that was said is lost.
func TestAShiftByTheKeyboard(t *testing.T) {
	if alone(t) {
		openShift(t, 12).play()
	}
}

// openShift makes clients in the practice company's 1C, each with its own way to answer,
// and opens a panel with a list of them.
func openShift(t *testing.T, size int) *shift {
	t.Helper()
	s := &shift{practice: openPractice(t)}
	numbers, refs := make([]string, size), make([]crm.Ref, size)
	for i := range size {
		one := lots[i%len(lots)]
		numbers[i] = fmt.Sprintf("+7912000%04d", 1000+i)
		var made struct{ Ref string }
		s.practice.do("client", url.Values{"name": {fmt.Sprintf("Клиент %d", i)}, "phone": {numbers[i]}}, &made)
		s.practice.do("callee", url.Values{"number": {numbers[i]}, "how": {one.callee}}, nil)
		ref, err := crm.ParseRef(made.Ref)
		if err != nil {
			t.Fatal(err)
		}
		refs[i] = ref
		s.lots = append(s.lots, one)
	}
	s.seat = takePlace(t, s.practice.home)
	store := s.station.Store
	s.until("the clients of 1C are here", func() bool {
		_, err := store.Cache.MatchOf(t.Context(), refs[size-1])
		return err == nil
	})
	now := time.Now()
	list := crm.CallList{ID: crm.NewID(now), Name: "Смена", Purpose: crm.DebtPurpose, Made: now}
	for i, ref := range refs {
		number := s.station.Conf.Plan().Parse(numbers[i])
		s.entries = append(s.entries, crm.Entry{
			ID: crm.EntryID(list.ID, ref, number), List: list.ID, Client: ref, Name: fmt.Sprintf("Клиент %d", i), Place: i, State: crm.EntryNew,
		})
		s.entries[i].Numbers = append(s.entries[i].Numbers, number)
	}
	if err := store.Journal.RecordList(t.Context(), list, s.entries); err != nil {
		t.Fatal(err)
	}
	s.list = list.ID
	return s
}

// takePlace opens a panel on a home folder that leads to a company.
func takePlace(t *testing.T, home string) *seat {
	t.Helper()
	h := &seat{desktop: openDesktop(t)}
	cfg, err := conf.Load(home)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	if h.station, err = station.Open(t.Context(), cfg, station.Calls, log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.station.Close() })
	background(t, h.station.Run)
	h.open(t, log)
	h.until("the line is registered", func() bool {
		_, line, err := h.station.Desk.Live(t.Context())
		return err == nil && line.State == crm.LineRegistered
	})
	return h
}

// play opens the list and calls it to its end, and looks what is on record then.
func (s *shift) play() {
	s.t.Helper()
	s.press("ctrl+6")
	s.shows("the list is in sight", func(now ui.Shown) bool { return now.Lists == 1 })
	s.press("Down", "Return")
	s.asks("the list is open", "calling.start")
	for i := range s.entries {
		s.one(i)
	}
	s.press(s.next())
	s.shows("the list is over", func(now ui.Shown) bool { return strings.HasPrefix(now.Asks, s.word("calling.nobody")) })
	s.onRecord()
	s.inBooks()
	s.report()
}

func (s *shift) word(key string) string { return s.station.Words.T(key) }

// asks waits until the list says so over its digits.
func (s *shift) asks(what, key string) {
	s.t.Helper()
	s.shows(what, func(now ui.Shown) bool { return now.Asks == s.word(key) })
}

// next is the key that asks for the next client: while a note has the keyboard a space
// is a letter.
func (s *shift) next() string {
	if s.panel.Shown().Focus == "note" {
		return "F11"
	}
	return "space"
}

// one calls one client.
func (s *shift) one(i int) {
	s.t.Helper()
	e, l, began := s.entries[i], s.lots[i], s.keys
	s.press(s.next())
	s.shows(fmt.Sprintf("entry %d is offered", i), func(now ui.Shown) bool { return now.Entry == e.ID && now.Asks == s.word("calling.offered") })
	s.press("Return")
	s.until(fmt.Sprintf("entry %d is dialled", i), func() bool { return !s.entry(i).Call.IsZero() })
	if !s.over.IsZero() {
		s.gaps = append(s.gaps, s.entry(i).Call.Time().Sub(s.over))
	}
	if l.outcome == crm.Answered {
		s.talk(i, l)
	} else {
		s.shows("nobody took it", func(now ui.Shown) bool { return strings.HasPrefix(now.Asks, s.word("calling.unanswered")) })
		s.over = time.Now()
	}
	s.used = append(s.used, s.keys-began)
	if used := s.keys - began; used > mostKeys {
		s.t.Errorf("entry %d, %s: %d keys", i, l.callee, used)
	}
}

// talk says what came of a talk, and notes it.
func (s *shift) talk(i int, l lot) {
	s.t.Helper()
	s.shows(fmt.Sprintf("entry %d is talked to", i), func(now ui.Shown) bool {
		return now.State == s.word("call.talk") || now.Asks == s.word("calling.ended")
	})
	for _, key := range l.keys {
		s.press(key)
		switch key {
		case "5":
			s.asks("why", "calling.reason")
		case "3":
			s.shows("when", func(now ui.Shown) bool { return now.Focus == "field" })
		}
	}
	s.shows("what came of it is on disk", func(now ui.Shown) bool { return now.Saved && now.Focus == "" })
	if l.note != "" {
		s.write(l.note)
		s.shows("the note is typed", func(now ui.Shown) bool { return now.Note == l.note })
	}
	if l.hangup {
		s.press("F4")
	}
	if l.hangup || l.hears {
		s.asks("the talk is over", "calling.next")
	}
	s.over = time.Now()
}

// entry is one of the list as it is on disk.
func (s *shift) entry(i int) crm.Entry {
	s.t.Helper()
	e, err := s.station.Store.Journal.Entry(s.t.Context(), s.entries[i].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// onRecord looks at the journal: one call of each, what was heard and said, the note.
func (s *shift) onRecord() {
	s.t.Helper()
	journal := s.station.Store.Journal
	for i, l := range s.lots {
		e := s.entry(i)
		if e.State != l.state || e.Attempts != 1 || e.Result != l.result || e.Reason != l.reason {
			s.t.Errorf("entry %d, %s: %+v", i, l.callee, e)
		}
		attempts, err := journal.Attempts(s.t.Context(), e.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(attempts) != 1 || attempts[0].Outcome != l.outcome || attempts[0].Result != l.result || attempts[0].Reason != l.reason || !attempts[0].Counted {
			s.t.Errorf("entry %d, %s: attempts %+v", i, l.callee, attempts)
		}
		lines, err := journal.History(s.t.Context(), crm.HistoryFilter{Client: e.Client})
		if err != nil {
			s.t.Fatal(err)
		}
		calls := slices.DeleteFunc(lines, func(line crm.Interaction) bool { return line.Kind != crm.CallKind })
		if len(calls) != 1 || calls[0].Outcome != l.outcome || calls[0].Text != l.note || calls[0].Result != l.result {
			s.t.Errorf("entry %d, %s: history %+v", i, l.callee, calls)
		}
	}
}

// inBooks looks at what the exchange and 1C have: each number called once, each call
// written down once, with its note.
func (s *shift) inBooks() {
	s.t.Helper()
	type dialled struct{ Number string }
	var through []dialled
	s.practice.look("calls", &through)
	count := map[string]int{}
	for _, c := range through {
		count[c.Number]++
	}
	var written []struct{ Address, Description string }
	s.until("1C has all calls", func() bool {
		s.practice.look("records", &written)
		waiting, stuck, err := s.station.Store.Journal.OutboxCount(s.t.Context())
		if err != nil {
			s.t.Fatal(err)
		}
		return len(written) >= len(s.lots) && waiting == 0 && stuck == 0
	})
	if len(through) != len(s.lots) || len(written) != len(s.lots) {
		s.t.Errorf("%d calls through the exchange, %d in 1C, want %d", len(through), len(written), len(s.lots))
	}
	for i, l := range s.lots {
		number := s.entries[i].Number()
		if n := count[number.String()] + count[strings.TrimPrefix(number.String(), "+")]; n != 1 {
			s.t.Errorf("entry %d was called %d times", i, n)
		}
		found := 0
		for _, w := range written {
			if s.station.Conf.Plan().Parse(w.Address) == number {
				found++
				if !strings.Contains(w.Description, l.note) {
					s.t.Errorf("entry %d: 1C has %q, want %q in it", i, w.Description, l.note)
				}
			}
		}
		if found != 1 {
			s.t.Errorf("entry %d is in 1C %d times", i, found)
		}
	}
}

// report tells the figures of the shift.
func (s *shift) report() {
	slices.Sort(s.used)
	slices.Sort(s.gaps)
	s.t.Logf("%d entries, keys an entry: most %d, middle %d; from the end of one to the dialling of the next: p50 %v, p95 %v",
		len(s.entries), s.used[len(s.used)-1], s.used[len(s.used)/2], s.gap(50), s.gap(95))
}

// gap is what that many of a hundred gaps were no longer than.
func (s *shift) gap(percent int) time.Duration { return s.gaps[(len(s.gaps)-1)*percent/100] }
