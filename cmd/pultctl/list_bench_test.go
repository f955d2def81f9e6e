//go:build bench

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/store"
)

const (
	listClients = 100_000
	listRows    = 50_000
	// What making a list may take of the processor, the start of pultctl included: by the
	// clock that is no more on a machine that has nothing else to do.
	mostShort, mostLong, mostFile = time.Second, 5 * time.Second, 10 * time.Second
)

// TestBenchLists measures call lists.
func TestBenchLists(t *testing.T) { addBench(t, callLists(t)) }

// callLists makes lists of a large firm: of 150, of 10,000, of each ready segment,
// and of a file.
func callLists(t *testing.T) (rows []row) {
	t.Helper()
	o := openOffice(t, 1, "")
	fillFirm(t, o.home)
	discount := "\n[discount]\nmonths = 12\nsteps = [[3000, 5], [900000, 10]]\n"
	o.add(t, discount)
	measure := func(what string, most time.Duration, words ...string) {
		took, answer := listTimes(t, o, words...)
		rows = append(rows, row{
			what: fmt.Sprintf("%s, %d come in: of the processor, by the clock (load %s)", what, answer.In, load(t)),
			p50:  ms2(took.worked), p99: ms2(took.clock), aim: ms2(most),
		})
	}
	debtors := []string{"list", "build", "Должники", "--segment", "debtors", "--purpose", "debt"}
	measure("a call list of 150 debtors of 100000 clients, the start of pultctl included", mostShort, append(debtors, "--most", "150")...)
	measure("a call list of 10000 debtors of 100000 clients, the same", mostLong, append(debtors, "--most", "10000")...)
	var worst brought
	slowest := crm.Segment("")
	for _, segment := range crm.Segments() {
		words := []string{"list", "preview", "--segment", string(segment), "--most", "150"}
		if segment == crm.SegmentGood {
			words = append(words, "--good", crm.Ref{5, 1}.String())
		}
		took, answer := listTimes(t, o, words...)
		t.Logf("%s: %d fit, %v of the processor, %v by the clock", segment, answer.Total, took.worked, took.clock)
		if took.worked > worst.worked {
			worst, slowest = took, segment
		}
	}
	rows = append(rows, row{
		what: fmt.Sprintf("the slowest of %d ready segments looked at, %s, 150 of 100000 clients: of the processor, by the clock", len(crm.Segments()), slowest),
		p50:  ms2(worst.worked), p99: ms2(worst.clock), aim: ms2(mostShort),
	})
	filter := `{"all":[{"test":{"field":"abc","values":["A","B"]}},{"test":{"field":"region","values":["Россия"]}},{"not":{"test":{"field":"xyz","values":["X"]}}},{"test":{"field":"bought","values":["` + crm.Ref{5, 1}.String() + `"]}}]}`
	measure("a call list by a filter of ABC, XYZ, region and a product over 100000 clients, 10000 wanted", mostLong, "list", "build", "Фильтр", "--filter", filter, "--most", "10000")
	dir := t.TempDir()
	text, book := listFiles(t, dir)
	return append(rows, listFile(t, o, text), listFile(t, o, book))
}

// ms2 is a time as rows of lists have it.
func ms2(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

// listTimes runs a command three times and tells the least it took.
func listTimes(t *testing.T, o *office, words ...string) (least brought, answer previewAnswer) {
	t.Helper()
	for i := range 3 {
		took := listOnce(t, o, &answer, words...)
		if i == 0 || took.worked < least.worked {
			least = took
		}
	}
	return least, answer
}

func listOnce(t *testing.T, o *office, into any, words ...string) (took brought) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := o.command(t.Context(), append(words, "--json")...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	took.clock = time.Since(began)
	if err != nil {
		t.Fatalf("%v: %v: %s", words, err, errs.String())
	}
	took.worked = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		t.Fatal(err)
	}
	return took
}

// listFiles are the same rows as CSV and as a book of Excel. Half of them are clients.
func listFiles(t *testing.T, dir string) (text, book string) {
	t.Helper()
	text, book = filepath.Join(dir, "calls.csv"), filepath.Join(dir, "calls.xlsx")
	file := newFile(t, []string{"Клиент", "Телефон", "E-mail", "ИНН", "Примечание"})
	for i := range listRows {
		client, code := 2*i, 973
		if i%2 == 1 {
			code = 974 // nobody has these
		}
		number := fmt.Sprintf("8 (%d) %03d-%02d-%02d, 8 495 %07d", code, client/10_000%1000, client/100%100, client%100, i)
		file.add(t, []string{fmt.Sprintf("Клиент %d", client), number, fmt.Sprintf("info@firm%d.example", i), "", "продлить договор"})
	}
	file.save(t, text, book)
	return text, book
}

// listFile brings a file in and takes it back.
func listFile(t *testing.T, o *office, path string) row {
	t.Helper()
	var answer calleeAnswer
	took := listOnce(t, o, &answer, "list", "import", path)
	if len(answer.Rows) != listRows || answer.Counts[crm.CalleeMatched] != listRows/2 {
		t.Fatalf("%d rows: %+v", len(answer.Rows), answer.Counts)
	}
	if took.worked > mostFile {
		t.Errorf("%s took %s of the processor to be brought in", filepath.Base(path), took.worked)
	}
	var undone struct{ Removed int }
	back := listOnce(t, o, &undone, "list", "undo", answer.List)
	return row{
		what: fmt.Sprintf("a call list from %s of %d rows, half of them clients of 100000: of the processor, taken back; by the clock %s, %s (load %s)",
			strings.ToUpper(strings.TrimPrefix(filepath.Ext(path), ".")), listRows, ms2(took.clock), ms2(back.clock), load(t)),
		p50: ms2(took.worked), p99: ms2(back.worked), aim: ms2(mostFile),
	}
}

// fillFirm makes a cache of that many clients, each with a debt, two orders, two
// shipments of goods, a payment and a person.
func fillFirm(t *testing.T, home string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: home, Plan: phone.Plan{Country: "RU"}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	const page = 10_000
	id := func(kind byte, i int) crm.Ref { return crm.Ref{kind, byte(i >> 16), byte(i >> 8), byte(i)} }
	for from := 0; from < listClients; from += page {
		b := crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1, At: now}}
		for i := from; i < from+page; i++ {
			client := id(1, i)
			b.Clients = append(b.Clients, crm.Client{
				Ref: client, Name: fmt.Sprintf("Клиент %d", i), INN: fmt.Sprintf("%010d", 7700000000+i), Phones: []crm.Phone{{Number: numberOf(i)}},
			})
			b.Contacts = append(b.Contacts, crm.Contact{Ref: id(2, i), Client: client, Name: "Иванов", Phones: []crm.Phone{{Number: numberOf(i + 1_000_000)}}})
			b.Debts = append(b.Debts, crm.DebtLine{Client: client, Document: id(3, i), Due: now.AddDate(0, 0, 30-i%60), Owed: crm.Money(i)})
			for n, kind := range []crm.DocumentKind{crm.Order, crm.Order, crm.Shipment, crm.Shipment, crm.Payment, crm.Invoice} {
				d := crm.Document{Ref: id(byte(10+n), i), Kind: kind, Client: client, Number: fmt.Sprint(i), At: now.AddDate(0, 0, -i%500-n*20), Amount: crm.Money(1000_00 + i)}
				if kind == crm.Order || kind == crm.Shipment {
					for g := range 4 {
						d.Lines = append(d.Lines, crm.Line{Good: crm.Ref{5, byte((i + g) % 200)}, Quantity: 1000, Amount: 250_00})
					}
				}
				b.Documents = append(b.Documents, d)
			}
		}
		if _, err := s.Cache.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
