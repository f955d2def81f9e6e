package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pult/sync/standin"
)

func openControls(t *testing.T, configuration string) (*company, *httptest.Server) {
	t.Helper()
	c := &company{base: standin.New(standin.Options{Seed: 3, Clients: 40, Configuration: configuration})}
	h := httptest.NewServer(c.controls())
	t.Cleanup(h.Close)
	h.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c, h
}

func post(t *testing.T, h *httptest.Server, path string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, h.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body) + resp.Header.Get("Location")
}

// Money, clients and calls change by hand while a panel runs, in every configuration.
func TestThingsHappen(t *testing.T) {
	for _, configuration := range standin.Configurations() {
		c, h := openControls(t, configuration)
		demo := standin.DemoClient()
		steps := []struct {
			path  string
			check func(standin.Truth) bool
		}{
			{"/pay?sum=1000.50", func(p standin.Truth) bool { return p.Debt == demo.Debt-100_050 }},
			{"/ship?client=" + url.QueryEscape(demo.Name) + "&sum=1000,5&days=3", func(p standin.Truth) bool { return p.Debt == demo.Debt }},
			{"/bill?sum=500", func(p standin.Truth) bool { return p.OpenOrders == 3 }},
			{"/pay-bill?number=" + url.QueryEscape(demo.Shipment), func(p standin.Truth) bool { return p.Overdue == 0 && p.Debt < demo.Debt }},
			{"/rename?client=" + demo.Ref + "&name=" + url.QueryEscape("Вектор плюс"), func(p standin.Truth) bool { return p.Name == "Вектор плюс" }},
			{"/mark", func(p standin.Truth) bool { return p.Deleted }},
			{"/mark?off=1", func(p standin.Truth) bool { return !p.Deleted }},
			{"/call-by-other?text=" + url.QueryEscape("О ценах"), func(standin.Truth) bool {
				calls := c.base.Calls()
				return len(calls) == 1 && calls[0].Contact == demo.Ref && calls[0].Description == "О ценах"
			}},
			{"/merge?duplicate=" + standin.DemoClients()[1].Ref, func(p standin.Truth) bool {
				gone, _ := c.base.Partner(standin.DemoClients()[1].Ref)
				return gone.Deleted && gone.Purchases == 0 && p.Purchases > 0
			}},
		}
		for _, step := range steps {
			status, body := post(t, h, step.path)
			truth, _ := c.base.Partner(demo.Ref)
			if status != http.StatusOK || !step.check(truth) {
				t.Errorf("%s: %s: %d %s; %+v", configuration, step.path, status, body, truth)
			}
		}
		_, body := post(t, h, "/client?name="+url.QueryEscape("Новичок")+"&phone=%2B79731112233&inn=0071000014")
		var made struct{ Ref string }
		if err := json.Unmarshal([]byte(body), &made); err != nil {
			t.Fatal(err, body)
		}
		if owners := c.base.Callers()["79731112233"]; len(owners) != 1 || owners[0] != made.Ref {
			t.Errorf("the new client's number leads to %v", owners)
		}
		if status, body := post(t, h, "/delete?client="+url.QueryEscape("Новичок")); status != http.StatusOK {
			t.Errorf("delete: %d %s", status, body)
		}
		if _, there := c.base.Partner(made.Ref); there {
			t.Error("deleted and still there")
		}
	}
}

func TestSwitchesByHand(t *testing.T) {
	c, h := openControls(t, standin.UT11)
	post(t, h, "/set?name=ref-key&value=ignored")
	post(t, h, "/fail?what=slow+3s")
	resp, err := h.Client().Get(h.URL + "/state")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var state standin.State
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		t.Fatal(err)
	}
	if len(state.Failures) != 1 || state.Failures[0] != "slow 3s" || state.Clients < 40 || state.Documents == 0 {
		t.Errorf("%+v", state)
	}
	for _, s := range state.Switches {
		if s.Name == "ref-key" && s.Value != "ignored" {
			t.Errorf("%+v", s)
		}
	}
	post(t, h, "/heal")
	if len(c.base.Failures()) != 0 {
		t.Error("not healed")
	}
	for _, bad := range []string{"/set?name=bom&value=maybe", "/set?name=no", "/pay?sum=-5", "/pay?sum=1.234", "/pay?client=nobody&sum=1", "/fail?what=fire", "/merge", "/delete"} {
		if status, body := post(t, h, bad); status != http.StatusBadRequest || !strings.Contains(body, `"error"`) {
			t.Errorf("%s: %d %s", bad, status, body)
		}
	}
}

// A browser is led back to the page, which says what came of it; a page of
// somebody else's can do nothing.
func TestPage(t *testing.T) {
	c, h := openControls(t, standin.UNF3)
	if status, to := post(t, h, "/pay?sum=1", "Accept", "text/html", "Origin", h.URL); status != http.StatusSeeOther || !strings.HasPrefix(to, "/?said=") {
		t.Errorf("%d %s", status, to)
	}
	if status, _ := post(t, h, "/pay?sum=1", "Origin", "http://elsewhere.example"); status != http.StatusForbidden {
		t.Errorf("another page was obeyed: %d", status)
	}
	if _, err := c.base.CallByOther(standin.OtherCall{Client: standin.DemoClient().Ref, Text: "<b>О ценах</b>"}); err != nil {
		t.Fatal(err)
	}
	resp, err := h.Client().Get(h.URL + "/?said=" + url.QueryEscape("Готово: <i>"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	for _, want := range []string{"Учебная компания, unf3", "Готово: &lt;i&gt;", "&lt;b&gt;О ценах", "licence-gone", "план обмена Пульт", "<option selected>honoured"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s on the page", want)
		}
	}
}
