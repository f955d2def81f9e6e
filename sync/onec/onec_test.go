package onec_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/standin"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	now    = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
)

// practice starts the practice company and a base that reads it.
func practice(t *testing.T, o standin.Options) (*standin.Server, *onec.Base) {
	t.Helper()
	o.Seed, o.User, o.Password, o.Location = 1, "odata.user", "секрет", moscow
	o.Now = func() time.Time { return now }
	if o.Clients == 0 {
		o.Clients = 400
	}
	company := standin.New(o)
	server := httptest.NewServer(company)
	t.Cleanup(server.Close)
	client, err := odata.New(odata.Options{URL: server.URL + company.Root(), User: o.User, Password: o.Password})
	if err != nil {
		t.Fatal(err)
	}
	return company, onec.New(client, onec.Options{
		Zone: moscow, Plan: phone.Plan{Country: "RU", AreaCode: standin.AreaCode}, Log: slog.New(slog.DiscardHandler),
	})
}

// readAll reads every kind into one batch.
func readAll(t *testing.T, base *onec.Base) crm.Batch {
	t.Helper()
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all crm.Batch
	for _, kind := range base.Kinds() {
		err := base.Read(t.Context(), kind, "", func(b crm.Batch) error {
			all.Users = append(all.Users, b.Users...)
			all.Clients = append(all.Clients, b.Clients...)
			all.Counterparties = append(all.Counterparties, b.Counterparties...)
			all.Contacts = append(all.Contacts, b.Contacts...)
			all.Documents = append(all.Documents, b.Documents...)
			all.Debts = append(all.Debts, b.Debts...)
			all.SetAside = append(all.SetAside, b.SetAside...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestReadingMatchesTheBase(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 1300})
	all := readAll(t, base)

	visible := map[string]crm.Client{}
	for _, c := range all.Clients {
		if !c.Deleted {
			visible[c.Ref.String()] = c
		}
	}
	debts := map[string]crm.Debt{}
	lines := map[string][]crm.DebtLine{}
	for _, d := range all.Debts {
		lines[d.Client.String()] = append(lines[d.Client.String()], d)
	}
	for ref, l := range lines {
		debts[ref] = crm.SumDebt(l, now)
	}
	live := 0
	for _, truth := range company.Partners() {
		c, shown := visible[truth.Ref]
		if shown != truth.Live() {
			t.Errorf("%s shown=%v, want %v", truth.Name, shown, truth.Live())
			continue
		}
		if !shown {
			continue
		}
		live++
		if c.Name != truth.Name || c.FullName != truth.FullName {
			t.Errorf("name %q / %q, want %q / %q", c.Name, c.FullName, truth.Name, truth.FullName)
		}
		d := debts[truth.Ref]
		if d.Owed != crm.Money(truth.Debt) || d.Overdue != crm.Money(truth.Overdue) || d.OverdueDays != truth.OverdueDays || d.Advance != crm.Money(truth.Advance) {
			t.Errorf("%s: debt %+v, want %v overdue %v for %d days, advance %v", truth.Name, d, truth.Debt, truth.Overdue, truth.OverdueDays, truth.Advance)
		}
	}
	if live < 1000 {
		t.Errorf("%d live clients read, the test needs more than two pages of them", live)
	}
}

// Every number of the base, however it was typed, must be found whole.
func TestNumbersOfTheBaseAreUnderstood(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 2000})
	all := readAll(t, base)
	got := map[string]map[string]bool{}
	index := func(deleted bool, client crm.Ref, phones []crm.Phone) {
		if deleted {
			return
		}
		for _, p := range phones {
			if p.Number.Kind() != phone.Public {
				continue
			}
			digits := strconv.FormatInt(p.Number.E164, 10)
			if got[client.String()] == nil {
				got[client.String()] = map[string]bool{}
			}
			got[client.String()][digits] = true
		}
	}
	for _, c := range all.Clients {
		index(c.Deleted, c.Ref, c.Phones)
	}
	for _, c := range all.Counterparties {
		index(c.Deleted, c.Client, c.Phones)
	}
	for _, c := range all.Contacts {
		index(c.Deleted, c.Client, c.Phones)
	}
	for _, truth := range company.Partners() {
		if !truth.Live() {
			continue
		}
		want := map[string]bool{}
		for _, p := range truth.Phones {
			if p.Digits == "" {
				continue
			}
			want[p.Digits] = true
			if !got[truth.Ref][p.Digits] && !p.Vague {
				t.Errorf("%q of a %s is %s and was not understood", p.Typed, p.Place, p.Digits)
			}
		}
		for digits := range got[truth.Ref] {
			if !want[digits] {
				t.Errorf("%s: %s was understood and is nobody's; typed %v", truth.Name, digits, truth.Phones)
			}
		}
	}
}

func TestWhatIsNotPublishedIsNamed(t *testing.T) {
	const set = "Catalog_КонтактныеЛицаПартнеров"
	company, base := practice(t, standin.Options{})
	company.Publish(set, false)
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := base.Read(t.Context(), "contacts", "", func(crm.Batch) error { return nil })
	var fault *crm.Fault
	if !errors.As(err, &fault) || !errors.Is(err, crm.ErrNotPublished) || fault.Subject != set {
		t.Errorf("error %v does not name %s as not published", err, set)
	}
	rows := 0
	if err := base.Read(t.Context(), "clients", "", func(b crm.Batch) error { rows += len(b.Clients); return nil }); err != nil || rows == 0 {
		t.Errorf("the other kinds must go on: %d rows, %v", rows, err)
	}
}

func TestNothingPublished(t *testing.T) {
	company, base := practice(t, standin.Options{})
	company.Publish("", false)
	if err := base.Probe(t.Context()); !errors.Is(err, crm.ErrNotPublished) {
		t.Errorf("error %v, want not published", err)
	}
}

func TestReadingStopsWithItsContext(t *testing.T) {
	_, base := practice(t, standin.Options{Clients: 1300})
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := base.Read(ctx, "clients", "", func(crm.Batch) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}

// Bad rows are set aside with a reason and take nothing else with them.
func TestSetAsideNamesTheReason(t *testing.T) {
	_, base := practice(t, standin.Options{Clients: 2000})
	aside := readAll(t, base).SetAside
	if len(aside) == 0 {
		t.Fatal("nothing is set aside")
	}
	for _, s := range aside {
		if s.Why.Code == "" || s.Why.Code == crm.UnreadOther || s.Ref == "" || s.Name == "" {
			t.Errorf("set aside without a reason or a name: %+v", s)
		}
	}
}
