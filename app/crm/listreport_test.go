package crm

import (
	"maps"
	"testing"
	"time"

	"pult/app/phone"
)

// An order counts for the last talk before it, once, and for fourteen days; figures and
// the rows behind them agree.
func TestListReportCounts(t *testing.T) {
	zone := time.FixedZone("MSK", 3*3600)
	day := func(d, hour, minute int) time.Time { return time.Date(2026, 11, d, hour, minute, 0, 0, zone) }
	list := CallList{ID: ID{1}, Name: "Должники", Purpose: DebtPurpose}
	entry := func(n byte, state EntryState, result Result, reason string) Entry {
		client := Ref{n}
		return Entry{ID: EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, State: state, Result: result, Reason: reason}
	}
	r := ListRecord{List: list, Zone: zone, Skips: 3, Entries: []Entry{
		entry(1, EntryDone, ResultAgreed, ""), entry(2, EntryDone, ResultRefused, "price"), entry(3, EntryCallback, ResultCallBack, ""),
		entry(4, EntryRetry, "", ""), entry(5, EntryNoPhone, "", ""), entry(6, EntryNew, "", ""), entry(7, EntryExhausted, "", ""),
	}}
	call := func(n int, manager string, at time.Time, outcome Outcome) {
		e := r.Entries[n-1]
		r.Attempts = append(r.Attempts, Attempt{
			Call: NewID(at), Entry: e.ID, List: list.ID, Client: e.Client, Manager: manager, At: at, Outcome: outcome, Counted: outcome.Counts(), Seconds: 60,
		})
	}
	call(1, "Анна", day(2, 10, 0), NoAnswer)
	call(2, "Анна", day(2, 10, 5), Answered)
	call(4, "Анна", day(2, 10, 10), Cancelled) // ours: it counts for nothing
	call(3, "Борис", day(2, 11, 0), Answered)
	call(7, "Борис", day(2, 11, 10), NoAnswer)
	call(1, "Анна", day(3, 12, 0), Answered)
	call(1, "Борис", day(5, 12, 0), Answered)
	sale := func(n byte, kind DocumentKind, at time.Time, roubles Money) {
		r.Documents = append(r.Documents, Document{Ref: Ref{n, byte(at.Day())}, Client: Ref{n}, Kind: kind, At: at, Amount: roubles * 100})
	}
	sale(1, Order, day(3, 11, 59), 1000)   // before the talk
	sale(1, Order, day(4, 9, 0), 2000)     // after Anna's talk
	sale(1, Order, day(19, 12, 0), 4000)   // fourteen days after that of Boris, to the minute
	sale(1, Order, day(19, 12, 1), 8000)   // too late
	sale(2, Payment, day(10, 9, 0), 16000) // after a refusal too: it was talked about
	sale(4, Order, day(4, 9, 0), 32000)    // nobody has talked to them
	sale(3, Shipment, day(4, 9, 0), 64000) // is no sale of its own

	got := r.Report()
	if got.Total != 7 || got.Dialled != 4 || got.Reached != 3 || got.ReachedPercent() != 75 || got.Calls != 6 || got.Talks != 4 {
		t.Errorf("total %d, dialled %d, reached %d (%d %%), calls %d, talks %d", got.Total, got.Dialled, got.Reached, got.ReachedPercent(), got.Calls, got.Talks)
	}
	if got.Waiting != 3 || got.Callbacks != 1 || got.Skips != 3 || !maps.Equal(got.Out, map[EntryState]int{EntryNoPhone: 1, EntryExhausted: 1}) {
		t.Errorf("waiting %d, callbacks %d, skips %d, out %v", got.Waiting, got.Callbacks, got.Skips, got.Out)
	}
	if !maps.Equal(got.Results, map[Result]int{ResultAgreed: 1, ResultRefused: 1, ResultCallBack: 1}) || !maps.Equal(got.Reasons, map[string]int{"price": 1}) {
		t.Errorf("results %v, reasons %v", got.Results, got.Reasons)
	}
	if got.Orders != (Sales{2, 600000}) || got.Payments != (Sales{1, 1600000}) {
		t.Errorf("orders %+v, payments %+v", got.Orders, got.Payments)
	}
	// Anna: a minute of ringing, four to the next call, a minute of it; then one of the
	// next day. Boris: nine minutes and two calls; then one.
	anna := ListShare{Manager: "Анна", Calls: 3, Talks: 2, Reached: 2, Orders: Sales{1, 200000}, Payments: Sales{1, 1600000}, Worked: 7 * time.Minute}
	boris := ListShare{Manager: "Борис", Calls: 3, Talks: 2, Reached: 2, Orders: Sales{1, 400000}, Worked: 12 * time.Minute}
	if len(got.Managers) != 2 || got.Managers[0] != anna || got.Managers[1] != boris {
		t.Errorf("managers are\n%+v, want\n%+v\n%+v", got.Managers, anna, boris)
	}
	if got.Worked != 19*time.Minute || int(got.PerHour(got.Calls)) != 18 {
		t.Errorf("worked %s, %.1f calls an hour", got.Worked, got.PerHour(got.Calls))
	}
	if len(got.Hours) != 3 || got.Hours[2] != (ListShare{Hour: 12, Calls: 2, Talks: 2, Reached: 1, Orders: Sales{2, 600000}}) {
		t.Errorf("hours are %+v", got.Hours)
	}
	for figure, want := range map[Figure]int{
		FigureTotal: got.Total, FigureDialled: got.Dialled, FigureReached: got.Reached, FigureWaiting: got.Waiting, FigureCallbacks: got.Callbacks,
		FigureOrders: 1, FigurePayments: 1, OutFigure(EntryNoPhone): 1, ResultFigure(ResultRefused): 1, ReasonFigure("price"): 1,
		ManagerFigure("Анна"): 2, HourFigure(11): 2, "nonsense": 0,
	} {
		if rows := got.Behind(figure, zone); len(rows) != want {
			t.Errorf("behind %s stand %d rows, want %d", figure, len(rows), want)
		}
	}
}
