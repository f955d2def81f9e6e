package standin

import (
	"regexp"
	"strings"
	"testing"
)

func TestGeneratorIsDeterministic(t *testing.T) {
	body := func(seed int64) string {
		_, h := newTest(t, func(o *Options) { o.Seed = seed })
		out := ""
		for _, set := range []string{"Catalog_Партнеры", "Catalog_Контрагенты", "Catalog_КонтактныеЛицаПартнеров", orderSet, shipmentSet, paymentSet, billSet, debtRegister} {
			out += strings.ReplaceAll(get(t, h, set).body, h.URL, "")
		}
		return out
	}
	one := body(7)
	if one != body(7) {
		t.Error("one seed, two bases")
	}
	if one == body(8) {
		t.Error("two seeds, one base")
	}
}

func TestDemoSet(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.Clients = 1; o.Seed = 99 })
	truth := map[string]Truth{}
	for _, p := range s.Partners() {
		truth[p.Ref] = p
	}
	for _, d := range DemoClients() {
		p := truth[d.Ref]
		if p.Name != d.Name || p.INN != d.INN || p.Debt != d.Debt || p.Overdue != d.Overdue || p.OverdueDays != d.OverdueDays || !p.Live() {
			t.Errorf("%s: %+v", d.Name, p)
		}
		if len(p.Phones) != 1 || "+"+p.Phones[0].Digits != d.Phone || p.Phones[0].Person != d.Contact {
			t.Errorf("%s: phones %+v", d.Name, p.Phones)
		}
	}
	if v := truth[DemoClient().Ref]; v.OpenOrders != 2 || v.Advance != 7_080_000 || v.Debt.String() != "124500.00" || v.Overdue.String() != "84200.00" {
		t.Errorf("Вектор: %+v", v)
	}
	if got := s.Callers()["79750610077"]; len(got) != 3 {
		t.Errorf("the shared number has %d clients", len(got))
	}
	bills := list(t, h, billSet+"?$filter=Number eq '00УТ-000312'")
	if len(bills) != 1 || bills[0]["СуммаДокумента"] != 84200.0 || bills[0]["ДокументОснование_Type"] != "StandardODATA."+shipmentSet {
		t.Errorf("bill 312: %v", bills)
	}
	months := map[string]bool{}
	for _, r := range list(t, h, shipmentSet+"?$filter=Партнер_Key eq guid'"+DemoClient().Ref+"' and Date ge datetime'2025-11-22T00:00:00'") {
		months[r["Date"].(string)[:7]] = true
	}
	if len(months) < 11 {
		t.Errorf("purchases in %d months only", len(months))
	}
	payments := list(t, h, paymentSet+"?$filter=РасшифровкаПлатежа/any(d: d/Сумма eq 70800 and isof(d/ОснованиеПлатежа,'"+orderSet+"'))")
	if len(payments) != 1 {
		t.Errorf("the advance of 60%%: %d payments", len(payments))
	}
}

// Every number lies in the codes chosen, whatever its spelling.
func TestNumbersBelongToNobody(t *testing.T) {
	s, _ := newTest(t, func(o *Options) { o.Clients = 3000 })
	shape := regexp.MustCompile(`^7(97[34][1-9]\d{6}|975(05|06)\d{5}|97[34]0550\d{3})$`)
	seen, shared, internal, vague, two := map[string]map[string]bool{}, 0, 0, 0, 0
	for _, p := range s.Partners() {
		for _, ph := range p.Phones {
			switch {
			case ph.Digits == "":
				internal++
				continue
			case !shape.MatchString(ph.Digits):
				t.Errorf("%q is %s", ph.Typed, ph.Digits)
			case ph.Vague:
				vague++
			case strings.Count(ph.Typed, "8 (97") == 2:
				two++
			}
			local := strings.TrimLeft(onlyDigits(ph.Typed), "0")
			tail := strings.TrimLeft(ph.Digits[4:], "0")
			if !ph.Vague && !strings.Contains(local, tail) {
				t.Errorf("%q does not hold %s", ph.Typed, ph.Digits)
			}
			if seen[ph.Digits] == nil {
				seen[ph.Digits] = map[string]bool{}
			}
			seen[ph.Digits][p.Ref] = true
		}
	}
	for _, owners := range seen {
		if len(owners) > 1 {
			shared++
		}
	}
	if share := shared * 1000 / len(seen); share < 10 || share > 30 {
		t.Errorf("%d of %d numbers are shared", shared, len(seen))
	}
	if internal == 0 || vague == 0 || two == 0 {
		t.Errorf("internal %d, vague %d, two in one field %d", internal, vague, two)
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// The base holds what a client list must leave out, and rows of every form.
func TestDirtIsThere(t *testing.T) {
	_, h := newTest(t, func(o *Options) { o.Clients = 1500 })
	for filter, set := range map[string]string{
		"DeletionMark and Клиент":  "Catalog_Партнеры",
		"Поставщик and not Клиент": "Catalog_Партнеры",
		"Predefined": "Catalog_Партнеры",
		"Parent_Key ne guid'" + emptyGUIDText + "'":                                                           "Catalog_Партнеры",
		"КонтактнаяИнформация/any(d: d/Тип eq '')":                                                            "Catalog_КонтактныеЛицаПартнеров",
		"КонтактнаяИнформация/any(d: d/Тип eq 'Телефон' and d/Представление eq '')":                           "Catalog_Партнеры",
		"КонтактнаяИнформация/any(d: substringof('contactinfo',d/ЗначенияПолей) and d/Тип eq 'Телефон')":      "Catalog_Партнеры",
		"КонтактнаяИнформация/any(d: substringof('areaCode',d/Значение))":                                     "Catalog_Партнеры",
		"КонтактнаяИнформация/any(d: substringof('(',d/НомерТелефона))":                                       "Catalog_Партнеры",
		"КонтактнаяИнформация/any(d: d/Тип eq 'Телефон' and d/НомерТелефона eq '' and d/Представление ne '')": "Catalog_Партнеры",
		"ИНН eq '00123'": "Catalog_Контрагенты",
		"КПП eq '1'":     "Catalog_Контрагенты",
		"IsFolder":       "Catalog_Номенклатура",
		"Недействителен": "Catalog_Пользователи",
		"not Posted":     orderSet,
	} {
		if len(list(t, h, set+"?$filter="+filter+"&$select=Ref_Key")) == 0 {
			t.Errorf("%s: none with %s", set, filter)
		}
	}
}

func TestACompanyOfTheUsualSize(t *testing.T) {
	s := New(Options{Seed: 1})
	live := 0
	for _, p := range s.Partners() {
		if p.Live() {
			live++
		}
	}
	if live != DefaultClients {
		t.Errorf("%d live clients", live)
	}
}

// Sums on the wire are the kopecks, never a float's neighbour.
func TestMoneyIsExact(t *testing.T) {
	_, h := newTest(t, func(o *Options) { o.Clients = 500 })
	exact := regexp.MustCompile(`^-?\d+(\.\d{1,2})?$`)
	for _, m := range regexp.MustCompile(`"(?:Сумма|Цена|СуммаНДС|СуммаДокумента)":([^,}]+)`).FindAllStringSubmatch(get(t, h, shipmentSet).body, -1) {
		if !exact.MatchString(m[1]) {
			t.Fatalf("a sum of %s", m[1])
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{Seed: 1})
	}
}

// Demo numbers of taxpayers pass the check a panel may make.
func TestDemoINN(t *testing.T) {
	for _, d := range DemoClients() {
		body := d.INN[:9]
		want := body + checkDigit(body, []int{2, 4, 10, 3, 5, 9, 4, 6, 8})
		if len(d.INN) == 12 {
			body = d.INN[:10]
			body += checkDigit(body, []int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8})
			want = body + checkDigit(body, []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8})
		}
		if d.INN != want {
			t.Errorf("%s: %s, want %s", d.Name, d.INN, want)
		}
	}
}
