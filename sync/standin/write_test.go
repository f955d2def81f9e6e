package standin

import (
	"encoding/json"
	"strings"
	"testing"
)

const testKey = "0193d5a1-0000-7000-8000-000000000001"

func decode(t testing.TB, r reply) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(r.body), &m); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	return m
}

func TestCallIsWritten(t *testing.T) {
	s, h := newTest(t)
	long := strings.Repeat("я", 150)
	body := `{"Ref_Key":"` + testKey + `","Date":"2026-11-22T10:15:00","Входящий":true,"Тема":"Входящий звонок",
		"АбонентКонтакт":"` + demoClients[0].Ref + `","АбонентКонтакт_Type":"StandardODATA.Catalog_Партнеры",
		"АбонентКакСвязаться":"` + long + `","Описание":"pult:1","НетТакого":5}`
	r := ask(t, h, "POST", callSet+"?$format=json", body)
	if r.status != 201 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if loc := r.header.Get("Location"); !strings.HasSuffix(loc, "/"+callSet+"(guid'"+testKey+"')") {
		t.Errorf("Location is not raw UTF-8: %q", loc)
	}
	got := decode(t, r)
	for name, want := range map[string]any{
		"Ref_Key": testKey, "DataVersion": "AAAAAAAAAAA=", "Posted": false, "Number": "00УТ-000001", "Входящий": true,
		"АбонентКакСвязаться": long[:200], "ВзаимодействиеОснование_Type": "StandardODATA.Undefined",
	} {
		if got[name] != want {
			t.Errorf("%s = %v, want %v", name, got[name], want)
		}
	}
	if status, c := code(t, ask(t, h, "POST", callSet+"?$format=json", body)); status != 400 || c != "15" {
		t.Errorf("second POST of one key: %d/%s", status, c)
	}
	calls := s.Calls()
	if len(calls) != 1 || calls[0].ContactType != "Catalog_Партнеры" || calls[0].Date.UTC().Hour() != 7 {
		t.Errorf("calls: %+v", calls)
	}
	if n := s.Traffic().CallPosts; n != 2 {
		t.Errorf("%d attempts counted", n)
	}
	found := list(t, h, callSet+"?$filter=substringof('pult:1',Описание)&$select=Ref_Key")
	if len(found) != 1 {
		t.Errorf("marker search found %d", len(found))
	}
}

func TestRefKeyIgnored(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.IgnoreRefKey = true })
	got := decode(t, ask(t, h, "POST", callSet+"?$format=json", `{"Ref_Key":"`+testKey+`"}`))
	if got["Ref_Key"] == testKey || got["Date"] != "2026-11-22T12:00:00" {
		t.Errorf("%v", got)
	}
	if len(s.Calls()) != 1 {
		t.Error("not stored")
	}
}

func TestPatch(t *testing.T) {
	_, h := newTest(t)
	ask(t, h, "POST", callSet+"?$format=json", `{"Ref_Key":"`+testKey+`"}`)
	path := callSet + "(guid'" + testKey + "')?$format=json"
	r := ask(t, h, "PATCH", path, `{"Описание":"новое","Ref_Key":"`+demoClients[0].Ref+`"}`, "If-Match", `W/"старое"`)
	if got := decode(t, r); r.status != 200 || got["DataVersion"] != "AAAAAAAAAAE=" || got["Ref_Key"] != testKey || got["Описание"] != "новое" {
		t.Errorf("%d %v", r.status, got)
	}
	if got := decode(t, ask(t, h, "PATCH", path, `{}`)); got["DataVersion"] != "AAAAAAAAAAI=" {
		t.Errorf("an empty write must move the version: %v", got["DataVersion"])
	}
	if got := decode(t, ask(t, h, "PATCH", path, `{"DeletionMark":true}`)); got["DeletionMark"] != true {
		t.Errorf("mark: %v", got)
	}
	if r := ask(t, h, "DELETE", path, ""); r.status != 204 {
		t.Errorf("DELETE: %d", r.status)
	}
	if status, c := code(t, ask(t, h, "GET", path, "")); status != 404 || c != "9" {
		t.Errorf("after DELETE: %d/%s", status, c)
	}
}

func TestSectionsAreReplaced(t *testing.T) {
	_, h := newTest(t)
	path := "Catalog_Партнеры(guid'" + demoClients[2].Ref + "')?$format=json"
	for _, tc := range []struct {
		name, body string
		status     int
		code       string
		rows       int
	}{
		{"one row for two", `{"КонтактнаяИнформация":[{"LineNumber":"1","Тип":"Телефон","Представление":"1"}]}`, 200, "", 1},
		{"number as a number", `{"КонтактнаяИнформация":[{"LineNumber":1},{"LineNumber":2}]}`, 200, "", 2},
		{"no number", `{"КонтактнаяИнформация":[{"Тип":"Телефон"}]}`, 500, "-1", 0},
		{"from zero", `{"КонтактнаяИнформация":[{"LineNumber":"0"}]}`, 400, "4", 0},
		{"not named", `{"Комментарий":"х"}`, 200, "", 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := ask(t, h, "PATCH", path, tc.body)
			if status, c := code(t, r); status != tc.status || c != tc.code {
				t.Fatalf("%d/%s: %s", status, c, r.body)
			}
			if tc.status == 200 {
				if got := decode(t, r)["КонтактнаяИнформация"].([]any); len(got) != tc.rows {
					t.Errorf("%d rows", len(got))
				}
			}
		})
	}
}

func TestTypeErrors(t *testing.T) {
	_, h := newTest(t)
	for _, tc := range []struct {
		name, set, body string
		status          int
		code            string
	}{
		{"text into guid", callSet, `{"Автор_Key":"нет"}`, 400, "1"},
		{"text into boolean", callSet, `{"Входящий":"да"}`, 400, "1"},
		{"text into date", callSet, `{"Date":"вчера"}`, 400, "1"},
		{"array into string", callSet, `{"Тема":["а"]}`, 500, "-1"},
		{"broken JSON", callSet, `{"Тема":"а`, 500, "-1"},
		{"text into int64", orderSet, `{"МаксимальныйКодСтроки":"много"}`, 201, ""},
		{"number as text", orderSet, `{"СуммаДокумента":"30"}`, 201, ""},
		{"composite of a wrong type", callSet, `{"АбонентКонтакт":"` + testKey + `","АбонентКонтакт_Type":"StandardODATA.Catalog_Контрагенты"}`, 400, "4"},
		{"rows directly", "Catalog_Партнеры_КонтактнаяИнформация", `{}`, 400, "13"},
		{"register", debtRegister, `{}`, 405, "19"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if status, c := code(t, ask(t, h, "POST", tc.set+"?$format=json", tc.body)); status != tc.status || c != tc.code {
				t.Errorf("%d/%s, want %d/%s", status, c, tc.status, tc.code)
			}
		})
	}
}

func TestPosting(t *testing.T) {
	_, h := newTest(t)
	ref := list(t, h, orderSet+"?$filter=Posted&$top=1&$select=Ref_Key")[0]["Ref_Key"].(string)
	path := orderSet + "(guid'" + ref + "')"
	if r := ask(t, h, "PATCH", path, `{"DeletionMark":true}`, "Accept", "application/json"); r.status != 500 {
		t.Errorf("marking a posted document: %d", r.status)
	}
	if r := ask(t, h, "POST", path+"/Unpost", "", "Accept", "application/json"); r.status != 200 || decode(t, r)["Posted"] != false {
		t.Errorf("Unpost: %d %s", r.status, r.body)
	}
	ask(t, h, "PATCH", path, `{"DeletionMark":true}`)
	if r := ask(t, h, "POST", path+"/Post?PostingModeOperational=false", ""); r.status != 500 {
		t.Errorf("posting a marked document: %d", r.status)
	}
	if status, c := code(t, ask(t, h, "POST", callSet+"(guid'"+testKey+"')/Post?$format=json", "")); status != 400 || c != "6" {
		t.Errorf("posting a call: %d/%s", status, c)
	}
}

func TestIfMatchHonoured(t *testing.T) {
	_, h := newTest(t, func(o *Options) { o.HonourIfMatch = true })
	path := "Catalog_Партнеры(guid'" + demoClients[0].Ref + "')"
	if r := ask(t, h, "PATCH", path, `{}`, "If-Match", "AAAAAAAAAAk="); r.status != 412 {
		t.Errorf("stale: %d", r.status)
	}
	if r := ask(t, h, "PATCH", path, `{}`, "If-Match", "AAAAAAAAAAA="); r.status != 200 {
		t.Errorf("fresh: %d", r.status)
	}
}
