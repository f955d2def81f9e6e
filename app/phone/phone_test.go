package phone

import (
	"strconv"
	"strings"
	"testing"
)

var moscow = Plan{Country: "RU", AreaCode: "495"}

func TestParse(t *testing.T) {
	const client = "+79123456789"
	tests := []struct{ in, want, ext string }{
		{"+79123456789", client, ""},
		{"79123456789", client, ""},
		{"89123456789", client, ""},
		{"9123456789", client, ""},
		{"8 (912) 345-67-89", client, ""},
		{"8(912)3456789", client, ""},
		{"+7 (912) 345-67-89", client, ""},
		{"+7-912-345-67-89", client, ""},
		{"8.912.345.67.89", client, ""},
		{" 8 912 345 67 89 ", client, ""},
		{"8\u00a0912\u00a0345\u00a067\u00a089", client, ""},
		{"+8 912 345 67 89", client, ""},
		{"+89123456789", client, ""},
		{"007 912 345 67 89", client, ""},
		{"8 10 7 912 345 67 89", client, ""},
		{"т. 8 912 345-67-89", client, ""},
		{"моб.: 8-912-345-67-89 Иван", client, ""},
		{"8 912 345 67 89 Иван", client, ""},
		{"8 (912) 345–67–89", client, ""},
		{"8 (912) 345−67−89", client, ""},
		{"8 912 345 67 8９", client, ""},
		{"8 912 345 67 89 доб. 12", client, "12"},
		{"8 912 345-67-89 (доб. 123)", client, "123"},
		{"8 912 345-67-89, доб 123", client, "123"},
		{"8 912 345-67-89,123", client, "123"},
		{"8 912 345-67-89#123", client, "123"},
		{"8 912 345-67-89 ext 12", client, "12"},
		{"8 912 345-67-89 вн.12", client, "12"},
		{"tel:+7-912-345-67-89", client, ""},
		{"tel:+79123456789;ext=12", client, "12"},
		{"sip:+79123456789@pbx.firm.example;user=phone", client, ""},
		{"sip:89123456789;phone-context=+7495@pbx.firm.example", client, ""},
		{"sip:%2B79123456789@10.0.0.1", client, ""},
		{"%2B79123456789", client, ""},
		{"<sip:9123456789@pbx>", client, ""},
		{"\u202a+7 912 345-67-89\u202c", client, ""},
		{"8 (9I2) 345-67-89", "", ""},
		{"8 912 34O-67-89", "+79123406789", ""},
		{"123-45-67", "+74951234567", ""},
		{"8 (495) 123-45-67", "+74951234567", ""},
		{"8 800 200-06-00", "+78002000600", ""},
		{"8 777 123 45 67", "+77771234567", ""},
		{"8 10 375 29 123-45-67", "+375291234567", ""},
		{"+375 29 123-45-67", "+375291234567", ""},
		{"375291234567", "+375291234567", ""},
		{"+998 90 123 45 67", "+998901234567", ""},
		{"+84 912 345 678", "+84912345678", ""},
		{"101", "101", ""},
		{"1001", "1001", ""},
		{"112", "112", ""},
		{"доб.123", "", ""},
		{"8495123456789", "", ""},
		{"+7 912 345", "", ""},
		{"anonymous", "", ""},
		{"", "", ""},
		{"Anonymous@anonymous.invalid", "", ""},
		{"+", "", ""},
		{"0000000000", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got := moscow.Parse(tt.in)
			if got.String() != tt.want || got.Ext != tt.ext {
				t.Errorf("Parse(%q) = %q ext %q, want %q ext %q", tt.in, got, got.Ext, tt.want, tt.ext)
			}
			if got.Raw != tt.in {
				t.Errorf("Parse(%q) lost the text as typed: %q", tt.in, got.Raw)
			}
		})
	}
}

func TestParseAll(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"8(912)345-67-89, 8(913)345-67-89", []string{"+79123456789", "+79133456789"}},
		{"8 912 345 67 89; +7 495 123-45-67 доб. 5", []string{"+79123456789", "+74951234567"}},
		{"89123456789/89133456789", []string{"+79123456789", "+79133456789"}},
		{"89123456789 89133456789", []string{"+79123456789", "+79133456789"}},
		{"+79123456789 +79133456789", []string{"+79123456789", "+79133456789"}},
		{"8 912 345 67 89\n8 913 345 67 89", []string{"+79123456789", "+79133456789"}},
		{"(812) 123-45-67, 123-45-68", []string{"+78121234567", "+78121234568"}},
		{"тел. 123-45-67 и 8-912-345-67-89", []string{"+74951234567", "+79123456789"}},
		{"нет телефона", nil},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got := moscow.ParseAll(tt.in)
			if len(got) != len(tt.want) {
				t.Fatalf("ParseAll(%q) = %v, want %v", tt.in, got, tt.want)
			}
			for i := range got {
				if got[i].String() != tt.want[i] {
					t.Errorf("ParseAll(%q)[%d] = %q, want %q", tt.in, i, got[i], tt.want[i])
				}
			}
		})
	}
}

func TestPlanOfAnotherCountry(t *testing.T) {
	minsk := Plan{Country: "BY", AreaCode: "17"}
	for in, want := range map[string]string{
		"80291234567":    "+375291234567",
		"375291234567":   "+375291234567",
		"291234567":      "+375291234567",
		"123-45-67":      "+375171234567",
		"+7 912 3456789": "+79123456789",
	} {
		if got := minsk.Parse(in); got.String() != want {
			t.Errorf("Parse(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFormat(t *testing.T) {
	for in, want := range map[string]string{
		"89123456789":           "+7 912 345-67-89",
		"+375291234567":         "+375 29 123-45-67",
		"101":                   "101",
		"8 912 345 67 89 доб 5": "+7 912 345-67-89 доб. 5",
		"anonymous":             "anonymous",
		"+12125550123":          "+12125550123",
	} {
		got := strings.ReplaceAll(moscow.Parse(in).Format(), "\u00a0", " ")
		if got != want {
			t.Errorf("Format(%q) = %q, want %q", in, got, want)
		}
	}
}

// A number read once and written out must be read again as the same number.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"8 (912) 345-67-89 доб. 12", "tel:+7-912;ext=1", "+84 9, 1234;;", "(495)123-45-67/68", "%2B7"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, n := range moscow.ParseAll(in) {
			if n.Kind() == Public && len(strconv.FormatInt(n.E164, 10)) > maxPublic {
				t.Fatalf("%q gave %d, longer than E.164 allows", in, n.E164)
			}
			if again := moscow.Parse(n.String()); n.Kind() == Public && again.E164 != n.E164 {
				t.Fatalf("%q gave %v, which reads back as %v", in, n, again)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		moscow.Parse("8 (912) 345-67-89")
	}
}
