package odata

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

func serve(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := New(Options{URL: server.URL + "/ut/odata/standard.odata", User: "odata.user", Password: "пароль"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestRowsOfAnyShape(t *testing.T) {
	tests := map[string]string{
		"value last":    `{"odata.metadata":"x","value":[{"a":"1"},{"a":"2"}]}`,
		"value first":   `{"value":[{"a":"1"},{"a":"2"}],"odata.count":"2"}`,
		"BOM":           "\ufeff" + `{"value":[{"a":"1"},{"a":"2"}]}`,
		"blanks":        "\n\t " + `{"value":[{"a":"1"},{"a":"2"}]}`,
		"nested values": `{"x":{"value":[9]},"value":[{"a":"1","value":[3]},{"a":"2"}]}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			n, err := serve(t, answer(200, body)).Rows(t.Context(), "Catalog_Партнеры", Query{}, func(r Row) error {
				got = append(got, r.Text("a"))
				return nil
			})
			if err != nil || n != 2 || strings.Join(got, "") != "12" {
				t.Errorf("rows %v (%d), error %v", got, n, err)
			}
		})
	}
}

// Every refusal must have a kind the program acts on and words a person can use.
func TestRefusals(t *testing.T) {
	const exception = "\ufeff" + `{"#exception":"{http://v8.1c.ru/8.2/virtual-resource-system}Exception","exception":{"reason":403,"descr":"HTTP: Forbidden",
		"inner":{"descr":"Начало сеанса с информационной базой запрещено.\nВедутся технические работы"}}}`
	tests := []struct {
		name   string
		status int
		body   string
		kind   error
		words  string
	}{
		{"wrong password", 401, "", crm.ErrDenied, "401"},
		{"no right", 401, `{"odata.error":{"code":"20","message":{"value":"Нарушение прав доступа"}}}`, crm.ErrDenied, "Нарушение прав"},
		{"not published", 404, `{"odata.error":{"code":"8","message":{"value":"Сущность не найдена"}}}`, crm.ErrNotPublished, "Catalog_Партнеры"},
		{"no such object", 404, `{"odata.error":{"code":"9","message":{"value":"Экземпляр не найден"}}}`, crm.ErrNotFound, ""},
		{"key exists", 400, `{"odata.error":{"code":"15","message":{"value":"уже существует"}}}`, crm.ErrConflict, ""},
		{"handler says no", 500, `{"odata.error":{"code":"-1","message":{"value":"Дата запрета изменения"}}}`, crm.ErrRefused, "Дата запрета"},
		{"lock", 500, `{"odata.error":{"code":"-1","message":{"value":"Конфликт блокировок при выполнении транзакции"}}}`, crm.ErrBusy, ""},
		{"maintenance", 403, exception, crm.ErrBusy, "технические работы"},
		{"no session", 406, "", crm.ErrBusy, "406"},
		{"no licence", 500, "<html><body>Не обнаружено свободной лицензии!</body></html>", crm.ErrBusy, "лицензии"},
		{"HTML of a gateway", 502, "<html><head><style>p{}</style></head><body><h1>Bad Gateway</h1></body></html>", crm.ErrOffline, "Bad Gateway"},
		{"HTML of the extension", 500, "<html><body>1C:Enterprise 8 application error: by reason: диск</body></html>", crm.ErrGarbled, "by reason: диск"},
		{"HTML with 200", 200, "<!DOCTYPE html><title>Вход</title>", crm.ErrGarbled, "Вход"},
		{"XML of OData", 400, `<m:error><m:code>6</m:code><m:message>Сегмент пути не найден</m:message></m:error>`, crm.ErrRefused, "Сегмент пути"},
		{"nothing", 200, "", crm.ErrGarbled, ""},
		{"cut", 200, `{"value":[{"a":"1"},{"a":`, crm.ErrGarbled, "after 1 rows"},
		{"cut before the end", 200, `{"value":[{"a":"1"}`, crm.ErrCut, "cut off"},
		{"no array", 200, `{"value":7}`, crm.ErrGarbled, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := serve(t, answer(tt.status, tt.body)).Rows(t.Context(), "Catalog_Партнеры", Query{}, func(Row) error { return nil })
			if !errors.Is(err, tt.kind) {
				t.Fatalf("error %v, want kind %v", err, tt.kind)
			}
			if !strings.Contains(err.Error(), tt.words) {
				t.Errorf("error %q does not say %q", err, tt.words)
			}
			var fault *crm.Fault
			if !errors.As(err, &fault) || fault.Subject != "Catalog_Партнеры" {
				t.Errorf("error %v does not name the set", err)
			}
		})
	}
}

// What was read before an answer broke off is kept.
func TestRowsBeforeACutAreHandedOver(t *testing.T) {
	n, err := serve(t, answer(200, `{"value":[{"a":"1"},{"a":"2"},{"a":`)).Rows(t.Context(), "X", Query{}, func(Row) error { return nil })
	if n != 2 || !errors.Is(err, crm.ErrGarbled) {
		t.Errorf("%d rows, error %v; want 2 rows and a garbled answer", n, err)
	}
}

func TestRequest(t *testing.T) {
	ref := crm.Ref{0x7c, 15: 1}
	var got *http.Request
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(200, `{"value":[]}`)(w, r)
	})
	filter := "Партнер_Key eq " + GUID(ref) + " and Имя eq " + Quote("О'Нил + сын")
	if _, err := c.Rows(t.Context(), "Document_ЗаказКлиента", Query{Select: []string{"Ref_Key", "Number"}, Filter: filter, Top: 5, Skip: 10, OrderBy: "Ref_Key"}, nil); err != nil {
		t.Fatal(err)
	}
	q := got.URL.Query()
	if q.Get("$filter") != filter || q.Get("$select") != "Ref_Key,Number" || q.Get("$top") != "5" || q.Get("$skip") != "10" || q.Get("$format") != "json" {
		t.Errorf("query arrived as %v", q)
	}
	if strings.Contains(got.URL.RawQuery, "+") {
		t.Error("a plus in the query is read by 1C as a plus, not as a space")
	}
	if got.URL.Path != "/ut/odata/standard.odata/Document_ЗаказКлиента" {
		t.Errorf("path %q", got.URL.Path)
	}
	if user, pass, _ := got.BasicAuth(); user != "odata.user" || pass != "пароль" {
		t.Errorf("login %q %q", user, pass)
	}
}

func TestOfflineNamesNoAddress(t *testing.T) {
	c, err := New(Options{URL: "http://127.0.0.1:1/ut/odata/standard.odata/", Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Rows(t.Context(), "X", Query{Filter: "Имя eq 'Иванов'"}, nil)
	if !errors.Is(err, crm.ErrOffline) {
		t.Errorf("error %v, want offline", err)
	}
	if strings.Contains(err.Error(), "filter") {
		t.Errorf("the error carries the query: %v", err)
	}
}

func TestAddressOf1CIsChecked(t *testing.T) {
	for _, address := range []string{"", "1c.firm.example/ut", "ftp://x/", "http://"} {
		if _, err := New(Options{URL: address}); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("address %q: error %v", address, err)
		}
	}
}

func TestRow(t *testing.T) {
	msk := time.FixedZone("MSK", 3*3600)
	row, ok := Parse(`{
		"n": 124500.05, "i": "17", "d": "2026-11-22T10:15:00", "empty": "0001-01-01T00:00:00",
		"b": true, "r": "00000000-0000-0000-0000-000000000000", "bad": "x", "null": null,
		"o": "7c0f0a52-31b2-11ee-9a51-0050569a0001", "o_Type": "StandardODATA.Document_X",
		"rows": [{"LineNumber":"1"}, {"LineNumber":"2"}]
	}`)
	if !ok {
		t.Fatal("no row")
	}
	if m, err := row.Money("n"); m != 12450005 || err != nil {
		t.Errorf("money %v %v", m, err)
	}
	if at, err := row.Time("d", msk); at.Format(time.RFC3339) != "2026-11-22T07:15:00Z" || err != nil {
		t.Errorf("time %v %v", at, err)
	}
	if at, err := row.Time("empty", msk); !at.IsZero() || err != nil {
		t.Errorf("empty date %v %v", at, err)
	}
	if ref, err := row.Ref("r"); !ref.IsZero() || err != nil {
		t.Errorf("empty reference %v %v", ref, err)
	}
	if row.RefOf("o", "Document_X").IsZero() || !row.RefOf("o", "Document_Y").IsZero() {
		t.Error("a composite field refers only to the set its type names")
	}
	if len(row.Section("rows")) != 2 || row.Text("null") != "" || row.Text("missing") != "" || !row.Bool("b") || row.Text("i") != "17" {
		t.Error("section, null, missing, boolean or Int64 read wrong")
	}
	for _, read := range []func() error{
		func() error { _, err := row.Ref("bad"); return err },
		func() error { _, err := row.Money("bad"); return err },
		func() error { _, err := row.Time("bad", msk); return err },
	} {
		if err := read(); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("a bad field gave %v", err)
		}
	}
}
