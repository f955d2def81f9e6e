package crm

import (
	"errors"
	"testing"
	"time"

	"pult/app/phone"
)

var msk = ZoneAt(180)

// inMoscow is a moment of Monday the 23rd, and days after it, by the client's clock.
func inMoscow(day int, clock string) time.Time {
	at, err := time.ParseInLocation("15:04", clock, place(180))
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 11, 23+day, at.Hour(), at.Minute(), 0, 0, place(180))
}

// Each row of the table of retries: whether it counts, when and where to call next.
func TestWhatIsTriedNextByWhatTheLineHeard(t *testing.T) {
	const dialled = EntryDialing
	for name, c := range map[string]struct {
		change  func(*Entry, *Call)
		code    int
		outcome Outcome
		at      time.Time
		state   EntryState
		next    time.Time
		counted bool
	}{
		"busy":                     {outcome: Busy, code: 486, at: inMoscow(0, "10:00"), state: EntryRetry, next: inMoscow(0, "10:15"), counted: true},
		"busy again":               {change: func(e *Entry, _ *Call) { e.Heard = Busy }, outcome: Busy, code: 486, at: inMoscow(0, "10:15"), state: EntryRetry, next: inMoscow(0, "11:15"), counted: true},
		"no answer in the morning": {outcome: NoAnswer, code: 480, at: inMoscow(0, "10:00"), state: EntryRetry, next: inMoscow(0, "14:30"), counted: true},
		"no answer at noon":        {outcome: NoAnswer, code: 408, at: inMoscow(0, "13:00"), state: EntryRetry, next: inMoscow(0, "15:00"), counted: true},
		"no answer in the evening": {outcome: NoAnswer, at: inMoscow(0, "18:30"), state: EntryRetry, next: inMoscow(1, "09:00"), counted: true},
		"no answer on a Friday":    {outcome: NoAnswer, at: inMoscow(4, "16:00"), state: EntryRetry, next: inMoscow(7, "09:00"), counted: true},
		"we gave up after it rang out": {
			change: func(_ *Entry, c *Call) { c.RangAt = c.RangAt.Add(-30 * time.Second) }, outcome: Cancelled, code: 487,
			at: inMoscow(0, "10:00"), state: EntryRetry, next: inMoscow(0, "14:30"), counted: true,
		},
		"declined":                 {outcome: Rejected, code: 603, at: inMoscow(0, "10:00"), state: EntryRetry, next: inMoscow(1, "09:00"), counted: true},
		"no such number":           {outcome: Unreachable, code: 404, at: inMoscow(0, "10:00"), state: EntryRetry},
		"no such number, the last": {change: func(e *Entry, _ *Call) { e.Phone = 1 }, outcome: Unreachable, code: 484, at: inMoscow(0, "10:00"), state: EntryNoPhone},
		"the provider forbids":     {outcome: Rejected, code: 403, at: inMoscow(0, "10:00"), state: EntryNew, next: inMoscow(0, "10:05")},
		"the provider fails":       {outcome: NetworkFault, code: 503, at: inMoscow(0, "10:00"), state: EntryNew, next: inMoscow(0, "10:05")},
		"we broke it off":          {outcome: Cancelled, code: 487, at: inMoscow(0, "10:00"), state: EntryNew},
		"we broke a callback off": {
			change: func(e *Entry, _ *Call) { e.Before, e.Next, e.Owner = EntryCallback, inMoscow(0, "09:50"), "Анна" }, outcome: Cancelled,
			at: inMoscow(0, "10:00"), state: EntryCallback, next: inMoscow(0, "09:50"),
		},
		"the panel was stopped": {outcome: Interrupted, at: inMoscow(0, "10:00"), state: EntryNew, next: inMoscow(0, "10:15")},
		"talked to": {
			change: func(_ *Entry, c *Call) { c.AnsweredAt = c.RangAt.Add(time.Second) }, outcome: Answered,
			at: inMoscow(0, "10:00"), state: EntryWrapUp, counted: true,
		},
		"talked to, and then the panel was stopped": {
			change: func(_ *Entry, c *Call) { c.AnsweredAt = c.RangAt.Add(time.Second) }, outcome: Interrupted,
			at: inMoscow(0, "10:00"), state: EntryWrapUp, counted: true,
		},
		"the fifth time": {change: func(e *Entry, _ *Call) { e.Attempts = 4 }, outcome: Busy, at: inMoscow(0, "10:00"), state: EntryExhausted, counted: true},
		"a fault after four": {
			change: func(e *Entry, _ *Call) { e.Attempts = 4 }, outcome: NetworkFault, code: 503,
			at: inMoscow(0, "10:00"), state: EntryNew, next: inMoscow(0, "10:05"),
		},
	} {
		e := Entry{State: dialled, Before: EntryNew, Numbers: []phone.Number{{E164: 74951234567}, {E164: 79161234567}}}
		call := Call{RangAt: c.at.Add(-5 * time.Second), EndedAt: c.at, Outcome: c.outcome}
		if c.change != nil {
			c.change(&e, &call)
		}
		got := e.AfterCall(call, c.code, msk, ListRules{})
		if got.State != c.state || !got.Next.Equal(c.next) || got.Attempts-e.Attempts != map[bool]int{true: 1}[c.counted] || Heard(call, c.code).Counts() != c.counted {
			t.Errorf("%s: %s at %s after %d attempts, want %s at %s", name, got.State, got.Next, got.Attempts, c.state, c.next)
		}
		if c.outcome == Unreachable && got.Phone != e.Phone+1 {
			t.Errorf("%s: the wrong number is called again", name)
		}
		if fault := Heard(call, c.code) == NetworkFault; fault != (got.Faults == 1) {
			t.Errorf("%s: %d faults", name, got.Faults)
		}
	}
}

func TestWhatBecomesOfAnEntryByItsResult(t *testing.T) {
	now := inMoscow(0, "10:00")
	for name, c := range map[string]struct {
		said  Said
		tried int
		phone int
		state EntryState
		next  time.Time
		owner string
	}{
		"agreed":                        {said: Said{Result: ResultAgreed}, state: EntryDone},
		"ordered":                       {said: Said{Result: ResultOrdered}, state: EntryDone},
		"will pay":                      {said: Said{Result: ResultWillPay, Sum: 100, When: inMoscow(3, "00:00"), Day: true}, state: EntryDone},
		"refused":                       {said: Said{Result: ResultRefused, Reason: "price"}, state: EntryDone},
		"complaint":                     {said: Said{Result: ResultComplaint}, state: EntryDone},
		"thinking":                      {said: Said{Result: ResultThinking}, state: EntryDone},
		"thinking until":                {said: Said{Result: ResultThinking, When: inMoscow(2, "12:00")}, state: EntryCallback, next: inMoscow(2, "12:00"), owner: "Анна"},
		"call back":                     {said: Said{Result: ResultCallBack, When: inMoscow(1, "16:00")}, state: EntryCallback, next: inMoscow(1, "16:00"), owner: "Анна"},
		"call back one day":             {said: Said{Result: ResultCallBack, When: inMoscow(1, "00:00"), Day: true}, state: EntryCallback, next: inMoscow(1, "09:00"), owner: "Анна"},
		"wrong person":                  {said: Said{Result: ResultWrongPerson}, state: EntryRetry, next: inMoscow(1, "09:00")},
		"wrong person, no other number": {said: Said{Result: ResultWrongPerson}, phone: 1, state: EntryDone},
		"wrong number":                  {said: Said{Result: ResultWrongNumber}, state: EntryRetry},
		"wrong number, no other":        {said: Said{Result: ResultWrongNumber}, phone: 1, state: EntryNoPhone},
		"do not call":                   {said: Said{Result: ResultDoNotCall}, state: EntryBanned},
		"voicemail":                     {said: Said{Result: ResultVoicemail}, tried: 1, state: EntryRetry, next: inMoscow(1, "09:00")},
		"voicemail, the fifth time":     {said: Said{Result: ResultVoicemail}, tried: 5, state: EntryExhausted},
	} {
		e := Entry{State: EntryWrapUp, Phone: c.phone, Attempts: c.tried, Lease: Lease{Token: ID{1}}, Numbers: []phone.Number{{E164: 74951234567}, {E164: 79161234567}}}
		if err := c.said.Check(now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := e.AfterResult(c.said, "Анна", msk, ListRules{}, now)
		if got.State != c.state || !got.Next.Equal(c.next) || got.Owner != c.owner || got.Result != c.said.Result || !got.Lease.Token.IsZero() {
			t.Errorf("%s: %s at %s of %q, want %s at %s of %q", name, got.State, got.Next, got.Owner, c.state, c.next, c.owner)
		}
	}
}

func TestResultsDemandWhatTheyAreNothingWithout(t *testing.T) {
	now := inMoscow(0, "10:00")
	for _, c := range []struct {
		said Said
		want string // subject of what is missing
	}{
		{Said{Result: ResultCallBack}, "when"},
		{Said{Result: ResultCallBack, When: inMoscow(0, "09:59")}, "future"},
		{Said{Result: ResultCallBack, When: inMoscow(0, "00:00"), Day: true}, ""},
		{Said{Result: ResultWillPay, When: inMoscow(1, "00:00"), Day: true}, "sum"},
		{Said{Result: ResultWillPay, Sum: 5}, "when"},
		{Said{Result: ResultRefused, Reason: " "}, "reason"},
		{Said{Result: ResultRefused, Reason: "нет бюджета"}, ""},
	} {
		err := c.said.Check(now)
		var fault *Fault
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &fault) || !errors.Is(err, ErrIncomplete) || fault.Subject != c.want) {
			t.Errorf("%+v: %v, want %q", c.said, err, c.want)
		}
	}
	if err := (Said{Result: "dance"}).Check(now); !errors.Is(err, ErrInvalid) {
		t.Errorf("no such result: %v", err)
	}
	for _, of := range Purposes() {
		if keys := ListResults(of); len(keys) != 9 || (keys[1] == ResultWillPay) != (of == DebtPurpose) {
			t.Errorf("%s has the keys %v", of, keys)
		}
	}
}
