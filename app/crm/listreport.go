package crm

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SaleDays is how long after a talk an order or a payment counts as its fruit.
const SaleDays = 14

// ListReport is what has come of a list.
type ListReport struct {
	List      CallList
	Total     int
	Out       map[EntryState]int // not called at all or any more, by what
	Waiting   int
	Dialled   int // clients that were called
	Reached   int // clients that were spoken with
	Calls     int // that count
	Talks     int
	Skips     int
	Callbacks int            // that are agreed upon
	Results   map[Result]int // of clients, by the last word
	Reasons   map[string]int // of refusals
	Orders    Sales
	Payments  Sales // of lists of debts
	Worked    time.Duration
	Managers  []ListShare // by name
	Hours     []ListShare // of the day, those in which somebody was called
	Lines     []ListLine  // in the order of the list
}

// ReachedPercent is how many of those called were spoken with.
func (r ListReport) ReachedPercent() int { return percentOf(r.Reached, r.Dialled) }

// PerHour is how many of something were done in an hour of work; 0 after less than a
// minute, which tells nothing of an hour.
func (r ListReport) PerHour(n int) float64 {
	if r.Worked < time.Minute {
		return 0
	}
	return float64(n) / r.Worked.Hours()
}

// Sales are documents of 1C that came after talks.
type Sales struct {
	Count int
	Sum   Money
}

func (s *Sales) add(d Document) {
	s.Count++
	s.Sum += d.Amount
}

// ListShare is the part of one manager, or of one hour of the day.
type ListShare struct {
	Manager  string
	Hour     int
	Calls    int
	Talks    int
	Reached  int // clients
	Orders   Sales
	Payments Sales
	Worked   time.Duration // of a manager
}

// ListLine is one client of a report: what stands behind its figures.
type ListLine struct {
	Entry    Entry
	Attempts []Attempt // in their order
	Orders   []Document
	Payments []Document
}

// Talked tells that somebody was spoken with.
func (l ListLine) Talked() bool { return slices.ContainsFunc(l.Attempts, talked) }

func talked(a Attempt) bool { return a.Outcome == Answered }

// before is the last talk a document may be the fruit of.
func (l ListLine) before(d Document) (talk Attempt, ok bool) {
	for _, a := range l.Attempts {
		if talked(a) && !a.At.After(d.At) && !d.At.After(a.At.AddDate(0, 0, SaleDays)) {
			talk, ok = a, true
		}
	}
	return talk, ok
}

// ListRecord is what a report is made from.
type ListRecord struct {
	List      CallList
	Entries   []Entry
	Attempts  []Attempt // in their order
	Skips     int
	Documents []Document // orders and payments of its clients since its first talk
	Zone      *time.Location
}

// Report counts what has come of a list. An order, and on a list of debts a payment,
// counts for the last talk before it, for SaleDays, and once.
func (r ListRecord) Report() ListReport {
	out := ListReport{
		List: r.List, Total: len(r.Entries), Out: map[EntryState]int{}, Results: map[Result]int{}, Reasons: map[string]int{}, Skips: r.Skips,
		Lines: make([]ListLine, len(r.Entries)),
	}
	places, clients := make(map[ID]int, len(r.Entries)), make(map[Ref]int, len(r.Entries))
	for i, e := range r.Entries {
		out.Lines[i].Entry = e
		places[e.ID] = i
		if _, twice := clients[e.Client]; !e.Client.IsZero() && !twice {
			clients[e.Client] = i
		}
	}
	for _, a := range r.Attempts {
		if i, ok := places[a.Entry]; ok {
			out.Lines[i].Attempts = append(out.Lines[i].Attempts, a)
		}
	}
	t := tally{report: &out, zone: r.Zone, managers: map[string]*ListShare{}, hours: map[int]*ListShare{}, paces: map[string]*Pace{}}
	for _, a := range r.Attempts {
		t.call(a)
	}
	for _, d := range r.Documents {
		if i, ok := clients[d.Client]; ok && !d.Deleted {
			t.sale(&out.Lines[i], d)
		}
	}
	for _, l := range out.Lines {
		t.line(l)
	}
	t.close()
	return out
}

// tally counts a report.
type tally struct {
	report   *ListReport
	zone     *time.Location
	managers map[string]*ListShare
	hours    map[int]*ListShare
	paces    map[string]*Pace
}

func (t *tally) shares(a Attempt) []*ListShare {
	hour := a.At.In(t.zone).Hour()
	if t.managers[a.Manager] == nil {
		t.managers[a.Manager], t.paces[a.Manager] = &ListShare{Manager: a.Manager}, &Pace{}
	}
	if t.hours[hour] == nil {
		t.hours[hour] = &ListShare{Hour: hour}
	}
	return []*ListShare{t.managers[a.Manager], t.hours[hour]}
}

func (t *tally) call(a Attempt) {
	if !a.Counted {
		return
	}
	shares := t.shares(a)
	t.report.Calls++
	for _, s := range shares {
		s.Calls++
	}
	if talked(a) {
		t.report.Talks++
		for _, s := range shares {
			s.Talks++
		}
	}
	t.paces[a.Manager].Call(a.At, time.Duration(a.Seconds)*time.Second, talked(a))
}

func (t *tally) sale(l *ListLine, d Document) {
	talk, ok := l.before(d)
	if !ok {
		return
	}
	of := func(s *ListShare) *Sales { return &s.Orders }
	switch {
	case d.Kind == Order:
		l.Orders = append(l.Orders, d)
		t.report.Orders.add(d)
	case d.Kind == Payment && t.report.List.Purpose == DebtPurpose:
		l.Payments = append(l.Payments, d)
		t.report.Payments.add(d)
		of = func(s *ListShare) *Sales { return &s.Payments }
	default:
		return
	}
	for _, s := range t.shares(talk) {
		of(s).add(d)
	}
}

func (t *tally) line(l ListLine) {
	r, e := t.report, l.Entry
	switch {
	case e.State == EntryCallback:
		r.Callbacks++
		r.Waiting++
	case e.State.Waits():
		r.Waiting++
	case e.State.Over() && e.State != EntryDone:
		r.Out[e.State]++
	}
	if e.Result != "" {
		r.Results[e.Result]++
	}
	if e.Result == ResultRefused && e.Reason != "" {
		r.Reasons[e.Reason]++
	}
	if slices.ContainsFunc(l.Attempts, func(a Attempt) bool { return a.Counted }) {
		r.Dialled++
	}
	if l.Talked() {
		r.Reached++
	}
	told := map[*ListShare]bool{}
	for _, a := range l.Attempts {
		if !talked(a) {
			continue
		}
		for _, s := range t.shares(a) {
			if !told[s] {
				told[s] = true
				s.Reached++
			}
		}
	}
}

func (t *tally) close() {
	for name, s := range t.managers {
		s.Worked = t.paces[name].Worked
		t.report.Worked += s.Worked
		t.report.Managers = append(t.report.Managers, *s)
	}
	for _, s := range t.hours {
		t.report.Hours = append(t.report.Hours, *s)
	}
	slices.SortFunc(t.report.Managers, func(a, b ListShare) int { return strings.Compare(a.Manager, b.Manager) })
	slices.SortFunc(t.report.Hours, func(a, b ListShare) int { return cmp.Compare(a.Hour, b.Hour) })
}

// Figure names a figure of a report, with what it is of: "result:agreed".
type Figure string

// Figures.
const (
	FigureTotal     Figure = "total"
	FigureWaiting   Figure = "waiting"
	FigureDialled   Figure = "dialled"
	FigureReached   Figure = "reached"
	FigureCallbacks Figure = "callbacks"
	FigureOrders    Figure = "orders"
	FigurePayments  Figure = "payments"

	figureOut     = "out:"
	figureResult  = "result:"
	figureReason  = "reason:"
	figureManager = "manager:"
	figureHour    = "hour:"
)

// OutFigure is of those taken out by something; the others likewise.
func OutFigure(s EntryState) Figure { return Figure(figureOut + string(s)) }

// ResultFigure is of those with a result.
func ResultFigure(r Result) Figure { return Figure(figureResult + string(r)) }

// ReasonFigure is of refusals with a reason.
func ReasonFigure(reason string) Figure { return Figure(figureReason + reason) }

// ManagerFigure is of those a manager has called.
func ManagerFigure(name string) Figure { return Figure(figureManager + name) }

// HourFigure is of those called in an hour of the day.
func HourFigure(hour int) Figure { return Figure(figureHour + strconv.Itoa(hour)) }

// Behind are the clients that stand behind a figure, in the order of the list.
func (r ListReport) Behind(f Figure, zone *time.Location) []ListLine {
	kind, of, _ := strings.Cut(string(f), ":")
	called := func(l ListLine, is func(Attempt) bool) bool {
		return slices.ContainsFunc(l.Attempts, func(a Attempt) bool { return a.Counted && is(a) })
	}
	is := map[string]func(ListLine) bool{
		string(FigureTotal):     func(ListLine) bool { return true },
		string(FigureWaiting):   func(l ListLine) bool { return l.Entry.State.Waits() },
		string(FigureDialled):   func(l ListLine) bool { return called(l, func(Attempt) bool { return true }) },
		string(FigureReached):   ListLine.Talked,
		string(FigureCallbacks): func(l ListLine) bool { return l.Entry.State == EntryCallback },
		string(FigureOrders):    func(l ListLine) bool { return len(l.Orders) > 0 },
		string(FigurePayments):  func(l ListLine) bool { return len(l.Payments) > 0 },
		"out":                   func(l ListLine) bool { return string(l.Entry.State) == of },
		"result":                func(l ListLine) bool { return string(l.Entry.Result) == of },
		"reason":                func(l ListLine) bool { return l.Entry.Result == ResultRefused && l.Entry.Reason == of },
		"manager":               func(l ListLine) bool { return called(l, func(a Attempt) bool { return a.Manager == of }) },
		"hour": func(l ListLine) bool {
			return called(l, func(a Attempt) bool { return strconv.Itoa(a.At.In(zone).Hour()) == of })
		},
	}[kind]
	var behind []ListLine
	for _, l := range r.Lines {
		if is != nil && is(l) {
			behind = append(behind, l)
		}
	}
	return behind
}
