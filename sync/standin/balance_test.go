package standin

import (
	"strings"
	"testing"
)

// kopecks reads a JSON number of the test back exactly enough for a comparison.
func kopecks(v any) Kopecks { return Kopecks(v.(float64)*100 + 0.5) }

// keysByPartner reads the two hops from a register row to its partner.
func keysByPartner(t testing.TB, rows []map[string]any) map[string]string {
	out := map[string]string{}
	for _, r := range rows {
		out[r["Ref_Key"].(string)] = r["Партнер_Key"].(string)
	}
	return out
}

// The register, read as a panel reads it, agrees with the truth table.
func TestRegisterAgreesWithTruth(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.Clients = 400 })
	partnerOf := keysByPartner(t, list(t, h, "Catalog_КлючиАналитикиУчетаПоПартнерам?$select=Ref_Key,Партнер_Key"))
	type sums struct{ debt, advance, overdue Kopecks }
	got := map[string]*sums{}
	for _, r := range list(t, h, debtRegister+"/Balance()") {
		ref := partnerOf[r["АналитикаУчетаПоПартнерам_Key"].(string)]
		if got[ref] == nil {
			got[ref] = &sums{}
		}
		debt := kopecks(r["ДолгBalance"])
		got[ref].debt += debt
		got[ref].advance += kopecks(r["ПредоплатаBalance"])
		if r["ДатаПлановогоПогашения"].(string) < "2026-11-22T00:00:00" {
			got[ref].overdue += debt
		}
	}
	debtors := 0
	for _, p := range s.Partners() {
		g := got[p.Ref]
		if g == nil {
			g = &sums{}
		}
		if g.debt != p.Debt || g.advance != p.Advance || g.overdue != p.Overdue {
			t.Errorf("%s: register %v, truth %s %s %s", p.Name, *g, p.Debt, p.Advance, p.Overdue)
		}
		if p.Debt > 0 {
			debtors++
		}
		if (p.Overdue > 0) != (p.OverdueDays > 0) || p.Overdue > p.Debt {
			t.Errorf("%s: overdue %s for %d days of %s", p.Name, p.Overdue, p.OverdueDays, p.Debt)
		}
	}
	if debtors < 40 {
		t.Errorf("only %d debtors", debtors)
	}
}

func TestBalanceForms(t *testing.T) {
	_, h := newTest(t)
	ref := demoClients[0].Ref
	plain := "Condition='АналитикаУчетаПоПартнерам/Партнер_Key eq guid'" + ref + "''"
	doubled := "Condition='АналитикаУчетаПоПартнерам/Партнер_Key eq guid''" + ref + "'''"
	for name, tc := range map[string]struct {
		path string
		rows int
	}{
		"undoubled":      {"/Balance(" + plain + ")", 3},
		"doubled":        {"/Balance(" + doubled + ")", 3},
		"in the query":   {"/Balance?" + plain, 3},
		"empty brackets": {"/Balance()?" + doubled, 3},
		"dimensions":     {"/Balance(" + plain + ",Dimensions='АналитикаУчетаПоПартнерам')", 1},
		"dimensions 1st": {"/Balance(Dimensions='АналитикаУчетаПоПартнерам,Валюта'," + plain + ")", 1},
		"before trade":   {"/Balance(Period=datetime'2020-01-01T00:00:00'," + plain + ")", 0},
		"a year ago":     {"/Balance(Period=datetime'2025-12-25T00:00:00')?$filter=ДолгBalance gt 0", -1},
		"filter":         {"/Balance(" + plain + ")?$filter=ДолгBalance gt 50000", 1},
		"overdue":        {"/Balance(" + plain + ")?$filter=ДолгBalance gt 0 and ДатаПлановогоПогашения lt datetime'2026-11-22T00:00:00'", 1},
		"select and top": {"/Balance(" + plain + ")?$select=ДолгBalance&$top=2", 2},
		"document":       {"/Balance(Condition='РасчетныйДокумент eq guid'" + ref + "'')", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := len(list(t, h, debtRegister+tc.path)); got != tc.rows && (tc.rows >= 0 || got == 0) {
				t.Errorf("%d rows, want %d", got, tc.rows)
			}
		})
	}
	for path, want := range map[string]string{
		"/Balance(Condition='Нет eq 1')":       "6",
		"/Balance(Condition='length(х) eq 1')": "14",
		"/Balance(Нечто=1)":                    "21",
		"/Balance(Dimensions='Долг')":          "6",
	} {
		if status, c := code(t, get(t, h, debtRegister+path)); status != 400 || c != want {
			t.Errorf("%s: %d/%s, want 400/%s", path, status, c, want)
		}
	}
}

func TestQuoteStyles(t *testing.T) {
	for style, statuses := range map[QuoteStyle][2]int{QuotesPlain: {200, 400}, QuotesDoubled: {400, 200}} {
		_, h := newTest(t, func(o *Options) { o.Quotes = style })
		for i, q := range []string{"'", "''"} {
			r := get(t, h, debtRegister+"/Balance(Condition='Валюта_Key eq guid"+q+roubleRef.String()+q+"')")
			if r.status != statuses[i] {
				t.Errorf("style %d, quotes %s: %d", style, q, r.status)
			}
		}
	}
}

func TestRegisterRecords(t *testing.T) {
	_, h := newTest(t)
	ref := list(t, h, shipmentSet+"?$filter=Number eq '00УТ-000312'&$select=Ref_Key")[0]["Ref_Key"].(string)
	r := get(t, h, debtRegister+"(Recorder='"+ref+"',Recorder_Type='StandardODATA."+shipmentSet+"')")
	for _, want := range []string{`"RecordSet":[{`, `"RecordType":"Receipt"`, `"Долг":84200,`, `"LineNumber":"1"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("no %s in %s", want, r.body)
		}
	}
	single := list(t, h, debtRegister+"_RecordType?$filter=Recorder eq cast(guid'"+ref+"','"+shipmentSet+"')")
	if len(single) != 1 || single[0]["Active"] != true {
		t.Errorf("single records: %v", single)
	}
}
