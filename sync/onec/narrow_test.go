package onec_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/phone"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/standin"
)

// columnless is a web server before a base that does not let columns of sections be
// selected.
type columnless struct {
	answer func(*http.Request) *http.Response // in place of the base; nil passes the request on without them
	asked  atomic.Int32
}

func (c *columnless) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	names := strings.Split(query.Get("$select"), ",")
	whole := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return strings.Contains(name, "/") })
	if len(whole) == len(names) {
		return http.DefaultTransport.RoundTrip(r)
	}
	c.asked.Add(1)
	if c.answer != nil {
		return c.answer(r), nil
	}
	query.Set("$select", strings.Join(whole, ","))
	stripped := r.Clone(r.Context())
	stripped.URL.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return http.DefaultTransport.RoundTrip(stripped)
}

func unknownSegment(r *http.Request) *http.Response {
	body := `{"odata.error":{"code":"6","message":{"lang":"ru","value":"Сегмент пути не найден"}}}`
	return &http.Response{
		StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}
}

// Of sections only the columns of use are asked for. A base that refuses that, or
// does not do it, is read all the same.
func TestColumnsOfSectionsThatDoNotCome(t *testing.T) {
	for _, configuration := range []string{standin.UT11, standin.UNF3, standin.BP3} {
		company := standin.New(standin.Options{
			Seed: 3, Clients: 60, Configuration: configuration, Location: moscow, Now: func() time.Time { return now },
		})
		server := httptest.NewServer(company)
		t.Cleanup(server.Close)
		base := func(transport http.RoundTripper) *onec.Base {
			client, err := odata.New(odata.Options{URL: server.URL + company.Root(), Transport: transport})
			if err != nil {
				t.Fatal(err)
			}
			return onec.New(client, onec.Options{
				Zone: moscow, Plan: phone.Plan{Country: "RU", AreaCode: standin.AreaCode},
				Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
			})
		}
		want := readAll(t, base(http.DefaultTransport))
		if len(want.Clients) < 60 || len(want.Documents) < 100 {
			t.Fatalf("%s: %d clients, %d documents", configuration, len(want.Clients), len(want.Documents))
		}
		for name, with := range map[string]*columnless{"refused": {answer: unknownSegment}, "left out": {}} {
			got := readAll(t, base(with))
			if with.asked.Load() == 0 {
				t.Errorf("%s: no columns were asked for", configuration)
			}
			got.Debts, want.Debts = nil, nil // these are in no order, and have no sections
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: another reading", configuration, name)
			}
		}
	}
}
