package commerceml

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

const clients = `<?xml version="1.0" encoding="%s"?>
<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.10" ДатаФормирования="2026-11-22">
 <Контрагенты>
  <Контрагент>
   <Ид>11#</Ид><Наименование>ООО «Ромашка»</Наименование><ПолноеНаименование>Общество «Ромашка»</ПолноеНаименование>
   <Роль>Покупатель</Роль><ИНН>7707083893</ИНН><КПП>770701001</КПП>
   <АдресРегистрации><Представление>Москва</Представление></АдресРегистрации>
   <Контакты>
    <Контакт><Тип>Телефон рабочий</Тип><Значение>8 (495) 123-45-67, доб. 5</Значение></Контакт>
    <Контакт><Тип>Почта</Тип><Значение>info@firm.example</Значение></Контакт>
    <Контакт><Тип>Факс</Тип><Значение></Значение></Контакт>
   </Контакты>
   <Представители><Представитель><Контрагент><Отношение>Директор</Отношение><Ид>12</Ид><Наименование>Иванов Пётр</Наименование>
     <Контакты><Контакт><Тип>Мобильный</Тип><Значение>8 912 345-67-89</Значение></Контакт></Контакты></Контрагент></Представитель></Представители>
  </Контрагент>
 </Контрагенты>
 <Документ><Ид>1</Ид><Номер>5</Номер><ХозОперация>Заказ товара</ХозОперация><Сумма>10</Сумма>
  <Контрагенты>
   <Контрагент><Ид>2</Ид><Наименование>Мы сами</Наименование><Роль>Продавец</Роль></Контрагент>
   <Контрагент><Ид>3</Ид><Фамилия>Лютиков</Фамилия><Имя>Семён</Имя><Роль>Покупатель</Роль>
     <РеквизитыФизЛица><ИНН>500100732259</ИНН></РеквизитыФизЛица></Контрагент>
  </Контрагенты>
 </Документ>
</КоммерческаяИнформация>`

func TestParties(t *testing.T) {
	want := []Party{
		{
			Line: 4, ID: "11#", Name: "ООО «Ромашка»", FullName: "Общество «Ромашка»", INN: "7707083893", KPP: "770701001",
			Phones: []string{"8 (495) 123-45-67, доб. 5"}, Emails: []string{"info@firm.example"},
			People: []Person{{Name: "Иванов Пётр", Role: "Директор", Phones: []string{"8 912 345-67-89"}}},
		},
		{Line: 20, ID: "3", Name: "Лютиков Семён", INN: "500100732259"},
	}
	narrow, err := charmap.Windows1251.NewEncoder().String(fmt.Sprintf(clients, "windows-1251"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"windows-1251": narrow, "UTF-8": "\ufeff" + fmt.Sprintf(clients, "UTF-8")} {
		if !Is([]byte(text)) {
			t.Errorf("%s is not known for CommerceML", name)
		}
		got, err := Parse([]byte(text))
		if err != nil || !reflect.DeepEqual(got.Parties, want) {
			t.Errorf("%s: %v\n%+v", name, err, got.Parties)
		}
		if papers := []crm.Papers{{Operation: "Заказ товара", Count: 1, Sum: 1000}}; !reflect.DeepEqual(got.Papers, papers) {
			t.Errorf("%s: documents %+v", name, got.Papers)
		}
	}
}

// What stands before a break is kept, and the break is named with its line.
func TestBrokenFileKeepsWhatIsGood(t *testing.T) {
	text := fmt.Sprintf(clients, "UTF-8")
	for name, tt := range map[string]struct{ text, code string }{
		"cut":            {text[:strings.Index(text, "Мы сами")], "xml"},
		"wrong end":      {strings.Replace(text, "<Ид>2</Ид>", "<Ид>2</ид>", 1), "xml"},
		"unknown entity": {strings.Replace(text, "Мы сами", "&file;", 1), "xml"},
		"doctype inside": {strings.Replace(text, "<Ид>2</Ид>", `<!DOCTYPE a [<!ENTITY b "c">]>`, 1), "doctype"},
		"too much":       {strings.Replace(text, "<Ид>2</Ид>", strings.Repeat("<а/>", maxNodes), 1), "garbled"},
		"too deep":       {strings.Replace(text, "<Ид>2</Ид>", strings.Repeat("<а>", maxDepth), 1), "garbled"},
	} {
		file, err := Parse([]byte(tt.text))
		parties := file.Parties
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
		if len(parties) != 1 || parties[0].Name != "ООО «Ромашка»" {
			t.Errorf("%s: kept %+v", name, parties)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for text, code := range map[string]string{
		`<?xml version="1.0"?><yml_catalog/>`: "not_commerceml",
		`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><КоммерческаяИнформация>&b;</КоммерческаяИнформация>`: "doctype",
		`<?xml version="1.0" encoding="utf-7"?><КоммерческаяИнформация/>`:                                                              "charset",
		`<?xml version="1.0"?>`: "empty",
	} {
		_, err := Parse([]byte(text))
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != code || !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%s: %v, want %s", text, err, code)
		}
	}
}

// Whatever a file holds, it ends with parties within the caps and with an error
// that is the file's fault, or none.
func FuzzCommerceML(f *testing.F) {
	f.Add([]byte(fmt.Sprintf(clients, "UTF-8")))
	f.Add(zipped(f, map[string]string{"orders.xml": orders, "import.xml": "<КоммерческаяИнформация/>", "a.jpg": "x"}))
	f.Add([]byte(orders))
	f.Add([]byte(`<?xml version="1.0" encoding="windows-1251"?><КоммерческаяИнформация>`))
	f.Add([]byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><КоммерческаяИнформация>&a;</КоммерческаяИнформация>`))
	f.Add([]byte(`<КоммерческаяИнформация><Контрагенты><Контрагент><Контакты><Контакт/></Контакты><Представители><а/></Представители></Контрагент>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if IsArchive(data) {
			err := Unpack(data, func(string, []byte) error { return nil })
			if err != nil && !errors.Is(err, crm.ErrInvalid) {
				t.Fatalf("%v is no fault of the archive", err)
			}
		}
		file, err := Parse(data)
		if err != nil && !errors.Is(err, crm.ErrInvalid) {
			t.Fatalf("%v is no fault of the file", err)
		}
		if len(file.Papers) > maxPapers+1 {
			t.Fatalf("%d kinds of documents", len(file.Papers))
		}
		last := 0
		for _, p := range file.Parties {
			if p.Line < last || len(p.Name) > 4*maxText || len(p.Phones) > maxNodes {
				t.Fatalf("party %+v after line %d", p, last)
			}
			last = p.Line
		}
	})
}
