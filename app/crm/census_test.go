package crm

import (
	"fmt"
	"slices"
	"testing"

	"pult/app/phone"
)

func TestWorkList(t *testing.T) {
	census := NewCensus()
	for i, one := range []Identity{
		{Name: "ООО Ромашка", Papers: []Paper{{"7707083893", "770701001"}}, Phones: []phone.Number{{E164: 79123456789}, {E164: 79123456789}}},
		{Name: "Ромашка", Papers: []Paper{{"7707083893", ""}}, Emails: []string{"A@firm.example"}},
		{Name: "Василёк", Phones: []phone.Number{{E164: 79123456789}}, Emails: []string{"a@firm.example", "нет@"}},
		{Name: "Филиал Север", Papers: []Paper{{"7830002293", "780101001"}}},
		{Name: "Отделение Юг", Papers: []Paper{{"7830002293", "780102001"}}},
		{Name: "Лютик", Papers: []Paper{{"7830002294", ""}}, Phones: []phone.Number{{Raw: "9.12E+10"}, {Short: "123"}}, Imported: true},
		{Name: "Лютек", Phones: []phone.Number{{Short: "123"}}},
	} {
		one.Ref = Ref{byte(i + 1)}
		census.Add(one)
	}
	var got []string
	for _, flaw := range census.Flaws() {
		line := fmt.Sprintf("%s %s", flaw.Kind, flaw.Value)
		for _, one := range flaw.Clients {
			line += "|" + one.Name
		}
		got = append(got, line)
	}
	want := []string{
		"inn 7707083893|ООО Ромашка|Ромашка",
		"phone +79123456789|ООО Ромашка|Василёк",
		"email a@firm.example|Ромашка|Василёк",
		"name Лютик|Лютик|Лютек",
		"name ООО Ромашка|ООО Ромашка|Ромашка",
		"inn_check 7830002294|Лютик",
		"bad_phone 123|Лютик",
		"bad_phone 9.12E+10|Лютик",
		"bad_email нет@|Василёк",
	}
	if !slices.Equal(got, want) {
		t.Errorf("work-list\n%q\nwant\n%q", got, want)
	}
}
