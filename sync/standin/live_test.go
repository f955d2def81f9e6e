package standin

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Trade goes on while the server runs, and the truth goes with it.
func TestShipAndPay(t *testing.T) {
	s, h := newTest(t)
	ref := DemoClient().Ref
	number, err := s.Ship(ref, 1_000_001, 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Pay(ref, 9_000_000); err != nil {
		t.Fatal(err)
	}
	if err := s.Pay(ref, 1_000_000_000); err == nil {
		t.Error("more was paid than owed")
	}
	if _, err := s.Ship(testKey, 1, 1); err == nil {
		t.Error("shipped to nobody")
	}
	want := DemoClient().Debt + 1_000_001 - 9_000_000
	if truth := s.Partners()[0]; truth.Debt != want || truth.Overdue != 0 || truth.OverdueDays != 0 {
		t.Errorf("truth: %+v", truth)
	}
	var debt Kopecks
	for _, r := range list(t, h, debtRegister+"/Balance(Condition='АналитикаУчетаПоПартнерам/Партнер_Key eq guid'"+ref+"'')") {
		debt += kopecks(r["ДолгBalance"])
	}
	if debt != want {
		t.Errorf("register: %s, want %s", debt, want)
	}
	if got := list(t, h, shipmentSet+"?$filter=Number eq '"+number+"'"); len(got) != 1 || got[0]["СуммаДокумента"] != 10000.01 {
		t.Errorf("shipment %s: %v", number, got)
	}
	if r := get(t, h, debtRegister+"/$count"); r.status != 200 {
		t.Errorf("register: %d", r.status)
	}
}

// A bill is paid, in every configuration the register follows.
func TestBillIsPaid(t *testing.T) {
	for _, name := range Configurations() {
		s, _ := newTest(t, func(o *Options) { o.Configuration = name })
		ref := DemoClients()[2].Ref
		number, err := s.Bill(ref, 1_234_500)
		if err != nil {
			t.Fatal(err)
		}
		before, _ := s.Partner(ref)
		if err := s.PayBill(number); err != nil {
			t.Fatal(err)
		}
		if err := s.PayBill(number); err == nil {
			t.Error("paid twice")
		}
		after, _ := s.Partner(ref)
		if after.Advance-before.Advance != 1_234_500 || after.OpenOrders != before.OpenOrders {
			t.Errorf("%s: %+v", name, after)
		}
		kinds := map[string]int{}
		for _, p := range s.Papers(ref) {
			if p.Number == "" || p.Posted && p.Sum <= 0 {
				t.Errorf("%+v", p)
			}
			kinds[p.Kind]++
		}
		if kinds["order"] == 0 || kinds["bill"] == 0 || kinds["payment"] == 0 {
			t.Errorf("papers %v", kinds)
		}
		// The demo client's bill 312 is for a shipment: paying it takes the debt off.
		if err := s.PayBill(DemoClient().Shipment); err != nil {
			t.Fatal(err)
		}
		if demo, _ := s.Partner(DemoClient().Ref); demo.Overdue != 0 || demo.Debt != DemoClient().Debt-DemoClient().Overdue {
			t.Errorf("%s: %+v", name, demo)
		}
	}
}

// What changes on a card is seen by whoever reads next, with a newer version.
func TestCardsChange(t *testing.T) {
	for name, set := range map[string]string{UT11: "Catalog_Партнеры", UNF3: "Catalog_Контрагенты", BP3: "Catalog_Контрагенты"} {
		s, h := newTest(t, func(o *Options) { o.Configuration = name })
		ref := DemoClients()[1].Ref
		row := func() map[string]any { return list(t, h, set+"?$filter=Ref_Key eq guid'"+ref+"'")[0] }
		before := row()
		if err := s.AddPhone(ref, "+79731112233"); err != nil {
			t.Fatal(err)
		}
		if err := s.Rename(ref, "Ромашка и сын"); err != nil {
			t.Fatal(err)
		}
		after := row()
		if after["Description"] != "Ромашка и сын" || after["DataVersion"] == before["DataVersion"] ||
			len(after["КонтактнаяИнформация"].([]any)) != len(before["КонтактнаяИнформация"].([]any))+1 {
			t.Errorf("%s: %v", name, after)
		}
		if owners := s.Callers()["79731112233"]; len(owners) != 1 || owners[0] != ref {
			t.Errorf("the new number leads to %v", owners)
		}
		// The section as a set of its own follows.
		if rows := list(t, h, set+"_КонтактнаяИнформация?$filter=НомерТелефона eq '79731112233'"); len(rows) != 1 || rows[0]["Ref_Key"] != ref {
			t.Errorf("%s: rows %v", name, rows)
		}
		added, err := s.AddClient(NewClient{Name: "Новичок", Phone: "+79731112244"})
		if err != nil {
			t.Fatal(err)
		}
		if r := list(t, h, set+"?$filter=Description eq 'Новичок'&$orderby=Ref_Key"); len(r) != 1 || r[0]["Ref_Key"] != added {
			t.Errorf("%s: the new client is %v", name, r)
		}
		if _, err := s.Ship(added, 100_000, 5); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(added); err == nil {
			t.Error("deleted with documents")
		}
		if err := s.Merge(added, ref); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(added); err != nil {
			t.Fatal(err)
		}
		if r := get(t, h, set+"(guid'"+added+"')"); r.status != 404 {
			t.Errorf("%s: deleted and served: %d", name, r.status)
		}
		if truth, _ := s.Partner(ref); truth.Debt != 100_000 {
			t.Errorf("%s: the debt that moved: %s", name, truth.Debt)
		}
	}
}

// After a merger the register and the documents agree with the truth.
func TestMergedDocuments(t *testing.T) {
	s, h := newTest(t)
	from, to := DemoClient().Ref, DemoClients()[1].Ref
	if err := s.Merge(from, to); err != nil {
		t.Fatal(err)
	}
	rows := list(t, h, shipmentSet+"?$filter=Партнер_Key eq guid'"+to+"'&$select=Ref_Key,Партнер_Key")
	if left := list(t, h, shipmentSet+"?$filter=Партнер_Key eq guid'"+from+"'&$select=Ref_Key"); len(left) != 0 || len(rows) < 20 {
		t.Errorf("%d shipments moved, %d left", len(rows), len(left))
	}
	var debt Kopecks
	for _, r := range list(t, h, debtRegister+"/Balance(Condition='АналитикаУчетаПоПартнерам/Партнер_Key eq guid'"+to+"'')") {
		debt += kopecks(r["ДолгBalance"])
	}
	if truth, _ := s.Partner(to); debt != truth.Debt || debt != DemoClient().Debt {
		t.Errorf("register %s, truth %s", debt, truth.Debt)
	}
}

// The company changes, habits change and big answers are read, all at once.
func TestChangesBesideReaders(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.Clients, o.ExchangePlan = 1200, true })
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			for n := range 8 {
				ref := DemoClients()[(i+n)%5].Ref
				if _, err := s.Ship(ref, 5_000, n); err != nil {
					t.Error(err)
				}
				if err := s.Rename(ref, fmt.Sprint("Имя ", n)); err != nil {
					t.Error(err)
				}
				if _, err := s.AddClient(NewClient{Name: "Новый"}); err != nil {
					t.Error(err)
				}
				_ = s.Set("bom", onOff[n%2])
				s.State()
			}
		})
		wg.Go(func() {
			for _, path := range []string{
				"Catalog_Партнеры?$orderby=Ref_Key", debtRegister + "/Balance()", shipmentSet + "?$filter=Партнер/Description ne ''&$top=50",
				"Catalog_Партнеры_КонтактнаяИнформация?$top=100", journalSet, "$metadata",
			} {
				r := get(t, h, path)
				if body := strings.TrimPrefix(r.body, bom); r.status != 200 || path != "$metadata" && !json.Valid([]byte(body)) {
					t.Errorf("%s: %d, %d bytes, %v", path, r.status, len(r.body), r.err)
				}
			}
		})
	}
	wg.Wait()
}
