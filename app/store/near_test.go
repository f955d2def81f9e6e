package store

import (
	"fmt"
	"slices"
	"testing"

	"pult/app/crm"
)

func TestNear(t *testing.T) {
	c := sampleCache(t) // the firm "Ромашка" has 8 495 765-43-21 and the person 8 916 000-11-22
	var crowd []crm.Client
	for i := range 5 {
		crowd = append(crowd, crm.Client{Ref: ref(200 + i), Name: fmt.Sprint("Сосед ", i), Phones: phonesOf(fmt.Sprintf("8 495 700-70-0%d", i))})
	}
	crowd = append(crowd, crm.Client{Ref: ref(210), Name: "Удалённый", Deleted: true, Phones: phonesOf("8 812 555-55-55")})
	apply(t, c, crm.Batch{Clients: crowd})
	tests := []struct {
		name, number string
		want         []string // name and why
	}{
		{"the same hundred of a firm", "8 495 765-43-99", []string{"Ромашка block"}},
		{"one digit is wrong", "8 916 000-11-23", []string{"Ромашка misread"}},
		{"two digits are swapped", "8 961 000-11-22", []string{"Ромашка misread"}},
		{"another code of the city", "8 499 765-43-21", []string{"Ромашка misread"}},
		{"another city", "8 812 765-43-21", []string{"Ромашка ending"}},
		{"a business centre says nothing", "8 495 700-70-88", nil},
		{"who has it is not near", "8 916 000-11-22", nil},
		{"a mobile number stands in no hundred", "8 916 000-11-99", nil},
		{"a client out of sight", "8 812 555-55-54", nil},
		{"internal", "101", nil},
		{"hidden", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, n := range must(c.Near(t.Context(), plan.Parse(tt.number)))(t) {
				got = append(got, n.Name+" "+string(n.Kind))
				if n.Number.E164 == 0 || n.Client.IsZero() {
					t.Errorf("%+v", n)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("near %v, want %v", got, tt.want)
			}
		})
	}
}
