package standin

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestSelect(t *testing.T) {
	_, h := newTest(t)
	vector := "$filter=Description eq 'Вектор'"
	one := func(sel string) map[string]any {
		return list(t, h, "Catalog_Партнеры?"+vector+"&$select="+sel)[0]
	}
	if got := one("Ref_Key,DataVersion"); len(got) != 2 || got["DataVersion"] != "AAAAAAAAAAA=" {
		t.Errorf("two attributes: %v", got)
	}
	if got := one("**"); got["КонтактнаяИнформация"] != nil || got["Description"] != "Вектор" || got["ОсновнойМенеджер@navigationLinkUrl"] == nil {
		t.Errorf("**: %v", got)
	}
	if got := one("*"); got["КонтактнаяИнформация"] == nil || got["Parent_Key"] != emptyGUIDText || got["ДатаРождения"] != "0001-01-01T00:00:00" {
		t.Errorf("*: %v", got)
	}
	if got := one("ОсновнойМенеджер____Presentation,Presentation"); got["Presentation"] != "Вектор" || got["ОсновнойМенеджер____Presentation"] == "" {
		t.Errorf("presentations: %v", got)
	}
	got := one("КонтактнаяИнформация/Тип,КонтактнаяИнформация/LineNumber")["КонтактнаяИнформация"].([]any)[0].(map[string]any)
	if len(got) != 2 || got["LineNumber"] != "1" {
		t.Errorf("columns of a section: %v", got)
	}
}

func TestExpand(t *testing.T) {
	_, h := newTest(t)
	path := "Catalog_КонтактныеЛицаПартнеров?$top=1&$filter=Description eq 'Иванов Пётр'&$expand=Owner"
	if got := list(t, h, path)[0]["Owner"].(map[string]any); got["Description"] != "Вектор" {
		t.Errorf("expanded: %v", got)
	}
	if got := list(t, h, path+"&$select=Ref_Key")[0]["Owner"]; got != nil {
		t.Errorf("not selected, yet expanded: %v", got)
	}
	if got := list(t, h, path+"&$select=Ref_Key,Owner/Description")[0]["Owner"].(map[string]any); len(got) != 1 {
		t.Errorf("selected part: %v", got)
	}
}

// The types of the wire: 64-bit integers in quotes, doubles bare and exact,
// composites with a twin, targets outside the composition without a name.
func TestWireTypes(t *testing.T) {
	s, h := newTest(t)
	r := get(t, h, "Document_РеализацияТоваровУслуг?$filter=Number eq '00УТ-000312'")
	for _, want := range []string{
		`"СуммаДокумента":84200,`, `"LineNumber":"1"`, `"СтатусУказанияСерий":0`,
		`"ЗаказКлиента":"","ЗаказКлиента_Type":"StandardODATA.Undefined"`, `"Posted":true`,
	} {
		if !strings.Contains(r.body, want) {
			t.Errorf("no %s in %s", want, r.body)
		}
	}
	order := list(t, h, "Document_ЗаказКлиента?$top=1")[0]
	if typ := order["Автор_Type"].(string); !strings.HasPrefix(typ, "UnavailableEntities.UnavailableEntity_") {
		t.Errorf("Автор_Type = %s", typ)
	}
	s.Publish("Document_ЗаказКлиента", false)
	got := list(t, h, "Catalog_ОбъектыРасчетов?$filter=isof(Объект,'Document_ЗаказКлиента')&$top=1")[0]
	if typ := got["Объект_Type"].(string); !strings.HasPrefix(typ, "UnavailableEntities.") {
		t.Errorf("unpublished target has a name: %s", typ)
	}
	for name, want := range map[string]string{"123": "123", "-0.5": "-0.5", "84200.10": "84200.1", "0.001": "0.001"} {
		if n, err := parseNumber(name); err != nil || n.String() != want {
			t.Errorf("number %s: %v %v", name, n, err)
		}
	}
}

func TestSingleEntity(t *testing.T) {
	_, h := newTest(t)
	ref := demoClients[0].Ref
	r := get(t, h, "Catalog_Партнеры(guid'"+ref+"')")
	if !strings.Contains(r.body, `#Catalog_Партнеры/@Element"`) || !strings.Contains(r.body, `"Description":"Вектор"`) {
		t.Errorf("one: %.300s", r.body)
	}
	for path, want := range map[string]string{
		"Catalog_Партнеры(Ref_Key=guid'" + ref + "')/Description":                           `"value":"Вектор"`,
		"Catalog_Партнеры(guid'" + ref + "')/ОсновнойМенеджер/Description":                  `"value":"`,
		"Catalog_Партнеры_КонтактнаяИнформация(Ref_Key=guid'" + ref + "',LineNumber=1)":     `"АдресЭП":"zakaz@vektor-1.example"`,
		"Catalog_Партнеры_КонтактнаяИнформация?$filter=Ref_Key eq guid'" + ref + "'&$top=1": `"LineNumber":"1"`,
		"Catalog_Партнеры_КонтактнаяИнформация/$count?$filter=Ref_Key eq guid'" + ref + "'": bom + "1",
		"Catalog_Партнеры(guid'" + ref + "')/КонтактнаяИнформация":                          `"value":[{`,
	} {
		if r := get(t, h, path); r.status != 200 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %.300s", path, r.status, r.body)
		}
	}
	settled := list(t, h, "Catalog_ОбъектыРасчетов?$top=1&$select=Ref_Key")[0]["Ref_Key"].(string)
	if r := get(t, h, "Catalog_ОбъектыРасчетов(guid'"+settled+"')/Объект"); !strings.Contains(r.body, `"Number":`) {
		t.Errorf("composite property: %d %.200s", r.status, r.body)
	}
}

func TestServiceDocumentAndMetadata(t *testing.T) {
	s, h := newTest(t)
	r := get(t, h, "?$format=json")
	var doc struct {
		Value []struct{ Name, URL string }
	}
	if err := json.Unmarshal([]byte(r.body), &doc); err != nil || len(doc.Value) < 16 {
		t.Fatalf("service document: %v %.200s", err, r.body)
	}
	for _, set := range doc.Value {
		if r := get(t, h, set.URL+"?$top=1"); r.status != 200 {
			t.Errorf("%s listed and not served: %d %.200s", set.Name, r.status, r.body)
		}
		if r := ask(t, h, "GET", set.URL+"?$top=1", ""); xmlFault(r.body) != nil {
			t.Errorf("%s in Atom: %v", set.Name, xmlFault(r.body))
		}
	}
	m := ask(t, h, "GET", "$metadata", "")
	if err := xmlFault(m.body); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<EntityType Name="Catalog_Партнеры" OpenType="true">`, `<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">`,
		`<NavigationProperty Name="Owner" Relationship="StandardODATA.Catalog_КонтактныеЛицаПартнеров_Owner" FromRole="Begin" ToRole="End"/>`,
		`<FunctionImport Name="Balance" IsBindable="true" IsSideEffecting="false" ReturnType="Collection(StandardODATA.AccumulationRegister_РасчетыСКлиентамиПоСрокам_Balance)">`,
		`<Property Name="БизнесРегион_Key" Type="Edm.Guid" Nullable="true"/>`,
	} {
		if !strings.Contains(m.body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(m.body, `NavigationProperty Name="БизнесРегион"`) {
		t.Error("a navigation to an unpublished set")
	}
	if status, _ := code(t, get(t, h, "$metadata?$format=json")); status == 200 {
		t.Error("$metadata in JSON was not refused")
	}
	s.Publish("", false)
	if r := get(t, h, "?$format=json"); !strings.Contains(r.body, `"value":[]`) {
		t.Errorf("nothing published: %s", r.body)
	}
}

func xmlFault(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// What the firm added itself stands in a section, its kind in a chart of its own.
func TestExtraAttributes(t *testing.T) {
	_, h := newTest(t)
	names := map[string]string{}
	for _, r := range list(t, h, "ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения") {
		names[r["Ref_Key"].(string)] = r["Имя"].(string)
	}
	extra := func(path string) map[string]any {
		return list(t, h, path)[0]["ДополнительныеРеквизиты"].([]any)[0].(map[string]any)
	}
	client := extra("Catalog_Партнеры?$filter=Description eq 'Вектор'")
	if names[client["Свойство_Key"].(string)] != "Сегмент" || client["Значение"] != "Опт" || client["Значение_Type"] != "Edm.String" {
		t.Errorf("%v", client)
	}
	person := extra("Catalog_КонтактныеЛицаПартнеров?$filter=Description eq 'Иванов Пётр'")
	if names[person["Свойство_Key"].(string)] != "ДеньРождения" || person["Значение"] != "1984-11-24T00:00:00" {
		t.Errorf("%v", person)
	}
	agreement := list(t, h, orderSet+"?$top=1&$select=Соглашение_Key,Договор_Key&$orderby=Date desc")[0]
	if r := get(t, h, "Catalog_СоглашенияСКлиентами(guid'"+agreement["Соглашение_Key"].(string)+"')/ВидЦен/Description"); r.status != 200 {
		t.Errorf("agreement: %d %s", r.status, r.body)
	}
	if r := get(t, h, "Catalog_ДоговорыКонтрагентов(guid'"+agreement["Договор_Key"].(string)+"')"); !strings.Contains(r.body, `"ДопустимаяСуммаЗадолженности":`) {
		t.Errorf("contract: %d %s", r.status, r.body)
	}
}
