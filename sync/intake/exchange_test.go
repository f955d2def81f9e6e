package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pult/app/crm"
)

func party(id, name, inn, phone string) string {
	return "<Контрагент><Ид>" + id + "</Ид><Наименование>" + name + "</Наименование><ИНН>" + inn +
		"</ИНН><Контакты><Контакт><Тип>Телефон</Тип><Значение>" + phone + "</Значение></Контакт></Контакты></Контрагент>"
}

func commerce(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.08">` + body + "</КоммерческаяИнформация>"
}

func archive(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		part, err := w.Create(f[0])
		if err == nil {
			_, err = part.Write([]byte(f[1]))
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

// An archive as 1C makes it: a list of counterparties, orders of one of them and of
// another, goods that are none of ours. Each client is one, documents are counted.
func TestAnArchiveOfAnExchange(t *testing.T) {
	b := newBench(t)
	data := archive(t,
		[2]string{"webdata/contragents.xml", commerce("<Контрагенты>" + party("1", "ООО Ромашка", "7707083893", "8 495 123-45-67") + "</Контрагенты>")},
		[2]string{"webdata/orders.xml", commerce("<Документ><ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта><Сумма>100</Сумма><Контрагенты>" +
			party("1", "ООО Ромашка", "7707083893", "8 495 123-45-67") + "</Контрагенты></Документ><Документ><ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта><Сумма>50</Сумма><Контрагенты>" +
			party("2", "ООО Лютик", "", "8 495 765-43-21") + "</Контрагенты></Документ>")},
		[2]string{"webdata/offers.xml", commerce("<ПакетПредложений/>")},
		[2]string{"webdata/yml.xml", "<yml_catalog/>"})
	report, err := b.take(t, data, Options{})
	if err != nil || report.Fault != nil {
		t.Fatal(err, report)
	}
	if c := report.Import.Counts; c.New != 2 || c.More != 1 || c.Bad+c.Doubtful != 0 {
		t.Errorf("counts %+v", c)
	}
	if report.Rows[1].File != "orders.xml" || !slices.ContainsFunc(report.Rows[1].Reasons, func(r crm.Reason) bool { return strings.HasPrefix(r.Detail, "contragents.xml:") }) {
		t.Errorf("the second row of a client says %+v", report.Rows[1])
	}
	if p := report.Papers; len(p) != 1 || p[0].Count != 2 || p[0].Sum != 15000 {
		t.Errorf("documents %+v", p)
	}
	if found := b.find(t, "ромашка"); len(found) != 1 {
		t.Errorf("found %+v", found)
	}
}

func TestArchivesThatAreOfNoUse(t *testing.T) {
	b := newBench(t)
	for name, tt := range map[string]struct {
		data []byte
		code string
	}{
		"goods alone": {archive(t, [2]string{"import.xml", commerce("<Каталог/>")}), "no_clients"},
		"broken XML":  {archive(t, [2]string{"import.xml", commerce("<Контрагенты>") + "<"}), "xml"},
	} {
		_, err := b.take(t, tt.data, Options{DryRun: true})
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}

// What one file of an archive breaks off at is told; the others are taken.
func TestABrokenFileOfAnArchive(t *testing.T) {
	b := newBench(t)
	report, err := b.take(t, archive(t,
		[2]string{"a.xml", "<КоммерческаяИнформация><Контрагенты>"},
		[2]string{"b.xml", commerce("<Контрагенты>" + party("1", "ООО Ромашка", "", "8 495 123-45-67") + "</Контрагенты>")}), Options{})
	var reason crm.Reason
	if err != nil || !errors.As(report.Fault, &reason) || reason.Code != "xml" || report.Import.Counts.New != 1 {
		t.Errorf("%v, %+v", err, report)
	}
}
