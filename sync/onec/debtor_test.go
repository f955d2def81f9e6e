package onec_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/standin"
)

// What one client owes by itself is what the whole register says of it, in every
// configuration and in both writings of a condition, and without either.
func TestDebtsOfOneClient(t *testing.T) {
	for _, configuration := range standin.Configurations() {
		for _, quotes := range []string{"plain", "doubled"} {
			t.Run(configuration+" "+quotes, func(t *testing.T) {
				company, base := practice(t, standin.Options{Clients: 80, Configuration: configuration})
				if err := company.Set("quotes", quotes); err != nil {
					t.Fatal(err)
				}
				sameDebts(t, base)
			})
		}
	}
}

// A base that knows no condition over two hops still tells the debts.
func TestDebtsOfOneClientWithoutCondition(t *testing.T) {
	company, _ := practice(t, standin.Options{Clients: 80})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "Condition=") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"odata.error":{"code":"21","message":{"lang":"ru","value":"Неверные аргументы функции"}}}`)
			return
		}
		company.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := odata.New(odata.Options{URL: server.URL + standin.Root, User: "odata.user", Password: "секрет"})
	if err != nil {
		t.Fatal(err)
	}
	sameDebts(t, onec.New(client, onec.Options{Zone: moscow, Log: slog.New(slog.DiscardHandler)}))
}

func sameDebts(t *testing.T, base *onec.Base) {
	t.Helper()
	want := map[crm.Ref]crm.Debt{}
	lines := map[crm.Ref][]crm.DebtLine{}
	for _, line := range readAll(t, base).Debts {
		lines[line.Client] = append(lines[line.Client], line)
		want[line.Client] = crm.SumDebt(lines[line.Client], now)
	}
	if len(want) < 10 {
		t.Fatalf("only %d clients owe", len(want))
	}
	var some []crm.Ref
	for client := range want {
		if some = append(some, client); len(some) == 5 {
			break
		}
	}
	stranger := crm.Ref{1}
	var got crm.Batch
	err := base.DebtsOf(t.Context(), append(some, stranger), func(b crm.Batch) error { got = b; return nil })
	if err != nil || len(got.Settled) != 6 {
		t.Fatalf("%d clients in full; %v", len(got.Settled), err)
	}
	of := map[crm.Ref][]crm.DebtLine{}
	for _, line := range got.Debts {
		of[line.Client] = append(of[line.Client], line)
	}
	for _, client := range some {
		if sum := crm.SumDebt(of[client], now); sum.Owed != want[client].Owed || sum.Advance != want[client].Advance || sum.Overdue != want[client].Overdue {
			t.Errorf("a client owes %+v, the register says %+v", sum, want[client])
		}
	}
	if len(of) != len(some) {
		t.Errorf("lines of %d clients, %d were asked for", len(of), len(some))
	}
}
