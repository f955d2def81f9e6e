package odata

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pult/app/crm"
)

const (
	partner = "7c0f0000-0000-0000-0000-000000000001"
	order   = "7c0f0000-0000-0000-0000-000000000002"
	spaces  = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" ` +
		`xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">`
)

func atomEntry(set, key, properties string) string {
	return `<entry><id>http://h/ut/odata/standard.odata/` + set + key + `</id><category term="StandardODATA.` + set + `" scheme="x"/>` +
		`<updated>2026-11-22T10:20:00</updated><author/><content type="application/xml"><m:properties>` + properties + `</m:properties></content></entry>`
}

// The packet of the facts: an object with a section, a register's records, a
// deletion. Only names come out, and those of the right places.
var packet = spaces +
	atomEntry("Catalog_Партнеры", "(guid'"+partner+"')", `<d:Ref_Key>`+partner+`</d:Ref_Key><d:КонтактнаяИнформация m:type="Collection(x)">`+
		`<d:element m:type="x"><d:Ref_Key>`+order+`</d:Ref_Key></d:element></d:КонтактнаяИнформация>`) +
	atomEntry("AccumulationRegister_РасчетыСКлиентамиПоСрокам", "(Recorder='"+order+"',Recorder_Type='StandardODATA.Document_ЗаказКлиента')",
		`<d:Recorder>`+order+`</d:Recorder><d:Recorder_Type>StandardODATA.Document_ЗаказКлиента</d:Recorder_Type>`) +
	atomEntry("InformationRegister_КурсыВалют", "(Period=datetime'2026-01-01T00:00:00')", `<d:Курс>1</d:Курс>`) +
	`<at:deleted-entry ref="http://h/ut/odata/standard.odata/Document_%D0%97%D0%B0%D0%BA%D0%B0%D0%B7(guid'` + order + `')" when="2026-11-22T10:20:00"/></feed>`

func ref(t testing.TB, text string) crm.Ref {
	t.Helper()
	r, err := crm.ParseRef(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPacketOfChanges(t *testing.T) {
	var query string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.ContentLength != 0 {
			t.Errorf("%s with %d bytes", r.Method, r.ContentLength)
		}
		query = r.URL.Query().Get("DataExchangePoint") + " " + r.URL.Query().Get("MessageNo")
		if strings.HasSuffix(r.URL.Path, "/SelectChanges") {
			_, _ = io.WriteString(w, packet)
		}
	})
	var got []crm.Change
	n, err := client.SelectChanges(t.Context(), "Пульт", partner, 34, func(c crm.Change) error {
		got = append(got, c)
		return nil
	})
	want := []crm.Change{
		{Set: "Catalog_Партнеры", Ref: ref(t, partner)},
		{Set: "AccumulationRegister_РасчетыСКлиентамиПоСрокам", Ref: ref(t, order)},
		{Set: "InformationRegister_КурсыВалют"},
		{Set: "Document_Заказ", Ref: ref(t, order), Deleted: true},
	}
	if err != nil || n != len(want) || !slices.Equal(got, want) {
		t.Errorf("%d changes, %+v; %v", n, got, err)
	}
	if !strings.HasPrefix(query, "'http://") || !strings.HasSuffix(query, "/ut/odata/standard.odata/ExchangePlan_Пульт(guid'"+partner+"')' 34") {
		t.Errorf("asked for %s", query)
	}
	if err := client.ConfirmChanges(t.Context(), "Пульт", partner, 34); err != nil {
		t.Error(err)
	}
}

func TestNodeOfAPlan(t *testing.T) {
	client := serve(t, answer(200, `{"value":[{"Ref_Key":"`+order+`","Code":"БАЗА","ReceivedNo":"0"},{"Ref_Key":"`+partner+`","Code":"PULT","ReceivedNo":"33"}]}`))
	node, err := client.Node(t.Context(), "Пульт", "pult")
	if err != nil || node.Received != 33 || node.Ref != ref(t, partner) {
		t.Errorf("%+v, %v", node, err)
	}
	var fault *crm.Fault
	if _, err := client.Node(t.Context(), "Пульт", "CRM"); !errors.Is(err, crm.ErrNotFound) || !errors.As(err, &fault) || !strings.Contains(fault.Detail, "PULT") {
		t.Errorf("a node that is not there: %v", err)
	}
}

// endless gives one byte after another.
type endless struct{ text string }

func (e endless) Read(b []byte) (int, error) {
	return copy(b, strings.Repeat(e.text, len(b)/len(e.text)+1)), nil
}

func TestBadPackets(t *testing.T) {
	tests := map[string]struct {
		in   io.Reader
		kind error
	}{
		"cut":            {strings.NewReader(packet[:len(packet)-200]), crm.ErrCut},
		"empty":          {strings.NewReader(""), crm.ErrGarbled},
		"a page":         {strings.NewReader("<html><body>1C:Enterprise 8 application error</body></html>"), crm.ErrGarbled},
		"nameless":       {strings.NewReader(spaces + "<entry><id>?</id></entry></feed>"), crm.ErrGarbled},
		"endless text":   {io.MultiReader(strings.NewReader(spaces+"<entry><id>"), endless{"я"}), crm.ErrGarbled},
		"endless depths": {io.MultiReader(strings.NewReader(spaces), endless{"<a>"}), crm.ErrGarbled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := readFeed(tt.in, 1<<20, func(crm.Change) error { return nil }); !errors.Is(err, tt.kind) {
				t.Errorf("error %v, want %v", err, tt.kind)
			}
		})
	}
	if n, err := readFeed(strings.NewReader(spaces+"</feed>"), 1<<20, nil); n != 0 || err != nil {
		t.Errorf("an idle packet: %d, %v", n, err)
	}
}

// What was handed over before an error is what the packet said.
func FuzzFeed(f *testing.F) {
	f.Add(packet)
	f.Add(spaces + "</feed>")
	f.Add(spaces + `<at:deleted-entry ref="a/b('` + partner + `')"/></feed>`)
	f.Add(`<feed><entry><category term="StandardODATA.X"/></entry></feed>`)
	f.Fuzz(func(t *testing.T, text string) {
		handed := 0
		n, err := readFeed(strings.NewReader(text), 1<<20, func(c crm.Change) error {
			handed++
			if c.Set == "" || len(c.Set) > len(text) {
				return fmt.Errorf("set %q", c.Set)
			}
			return nil
		})
		if n != handed {
			t.Errorf("%d handed over, %d told", handed, n)
		}
		if err != nil && !errors.Is(err, crm.ErrGarbled) {
			t.Errorf("error %v", err)
		}
	})
}
