package crm

import (
	"testing"
	"time"
)

var today = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// shipped makes shipments 30 days apart, the newest first, each with goods by
// their numbers.
func shipped(daysAgo int, baskets ...[]byte) (list []Document) {
	for i, basket := range baskets {
		d := Document{Kind: Shipment, At: today.AddDate(0, 0, -daysAgo-30*i)}
		for _, good := range basket {
			d.Lines = append(d.Lines, Line{Good: Ref{good}, Quantity: Quantity(1000 * (i + 1)), Amount: Money(100 * (i + 1))})
		}
		list = append(list, d)
	}
	return list
}

func TestTallyBought(t *testing.T) {
	baskets := shipped(10, []byte{1, 1}, []byte{1, 2}, []byte{1}, nil, []byte{2}, nil, []byte{2})
	list := TallyBought(baskets, []Document{{Lines: []Line{{Good: Ref{2}}, {Good: Ref{9}}}}})
	if len(list) != 2 {
		t.Fatalf("%d goods", len(list))
	}
	two, one := list[0], list[1]
	if one.Good != (Ref{1}) || one.Times != 3 || one.OfSix != 3 || one.OfFour != 3 || one.Quantity != 2000 || one.Paid != 200 ||
		one.Usual != 2000 || one.Ordered || one.LastPrice() != 100 || !one.Last.Equal(baskets[0].At) {
		t.Errorf("the first good: %+v", one)
	}
	if two.Times != 3 || two.OfSix != 2 || two.OfFour != 1 || two.Usual != 5000 || !two.Ordered || two.Regular() {
		t.Errorf("the second good: %+v", two)
	}
	if (Bought{Paid: 5}).LastPrice() != 0 {
		t.Error("a good without a quantity has a price")
	}
}

func TestFrequent(t *testing.T) {
	monthly := Forecast{Every: 30, Last: today.AddDate(0, 0, -10)}
	tests := []struct {
		name      string
		shipments []Document
		open      []Document
		rhythm    Forecast
		want      []byte
	}{
		{"nothing bought", nil, nil, monthly, nil},
		{"three of six, not last time", shipped(10, nil, []byte{1}, nil, nil, []byte{1}, []byte{1}), nil, monthly, []byte{1}},
		{"two of four", shipped(10, nil, []byte{1}, []byte{1}), nil, monthly, []byte{1}},
		{"once is no habit", shipped(10, nil, []byte{1}), nil, monthly, nil},
		{"two of six is none either", shipped(10, nil, nil, nil, []byte{1}, []byte{1}), nil, monthly, nil},
		{"bought this cycle", shipped(10, []byte{1}, []byte{1}, []byte{1}), nil, monthly, nil},
		{"the cycle is over", shipped(31, []byte{1}, []byte{1}, []byte{1}), nil, monthly, []byte{1}},
		{"ordered already", shipped(10, nil, []byte{1}, []byte{1}), []Document{{Lines: []Line{{Good: Ref{1}}}}}, monthly, nil},
		{"without a rhythm only the order counts", shipped(10, []byte{1}, []byte{1}), nil, Forecast{}, []byte{1}},
		{"five at most", shipped(40, []byte{1, 2, 3, 4, 5, 6, 7}, []byte{1, 2, 3, 4, 5, 6, 7}), nil, monthly, []byte{1, 2, 3, 4, 5}},
		{"the habit first", shipped(40, []byte{1, 2}, []byte{2, 1}, []byte{2}), nil, monthly, []byte{2, 1}},
	}
	for _, tt := range tests {
		var got []byte
		for _, b := range Frequent(TallyBought(tt.shipments, tt.open), tt.rhythm, today) {
			got = append(got, b.Good[0])
		}
		if string(got) != string(tt.want) {
			t.Errorf("%s: goods %v, want %v", tt.name, got, tt.want)
		}
	}
}
