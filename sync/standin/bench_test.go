//go:build bench && unix

package standin

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// bigBase is a firm larger than any small one: 300,000 clients, 500,000 rows of
// contacts, 300,000 documents.
func bigBase(t *testing.T, configuration string) (*Server, *httptest.Server) {
	start := time.Now()
	s, h := newTest(t, func(o *Options) {
		o.Configuration, o.Clients, o.ContactRows, o.Documents = configuration, 300_000, 500_000, 300_000
	})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%s: made in %s, %d MB", configuration, time.Since(start).Round(time.Millisecond), m.HeapAlloc>>20)
	if m.HeapAlloc > 200<<20 {
		t.Errorf("%d MB for a base nobody has read yet", m.HeapAlloc>>20)
	}
	return s, h
}

// cpuTime is what this process, server and reader together, has had of the
// processor: other work on the machine does not count.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// scan reads pages of a set through HTTP and returns rows a second of one core.
func scan(t *testing.T, s *Server, h *httptest.Server, set, query string, page, rows int) float64 {
	t.Helper()
	fetch := func(skip int) int64 {
		req, _ := http.NewRequest("GET", h.URL+s.Root()+"/"+escape(fmt.Sprintf("%s?$format=json&$top=%d&$skip=%d&%s", set, page, skip, query)), nil)
		req.SetBasicAuth("Администратор", "пароль")
		resp, err := h.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		n, err := io.Copy(io.Discard, resp.Body)
		if err != nil || resp.StatusCode != 200 {
			t.Fatal(resp.Status, err)
		}
		return n
	}
	warm := cpuTime()
	fetch(0) // sorts
	sorted := cpuTime() - warm
	var bytes int64
	start := cpuTime()
	for skip := 0; skip < rows; skip += page {
		bytes += fetch(skip)
	}
	took := cpuTime() - start
	rate := float64(rows) / took.Seconds()
	t.Logf("%-60s first page %s, then %.0f rows/s, %.0f MB/s", set+" "+query[:min(40, len(query))], sorted.Round(time.Millisecond), rate, float64(bytes)/1e6/took.Seconds())
	return rate
}

// The stand-in must not be the bottleneck of a reading.
func TestServesFast(t *testing.T) {
	s, h := bigBase(t, UT11)
	for _, tc := range []struct {
		set, query string
		floor      float64
	}{
		{"Catalog_Партнеры", "$select=Ref_Key,DataVersion,DeletionMark&$orderby=Ref_Key", 200_000},
		{"Catalog_Партнеры", "$orderby=Ref_Key&$select=Ref_Key,DataVersion,DeletionMark,Predefined,Description,НаименованиеПолное,ОсновнойМенеджер_Key,Клиент,Поставщик,Комментарий,КонтактнаяИнформация", 60_000},
		{"Catalog_Контрагенты", "$orderby=Ref_Key&$select=Ref_Key,DataVersion,Description,НаименованиеПолное,ИНН,КПП,Партнер_Key,КонтактнаяИнформация", 60_000},
		{"Catalog_КонтактныеЛицаПартнеров", "$orderby=Ref_Key&$select=Ref_Key,DataVersion,Description,Owner_Key,ДолжностьПоВизитке,КонтактнаяИнформация", 60_000},
		{"Document_РеализацияТоваровУслуг", "$orderby=Ref_Key&$select=Ref_Key,DataVersion,DeletionMark,Posted,Number,Date,Партнер_Key,СуммаДокумента,ЗаказКлиента", 60_000},
		{"Catalog_Партнеры", "$orderby=Ref_Key", 30_000},
	} {
		if rate := scan(t, s, h, tc.set, tc.query, 1000, 100_000); rate < tc.floor {
			t.Errorf("%s: %.0f rows/s, want %.0f", tc.set, rate, tc.floor)
		}
	}
	deep := func(skip int) time.Duration {
		start := time.Now()
		get(t, h, fmt.Sprintf("Catalog_Партнеры?$orderby=Ref_Key&$top=100&$skip=%d&$select=Ref_Key", skip))
		return time.Since(start)
	}
	if first, last := deep(0), deep(299_000); last > 20*first+20*time.Millisecond {
		t.Errorf("a page costs %s at the start and %s at the end", first, last)
	}
	for _, path := range []string{
		"Catalog_Партнеры_КонтактнаяИнформация/$count", "Document_РеализацияТоваровУслуг/$count", "Document_ЗаказКлиента/$count",
		debtRegister + "/Balance()?$top=1", "Catalog_Партнеры?$filter=Ref_Key eq guid'" + demoClients[0].Ref + "'&$select=Ref_Key",
		"Document_РеализацияТоваровУслуг?$filter=Партнер_Key eq guid'" + demoClients[0].Ref + "'&$orderby=Date desc&$top=20&$select=Number",
		"Document_РеализацияТоваровУслуг?$filter=Date ge datetime'2026-11-01T00:00:00'&$top=1&$select=Number",
	} {
		start := time.Now()
		r := get(t, h, path)
		t.Logf("%-100.100s %s %.40q", path, time.Since(start).Round(100*time.Microsecond), r.body)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("%d MB after all that", m.HeapAlloc>>20)
}

// The other configurations serve the same sizes.
func TestServesOtherConfigurationsFast(t *testing.T) {
	for name, sets := range map[string]map[string]string{
		UNF3: {
			"Catalog_Контрагенты":         "$select=Ref_Key,DataVersion,DeletionMark,IsFolder,Description,НаименованиеПолное,ИНН,Ответственный_Key,КонтактнаяИнформация",
			"Document_РасходнаяНакладная": "$select=Ref_Key,DataVersion,DeletionMark,Posted,Number,Date,Контрагент_Key,СуммаДокумента,Заказ",
		},
		BP3: {
			"Catalog_Контрагенты":             "$select=Ref_Key,DataVersion,DeletionMark,IsFolder,Description,НаименованиеПолное,ИНН,Ответственный_Key,КонтактнаяИнформация",
			"Document_РеализацияТоваровУслуг": "$select=Ref_Key,DataVersion,DeletionMark,Posted,Number,Date,Контрагент_Key,СуммаДокумента",
		},
	} {
		s, h := bigBase(t, name)
		for set, query := range sets {
			if rate := scan(t, s, h, set, "$orderby=Ref_Key&"+query, 1000, 60_000); rate < 60_000 {
				t.Errorf("%s: %s: %.0f rows/s, want 60000", name, set, rate)
			}
		}
	}
}

// A packet of changes of 200 MB is sent in parts and never held whole.
func TestBigPacket(t *testing.T) {
	s, h := newTest(t, func(o *Options) { o.Clients, o.ExchangePlan, o.PacketSize = 50_000, true, 200<<20 })
	var was, m runtime.MemStats
	runtime.ReadMemStats(&was)
	before, start := cpuTime(), time.Now()
	address := fmt.Sprintf("SelectChanges?DataExchangePoint='%s%s/%s(guid'%s')'&MessageNo=1", h.URL, s.Root(), planSet, NodeRef())
	req, _ := http.NewRequest("POST", h.URL+s.Root()+"/"+escape(address), nil)
	req.SetBasicAuth("Администратор", "пароль")
	resp, err := h.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	runtime.ReadMemStats(&m)
	grown := (m.HeapSys - was.HeapSys) >> 20
	t.Logf("%d MB in %s, %s of processor, heap grown by %d MB", n>>20, time.Since(start).Round(time.Millisecond), (cpuTime() - before).Round(time.Millisecond), grown)
	if err != nil || n < 200<<20 || grown > 64 {
		t.Errorf("%d bytes, heap grown by %d MB, %v", n, grown, err)
	}
}
