package crm

import (
	"maps"
	"slices"
	"testing"

	"pult/app/phone"
)

func line(n int64) phone.Number { return phone.Number{E164: 79120000000 + n} }

func TestRollLeavesOutWithAReason(t *testing.T) {
	yes := Statement{Value: ResultYes}
	words := Words{
		Clients: map[Ref]Standing{{3}: {Ban: yes}, {6}: {Consent: yes}, {1}: {Consent: yes}, {7}: {Consent: yes}},
		Numbers: map[int64]Statement{line(4).E164: yes, line(6).E164: yes, line(8).E164: {Value: ResultNo}},
	}
	clients := []struct {
		ref     byte
		manager string
		numbers []phone.Number
	}{
		{1, "Анна", []phone.Number{line(1), line(2)}},
		{2, "", nil},
		{3, "", []phone.Number{line(3)}},
		{4, "", []phone.Number{line(4)}},
		{5, "", []phone.Number{line(2)}},
		{6, "", []phone.Number{line(6), line(2), line(7)}}, // one is banned, one is another's, one is left
		{7, "", []phone.Number{line(8)}},                   // its ban was taken back
		{8, "", []phone.Number{line(9)}},
	}
	roll := func(purpose Purpose, most int) *Roll {
		r := &Roll{
			List:  CallList{ID: ID{1}, Purpose: purpose, Choice: Choice{Most: most, Share: Share{Own: true, Among: []string{"Борис", "Вера"}}}},
			Words: words,
			Clock: func(e Entry) Hold {
				if e.Number() == line(8) {
					return HoldZone
				}
				return HoldNone
			},
		}
		for _, c := range clients {
			if !r.Full() {
				r.Enter(Chosen{Client: Ref{c.ref}, Manager: c.manager}, c.numbers)
			}
		}
		return r
	}
	r := roll(ServicePurpose, 0)
	out := map[Hold]int{HoldNoPhone: 1, HoldBanned: 2, HoldDuplicate: 1}
	if r.Preview.In != 4 || !maps.Equal(r.Preview.Out, out) || !maps.Equal(r.Preview.Later, map[Hold]int{HoldZone: 1}) {
		t.Errorf("preview %+v", r.Preview)
	}
	for hold, want := range map[Hold][]byte{HoldNoPhone: {2}, HoldBanned: {3, 4}, HoldDuplicate: {5}} {
		var got []byte
		for _, c := range r.Preview.FirstOut[hold] {
			got = append(got, c.Client[0])
		}
		if !slices.Equal(got, want) {
			t.Errorf("left out by %s are %v, want %v", hold, got, want)
		}
	}
	if late := r.Preview.FirstLater[HoldZone]; len(late) != 1 || late[0].Client != (Ref{7}) {
		t.Errorf("of an unknown zone are %+v", late)
	}
	var states []EntryState
	var portions []string
	for i, e := range r.Entries {
		states, portions = append(states, e.State), append(portions, e.Portion)
		if e.Place != i || e.ID != EntryID(ID{1}, e.Client, phone.Number{}) {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	wantStates := []EntryState{EntryNew, EntryNoPhone, EntryBanned, EntryBanned, EntryDuplicate, EntryNew, EntryNew, EntryNew}
	if !slices.Equal(states, wantStates) {
		t.Errorf("states %q, want %q", states, wantStates)
	}
	if want := []string{"Анна", "", "", "", "", "Борис", "Вера", "Борис"}; !slices.Equal(portions, want) {
		t.Errorf("portions %q, want %q", portions, want)
	}
	if got := r.Entries[5].Numbers; !slices.Equal(got, []phone.Number{line(7)}) {
		t.Errorf("numbers %v", got)
	}

	// Who has not agreed to advertising waits for it in the list, and is no one of the
	// first three that can be called.
	r = roll(AdvertPurpose, 3)
	if r.Preview.In != 3 || r.Preview.Out[HoldConsent] != 0 || len(r.Entries) != 7 {
		t.Errorf("advertising: %+v, %d entries", r.Preview, len(r.Entries))
	}
	r = roll(AdvertPurpose, 0)
	if r.Preview.In != 3 || r.Preview.Out[HoldConsent] != 1 || r.Entries[7].State != EntryNew {
		t.Errorf("advertising: %+v", r.Preview)
	}

	// A list that is gone on with keeps its numbers, places and turns.
	again := &Roll{List: r.List}
	again.Resume(r.Entries)
	again.Enter(Chosen{Client: Ref{20}}, []phone.Number{line(1)})
	again.Enter(Chosen{Client: Ref{21}}, []phone.Number{line(30)})
	if e := again.Entries; e[0].State != EntryDuplicate || e[0].Place != 8 || e[1].Portion != "Вера" {
		t.Errorf("gone on with: %+v", e)
	}
}

func TestListDraftCheck(t *testing.T) {
	good := ListDraft{Name: "Должники", Purpose: DebtPurpose, Choice: Choice{Segment: SegmentDebtors}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*ListDraft){
		"list_name":      func(d *ListDraft) { d.Name = " " },
		"list_purpose":   func(d *ListDraft) { d.Purpose = "spam" },
		"list_live_most": func(d *ListDraft) { d.Live, d.Choice.Most = true, 5 },
		"choice_segment": func(d *ListDraft) { d.Choice.Segment = "rich" },
		"choice_good":    func(d *ListDraft) { d.Choice.Segment = SegmentGood },
		"choice_days":    func(d *ListDraft) { d.Choice.Days = -1 },
		"filter_mixed":   func(d *ListDraft) { d.Choice.Filter = Filter{Not: &Filter{}, Test: &FilterTest{}} },
		"script_text":    func(d *ListDraft) { d.Script.Questions = []Question{{Kind: AskText}} },
	} {
		d := good
		spoil(&d)
		if reason, ok := d.Check().(Reason); !ok || reason.Code != want { //nolint:errorlint // it is never wrapped
			t.Errorf("got %v, want %s", d.Check(), want)
		}
	}
}
