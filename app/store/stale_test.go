package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pult/app/crm"
)

// bigFirm is a first page large enough for its texts to be put off.
func bigFirm(round int64) []crm.Batch {
	clients := crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: round}}
	firms := crm.Batch{Kind: "counterparties", Checkpoint: crm.Checkpoint{Kind: "counterparties", Round: round}}
	for i := range manyClients + 500 {
		clients.Clients = append(clients.Clients, crm.Client{Ref: ref(i + 1), Name: fmt.Sprintf("Клиент %d", i), Version: "1"})
		firms.Counterparties = append(firms.Counterparties, crm.Counterparty{
			Ref: ref(i + 100_001), Client: ref(i + 1), INN: fmt.Sprintf("77%08d", i), Version: "1",
		})
	}
	return []crm.Batch{clients, firms}
}

func TestSearchFindsAllAfterAFirstReading(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := newStore(t, dir)
	for _, b := range bigFirm(1) {
		apply(t, s.Cache, b)
	}
	// A change that overtakes what was put off.
	apply(t, s.Cache, crm.Batch{Kind: "clients", OutOfTurn: true, Clients: []crm.Client{{Ref: ref(1), Name: "Первый", Version: "2"}}})
	if err := s.Close(); err != nil { // as a kill would: nothing was settled
		t.Fatal(err)
	}
	c := newStore(t, dir).Cache
	if err := c.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"первый": "Первый", "7700000000": "Первый", "7700000007": "Клиент 7", "клиент 1499": "Клиент 1499"} {
		if list := must(c.Search(ctx, text, 0))(t); len(list) != 1 || list[0].Name != want {
			t.Errorf("%s finds %v, want %s", text, list, want)
		}
	}
	if list := must(c.Search(ctx, "клиент 0", 0))(t); len(list) != 0 {
		t.Errorf("a name that is no more is found: %v", list)
	}
}

// While 1C is slow, search does not wait for the end of the reading.
func TestSearchKeepsUpWithASlowReading(t *testing.T) {
	clock := noon
	s := must(Open(context.Background(), Options{Dir: t.TempDir(), Now: func() time.Time { return clock }}))(t)
	t.Cleanup(func() { _ = s.Close() })
	pages := bigFirm(1)
	apply(t, s.Cache, pages[0])
	clock = clock.Add(staleLong)
	apply(t, s.Cache, pages[1])
	if list := must(s.Cache.Search(context.Background(), "7700000007", 0))(t); len(list) != 1 {
		t.Errorf("found %v", list)
	}
}

// What comes after texts were made is found too, once they have been made anew.
func TestSearchLearnsWhatComesAfterItHasKeptUp(t *testing.T) {
	clock := noon
	s := must(Open(context.Background(), Options{Dir: t.TempDir(), Now: func() time.Time { return clock }}))(t)
	t.Cleanup(func() { _ = s.Close() })
	people := crm.Batch{Kind: "contacts", Checkpoint: crm.Checkpoint{Kind: "contacts", Round: 1}}
	for i := range manyClients + 500 {
		people.Contacts = append(people.Contacts, crm.Contact{Ref: ref(i + 200_001), Client: ref(i + 1), Name: fmt.Sprintf("Человек %d", i)})
	}
	pages := bigFirm(1)
	apply(t, s.Cache, pages[0])
	clock = clock.Add(staleLong)
	apply(t, s.Cache, pages[1]) // texts are made
	apply(t, s.Cache, people)
	if err := s.Cache.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if list := must(s.Cache.Search(context.Background(), "человек 1499", 0))(t); len(list) != 1 || list[0].Name != "Клиент 1499" {
		t.Errorf("found %v", list)
	}
}

// A row that comes twice in a first reading, as rows do when something is
// inserted meanwhile, is one row with the later content.
func TestFirstReadingFoldsRowsThatComeTwice(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	page := func(name, number, phone string) crm.Batch {
		return crm.Batch{
			Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1},
			Clients:   []crm.Client{{Ref: ref(1), Name: name, Phones: phonesOf(phone)}},
			Contacts:  []crm.Contact{{Ref: ref(2), Client: ref(1), Name: name}},
			Documents: []crm.Document{{Ref: ref(3), Kind: crm.Order, Client: ref(1), Number: number, At: noon}},
		}
	}
	apply(t, c, page("Старый", "1", "+7 912 345-67-89"))
	apply(t, c, page("Новый", "2", "+7 912 345-67-90"))
	card := must(c.Card(context.Background(), ref(1)))(t)
	if card.Client.Name != "Новый" || len(card.Contacts) != 1 || card.Contacts[0].Name != "Новый" || len(card.Documents) != 1 || card.Documents[0].Number != "2" {
		t.Errorf("card %+v", card)
	}
	if old := must(c.Match(context.Background(), plan.Parse("+79123456789")))(t); len(old) != 0 {
		t.Errorf("the old number still matches %v", old)
	}
}
