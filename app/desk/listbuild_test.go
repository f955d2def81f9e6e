package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
	"pult/app/store"
)

// listDesk is a builder over real files with some debtors.
type listDesk struct {
	*desk.Builder
	store *store.Store
	now   time.Time
}

var (
	listPlan = phone.Plan{Country: "RU", AreaCode: "495"}
	listNoon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday
)

func newListDesk(t *testing.T, debtors int) *listDesk {
	t.Helper()
	d := &listDesk{now: listNoon}
	now := func() time.Time { return d.now }
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Now: now, Location: time.UTC, Plan: listPlan})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d.store = s
	d.Builder = &desk.Builder{Books: store.Chooser{Store: s}, Shelf: s.Journal, Plan: listPlan, Now: now}
	var b crm.Batch
	for i := range debtors {
		b.Clients = append(b.Clients, crm.Client{
			Ref: clientOf(i), Name: fmt.Sprintf("Клиент %02d", i), Phones: []crm.Phone{{Number: listPlan.Parse(fmt.Sprintf("8 912 000-%04d", i))}},
		})
		b.Debts = append(b.Debts, crm.DebtLine{Client: clientOf(i), Document: clientOf(i), Due: listNoon.AddDate(0, 0, -5), Owed: crm.Money(1000_00 - i*100)})
	}
	d.apply(t, b)
	return d
}

func clientOf(i int) crm.Ref { return crm.Ref{1, byte(i >> 8), byte(i)} }

func (d *listDesk) apply(t *testing.T, b crm.Batch) {
	t.Helper()
	if _, err := d.store.Cache.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// pays takes a client out of the debtors.
func (d *listDesk) pays(t *testing.T, i int) {
	t.Helper()
	d.apply(t, crm.Batch{Settled: []crm.Ref{clientOf(i)}})
}

func (d *listDesk) states(t *testing.T, list crm.ID) (states []string) {
	t.Helper()
	entries, err := d.store.Journal.Entries(t.Context(), list, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		states = append(states, fmt.Sprintf("%s %s", e.Name, e.State))
	}
	return states
}

func TestBuildList(t *testing.T) {
	d := newListDesk(t, 6)
	d.Clock = func(context.Context, crm.Entry) (crm.Zone, crm.Span, error) { // it is midnight there
		return crm.ZoneAt(12 * 60), crm.Span{}, nil
	}
	ban := crm.Interaction{ID: crm.NewID(listNoon), Kind: crm.BanKind, At: listNoon, Client: clientOf(1), Result: crm.ResultYes}
	if err := d.store.Journal.RecordStatement(t.Context(), ban); err != nil {
		t.Fatal(err)
	}
	d.apply(t, crm.Batch{Clients: []crm.Client{
		{Ref: clientOf(2), Name: "Клиент 02"}, // has no number any more
		{Ref: clientOf(3), Name: "Клиент 03", Phones: []crm.Phone{{Number: listPlan.Parse("8 912 000-0001")}}}, // the banned one's
		{Ref: clientOf(4), Name: "Клиент 04", Phones: []crm.Phone{{Number: listPlan.Parse("8 912 000-0000")}}}, // the first one's
	}})
	draft := crm.ListDraft{Name: "Должники", Purpose: crm.DebtPurpose, Author: "Анна", Choice: crm.Choice{Segment: crm.SegmentDebtors}}
	preview, err := d.PreviewList(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	want := crm.Preview{Total: 6, In: 2}
	if preview.Total != want.Total || preview.In != want.In || fmt.Sprint(preview.Out) != fmt.Sprint(map[crm.Hold]int{crm.HoldBanned: 2, crm.HoldNoPhone: 1, crm.HoldDuplicate: 1}) ||
		fmt.Sprint(preview.Later) != fmt.Sprint(map[crm.Hold]int{crm.HoldHours: 2}) || len(preview.First) != 2 || preview.First[0].Name != "Клиент 00" {
		t.Errorf("preview %+v", preview)
	}
	if preview.Also != 0 {
		t.Errorf("%d wait in another list, and there is none", preview.Also)
	}
	if lists, err := d.store.Journal.CallLists(t.Context()); err != nil || len(lists) != 0 {
		t.Errorf("a preview made %v, %v", lists, err)
	}
	list, _, err := d.BuildList(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	wantStates := []string{"Клиент 00 new", "Клиент 01 banned", "Клиент 02 no_phone", "Клиент 03 banned", "Клиент 04 duplicate", "Клиент 05 new"}
	if got := d.states(t, list.ID); !slices.Equal(got, wantStates) {
		t.Errorf("entries %q, want %q", got, wantStates)
	}
	if preview, err = d.PreviewList(t.Context(), draft); err != nil || preview.Also != 2 || len(preview.FirstAlso) != 2 || preview.In != 2 {
		t.Errorf("both wait in the list that was made: %+v, %v", preview, err)
	}
	nobody := crm.ListDraft{Name: "?", Purpose: crm.ServicePurpose, Choice: crm.Choice{Segment: crm.SegmentNotReturned}}
	if _, _, err := d.BuildList(t.Context(), nobody); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a list of nobody gives %v", err)
	}
	if _, _, err := d.BuildList(t.Context(), crm.ListDraft{Name: "?", Purpose: crm.DebtPurpose, Choice: crm.Choice{Segment: crm.SegmentUnsigned}}); !errors.Is(err, crm.ErrNotPublished) {
		t.Errorf("signed papers: %v", err)
	}
}

// A list of several pages stands still until it is whole, and is whole in order.
func TestLongListIsWhole(t *testing.T) {
	d := newListDesk(t, 2500)
	list, preview, err := d.BuildList(t.Context(), crm.ListDraft{
		Name: "Все", Purpose: crm.ServicePurpose, Choice: crm.Choice{Share: crm.Share{Among: []string{"Анна", "Борис"}}},
	})
	if err != nil || preview.In != 2500 {
		t.Fatalf("%+v, %v", preview, err)
	}
	entries, err := d.store.Journal.Entries(t.Context(), list.ID, 0, 10_000)
	if err != nil || len(entries) != 2500 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries {
		if e.Place != i || e.Portion != []string{"Анна", "Борис"}[i%2] {
			t.Fatalf("entry %d: %+v", i, e)
		}
	}
	if got, err := d.store.Journal.CallList(t.Context(), list.ID); err != nil || got.Paused.On(d.now) {
		t.Errorf("the list is %+v, %v", got, err)
	}
	// One that was broken off goes when the next is made.
	broken := list
	broken.ID, broken.Paused, broken.Made = crm.NewID(d.now), crm.Pause{Cause: crm.PauseByMaking}, d.now.Add(-2*time.Hour)
	part := entries[0]
	part.ID, part.List = crm.NewID(d.now), broken.ID
	if err := d.store.Journal.RecordList(t.Context(), broken, []crm.Entry{part}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.BuildList(t.Context(), crm.ListDraft{Name: "Ещё", Purpose: crm.ServicePurpose}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Journal.CallList(t.Context(), broken.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("what was broken off gives %v", err)
	}
}

func TestRefreshList(t *testing.T) {
	d := newListDesk(t, 5)
	ctx := context.Background()
	draft := crm.ListDraft{Name: "Должники", Purpose: crm.DebtPurpose, Live: true, Choice: crm.Choice{Segment: crm.SegmentDebtors}}
	list, _, err := d.BuildList(ctx, draft)
	if err != nil {
		t.Fatal(err)
	}
	refresh := func() crm.Refreshed {
		t.Helper()
		done, err := d.RefreshList(ctx, list.ID)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	if done := refresh(); done != (crm.Refreshed{}) {
		t.Errorf("nothing happened: %+v", done)
	}
	d.pays(t, 1)
	d.pays(t, 3)
	d.apply(t, crm.Batch{
		Clients: []crm.Client{{Ref: clientOf(9), Name: "Клиент 09", Phones: []crm.Phone{{Number: listPlan.Parse("8 912 000-0009")}}}},
		Debts:   []crm.DebtLine{{Client: clientOf(9), Document: clientOf(9), Due: listNoon.AddDate(0, 0, -50), Owed: 9_000_000_00}},
	})
	if done := refresh(); done != (crm.Refreshed{Added: 1, Gone: 2}) {
		t.Errorf("two paid, one came: %+v", done)
	}
	want := []string{"Клиент 00 new", "Клиент 01 withdrawn", "Клиент 02 new", "Клиент 03 withdrawn", "Клиент 04 new", "Клиент 09 new"}
	if got := d.states(t, list.ID); !slices.Equal(got, want) {
		t.Errorf("entries %q, want %q", got, want)
	}
	d.apply(t, crm.Batch{Debts: []crm.DebtLine{{Client: clientOf(3), Document: clientOf(3), Due: listNoon.AddDate(0, 0, -5), Owed: 1}}})
	if done := refresh(); done != (crm.Refreshed{Back: 1}) {
		t.Errorf("one owes again: %+v", done)
	}
	frozen, _, err := d.BuildList(ctx, crm.ListDraft{Name: "Снимок", Purpose: crm.DebtPurpose, Choice: draft.Choice})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.RefreshList(ctx, frozen.ID); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("a frozen list: %v", err)
	}
}

func TestSavedChoices(t *testing.T) {
	j := newListDesk(t, 0).store.Journal
	save := func(name string, choice crm.Choice) error {
		return j.SaveChoice(t.Context(), crm.SavedChoice{ID: crm.NewID(listNoon), Name: name, Choice: choice, At: listNoon})
	}
	for _, days := range []int{3, 5} {
		if err := save("Должники", crm.Choice{Segment: crm.SegmentDebtors, Days: days}); err != nil {
			t.Fatal(err)
		}
	}
	if err := save("Ошибка", crm.Choice{Segment: "rich"}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a wrong choice: %v", err)
	}
	list, err := j.SavedChoices(t.Context())
	if err != nil || len(list) != 1 || list[0].Choice.Days != 5 {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := j.ForgetChoice(t.Context(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := j.ForgetChoice(t.Context(), list[0].ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("forgotten twice: %v", err)
	}
}

// Of a file a client goes to whom the file names, else to whoever is responsible;
// its numbers come first, and a stranger goes by his number.
func TestListOfAFile(t *testing.T) {
	d := newListDesk(t, 2)
	d.apply(t, crm.Batch{
		Users: []crm.User{{Ref: crm.Ref{9}, Name: "Вера"}},
		Clients: []crm.Client{
			{Ref: clientOf(0), Name: "Клиент 00", Manager: crm.Ref{9}, Phones: []crm.Phone{{Number: listPlan.Parse("8 912 000-0000")}}},
			{Ref: clientOf(1), Name: "Клиент 01", Manager: crm.Ref{9}, Phones: []crm.Phone{{Number: listPlan.Parse("8 912 000-0001")}}},
		},
	})
	other := listPlan.Parse("8 912 999-9999")
	from := []crm.Callee{
		{Chosen: crm.Chosen{Client: clientOf(0), Name: "Клиент 00", Why: crm.Why{Text: "продлить"}}, Numbers: []phone.Number{listPlan.Parse("8 912 555-5555")}},
		{Chosen: crm.Chosen{Client: clientOf(1), Name: "Клиент 01", Manager: "Глеб"}},
		{Chosen: crm.Chosen{Name: "Чужой"}, Numbers: []phone.Number{other}},
		{Chosen: crm.Chosen{Name: "Ещё чужой"}, Numbers: []phone.Number{other}},
	}
	draft := crm.ListDraft{Name: "Файл", Purpose: crm.ServicePurpose, Choice: crm.Choice{Share: crm.Share{Own: true, Among: []string{"Анна"}}}}
	list, preview, err := d.TakeList(t.Context(), draft, "calls.csv", from, false)
	if err != nil || preview.In != 3 || preview.Out[crm.HoldDuplicate] != 1 || list.File != "calls.csv" {
		t.Fatalf("%+v, %+v, %v", list, preview, err)
	}
	entries, err := d.store.Journal.Entries(t.Context(), list.ID, 0, 10)
	if err != nil || len(entries) != 3 { // a number of a stranger is one entry, however often it comes
		t.Fatalf("%+v, %v", entries, err)
	}
	var portions []string
	for _, e := range entries {
		portions = append(portions, e.Portion)
	}
	if want := []string{"Вера", "Глеб", "Анна"}; !slices.Equal(portions, want) {
		t.Errorf("portions %q, want %q", portions, want)
	}
	if e := entries[0]; len(e.Numbers) != 2 || e.Number().E164 != 79125555555 || e.Why.Text != "продлить" {
		t.Errorf("the first is %+v", e)
	}
}
