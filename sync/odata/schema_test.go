package odata_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/sync/odata"
	"pult/sync/standin"
)

func TestSchemaTellsWhatIsPublished(t *testing.T) {
	server := httptest.NewServer(standin.New(standin.Options{Seed: 7, Clients: 5}))
	defer server.Close()
	client, err := odata.New(odata.Options{URL: server.URL + standin.Root + "/"})
	if err != nil {
		t.Fatal(err)
	}
	const debts = "AccumulationRegister_РасчетыСКлиентамиПоСрокам"
	schema, err := client.Schema(t.Context(), []string{"Catalog_Партнеры", debts, "Catalog_Nobody"})
	if err != nil {
		t.Fatal(err)
	}
	if len(schema.Sets) != 2 || schema.Size == 0 {
		t.Fatalf("%d sets of %d bytes", len(schema.Sets), schema.Size)
	}
	clients := schema.Sets["Catalog_Партнеры"]
	for _, field := range []string{"Ref_Key", "ОсновнойМенеджер_Key", "КонтактнаяИнформация", "КонтактнаяИнформация/НомерТелефона"} {
		if !clients.Has(field) {
			t.Errorf("the partners have no %s", field)
		}
	}
	for _, field := range []string{"НетТакого", "КонтактнаяИнформация/НетТакого", "НетТакой/Цена"} {
		if clients.Has(field) {
			t.Errorf("the partners have %s", field)
		}
	}
	if clients.Fields["ОсновнойМенеджер_Key"] != "Edm.Guid" {
		t.Errorf("a manager is %q", clients.Fields["ОсновнойМенеджер_Key"])
	}
	if !schema.Sets[debts].Can("Balance") || schema.Sets[debts].Can("SliceLast") || clients.Can("Balance") {
		t.Error("functions are not told as they are")
	}
}

func TestSchemaThatIsNone(t *testing.T) {
	for _, text := range []string{"", "<html><body>Сервер недоступен</body></html>", `<edmx:Edmx xmlns:edmx="x"><Schema`, "{}"} {
		if _, err := odata.ReadSchema(strings.NewReader(text), nil); !errors.Is(err, crm.ErrGarbled) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
