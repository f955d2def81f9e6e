package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Every behaviour a client of 1C must live with, by the points of the list of
// facts. What has a test of its own is only touched here.
func TestChecklist(t *testing.T) {
	points := []struct {
		name string
		run  func(*testing.T, *Server, *httptest.Server)
	}{
		{"1 login", checkLogin},
		{"2 forms of answers", checkForms},
		{"3 grammar", checkGrammar},
		{"4 references", checkReferences},
		{"5 inline count", checkInlineCount},
		{"6 types of the wire", checkTypes},
		{"7 writes", checkWrites},
		{"8 posting and deletion", checkPosting},
		{"9 exchange plan", checkExchange},
		{"10 sessions and outages", checkSessions},
		{"11 virtual tables", checkVirtual},
		{"12 profiles and rights", checkProfiles},
		{"13 dirt", checkDirt},
	}
	for _, p := range points {
		t.Run(p.name, func(t *testing.T) {
			s, h := newTest(t)
			p.run(t, s, h)
		})
	}
}

func set(t *testing.T, s *Server, name, value string) {
	t.Helper()
	if err := s.Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// refused checks the status and the internal code of an answer.
func refused(t *testing.T, r reply, status int, want string) {
	t.Helper()
	if got, c := code(t, r); got != status || c != want {
		t.Errorf("%d/%s, want %d/%s: %.200s", got, c, status, want, r.body)
	}
}

func checkLogin(t *testing.T, _ *Server, h *httptest.Server) {
	r := ask(t, h, "GET", "", "", "Authorization", "Basic eDp5")
	if r.status != 401 || r.header.Get("WWW-Authenticate") == "" || r.body != "" {
		t.Errorf("%d %v %q", r.status, r.header, r.body)
	}
	if r := get(t, h, ""); r.status != 200 {
		t.Errorf("a Cyrillic login in UTF-8: %d", r.status)
	}
}

func checkForms(t *testing.T, s *Server, h *httptest.Server) {
	if r := ask(t, h, "GET", "Catalog_Валюты", ""); !strings.HasPrefix(r.body, "<?xml") {
		t.Errorf("not Atom: %.60s", r.body)
	}
	if r := get(t, h, "Catalog_Валюты/$count"); !strings.HasPrefix(r.body, bom) {
		t.Errorf("$count: %q", r.body)
	}
	set(t, s, "bom", "on")
	for _, path := range []string{"Catalog_Валюты", "Catalog_Нет", "?$format=json"} {
		if r := get(t, h, path); !strings.HasPrefix(r.body, bom) {
			t.Errorf("%s: no mark: %.60s", path, r.body)
		}
	}
	set(t, s, "bom", "off")
	if r := get(t, h, "Catalog_Валюты"); strings.HasPrefix(r.body, bom) {
		t.Error("the mark stays")
	}
}

func checkGrammar(t *testing.T, _ *Server, h *httptest.Server) {
	for _, f := range []string{
		"like(Description,'%ект%')", "КонтактнаяИнформация/any(d: d/Тип eq 'Телефон')", "КонтактнаяИнформация/all(d: d/LineNumber ge 1)",
		"startswith(Description,'Век') eq true", "isof(Ref_Key,'Catalog_Партнеры')",
		"dateadd(ДатаРегистрации,'month',1) gt datetime'2000-01-01T00:00:00'", "datedifference(ДатаРегистрации,datetime'2026-11-22T00:00:00','day') gt 10",
		"round(10.6) eq 11", "concat(Description,'!') eq 'Вектор!'", "ОсновнойМенеджер/Description ne ''",
	} {
		if r := get(t, h, "Catalog_Партнеры?$top=1&$select=Ref_Key&$filter="+f); r.status != 200 || !strings.Contains(r.body, "Ref_Key") {
			t.Errorf("%s: %d %.200s", f, r.status, r.body)
		}
	}
	for _, f := range []string{"length(Description) eq 1", "indexof(Description,'а') eq 1", "tolower(Description) eq 'а'", "trim(Description) eq ''", "floor(1) eq 1", "contains(Description,'а')"} {
		refused(t, get(t, h, "Catalog_Партнеры?$filter="+f), 400, "14")
	}
	refused(t, get(t, h, "Catalog_Партнеры?$expan=Parent"), 400, "0")
	refused(t, get(t, h, "Catalog_Нет"), 404, "8")
	refused(t, get(t, h, "Catalog_Партнеры?$select=Нет"), 400, "6")
}

func checkReferences(t *testing.T, _ *Server, h *httptest.Server) {
	order := list(t, h, orderSet+"?$top=1&$filter=Posted&$select=Ref_Key")[0]["Ref_Key"].(string)
	if rows := list(t, h, "Catalog_ОбъектыРасчетов?$filter=Объект eq guid'"+order+"'"); len(rows) != 0 {
		t.Error("a composite equals a bare guid")
	}
	if rows := list(t, h, "Catalog_ОбъектыРасчетов?$filter=Объект eq cast(guid'"+order+"','"+orderSet+"')"); len(rows) != 1 {
		t.Errorf("cast finds %d", len(rows))
	}
	refused(t, get(t, h, "Catalog_Партнеры?$filter=Ref_Key gt guid'"+order+"'"), 500, "-1")
	var names []string
	for _, r := range list(t, h, "Catalog_Партнеры?$orderby=Ref_Key&$select=Description") {
		names = append(names, strings.ToLower(r["Description"].(string)))
	}
	for i := 1; i < len(names); i++ {
		if names[i] < names[i-1] {
			t.Fatalf("%s after %s", names[i], names[i-1])
		}
	}
}

func checkInlineCount(t *testing.T, s *Server, h *httptest.Server) {
	path := "Catalog_Партнеры?$inlinecount=allpages&$top=2&$select=Ref_Key"
	if rows := list(t, h, path); len(rows) != 2 {
		t.Errorf("pages: %d rows", len(rows))
	}
	set(t, s, "inlinecount", "whole")
	if rows := list(t, h, path); len(rows) < 60 {
		t.Errorf("whole: %d rows", len(rows))
	}
}

func checkTypes(t *testing.T, _ *Server, h *httptest.Server) {
	r := get(t, h, orderSet+"?$top=1")
	for _, want := range []string{`"МаксимальныйКодСтроки":"`, `"СрокВозвратаМногооборотнойТары":0`, `"Автор_Type":"UnavailableEntities.UnavailableEntity_`, `@navigationLinkUrl":`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("no %s", want)
		}
	}
	first := map[string]bool{}
	for _, part := range strings.Split(get(t, h, "Catalog_Партнеры?$select=**").body, "{")[1:] {
		first[strings.SplitN(part, ":", 2)[0]] = true
	}
	if len(first) < 5 {
		t.Errorf("objects always begin alike: %v", first)
	}
}

func checkWrites(t *testing.T, s *Server, h *httptest.Server) {
	one := `{"Ref_Key":"` + testKey + `","Тема":"` + strings.Repeat("я", 2000) + `","НетТакого":1}`
	r := ask(t, h, "POST", callSet+"?$format=json", one)
	if got := decode(t, r); r.status != 201 || got["Ref_Key"] != testKey || len([]rune(got["Тема"].(string))) != 1024 || got["DataVersion"] != versionText(0) {
		t.Errorf("%d %.200s", r.status, r.body)
	}
	refused(t, ask(t, h, "POST", callSet+"?$format=json", one), 400, "15")
	set(t, s, "ref-key", "ignored")
	if got := decode(t, ask(t, h, "POST", callSet+"?$format=json", one)); got["Ref_Key"] == testKey {
		t.Error("the key was honoured")
	}
	path := callSet + "(guid'" + testKey + "')?$format=json"
	if got := decode(t, ask(t, h, "PATCH", path, `{"Описание":"а"}`, "If-Match", "AAAAAAAAAAk=")); got["DataVersion"] != versionText(1) {
		t.Errorf("version %v", got["DataVersion"])
	}
	set(t, s, "if-match", "on")
	if r := ask(t, h, "PATCH", path, `{}`, "If-Match", "AAAAAAAAAAk="); r.status != 412 {
		t.Errorf("a stale version: %d", r.status)
	}
	s.Fail(Failure{Kind: Refusal})
	refused(t, ask(t, h, "PATCH", path, `{}`), 500, "-1")
	if r := ask(t, h, "PATCH", path, `{}`, loadModeHeader, "true"); r.status != 200 {
		t.Errorf("in load mode: %d", r.status)
	}
	set(t, s, "load-mode", "refused")
	refused(t, ask(t, h, "PATCH", path, `{}`, loadModeHeader, "true"), 400, "17")
	s.Heal()
	s.Fail(Failure{Kind: LostAnswer})
	if r := ask(t, h, "PATCH", path, `{"Описание":"дошло"}`); r.err == nil {
		t.Error("the answer was not lost")
	}
	if got := decode(t, ask(t, h, "GET", path, "")); got["Описание"] != "дошло" {
		t.Error("the write was lost with its answer")
	}
}

func checkPosting(t *testing.T, s *Server, h *httptest.Server) {
	var owed Truth
	for _, p := range s.Partners() {
		if p.Debt > 0 && p.Ref == DemoClient().Ref {
			owed = p
		}
	}
	ref := list(t, h, shipmentSet+"?$filter=Number eq '"+DemoClient().Shipment+"'&$select=Ref_Key")[0]["Ref_Key"].(string)
	path := shipmentSet + "(guid'" + ref + "')"
	refused(t, ask(t, h, "PATCH", path+"?$format=json", `{"DeletionMark":true}`), 500, "-1")
	if got := decode(t, ask(t, h, "POST", path+"/Unpost?$format=json", "")); got["Posted"] != false || got["DataVersion"] != versionText(1) {
		t.Errorf("Unpost: %v", got)
	}
	// Without its movements the document makes no debt.
	if now, _ := s.Partner(owed.Ref); now.Debt != owed.Debt-owed.Overdue {
		t.Errorf("debt %s after %s", now.Debt, owed.Debt)
	}
	if got := decode(t, ask(t, h, "PATCH", path+"?$format=json", `{"DeletionMark":true}`)); got["DeletionMark"] != true {
		t.Error("not marked")
	}
	refused(t, ask(t, h, "POST", path+"/Post?$format=json&PostingModeOperational=false", ""), 500, "-1")
	ask(t, h, "PATCH", path, `{"DeletionMark":false}`)
	ask(t, h, "POST", path+"/Post", "")
	if now, _ := s.Partner(owed.Ref); now.Debt != owed.Debt {
		t.Errorf("debt %s after posting again", now.Debt)
	}
	if r := ask(t, h, "DELETE", path, ""); r.status != 204 {
		t.Errorf("DELETE: %d", r.status)
	}
	refused(t, get(t, h, path), 404, "9")
	// The movements went with the document.
	if now, _ := s.Partner(owed.Ref); now.Debt != owed.Debt-owed.Overdue {
		t.Errorf("debt %s after the deletion", now.Debt)
	}
	if rows := list(t, h, debtRegister+"_RecordType?$filter=Recorder eq cast(guid'"+ref+"','"+shipmentSet+"')"); len(rows) != 0 {
		t.Errorf("movements of a deleted document: %v", rows)
	}
}

func checkExchange(t *testing.T, s *Server, h *httptest.Server) {
	if r := get(t, h, planSet); r.status != 404 {
		t.Fatalf("a stock base has a plan: %d", r.status)
	}
	set(t, s, "exchange-plan", "on")
	call := func(action string, number int, more string) reply {
		return ask(t, h, "POST", fmt.Sprintf("%s?DataExchangePoint='%s/%s(guid'%s')'&MessageNo=%d%s", action, h.URL+Root, planSet, NodeRef(), number, more), "")
	}
	if r := call("SelectChanges", 1, ""); r.status != 200 || strings.Contains(r.body, "<entry>") || xmlFault(r.body) != nil {
		t.Errorf("an idle poll: %d %.300s", r.status, r.body)
	}
	if err := s.Pay(DemoClient().Ref, 100); err != nil {
		t.Fatal(err)
	}
	ask(t, h, "POST", callSet, `{"Ref_Key":"`+testKey+`"}`)
	ref := list(t, h, billSet+"?$top=1&$select=Ref_Key")[0]["Ref_Key"].(string)
	ask(t, h, "DELETE", billSet+"(guid'"+ref+"')", "")
	first := call("SelectChanges", 1, "&$top=1")
	for _, want := range []string{
		`<category term="StandardODATA.` + paymentSet + `"`, `<d:RecordSet m:type="Collection(`, testKey,
		`<at:deleted-entry ref="` + h.URL + Root + "/" + billSet + "(guid&#39;" + ref,
	} {
		if !strings.Contains(first.body, want) {
			t.Errorf("no %s in %.900s", want, first.body)
		}
	}
	if err := xmlFault(first.body); err != nil {
		t.Error(err)
	}
	if again := call("SelectChanges", 1, ""); again.body != first.body {
		t.Error("the same number gave another packet")
	}
	ask(t, h, "PATCH", callSet+"(guid'"+testKey+"')", `{"Описание":"потом"}`)
	if r := call("NotifyChangesReceived", 1, ""); r.status != 200 || r.body != "" {
		t.Errorf("confirmed: %d %s", r.status, r.body)
	}
	if rest := call("SelectChanges", 2, ""); strings.Count(rest.body, "<entry>") != 1 || !strings.Contains(rest.body, "потом") {
		t.Errorf("what changed after it was sent must come again: %.500s", rest.body)
	}
	var node map[string]any
	for _, r := range list(t, h, planSet) {
		if r["Ref_Key"] == NodeRef() {
			node = r
		}
	}
	if node["ReceivedNo"] != "1" || node["SentNo"] != "2" {
		t.Errorf("node %v", node)
	}
	if r := call("SelectChanges", 2, "&$format=json"); !json.Valid([]byte(r.body)) {
		t.Errorf("as JSON: %.200s", r.body)
	}
	set(t, s, "packet", "3M")
	if big := call("SelectChanges", 2, ""); len(big.body) < 3<<20 || len(big.body) > 4<<20 || xmlFault(big.body) != nil {
		t.Errorf("a packet of %d bytes, %v", len(big.body), xmlFault(big.body))
	}
}

func checkSessions(t *testing.T, s *Server, h *httptest.Server) {
	set(t, s, "cold-start", "30ms")
	set(t, s, "sessions", "off")
	for range 2 {
		start := time.Now()
		if get(t, h, "Catalog_Валюты"); time.Since(start) < 30*time.Millisecond {
			t.Error("a session was used again")
		}
	}
	set(t, s, "sessions", "manual")
	set(t, s, "cold-start", "0s")
	if r := ask(t, h, "GET", "Catalog_Валюты", "", "IBSession", "start"); !strings.Contains(r.header.Get("Set-Cookie"), "ibsession=") {
		t.Error("no session given")
	}
	if r := ask(t, h, "GET", "Catalog_Валюты", "", "Cookie", "ibsession=none"); r.status != 400 {
		t.Errorf("a dead session: %d", r.status)
	}
	set(t, s, "sessions", "auto")
	set(t, s, "pool", "1")
	release, _ := s.sessions.enter(t.Context(), &Options{})
	if r := get(t, h, "Catalog_Валюты"); r.status != http.StatusNotAcceptable {
		t.Errorf("the pool is empty: %d", r.status)
	}
	release()
	s.Fail(Failure{Kind: LicenceGone, Count: 1})
	if r := get(t, h, "Catalog_Валюты"); r.status != 500 || !strings.HasPrefix(r.body, bom+"{") || !strings.Contains(r.body, "лицензии") {
		t.Errorf("no licence: %d %s", r.status, r.body)
	}
	f, err := ParseFailure("lock-conflict 1 +2")
	if err != nil || f.String() != "lock-conflict 1 +2" {
		t.Fatal(f, err)
	}
	s.Fail(f)
	for i, want := range []int{201, 201, 500, 201} {
		if r := ask(t, h, "POST", callSet+"?$format=json", `{}`); r.status != want {
			t.Errorf("write %d: %d, want %d", i, r.status, want)
		}
	}
}

func checkVirtual(t *testing.T, s *Server, h *httptest.Server) {
	stock := "AccumulationRegister_ТоварыНаСкладах"
	sales := "AccumulationRegister_ВыручкаИСебестоимостьПродаж"
	refused(t, get(t, h, sales+"/Balance()"), 400, "6")
	good := s.company.goods[1]
	was := kopecks(list(t, h, stock+"/Balance(Condition='Номенклатура_Key eq guid'"+good.ref.String()+"'')")[0]["ВНаличииBalance"])
	lines := list(t, h, stock+"/BalanceAndTurnovers?Condition='Номенклатура_Key eq guid''"+good.ref.String()+"'''")
	if got := kopecks(lines[0]["ВНаличииClosingBalance"]); got != was || was <= 0 || kopecks(lines[0]["ВНаличииExpense"]) != kopecks(lines[0]["ВНаличииReceipt"])-was {
		t.Errorf("stock %v, balance %v", lines[0], was)
	}
	var sold, paid Kopecks
	for _, r := range list(t, h, sales+"/Turnovers(StartPeriod=datetime'2025-01-01T00:00:00',EndPeriod=datetime'2026-12-31T23:59:59')") {
		sold += kopecks(r["СуммаВыручкиTurnover"])
	}
	for _, r := range list(t, h, shipmentSet+"?$select=СуммаДокумента") {
		paid += kopecks(r["СуммаДокумента"])
	}
	if sold != paid || sold == 0 {
		t.Errorf("sold for %s, shipped for %s", sold, paid)
	}
	price := func(more string) float64 {
		return list(t, h, priceRegister+"_RecordType/SliceLast("+more+"Condition='Номенклатура_Key eq guid'"+good.ref.String()+"' and ВидЦены/Description eq 'Оптовая'')")[0]["Цена"].(float64)
	}
	if now, then := price(""), price("Period=datetime'2026-01-01T00:00:00',"); kopecks(now) != good.price || then >= now {
		t.Errorf("prices %v and %v, the goods cost %s", now, then, good.price)
	}
	// Quantity by price is the sum, and the sums are the document's.
	for _, d := range list(t, h, shipmentSet+"?$top=20") {
		var sum Kopecks
		for _, l := range d["Товары"].([]any) {
			l := l.(map[string]any)
			sum += kopecks(l["Сумма"])
			if diff := l["Цена"].(float64)*l["Количество"].(float64) - l["Сумма"].(float64); diff > 0.01 || diff < -0.01 {
				t.Errorf("a line of %v", l)
			}
		}
		if sum != kopecks(d["СуммаДокумента"]) {
			t.Errorf("lines come to %s, the document to %v", sum, d["СуммаДокумента"])
		}
	}
	condition := debtRegister + "/Balance(Condition='Валюта_Key eq guid%s" + roubleRef.String() + "%s')"
	for style, statuses := range map[string][2]int{"plain": {200, 400}, "doubled": {400, 200}, "any": {200, 200}} {
		set(t, s, "quotes", style)
		for i, q := range []string{"'", "''"} {
			if r := get(t, h, fmt.Sprintf(condition, q, q)); r.status != statuses[i] {
				t.Errorf("quotes %s, %s: %d", style, q, r.status)
			}
		}
	}
}

func checkProfiles(t *testing.T, s *Server, h *httptest.Server) {
	ref := DemoClient().Ref
	if err := s.CloseRow(ref, true); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"Catalog_Партнеры?$top=1", "Catalog_Партнеры/$count", "Catalog_Партнеры(guid'" + ref + "')"} {
		refused(t, get(t, h, path), 401, "20")
	}
	for _, r := range list(t, h, "Catalog_Партнеры?allowedOnly=true&$select=Ref_Key") {
		if r["Ref_Key"] == ref {
			t.Error("a closed row was shown")
		}
	}
	if err := s.CloseRow(ref, false); err != nil {
		t.Fatal(err)
	}
	if r := get(t, h, "Catalog_Партнеры(guid'"+ref+"')"); r.status != 200 {
		t.Errorf("opened again: %d", r.status)
	}
	s.Publish("", false)
	if r := get(t, h, "?$format=json"); !strings.Contains(r.body, `"value":[]`) {
		t.Errorf("nothing published: %s", r.body)
	}
	refused(t, get(t, h, "Catalog_Партнеры"), 404, "8")
	roots := map[string]bool{}
	for _, name := range Configurations() {
		roots[New(Options{Configuration: name, Clients: 5}).Root()] = true
	}
	if len(roots) != 3 || !roots[Root] {
		t.Errorf("addresses %v", roots)
	}
}

func checkDirt(t *testing.T, _ *Server, _ *httptest.Server) {
	s := New(Options{Seed: 7, Clients: 2000, ContactRows: 3400, Documents: 2000, Now: func() time.Time { return testNow }})
	seen := map[string]int{}
	rows := 0
	for _, p := range s.Partners() {
		n, _ := s.company.partnerNumber(mustGUID(p.Ref))
		card := s.company.client(n)
		rows += len(card.contacts)
		if card.firm != nil {
			rows += len(card.firm.contacts)
		}
		for _, h := range s.company.people(card) {
			rows += len(h.contacts)
		}
		if p.INN != "" && len(p.INN) != 10 && len(p.INN) != 12 {
			seen["spoilt INN"]++
		}
		for _, ph := range p.Phones {
			for name, is := range map[string]bool{
				"eight": strings.HasPrefix(ph.Typed, "8"), "brackets": strings.Contains(ph.Typed, "("), "extension": ph.Extension != "",
				"letters": ph.Vague, "internal": ph.Digits == "",
			} {
				if is {
					seen[name]++
				}
			}
		}
	}
	for _, name := range []string{"spoilt INN", "eight", "brackets", "extension", "letters", "internal"} {
		if seen[name] == 0 {
			t.Errorf("none with %s", name)
		}
	}
	if rows < 3000 || rows > 3800 {
		t.Errorf("%d rows of contacts, 3,400 were asked for", rows)
	}
	trade := 0
	for i := range s.company.entries {
		if !s.company.entries[i].kind.talk() {
			trade++
		}
	}
	if trade < 1700 || trade > 2300 {
		t.Errorf("%d documents, 2,000 were asked for", trade)
	}
}
