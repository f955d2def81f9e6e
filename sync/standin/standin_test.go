package standin

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// testNow is a Sunday noon in Moscow.
var testNow = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newTest(t testing.TB, change ...func(*Options)) (*Server, *httptest.Server) {
	t.Helper()
	opt := Options{Seed: 7, Clients: 60, User: "Администратор", Password: "пароль", Now: func() time.Time { return testNow }}
	for _, c := range change {
		c(&opt)
	}
	s := New(opt)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, h
}

// reply is an answer read whole.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
}

// ask sends a request; path follows the service root, its query unescaped.
func ask(t testing.TB, h *httptest.Server, method, path, body string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequest(method, h.URL+h.Config.Handler.(*Server).Root()+"/"+escape(path), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("Администратор", "пароль")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := h.Client().Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(b), err}
}

func escape(path string) string {
	p, q, has := strings.Cut(path, "?")
	out := (&url.URL{Path: p}).EscapedPath()
	if !has {
		return out
	}
	var parts []string
	for part := range strings.SplitSeq(q, "&") {
		name, value, _ := strings.Cut(part, "=")
		parts = append(parts, name+"="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
	}
	return out + "?" + strings.Join(parts, "&")
}

func get(t testing.TB, h *httptest.Server, path string) reply {
	t.Helper()
	return ask(t, h, "GET", path, "", "Accept", "application/json")
}

// list reads a collection in JSON.
func list(t testing.TB, h *httptest.Server, path string) []map[string]any {
	t.Helper()
	r := get(t, h, path)
	var out struct{ Value []map[string]any }
	if r.status != 200 {
		t.Fatalf("GET %s: %d %s %v", path, r.status, r.body, r.err)
	}
	if err := json.Unmarshal([]byte(r.body), &out); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return out.Value
}

// code reads the status and the internal code of a refusal.
func code(t testing.TB, r reply) (int, string) {
	t.Helper()
	var out struct {
		Error struct{ Code string } `json:"odata.error"`
	}
	_ = json.Unmarshal([]byte(r.body), &out)
	return r.status, out.Error.Code
}

func TestAuthorization(t *testing.T) {
	_, h := newTest(t)
	cyrillic1251 := "\xc0\xe4\xec\xe8\xed\xe8\xf1\xf2\xf0\xe0\xf2\xee\xf0:\xef\xe0\xf0\xee\xeb\xfc"
	for name, tc := range map[string]struct {
		header string
		status int
	}{
		"utf-8":   {"Basic " + base64.StdEncoding.EncodeToString([]byte("Администратор:пароль")), 200},
		"cp1251":  {"Basic " + base64.StdEncoding.EncodeToString([]byte(cyrillic1251)), 401},
		"wrong":   {"Basic " + base64.StdEncoding.EncodeToString([]byte("Администратор:нет")), 401},
		"nothing": {"", 401},
	} {
		t.Run(name, func(t *testing.T) {
			r := ask(t, h, "GET", "", "", "Authorization", tc.header)
			if r.status != tc.status {
				t.Errorf("status %d, want %d", r.status, tc.status)
			}
			if tc.status == 401 && !strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Basic realm=") {
				t.Errorf("no challenge: %v", r.header)
			}
		})
	}
}

func TestFormats(t *testing.T) {
	_, h := newTest(t)
	if r := ask(t, h, "GET", "Catalog_Валюты", ""); !strings.Contains(r.header.Get("Content-Type"), "atom+xml") || !strings.Contains(r.body, "<d:Code>643</d:Code>") {
		t.Errorf("without Accept: %s %s", r.header.Get("Content-Type"), r.body)
	}
	if r := ask(t, h, "GET", "Catalog_Валюты?$format=json", ""); !strings.HasPrefix(r.body, `{"odata.metadata":`) {
		t.Errorf("$format=json: %s", r.body)
	}
	if r := get(t, h, "Catalog_Пользователи?$format=application/json;odata=nometadata"); strings.Contains(r.body, "odata.metadata") || strings.Contains(r.body, "navigationLinkUrl") {
		t.Errorf("nometadata: %s", r.body)
	}
	if r := get(t, h, "Catalog_Валюты/$count"); r.body != "\uFEFF1" {
		t.Errorf("$count = %q", r.body)
	}
	if r := get(t, h, "Catalog_Нет"); r.status != 404 {
		t.Errorf("unknown set: %d %s", r.status, r.body)
	}
	if r := ask(t, h, "GET", "Catalog_Нет", ""); !strings.Contains(r.body, "<m:code>8</m:code>") {
		t.Errorf("XML error: %s", r.body)
	}
}

// rawGet takes the address as it is.
func rawGet(t testing.TB, h *httptest.Server, address string) reply {
	t.Helper()
	req, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("Администратор", "пароль")
	resp, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(b), nil}
}
