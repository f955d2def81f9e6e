package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// Clients of the fixture: each is there for what its name says.
const (
	heavyDebtor = iota + 1
	lightDebtor
	promisedDebtor
	brokenPromise
	keptPromise
	advanceOnly
	unpaidInvoice
	paidInvoice
	cancelledOrder
	closedUnshipped
	freshInvoice
	monthly
	offRhythm
	monthlyOrdered
	sleeper
	nailBuyer
	nearStepClient
	newcomer
	missedUs
	calledBack
	notReachedClient
	lettered
	recorded
	deletedClient
)

var names = []string{
	"", "Тяжёлый", "Лёгкий", "Обещал", "Нарушил", "Сдержал", "Аванс", "Неоплачен", "Оплачен", "Отменён", "Закрыт", "Свежий счёт", "Ежемесячный",
	"Выбился", "Заказал", "Спящий", "Гвозди", "Скидка", "Новичок", "Пропущен", "Перезвонили", "Недозвон", "Письмо", "В 1С", "Удалён",
}

// ladder gives 5 % from 10,000 a year.
var ladder = crm.Ladder{Months: 12, Steps: []crm.Discount{{From: 10_000_00, Percent: 5}}}

// firm is a base in which each segment has somebody and somebody who only looks so.
func firm(t testing.TB) Chooser {
	t.Helper()
	s := newStore(t, t.TempDir())
	b := &firmBase{t: t, s: s, next: 1000}
	for i := 1; i < len(names); i++ {
		b.batch.Clients = append(b.batch.Clients, crm.Client{
			Ref: ref(i), Name: names[i], Deleted: i == deletedClient, Manager: ref(900 + i%2), Phones: phonesOf(fmt.Sprintf("8912000%04d", i)),
		})
	}
	b.batch.Users = []crm.User{{Ref: ref(900), Name: "Анна"}, {Ref: ref(901), Name: "Борис"}}
	b.debts()
	b.invoices()
	b.sales()
	apply(t, s.Cache, b.batch)
	b.talks()
	return Chooser{Store: s, Ladder: ladder, Places: func(int64) []string { return []string{"Пермский край", "Perm Territory"} }}
}

// firmBase puts the fixture together.
type firmBase struct {
	t     testing.TB
	s     *Store
	batch crm.Batch
	next  int
}

func day(ago int) time.Time { return noon.AddDate(0, 0, -ago) }

func (b *firmBase) document(kind crm.DocumentKind, client, ago int, amount crm.Money, change ...func(*crm.Document)) crm.Ref {
	b.next++
	d := crm.Document{Ref: ref(b.next), Kind: kind, Client: ref(client), Number: fmt.Sprint(b.next), At: day(ago), Amount: amount}
	for _, f := range change {
		f(&d)
	}
	b.batch.Documents = append(b.batch.Documents, d)
	return d.Ref
}

func (b *firmBase) owes(client, late int, amount crm.Money) {
	b.next++
	b.batch.Debts = append(b.batch.Debts, crm.DebtLine{Client: ref(client), Document: ref(b.next), Number: "Д-" + fmt.Sprint(client), Due: day(late), Owed: amount})
}

func (b *firmBase) promise(client, due int, amount crm.Money) {
	err := b.s.Journal.RecordPromise(b.t.Context(), crm.Promise{
		ID: crm.NewID(day(20)), Client: ref(client), Given: day(20), Due: day(due), Amount: amount, Author: "Анна",
	}, false)
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *firmBase) debts() {
	b.owes(heavyDebtor, 40, 5_000_00)
	b.owes(heavyDebtor, 2, 3_000_00)
	b.owes(heavyDebtor, 0, 99_000_00)  // due today: not late
	b.owes(heavyDebtor, -9, 99_000_00) // due later
	b.owes(lightDebtor, 1, 7_000_00)
	b.owes(promisedDebtor, 30, 50_000_00)
	b.promise(promisedDebtor, 0, 50_000_00) // today is not passed
	b.owes(brokenPromise, -5, 40_000_00)    // not late, but promised
	b.promise(brokenPromise, 1, 30_000_00)
	b.document(crm.Payment, brokenPromise, 10, 1_000_00)
	b.document(crm.Payment, brokenPromise, 25, 90_000_00) // before the promise
	b.owes(keptPromise, -5, 1_00)
	b.promise(keptPromise, 3, 2_000_00)
	b.document(crm.Payment, keptPromise, 5, 2_000_00)
	b.promise(advanceOnly, 3, 2_000_00) // owes nothing any more
	b.batch.Debts = append(b.batch.Debts, crm.DebtLine{Client: ref(advanceOnly), Document: ref(7), Due: day(9), Advance: 5_00})
	b.owes(deletedClient, 90, 900_000_00)
}

func (b *firmBase) invoices() {
	invoice := func(client, ago int, order crm.Ref) crm.Ref {
		return b.document(crm.Invoice, client, ago, 1_000_00, func(d *crm.Document) { d.Order = order })
	}
	first := invoice(unpaidInvoice, 10, crm.Ref{})
	invoice(unpaidInvoice, 5, crm.Ref{})
	b.document(crm.Payment, unpaidInvoice, 4, 400_00, func(d *crm.Document) { d.Order = first })
	paid := invoice(paidInvoice, 10, crm.Ref{})
	b.document(crm.Payment, paidInvoice, 3, 1_000_00, func(d *crm.Document) { d.Order = paid })
	invoice(cancelledOrder, 10, b.document(crm.Order, cancelledOrder, 11, 1_000_00, func(d *crm.Document) { d.Deleted = true }))
	invoice(closedUnshipped, 10, b.document(crm.Order, closedUnshipped, 11, 1_000_00))
	invoice(freshInvoice, 3, crm.Ref{})
}

func (b *firmBase) sales() {
	for n := range 6 {
		b.document(crm.Order, monthly, 28+30*n, 100_00)        // next in two days
		b.document(crm.Order, offRhythm, 61+30*n, 100_00)      // next was a month and a day ago
		b.document(crm.Order, monthlyOrdered, 28+30*n, 100_00) // and one is open
	}
	b.document(crm.Order, monthlyOrdered, 1, 100_00, func(d *crm.Document) { d.Open = true })
	b.document(crm.Shipment, sleeper, 365+20, 8_000_00)
	b.document(crm.Shipment, sleeper, 365-10, 77_00) // later than that day of last year
	b.document(crm.Shipment, nailBuyer, 500, 90_00, func(d *crm.Document) {
		d.Lines = []crm.Line{{Good: ref(501), Quantity: 1000, Amount: 90_00}}
	})
	b.document(crm.Shipment, nearStepClient, 3, 8_500_00, func(d *crm.Document) {
		d.Lines = []crm.Line{{Good: ref(501), Quantity: 1000, Amount: 90_00}}
	})
	b.batch.Goods = []crm.Good{{Ref: ref(501), Name: "Гвозди"}}
	b.batch.Records = []crm.Record{
		{Ref: ref(801), Kind: crm.CallKind, Client: ref(recorded), At: day(4)},
		{Ref: ref(802), Kind: crm.EventKind, Client: ref(newcomer), At: day(4)},
	}
}

func (b *firmBase) call(client, ago int, direction crm.Direction, outcome crm.Outcome, seconds int) {
	at := day(ago)
	c := crm.Call{
		ID: crm.NewID(at), Direction: direction, Client: ref(client), RangAt: at, EndedAt: at.Add(time.Duration(seconds) * time.Second), Outcome: outcome,
		Number: plan.Parse(fmt.Sprintf("8912000%04d", client)),
	}
	if seconds > 0 {
		c.AnsweredAt = at
	}
	if err := b.s.Journal.RecordCall(b.t.Context(), c, "Анна", false); err != nil {
		b.t.Fatal(err)
	}
	if outcome == crm.NoAnswer { // 1C has it too, and it is no contact there either
		apply(b.t, b.s.Cache, crm.Batch{Records: []crm.Record{{Ref: crm.Ref(c.ID), Kind: crm.CallKind, Client: ref(client), At: at, Ours: c.ID}}})
	}
}

func (b *firmBase) talks() {
	for i := 1; i < len(names); i++ { // everybody was spoken with lately but those below
		if !slices.Contains([]int{sleeper, nailBuyer, newcomer, missedUs, notReachedClient, lettered, recorded}, i) {
			b.call(i, 20, crm.Outgoing, crm.Answered, 20)
		}
	}
	b.call(sleeper, 31, crm.Incoming, crm.Answered, 300)
	b.call(newcomer, 3, crm.Outgoing, crm.Answered, 19) // too short to be a contact
	b.call(missedUs, 2, crm.Incoming, crm.Missed, 0)
	b.call(missedUs, 3, crm.Incoming, crm.Missed, 0)
	b.call(calledBack, 3, crm.Incoming, crm.Missed, 0)
	b.call(calledBack, 2, crm.Outgoing, crm.Answered, 60)
	b.call(notReachedClient, 1, crm.Outgoing, crm.NoAnswer, 0)
	b.call(calledBack, 4, crm.Outgoing, crm.Busy, 0)       // spoken with since
	b.call(heavyDebtor, 9, crm.Outgoing, crm.Busy, 0)      // longer ago than a week
	b.call(lightDebtor, 1, crm.Outgoing, crm.Cancelled, 0) // we broke it off
	line := crm.Interaction{ID: crm.NewID(day(2)), Kind: crm.MailKind, At: day(2), Client: ref(lettered), Direction: crm.Incoming}
	if err := b.s.Journal.RecordLine(b.t.Context(), line, false); err != nil {
		b.t.Fatal(err)
	}
	lead := crm.Lead{ID: crm.ID(ref(700)), Name: "Лид", Phone: "8 912 111-22-33", Author: "Анна", At: day(1)}
	if err := b.s.Journal.RecordLead(b.t.Context(), lead, false); err != nil {
		b.t.Fatal(err)
	}
}

func chosen(t *testing.T, c Chooser, choice crm.Choice) (list []string) {
	t.Helper()
	found, err := c.Choose(t.Context(), choice, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range found {
		list = append(list, one.Name)
	}
	return list
}

func named(clients ...int) (list []string) {
	for _, i := range clients {
		list = append(list, names[i])
	}
	return list
}

// Every ready segment gives exactly those it is for, in the order they are called.
func TestSegments(t *testing.T) {
	c := firm(t)
	tests := []struct {
		segment crm.Segment
		choice  crm.Choice
		want    []string
	}{
		{crm.SegmentDebtors, crm.Choice{}, named(heavyDebtor, lightDebtor)},
		{crm.SegmentDebtors, crm.Choice{Days: 2}, named(heavyDebtor)},
		{crm.SegmentBroken, crm.Choice{}, named(brokenPromise)},
		{crm.SegmentUnpaid, crm.Choice{}, named(unpaidInvoice)},
		{crm.SegmentUnpaid, crm.Choice{Days: 2}, named(unpaidInvoice, freshInvoice)},
		{crm.SegmentSilent, crm.Choice{}, named(sleeper, nailBuyer, notReachedClient, newcomer, missedUs)},
		{crm.SegmentLastYear, crm.Choice{}, named(sleeper)},
		{crm.SegmentGood, crm.Choice{Good: ref(501)}, named(nailBuyer)},
		{crm.SegmentGood, crm.Choice{Good: ref(501), Days: 2}, named(nailBuyer, nearStepClient)},
		{crm.SegmentDue, crm.Choice{}, named(monthly, offRhythm)},
		{crm.SegmentDue, crm.Choice{Days: 1}, named(offRhythm)},
		{crm.SegmentOffRhythm, crm.Choice{}, named(offRhythm)},
		{crm.SegmentStep, crm.Choice{}, named(nearStepClient)},
		{crm.SegmentForgotten, crm.Choice{Days: 30}, named(sleeper)},
		{crm.SegmentForgotten, crm.Choice{}, nil},
		{crm.SegmentLost, crm.Choice{}, named(nailBuyer)},
		{crm.SegmentUnreached, crm.Choice{}, named(notReachedClient)},
		{crm.SegmentUnreached, crm.Choice{Days: 10}, named(heavyDebtor, notReachedClient)},
		{crm.SegmentNotReturned, crm.Choice{}, named(missedUs)},
		{crm.SegmentNotReturned, crm.Choice{Days: 1}, nil},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.segment, tt.choice.Days), func(t *testing.T) {
			tt.choice.Segment = tt.segment
			got := chosen(t, c, tt.choice)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Who never bought: a lead that 1C does not know yet comes first, with its number.
func TestLeadsAreChosen(t *testing.T) {
	found, err := firm(t).Choose(t.Context(), crm.Choice{Segment: crm.SegmentLeads}, noon)
	if err != nil || len(found) == 0 || found[0].Name != "Лид" || found[0].Phone != "8 912 111-22-33" || found[0].Why.Date.IsZero() {
		t.Fatalf("%+v, %v", found, err)
	}
	var got []string
	for _, one := range found[1:] {
		got = append(got, one.Name)
	}
	want := named(missedUs, notReachedClient, newcomer, lettered, recorded, calledBack, advanceOnly, cancelledOrder, freshInvoice)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a manager is told of why somebody is in the list has its figures.
func TestChosenSayWhy(t *testing.T) {
	c := firm(t)
	tests := []struct {
		choice crm.Choice
		want   crm.Why
	}{
		{crm.Choice{Segment: crm.SegmentDebtors}, crm.Why{Amount: 8_000_00, Days: 40, Document: "Д-1", Date: day(40)}},
		{crm.Choice{Segment: crm.SegmentBroken}, crm.Why{Amount: 30_000_00, Days: 1, Date: day(1)}},
		{crm.Choice{Segment: crm.SegmentUnpaid}, crm.Why{Amount: 1_600_00, Days: 10, Document: "*", Date: day(10)}},
		{crm.Choice{Segment: crm.SegmentLastYear}, crm.Why{Amount: 8_000_00, Days: 385, Date: day(385)}},
		{crm.Choice{Segment: crm.SegmentGood, Good: ref(501)}, crm.Why{Amount: 90_00, Days: 500, Date: day(500), Good: "Гвозди"}},
		{crm.Choice{Segment: crm.SegmentOffRhythm}, crm.Why{Days: 31, Date: time.Date(2026, 4, 13, 0, 0, 0, 0, moscow)}},
		{crm.Choice{Segment: crm.SegmentStep}, crm.Why{Amount: 1_500_00, Percent: 5}},
		{crm.Choice{Segment: crm.SegmentNotReturned}, crm.Why{Days: 2, Date: day(2)}},
	}
	for _, tt := range tests {
		t.Run(string(tt.choice.Segment), func(t *testing.T) {
			found, err := c.Choose(t.Context(), tt.choice, noon)
			if err != nil || len(found) == 0 {
				t.Fatalf("%+v, %v", found, err)
			}
			got := found[0].Why
			tt.want.Segment = tt.choice.Segment
			if tt.want.Document == "*" {
				tt.want.Document = got.Document
			}
			if !got.Date.Equal(tt.want.Date) {
				t.Errorf("date %v, want %v", got.Date, tt.want.Date)
			}
			if got.Date, tt.want.Date = (time.Time{}), (time.Time{}); got != tt.want {
				t.Errorf("why %+v, want %+v", got, tt.want)
			}
		})
	}
}

// Whether papers came back is published by nothing we read: that is said, and the
// segment is not offered.
func TestUnsignedPapersAreNotPublished(t *testing.T) {
	c := firm(t)
	if _, err := c.Choose(t.Context(), crm.Choice{Segment: crm.SegmentUnsigned}, noon); !errors.Is(err, crm.ErrNotPublished) {
		t.Errorf("got %v", err)
	}
	if slices.Contains(c.Segments(), crm.SegmentUnsigned) {
		t.Error("it is offered")
	}
	c.Ladder = crm.Ladder{}
	if slices.Contains(c.Segments(), crm.SegmentStep) {
		t.Error("steps of a discount nobody has are offered")
	}
	for _, s := range crm.Segments() {
		if _, ok := segments()[s]; !ok {
			t.Errorf("%s has no answer", s)
		}
	}
}

func TestFiltersOverTheBooks(t *testing.T) {
	c := firm(t)
	ask := func(field crm.FilterField, values ...string) crm.Filter {
		return crm.Filter{Test: &crm.FilterTest{Field: field, Values: values}}
	}
	apply(t, c.Store.Cache, crm.Batch{
		PriceTypes: []crm.PriceType{{Ref: ref(601), Name: "Розница"}, {Ref: ref(602), Name: "Опт"}},
		Terms:      []crm.Terms{{Ref: ref(701), Client: ref(heavyDebtor), Type: ref(602)}},
		Clients: []crm.Client{{
			Ref: ref(lightDebtor), Name: names[lightDebtor], Manager: ref(900), Prices: ref(601), Phones: phonesOf("+7 342 211-22-33"),
			Properties: []crm.Property{{Name: "Сегмент", Value: "VIP"}},
		}},
	})
	c.Places = func(number int64) []string {
		if strings.HasPrefix(fmt.Sprint(number), "7342") {
			return []string{"Пермский край"}
		}
		return nil
	}
	tests := []struct {
		name    string
		segment crm.Segment
		filter  crm.Filter
		want    []string
	}{
		{"property", "", ask(crm.FilterSegment, "Сегмент=VIP"), named(lightDebtor)},
		{"region", "", ask(crm.FilterRegion, "пермский край"), named(lightDebtor)},
		{"manager", crm.SegmentDebtors, ask(crm.FilterManager, "борис"), named(heavyDebtor)},
		{"prices of an agreement", "", ask(crm.FilterPrices, "Опт"), named(heavyDebtor)},
		{"prices of the card", "", ask(crm.FilterPrices, "розница"), named(lightDebtor)},
		{"class A", "", ask(crm.FilterABC, "A"), named(nearStepClient)},
		{"class C", "", ask(crm.FilterABC, "B", "C"), named(sleeper)},
		{"uneven", "", ask(crm.FilterXYZ, "Z"), named(sleeper)},
		{"bought", "", ask(crm.FilterBought, ref(501).String()), named(nailBuyer, nearStepClient)},
		{"overdue", "", ask(crm.FilterOverdue, "7000"), named(lightDebtor, promisedDebtor, heavyDebtor)},
		{"sales", "", ask(crm.FilterSales, "100"), named(nearStepClient)},
		{"debtors but the large ones", crm.SegmentDebtors, crm.Filter{Not: &crm.Filter{Test: ask(crm.FilterOverdue, "8000").Test}}, named(lightDebtor)},
		{"ready segments", "", crm.Filter{Any: []crm.Filter{ask(crm.FilterReady, "unreached"), ask(crm.FilterReady, "not_returned", "broken")}}, named(brokenPromise, notReachedClient, missedUs)},
		{"due, and not off their rhythm", crm.SegmentDue, crm.Filter{Not: &crm.Filter{Test: ask(crm.FilterReady, "off_rhythm").Test}}, named(monthly)},
		{"nobody from a file", crm.SegmentDebtors, ask(crm.FilterImported, "yes"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := chosen(t, c, crm.Choice{Segment: tt.segment, Filter: tt.filter})
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	var reason crm.Reason
	if _, err := c.Choose(t.Context(), crm.Choice{Filter: ask("colour", "red")}, noon); !errors.As(err, &reason) || reason.Code != "filter_field" {
		t.Errorf("an unknown field gives %v", err)
	}
}

func TestNumbersOfClients(t *testing.T) {
	s := newStore(t, t.TempDir())
	apply(t, s.Cache, crm.Batch{
		Clients:        []crm.Client{{Ref: ref(1), Name: "Ромашка", Phones: phonesOf("8 912 000-00-01", "101")}, {Ref: ref(2), Name: "Пусто"}},
		Counterparties: []crm.Counterparty{{Ref: ref(3), Client: ref(1), Phones: phonesOf("8 912 000-00-02")}},
		Contacts: []crm.Contact{
			{Ref: ref(4), Client: ref(1), Name: "Анна", Phones: phonesOf("8 912 000-00-03", "8 912 000-00-01")},
			{Ref: ref(5), Client: ref(1), Name: "Яна", Deleted: true, Phones: phonesOf("8 912 000-00-04")},
		},
	})
	got, err := s.Cache.Numbers(t.Context(), []crm.Ref{ref(1), ref(2), ref(9)})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, n := range got[ref(1)] {
		list = append(list, n.String())
	}
	want := []string{"+79120000003", "+79120000001", "+79120000002"} // as on the card: people first
	if !slices.Equal(list, want) || len(got[ref(2)]) != 0 {
		t.Errorf("got %q and %v, want %q and none", list, got[ref(2)], want)
	}
}
