package standin

import (
	"fmt"
	"strings"
	"testing"
)

func TestFilterGrammar(t *testing.T) {
	_, h := newTest(t)
	vector := demoClients[0].Ref
	for _, tc := range []struct {
		set, filter string
		want        int // rows; -1 for "some"
	}{
		{"Catalog_Партнеры", "Ref_Key eq guid'" + vector + "'", 1},
		{"Catalog_Партнеры", "Description eq 'вектор'", 1},
		{"Catalog_Партнеры", "Description eq 'О''Нил'", 0},
		{"Catalog_Партнеры", "DeletionMark", 2},
		{"Catalog_Партнеры", "DeletionMark eq true and Клиент eq true", 2},
		{"Catalog_Партнеры", "not DeletionMark and not (Клиент eq true)", 5},
		{"Catalog_Партнеры", "startswith(Description,'Век')", 1},
		{"Catalog_Партнеры", "startswith(Description,'Век') eq true", 1},
		{"Catalog_Партнеры", "endswith(Description,'ктор') or substringof('омашк',Description)", 2},
		{"Catalog_Партнеры", "like(Description,'%ект_р')", 1},
		{"Catalog_Партнеры", "like(Description,'[Вв]ектор')", 1},
		{"Catalog_Партнеры", "concat(Description,'!') eq 'Вектор!'", 1},
		{"Catalog_Партнеры", "substring(Description,0,3) eq 'Век'", 1},
		{"Catalog_Партнеры", "ДатаРождения eq datetime'0001-01-01T00:00:00'", -1},
		{"Catalog_Партнеры", "year(ДатаРегистрации) gt 2000 and month(ДатаРегистрации) le 12 and day(ДатаРегистрации) ge 1", -1},
		{"Catalog_Партнеры", "ОсновнойМенеджер_Key eq guid'" + emptyGUIDText + "'", -1},
		{"Catalog_Партнеры", "КонтактнаяИнформация/any(d: d/АдресЭП eq 'zakaz@vektor-1.example')", 1},
		{"Catalog_Партнеры", "КонтактнаяИнформация/any() and Description eq 'Вектор'", 1},
		{"Catalog_Партнеры", "КонтактнаяИнформация/all(d: d/Тип eq 'Телефон') and Description eq 'Вектор'", 0},
		{"Catalog_КонтактныеЛицаПартнеров", "Owner/Description eq 'Вектор'", 1},
		{"Catalog_КонтактныеЛицаПартнеров", "КонтактнаяИнформация/any(d: endswith(d/НомерТелефона,'9730550112'))", 1},
		{"Catalog_Контрагенты", "Партнер/Description eq 'Вектор' and ИНН eq '0071000014'", 1},
		{"Document_РеализацияТоваровУслуг", "Number eq '00УТ-000312' and СуммаДокумента eq 84200", 1},
		{"Document_РеализацияТоваровУслуг", "СуммаДокумента mul 2 eq 168400.00 and Number eq '00УТ-000312'", 1},
		{"Document_РеализацияТоваровУслуг", "Товары/any(d: d/Номенклатура/IsFolder)", 0},
		{"Document_РеализацияТоваровУслуг", "Товары/any(d: d/LineNumber ge 1 and d/Цена gt 0.01)", -1},
		{"Catalog_КлючиАналитикиУчетаПоПартнерам", "isof(Контрагент,'Catalog_Контрагенты')", -1},
		{"Catalog_ОбъектыРасчетов", "Объект_Type eq 'StandardODATA.Document_ЗаказКлиента'", -1},
	} {
		t.Run(tc.filter, func(t *testing.T) {
			got := len(list(t, h, tc.set+"?$filter="+tc.filter))
			if got != tc.want && (tc.want >= 0 || got == 0) {
				t.Errorf("%d rows, want %d", got, tc.want)
			}
		})
	}
}

func TestFilterRefusals(t *testing.T) {
	_, h := newTest(t)
	for _, tc := range []struct {
		path   string
		status int
		code   string
	}{
		{"Catalog_Партнеры?$filter=length(Description) gt 3", 400, "14"},
		{"Catalog_Партнеры?$filter=indexof(Description,'а') eq 1", 400, "14"},
		{"Catalog_Партнеры?$filter=tolower(Description) eq 'а'", 400, "14"},
		{"Catalog_Партнеры?$filter=contains(Description,'а')", 400, "14"},
		{"Catalog_Партнеры?$filter=Description in ('а','б')", 400, "14"},
		{"Catalog_Партнеры?$filter=Description eq 'а", 400, "14"},
		{"Catalog_Партнеры?$filter=Description eq", 400, "14"},
		{"Catalog_Партнеры?$filter=Description", 400, "14"},
		{"Catalog_Партнеры?$filter=Description eq 5", 400, "14"},
		{"Catalog_Партнеры?$filter=(Клиент eq true", 400, "14"},
		{"Catalog_Партнеры?$filter=ДатаРождения eq datetime'вчера'", 400, "1"},
		{"Catalog_Партнеры?$filter=Нет eq 1", 400, "6"},
		{"Catalog_Партнеры?$filter=Ref_Key gt guid'" + emptyGUIDText + "'", 500, "-1"},
		{"Catalog_Партнеры?$filter=Комментарий eq 'а'", 500, "-1"},
		{"Catalog_Партнеры?$select=Ref_Key,Нет", 400, "6"},
		{"Catalog_Партнеры?$orderby=Нет", 400, "6"},
		{"Catalog_Партнеры?$top=много", 400, "14"},
		{"Catalog_Партнеры?$expan=Parent", 400, "0"},
		{"Catalog_Партнеры?$search=а", 400, "0"},
		{"Catalog_Партнеры?Condition='Клиент'", 400, "0"},
		{"Catalog_Партнерыы", 404, "8"},
		{"Catalog_Партнеры(guid'" + emptyGUIDText + "')", 404, "9"},
		{"Catalog_Партнеры(guid'нет')", 400, "1"},
		{"Catalog_Партнеры(Code='1')", 400, "7"},
		{"Catalog_Партнеры/Balance()", 400, "6"},
		{"Catalog_Партнеры/Description", 400, "6"},
	} {
		t.Run(tc.path, func(t *testing.T) {
			status, c := code(t, get(t, h, tc.path))
			if status != tc.status || c != tc.code {
				t.Errorf("%d/%s, want %d/%s", status, c, tc.status, tc.code)
			}
		})
	}
}

// A plus sign is no space here: the platform reads it as it stands.
func TestPlusIsNoSpace(t *testing.T) {
	_, h := newTest(t)
	req := h.URL + Root + "/Catalog_%D0%92%D0%B0%D0%BB%D1%8E%D1%82%D1%8B?$format=json&$filter="
	for query, want := range map[string]int{"Code%20eq%20'643'": 200, "Code+eq+'643'": 400} {
		r := rawGet(t, h, req+query)
		if r.status != want {
			t.Errorf("%s: %d, want %d: %s", query, r.status, want, r.body)
		}
	}
}

// A composite attribute never equals a bare guid; a cast one does.
func TestCompositeEquality(t *testing.T) {
	_, h := newTest(t)
	orders := list(t, h, "Document_ЗаказКлиента?$top=1&$select=Ref_Key")
	ref := orders[0]["Ref_Key"].(string)
	for filter, want := range map[string]int{
		"Объект eq guid'" + ref + "'":                                                             0,
		"Объект eq cast(guid'" + ref + "','Document_ЗаказКлиента')":                               1,
		"cast(Объект,'Document_ЗаказКлиента') eq cast(guid'" + ref + "','Document_ЗаказКлиента')": 1,
		"Объект eq cast(guid'" + ref + "','Document_РеализацияТоваровУслуг')":                     0,
		"Объект/Document_ЗаказКлиента/Ref_Key eq guid'" + ref + "'":                               1,
	} {
		if got := len(list(t, h, "Catalog_ОбъектыРасчетов?$filter="+filter)); got != want {
			t.Errorf("%s: %d rows, want %d", filter, got, want)
		}
	}
}

func TestOrderAndPaging(t *testing.T) {
	_, h := newTest(t)
	whole := list(t, h, "Catalog_Партнеры?$orderby=Ref_Key&$select=Ref_Key,Description")
	if len(whole) < 60 {
		t.Fatalf("without $top only %d rows came", len(whole))
	}
	for i := 1; i < len(whole); i++ {
		if strings.ToLower(whole[i-1]["Description"].(string)) > strings.ToLower(whole[i]["Description"].(string)) {
			t.Fatalf("$orderby=Ref_Key is not by presentation at %d", i)
		}
	}
	var paged []map[string]any
	for skip := 0; ; skip += 17 {
		page := list(t, h, fmt.Sprintf("Catalog_Партнеры?$orderby=Ref_Key&$select=Ref_Key,Description&$top=17&$skip=%d", skip))
		paged = append(paged, page...)
		if len(page) < 17 {
			break
		}
	}
	for i := range whole {
		if whole[i]["Ref_Key"] != paged[i]["Ref_Key"] {
			t.Fatalf("pages differ from the whole at %d", i)
		}
	}
	sums := list(t, h, "Document_РеализацияТоваровУслуг?$orderby=СуммаДокумента desc,Date asc&$select=СуммаДокумента")
	for i := 1; i < len(sums); i++ {
		if sums[i-1]["СуммаДокумента"].(float64) < sums[i]["СуммаДокумента"].(float64) {
			t.Fatal("desc order broken")
		}
	}
}

func TestInlineCount(t *testing.T) {
	for _, ignore := range []bool{false, true} {
		s, h := newTest(t, func(o *Options) { o.CountIgnoresPaging = ignore })
		all := s.base.tables["Catalog_Партнеры"].size()
		r := get(t, h, "Catalog_Партнеры?$inlinecount=allpages&$top=3&$select=Ref_Key")
		if !strings.Contains(r.body, fmt.Sprintf(`"odata.count":"%d"`, all)) {
			t.Errorf("no count as a string: %.200s", r.body)
		}
		want := 3
		if ignore {
			want = all
		}
		if got := strings.Count(r.body, `"Ref_Key"`); got != want {
			t.Errorf("ignore=%t: %d rows, want %d", ignore, got, want)
		}
	}
}
