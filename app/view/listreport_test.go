package view_test

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// A report that is pasted into a table program stays text where people have typed, and
// figures where it counts.
func TestReportIsPasted(t *testing.T) {
	words := view.New(view.Russian, time.UTC, time.Now)
	report := crm.ListReport{
		List: crm.CallList{Name: "=HYPERLINK(\"x\")\tи\nдальше", Purpose: crm.DebtPurpose}, Total: 3, Payments: crm.Sales{Count: 1, Sum: 100_050},
		Managers: []crm.ListShare{{Manager: "@анна", Calls: 2}, {Calls: 1}},
	}
	text := words.ReportText(report)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if lines[1] != "'=HYPERLINK(\"x\") и дальше\t" {
		t.Errorf("the name is pasted as %q", lines[1])
	}
	for _, line := range lines {
		if strings.Count(line, "\t") > 1 || strings.ContainsRune("=+-@", rune(line[0])) {
			t.Errorf("pasted: %q", line)
		}
	}
	for _, want := range []string{"\t3\n", "\t1000,5\n", "'@анна: ", "Имя не указано: "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
