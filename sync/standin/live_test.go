package standin

import "testing"

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
