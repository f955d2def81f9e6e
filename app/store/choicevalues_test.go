package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pult/app/crm"
)

// Values that are offered are those the base has, by what was typed, and a filter
// made of them finds their clients.
func TestValuesOfAFilter(t *testing.T) {
	c := firm(t)
	apply(t, c.Store.Cache, crm.Batch{
		PriceTypes: []crm.PriceType{{Ref: ref(601), Name: "Розница"}, {Ref: ref(602), Name: "Опт"}},
		Goods:      []crm.Good{{Ref: ref(551), Name: "Гвозди кровельные"}, {Ref: ref(552), Name: "Молоток", Deleted: true}},
		Clients: []crm.Client{{
			Ref: ref(lightDebtor), Name: names[lightDebtor], Manager: ref(900), Prices: ref(601), Phones: phonesOf("+7 342 211-22-33"),
			Properties: []crm.Property{{Name: "Сегмент", Value: "VIP"}},
		}},
	})
	c.Places = func(number int64) []string {
		if strings.HasPrefix(fmt.Sprint(number), "7342") {
			return []string{"Пермский край", "Perm Territory"}
		}
		return nil
	}
	tests := []struct {
		field crm.FilterField
		typed string
		want  []string
	}{
		{crm.FilterManager, "", []string{"Анна", "Борис"}},
		{crm.FilterManager, "бор", []string{"Борис"}},
		{crm.FilterRegion, "край", []string{"Пермский край"}},
		{crm.FilterSegment, "vip", []string{"Сегмент: VIP"}},
		{crm.FilterPrices, "", []string{"Опт", "Розница"}},
		{crm.FilterBought, "кров гвозд", []string{"Гвозди кровельные"}},
		{crm.FilterBought, "молоток", nil},
		{crm.FilterManager, "никто", nil},
		{crm.FilterABC, "", nil},
	}
	for _, tt := range tests {
		t.Run(string(tt.field)+" "+tt.typed, func(t *testing.T) {
			values, err := c.Values(t.Context(), tt.field, tt.typed, 10)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range values {
				got = append(got, v.Name)
				f := crm.Filter{Test: &crm.FilterTest{Field: tt.field, Values: []string{v.Value}}}
				if err := f.Check(); err != nil {
					t.Errorf("%q is offered and cannot be asked: %v", v.Value, err)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("offered %q, want %q", got, tt.want)
			}
		})
	}
	values, err := c.Values(t.Context(), crm.FilterSegment, "", 1)
	if err != nil || len(values) != 1 {
		t.Fatalf("%+v, %v", values, err)
	}
	got := chosen(t, c, crm.Choice{Filter: crm.Filter{Test: &crm.FilterTest{Field: crm.FilterSegment, Values: []string{values[0].Value}}}})
	if !slices.Equal(got, named(lightDebtor)) {
		t.Errorf("by what was offered come %q", got)
	}
	goods, err := c.GoodNames(t.Context(), []crm.Ref{ref(551), ref(999)})
	if err != nil || len(goods) != 1 || goods[ref(551)] != "Гвозди кровельные" {
		t.Errorf("goods %v, %v", goods, err)
	}
}

// A property that nearly every client has another value of is not offered.
func TestPropertiesThatSortNobodyAreNotOffered(t *testing.T) {
	c := firm(t)
	b := crm.Batch{}
	for i := range propertyMost + 1 {
		b.Clients = append(b.Clients, crm.Client{Ref: ref(3000 + i), Name: fmt.Sprint("Клиент ", i), Properties: []crm.Property{
			{Name: "Код", Value: fmt.Sprint(i)}, {Name: "Сегмент", Value: "VIP"},
		}})
	}
	apply(t, c.Store.Cache, b)
	values, err := c.Values(t.Context(), crm.FilterSegment, "", 10)
	if err != nil || len(values) != 1 || values[0].Value != "Сегмент=VIP" {
		t.Errorf("offered %+v, %v", values, err)
	}
}

// A segment that cannot be answered here is offered with what is missing.
func TestOffersSayWhatIsMissing(t *testing.T) {
	lacking := func(c Chooser) map[crm.Segment]string {
		t.Helper()
		offers, err := c.Offers(t.Context())
		if err != nil || len(offers) != len(crm.Segments())+1 {
			t.Fatalf("%d offers, %v", len(offers), err)
		}
		lacks := map[crm.Segment]string{}
		for _, o := range offers {
			if o.Lacks.Code != "" {
				lacks[o.Segment] = o.Lacks.Code
			}
		}
		return lacks
	}
	c := firm(t)
	if got := lacking(c); len(got) != 1 || got[crm.SegmentUnsigned] != "choice_unsigned" {
		t.Errorf("in a full base %v are missing", got)
	}
	c.Ladder = crm.Ladder{}
	if got := lacking(c); got[crm.SegmentStep] != "choice_ladder" {
		t.Errorf("without a ladder %v are missing", got)
	}
	got := lacking(Chooser{Store: newStore(t, t.TempDir()), Ladder: ladder})
	for segment, code := range map[crm.Segment]string{
		crm.SegmentDebtors: "choice_no_debts", crm.SegmentUnpaid: "choice_no_invoices", crm.SegmentDue: "choice_no_sales", crm.SegmentLeads: "",
	} {
		if got[segment] != code {
			t.Errorf("in an empty base %s lacks %q, want %q", segment, got[segment], code)
		}
	}
}
