package standin

import (
	"encoding/json"
	"strings"
	"testing"
)

func configured(t testing.TB, configuration string, more ...func(*Options)) (*Server, func(string) []map[string]any, func(string) reply) {
	s, h := newTest(t, append([]func(*Options){func(o *Options) { o.Configuration = configuration }}, more...)...)
	return s, func(path string) []map[string]any { return list(t, h, path) }, func(path string) reply { return get(t, h, path) }
}

// Every set of every configuration is listed, described and served in both forms.
func TestConfigurationsServeAllTheyList(t *testing.T) {
	for _, name := range Configurations() {
		t.Run(name, func(t *testing.T) {
			_, h := newTest(t, func(o *Options) { o.Configuration, o.ExchangePlan = name, true })
			var doc struct {
				Value []struct{ Name, URL string }
			}
			if err := json.Unmarshal([]byte(get(t, h, "?$format=json").body), &doc); err != nil || len(doc.Value) < 30 {
				t.Fatalf("%d sets, %v", len(doc.Value), err)
			}
			meta := ask(t, h, "GET", "$metadata", "")
			if err := xmlFault(meta.body); err != nil {
				t.Fatal(err)
			}
			for _, set := range doc.Value {
				if !strings.Contains(meta.body, `<EntityType Name="`+set.Name+`"`) {
					t.Errorf("%s is not in the schema", set.Name)
				}
				for _, query := range []string{"?$top=2", "?$top=2&$select=**"} {
					if r := get(t, h, set.URL+query); r.status != 200 || !json.Valid([]byte(r.body)) {
						t.Errorf("%s%s: %d %.200s", set.Name, query, r.status, r.body)
					}
				}
				if r := ask(t, h, "GET", set.URL+"?$top=2", ""); r.status != 200 || xmlFault(r.body) != nil {
					t.Errorf("%s in Atom: %v", set.Name, xmlFault(r.body))
				}
			}
			for _, want := range []string{`<EnumType Name="ТипыКонтактнойИнформации">`, `<Association Name="`, `<FunctionImport Name="Balance"`, `<FunctionImport Name="Post"`} {
				if !strings.Contains(meta.body, want) {
					t.Errorf("no %s", want)
				}
			}
		})
	}
}

// One company: the same clients, numbers and debts whatever keeps them.
func TestConfigurationsAgree(t *testing.T) {
	key := func(s *Server) string {
		out, _ := json.Marshal([]any{s.Partners(), s.Callers()})
		return string(out)
	}
	ut, _, _ := configured(t, UT11)
	want := key(ut)
	for _, name := range []string{UNF3, BP3} {
		s, list, _ := configured(t, name)
		if key(s) != want {
			t.Errorf("%s: another company", name)
		}
		rows := map[string]map[string]any{}
		for _, r := range list("Catalog_Контрагенты?$filter=not IsFolder") {
			rows[r["Ref_Key"].(string)] = r
		}
		for _, truth := range s.Partners() {
			r := rows[truth.Ref]
			if r == nil || r["Description"] != truth.Name || r["ИНН"] != truth.INN || r["DeletionMark"] != truth.Deleted {
				t.Fatalf("%s: %s is %v", name, truth.Name, r)
			}
			for _, p := range truth.Phones {
				body, _ := json.Marshal(r["КонтактнаяИнформация"])
				typed, _ := json.Marshal(p.Typed)
				if p.Place != "person" && !strings.Contains(string(body), string(typed)) {
					t.Errorf("%s: no %s at %s", name, p.Typed, truth.Name)
				}
			}
		}
	}
}

func sumBy(rows []map[string]any, key, value string) map[string]Kopecks {
	out := map[string]Kopecks{}
	for _, r := range rows {
		n := r[value].(float64)
		if n < 0 {
			out[r[key].(string)] -= kopecks(-n)
		} else {
			out[r[key].(string)] += kopecks(n)
		}
	}
	return out
}

func TestDebtsOfUNF(t *testing.T) {
	s, list, _ := configured(t, UNF3)
	debts := sumBy(list(unfDebts+"/Balance(Condition='ТипРасчетов eq 'Долг'',Dimensions='Контрагент')"), "Контрагент_Key", "СуммаBalance")
	advances := sumBy(list(unfDebts+"/Balance(Condition='ТипРасчетов eq 'Аванс'')"), "Контрагент_Key", "СуммаBalance")
	for _, truth := range s.Partners() {
		if debts[truth.Ref] != truth.Debt || -advances[truth.Ref] != truth.Advance {
			t.Errorf("%s: %s and %s, want %s and %s", truth.Name, debts[truth.Ref], advances[truth.Ref], truth.Debt, truth.Advance)
		}
	}
	sold := sumBy(list(unfSalesName+"/Turnovers(Dimensions='Контрагент',StartPeriod=datetime'2025-11-23T00:00:00')"), "Контрагент_Key", "СуммаTurnover")
	if got, want := sold[DemoClient().Ref], s.Partners()[0].Purchases; got != want {
		t.Errorf("sold for %s, want %s", got, want)
	}
	if links := list("InformationRegister_СвязиКонтрагентКонтакт/SliceLast(Condition='Контрагент_Key eq guid'" + DemoClient().Ref + "'')"); len(links) != 1 || links[0]["Должность"] != "закупки" {
		t.Errorf("people: %v", links)
	}
}

func TestDebtsOfBP(t *testing.T) {
	s, list, get := configured(t, BP3)
	for _, condition := range []string{"Account/Code eq '62.01'", "Account_Key eq guid'" + accountRef("62.01").String() + "'"} {
		debts := sumBy(list(ledgerName+"/Balance(AccountCondition='"+condition+"',Dimensions='Account,ExtDimension1')"), "ExtDimension1", "СуммаBalanceDr")
		for _, truth := range s.Partners() {
			if debts[truth.Ref] != truth.Debt {
				t.Errorf("%s: %s, want %s", truth.Name, debts[truth.Ref], truth.Debt)
			}
		}
	}
	net := list(ledgerName + "/Balance(AccountCondition='startswith(Account/Code,'62')')?$filter=ExtDimension1 eq cast(guid'" + DemoClient().Ref + "','Catalog_Контрагенты')")
	var sum Kopecks
	for _, r := range net {
		sum += kopecks(r["СуммаBalanceDr"]) - kopecks(r["СуммаBalanceCr"])
	}
	if want := s.Partners()[0]; sum != want.Debt-want.Advance {
		t.Errorf("the demo client: %s, want %s less %s", sum, want.Debt, want.Advance)
	}
	states := map[string]int{}
	for _, r := range list("InformationRegister_СтатусыДокументов") {
		states[r["Статус"].(string)]++
	}
	if states["НеОплачен"] == 0 || states["ОплаченЧастично"] == 0 {
		t.Errorf("states of bills: %v", states)
	}
	if r := get("ChartOfAccounts_Хозрасчетный?$filter=Code eq '62.01'"); !strings.Contains(r.body, `"PredefinedDataName":"РасчетыСПокупателями"`) {
		t.Errorf("the account: %s", r.body)
	}
	if r := get(ledgerName + "_RecordType?$top=1"); !strings.Contains(r.body, `"AccountDr_Key"`) {
		t.Errorf("an entry: %s", r.body)
	}
}

// Calls written through the interface are read back alike everywhere.
func TestCallsOfConfigurations(t *testing.T) {
	for name, body := range map[string]string{
		UT11: `{"Входящий":true,"Тема":"Звонок","Описание":"pult:1","АбонентКонтакт":"` + demoClients[0].Ref + `","АбонентКонтакт_Type":"StandardODATA.Catalog_Партнеры","АбонентКакСвязаться":"+79730550112"}`,
		BP3:  `{"Входящий":true,"Тема":"Звонок","Описание":"pult:1","АбонентКонтакт":"` + demoClients[0].Ref + `","АбонентКонтакт_Type":"StandardODATA.Catalog_Контрагенты","АбонентКакСвязаться":"+79730550112"}`,
		UNF3: `{"ТипСобытия":"ТелефонныйЗвонок","ВходящееИсходящееСобытие":"Входящее","Тема":"Звонок","Тема_Type":"Edm.String","Содержание":"pult:1","Участники":[
			{"LineNumber":"1","Контакт":"` + demoClients[0].Ref + `","Контакт_Type":"StandardODATA.Catalog_Контрагенты","КакСвязаться":"+79730550112"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			s, h := newTest(t, func(o *Options) { o.Configuration = name })
			if len(s.Calls()) != 0 || len(s.Events()) != 0 {
				t.Fatal("written before anybody wrote")
			}
			if r := ask(t, h, "POST", faces[name].calls+"?$format=json", body); r.status != 201 {
				t.Fatalf("%d %s", r.status, r.body)
			}
			if _, err := s.CallByOther(OtherCall{Client: demoClients[0].Ref, Number: "+79730550112", Text: "Перезвонить", Manager: 2}); err != nil {
				t.Fatal(err)
			}
			calls, events := s.Calls(), s.Events()
			if len(calls) != 2 || len(events) != 2 || s.Traffic().CallPosts != 1 {
				t.Fatalf("%d calls, %d events, %d attempts", len(calls), len(events), s.Traffic().CallPosts)
			}
			mine := 0
			for i, c := range calls {
				if c.Contact != demoClients[0].Ref || c.Address != "+79730550112" || events[i].Kind != "call" {
					t.Errorf("%+v %+v", c, events[i])
				}
				if c.Incoming && c.Topic == "Звонок" && c.Description == "pult:1" {
					mine++
				}
			}
			if mine != 1 {
				t.Errorf("ours is not there: %+v", calls)
			}
		})
	}
}

// The journal of interactions shows what is written, by whomever.
func TestJournal(t *testing.T) {
	s, h := newTest(t)
	before := len(list(t, h, journalSet))
	ask(t, h, "POST", callSet, `{"Тема":"Наш"}`)
	if _, err := s.CallByOther(OtherCall{Client: demoClients[0].Ref, Topic: "Чужой"}); err != nil {
		t.Fatal(err)
	}
	rows := list(t, h, journalSet+"?$orderby=Date desc&$top=2&$filter=isof(Ref,'"+callSet+"')")
	if now := len(list(t, h, journalSet)); before == 0 || now != before+2 || len(rows) != 2 || rows[0]["Ref_Type"] != "StandardODATA."+callSet {
		t.Errorf("%d rows, then %d: %v", before, now, rows)
	}
}
