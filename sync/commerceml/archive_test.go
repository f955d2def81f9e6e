package commerceml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

// orders are documents in containers, as versions after 2.10 write them, with a
// prefix for the namespace.
const orders = `<?xml version="1.0" encoding="UTF-8"?>
<ns:КоммерческаяИнформация xmlns:ns="urn:1C.ru:commerceml_3" ВерсияСхемы="3.1">
 <ns:Контейнер><ns:Документ><ns:Ид>1</ns:Ид><ns:Номер>7</ns:Номер><ns:ХозОперация>Заказ товара</ns:ХозОперация><ns:Роль>Продавец</ns:Роль>
  <ns:Валюта>RUB</ns:Валюта><ns:Сумма>1 250,50</ns:Сумма>
  <ns:Контрагенты><ns:Контрагент><ns:Ид>5</ns:Ид><ns:Наименование>ООО «Заря»</ns:Наименование><ns:Роль>Покупатель</ns:Роль></ns:Контрагент></ns:Контрагенты>
  <ns:Товары><ns:Товар><ns:Сумма>99</ns:Сумма></ns:Товар></ns:Товары></ns:Документ></ns:Контейнер>
 <ns:Контейнер><ns:Документ><ns:ХозОперация>Счет на оплату</ns:ХозОперация><ns:Валюта>RUB</ns:Валюта><ns:Сумма>нет</ns:Сумма></ns:Документ></ns:Контейнер>
 <ns:Контейнер><ns:Документ><ns:ХозОперация>Заказ товара</ns:ХозОперация><ns:Валюта>rub</ns:Валюта><ns:Сумма>0.50</ns:Сумма></ns:Документ></ns:Контейнер>
</ns:КоммерческаяИнформация>`

func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDocumentsAreCounted(t *testing.T) {
	file, err := Parse([]byte(orders))
	want := []crm.Papers{
		{Operation: "Заказ товара", Currency: "RUB", Count: 2, Sum: 125100},
		{Operation: "Счет на оплату", Currency: "RUB", Count: 1, Unclear: 1},
	}
	if err != nil || !reflect.DeepEqual(file.Papers, want) || len(file.Parties) != 1 || file.Parties[0].Name != "ООО «Заря»" {
		t.Errorf("%v: %+v", err, file)
	}
	if all := Merge(file.Papers, file.Papers); len(all) != 2 || all[0].Count != 4 || all[0].Sum != 250200 || all[1].Unclear != 2 {
		t.Errorf("two files together: %+v", all)
	}
	many := "<" + root + ">"
	for i := range 100 {
		many += fmt.Sprintf("<Документ><ХозОперация>%d</ХозОперация><Сумма>1</Сумма></Документ>", i)
	}
	file, err = Parse([]byte(many + "</" + root + ">"))
	sum := 0
	for _, p := range file.Papers {
		sum += p.Count
	}
	if err != nil || len(file.Papers) != maxPapers+1 || sum != 100 || file.Papers[0].Operation != "" {
		t.Errorf("%v: %d kinds, %d documents, most of them %+v", err, len(file.Papers), sum, file.Papers[0])
	}
}

// Versions differ in where they keep what; in none of them may a client be lost.
func TestVersions(t *testing.T) {
	narrow, err := charmap.Windows1251.NewEncoder().String(`<КоммерческаяИнформация ВерсияСхемы="2.03"><Контрагенты><Контрагент><Наименование>Заря</Наименование>
		<РеквизитыЮрЛица><ОфициальноеНаименование>ООО Заря</ОфициальноеНаименование><ИНН>7707083893</ИНН></РеквизитыЮрЛица>
		<Контакты><Контакт><Тип>Телефон рабочий</Тип><Значение>8 495 123-45-67</Значение></Контакт></Контакты></Контрагент></Контрагенты></КоммерческаяИнформация>`)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"2.03, no declaration, windows-1251": narrow,
		"2.03, contacts by themselves": `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.03"><Документ><Контрагенты><Контрагент>
			<Наименование>Заря</Наименование><ОфициальноеНаименование>ООО Заря</ОфициальноеНаименование><ИНН>7707083893</ИНН><Роль>Покупатель</Роль>
			<Контакты><КонтактВид>Почта</КонтактВид><Значение>a@firm.example</Значение></Контакты>
			<Контакты><КонтактВид>ТелефонРабочий</КонтактВид><Значение>8 495 123-45-67</Значение></Контакты></Контрагент></Контрагенты></Документ></КоммерческаяИнформация>`,
		"2.04": `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.04"><Документ><Контрагенты><Контрагент>
			<Наименование>Заря</Наименование><Роль>Покупатель</Роль><ПолноеНаименование>ООО Заря</ПолноеНаименование><ИНН>7707083893</ИНН>
			<Контакты><Контакт><Тип>Рабочий</Тип><Значение>8 495 123-45-67</Значение></Контакт></Контакты></Контрагент></Контрагенты></Документ></КоммерческаяИнформация>`,
		"2.07": `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.07"><Контрагенты><Контрагент>
			<Наименование>Заря</Наименование><ОфициальноеНаименование>ООО Заря</ОфициальноеНаименование><ИНН>7707083893</ИНН>
			<Контакты><Контакт><КонтактВид>Телефон</КонтактВид><Значение>8 495 123-45-67</Значение></Контакт></Контакты></Контрагент></Контрагенты></КоммерческаяИнформация>`,
		"2.10": `<?xml version="1.0" encoding="utf-8"?><c:КоммерческаяИнформация xmlns:c="urn:1C.ru:commerceml_210" ВерсияСхемы="2.10"><c:Контрагенты><c:Контрагент>
			<c:Наименование>Заря</c:Наименование><c:ЮрЛицо><c:ОфициальноеНаименование>ООО Заря</c:ОфициальноеНаименование><c:ИНН>7707083893</c:ИНН></c:ЮрЛицо>
			<c:Контакты><c:Контакт><c:Тип>Мобильный телефон</c:Тип><c:Значение>8 495 123-45-67</c:Значение></c:Контакт></c:Контакты></c:Контрагент></c:Контрагенты></c:КоммерческаяИнформация>`,
	} {
		file, err := Parse([]byte(text))
		if err != nil || len(file.Parties) != 1 || !Is([]byte(text)) {
			t.Errorf("%s: %v, %+v", name, err, file)
			continue
		}
		p := file.Parties[0]
		if p.Name != "Заря" || p.FullName != "ООО Заря" || p.INN != "7707083893" || !slices.Equal(p.Phones, []string{"8 495 123-45-67"}) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestArchive(t *testing.T) {
	data := zipped(t, map[string]string{"webdata/import0_1.xml": "1", "webdata/ORDERS.XML": "22", "webdata/import_files/a.jpg": strings.Repeat("x", 1000)})
	if !IsArchive(data) {
		t.Fatal("an archive of 1C is not known for one")
	}
	var names []string
	err := Unpack(data, func(name string, data []byte) error {
		names = append(names, fmt.Sprint(name, " ", len(data)))
		return nil
	})
	if err != nil || !slices.Equal(names, []string{"ORDERS.XML 2", "import0_1.xml 1"}) {
		t.Errorf("%q, %v", names, err)
	}
	for name, files := range map[string]map[string]string{
		"a workbook":  {"[Content_Types].xml": "", "xl/workbook.xml": ""},
		"LibreOffice": {"mimetype": "", "content.xml": ""},
		"pictures":    {"a.jpg": ""},
	} {
		if IsArchive(zipped(t, files)) {
			t.Errorf("%s is taken for an archive of 1C", name)
		}
	}
}

// Archives made to break a reader end with a reason, soon and in little memory.
func TestArchiveBombs(t *testing.T) {
	crowd := map[string]string{}
	for i := range maxParts + 1 {
		crowd[fmt.Sprint(i, ".xml")] = ""
	}
	const most, all = 10_000, 25_000
	zeros := strings.Repeat("\x00", most)
	broken := zipped(t, map[string]string{"a.xml": strings.Repeat("abcdefgh", 1000)})
	broken[40] ^= 0xff // within what is packed
	for name, tt := range map[string]struct {
		data []byte
		code string
	}{
		"a crowd": {zipped(t, crowd), "bomb"},
		"a bomb":  {zipped(t, map[string]string{"a.xml": zeros + "\x00"}), "bomb"},
		"many":    {zipped(t, map[string]string{"a.xml": zeros, "b.xml": zeros, "c.xml": zeros}), "bomb"},
		"broken":  {broken, "garbled"},
	} {
		err := unpackWithin(tt.data, most, all, func(string, []byte) error { return nil })
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}
