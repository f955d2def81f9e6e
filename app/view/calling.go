package view

import (
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// ListProgress says how far a list has come: «дозвон 41 %, осталось 37, до 17:10».
func (p *Printer) ListProgress(of crm.ListProgress) string {
	switch {
	case of.Total == 0:
		return p.T("calling.empty")
	case of.Waiting+of.Busy == 0:
		return p.T("calling.over", of.ReachedPercent())
	case of.Dialled == 0:
		return p.T("calling.untouched", of.Waiting)
	}
	text := p.T("calling.progress", of.ReachedPercent(), of.Waiting+of.Busy)
	if end := of.Pace.Finish(p.Now(), of.Waiting); !end.IsZero() && crm.DaysBetween(p.Now(), end.In(p.loc)) == 0 {
		text += p.T("calling.until", p.Clock(end))
	}
	return text
}

// ListRows are the call lists, those that can be worked first; of each a line under it
// says how far it has come. Command is the id of the list.
func (p *Printer) ListRows(lists []crm.ListStanding) (rows []Row) {
	group := func(title string, is func(crm.CallList) bool) {
		head := true
		for _, s := range lists {
			if !is(s.List) {
				continue
			}
			if head {
				rows, head = append(rows, Row{Head: true, Title: p.T(title)}), false
			}
			rows = append(rows, Row{
				Title: s.List.Name, Right: p.Purpose(s.List.Purpose), Tone: Quiet, Entry: s.List.ID,
				Full: p.T("calling.made", p.Date(s.List.Made), s.List.Author),
			}, Row{Under: true, Detail: p.ListProgress(s.Progress), Entry: s.List.ID})
		}
	}
	now := p.Now()
	group("calling.open", func(l crm.CallList) bool { return l.Open() && !l.Paused.On(now) })
	group("calling.paused", func(l crm.CallList) bool { return l.Open() && l.Paused.On(now) })
	group("calling.closed", func(l crm.CallList) bool { return !l.Open() })
	return rows
}

// EntryRows are the entries of a list: whose turn it is, who waits, what was done.
func (p *Printer) EntryRows(s crm.ListStanding, entries []crm.Entry, now crm.ID) []Row {
	rows := []Row{{Head: true, Title: s.List.Name}, {Under: true, Detail: p.ListProgress(s.Progress)}}
	part := func(title string, of []crm.Entry) {
		if len(of) > 0 {
			rows = append(rows, Row{Head: true, Title: p.T(title)})
		}
		for _, e := range of {
			rows = append(rows, p.entryRow(e))
		}
	}
	var turn, waits, done, out []crm.Entry
	for _, e := range entries {
		switch {
		case e.ID == now || e.State.UnderWay():
			turn = append(turn, e)
		case e.State.Waits():
			waits = append(waits, e)
		case e.State == crm.EntryDone:
			done = append(done, e)
		default:
			out = append(out, e)
		}
	}
	slices.SortStableFunc(done, func(a, b crm.Entry) int { return b.Last.Compare(a.Last) })
	for _, e := range turn {
		rows = append(rows, p.entryRow(e))
	}
	part("calling.waiting", waits)
	part("calling.done", done)
	part("calling.out", out)
	return rows
}

func (p *Printer) entryRow(e crm.Entry) Row {
	row := Row{Title: EntryName(e), Client: e.Client, Tone: Quiet, Entry: e.ID, Full: p.Why(e.Why)}
	if e.Client.IsZero() {
		row.Number = e.Number().String()
	}
	switch {
	case e.State == crm.EntryCallback:
		row.Right, row.Tone = p.dayOrClock(e.Next), Warning
	case e.State == crm.EntryRetry && e.Next.After(p.Now()):
		row.Right = p.dayOrClock(e.Next)
	case e.State == crm.EntryDone:
		row.Right = p.Result(e.Result)
		if e.Result == crm.ResultAgreed || e.Result == crm.ResultOrdered || e.Result == crm.ResultWillPay {
			row.Tone = Good
		}
	case e.State == crm.EntryNew:
		row.Right = ""
	default:
		row.Right = p.EntryState(e.State)
	}
	return row
}

// EntryName is whom an entry is about: a client, or a number nobody knows.
func EntryName(e crm.Entry) string {
	return Caller(crm.Call{Number: e.Number()}, e.Name)
}

// LeftRows say of entries why they are not called now, in a sentence each.
func (p *Printer) LeftRows(left []crm.Left) (rows []Row) {
	for _, l := range left {
		row := Row{Title: EntryName(l.Entry), Client: l.Entry.Client, Entry: l.Entry.ID, Right: p.Held(l.Verdict), Tone: Quiet}
		if l.Verdict.Free() {
			row.Right, row.Tone = p.T("calling.free"), Good
		}
		if l.Entry.Client.IsZero() {
			row.Number = l.Entry.Number().String()
		}
		row.Full = row.Right
		rows = append(rows, row)
	}
	return rows
}

// Attempt says which try it is, and by which number: «Попытка 2 · +7 912 345-67-89, 1 из 3».
func (p *Printer) Attempt(e crm.Entry, called bool) string {
	n := e.Attempts
	if !called || n == 0 {
		n++ // the one that comes, or goes on
	}
	text := p.T("calling.attempt", n)
	if n := e.Number(); n.Kind() != phone.None {
		text += " · " + n.Format()
	}
	if len(e.Numbers) > 1 {
		text += p.T("calling.number", e.Phone+1, len(e.Numbers))
	}
	return text
}

// Unanswered says when a client is tried again who was not reached.
func (p *Printer) Unanswered(e crm.Entry) string {
	if e.State != crm.EntryRetry || !e.Next.After(p.Now()) {
		return p.T("calling.unanswered")
	}
	return p.T("calling.unanswered_at", p.Moment(e.Next))
}

// WrapUp is how long is left of the time to note what came of a talk.
func (p *Printer) WrapUp(left time.Duration) string {
	if left <= 0 {
		return p.T("calling.wrap_over")
	}
	return p.T("calling.wrap", p.Duration(int((left+time.Second-1)/time.Second)))
}
