package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
)

func TestSearchFinds(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	tests := []struct{ text, name, contact string }{
		{"ромаш", "Ромашка", ""},
		{"РОМАШКА", "Ромашка", ""},
		{"василек", "Василёк", ""},
		{"ВАСИЛЁК", "Василёк", ""},
		{"плюс", "Ромашка", ""}, // the full name of its counterparty
		{"ооо рома", "Ромашка", ""},
		{"hjvfirf", "Ромашка", ""},
		{"dfcbk`r", "Василёк", ""},
		{"Hjvашка", "Ромашка", ""}, // changed half way
		{"7701234567", "Ромашка", ""},
		{"77012", "Ромашка", ""},
		{"семенов", "Ромашка", "Семёнов Пётр"},
		{"petr@mail", "Ромашка", "petr@mail.example"},
		{"info@romashka.example", "Ромашка", "info@romashka.example"},
		{"8 912 345", "Ромашка", "+79123456789"},
		{"+7912345", "Ромашка", "+79123456789"},
		{"9123", "Ромашка", "+79123456789"},
		{"6789", "Ромашка", "+79123456789"},
		{"345-67-89", "Ромашка", "+79123456789"},
		{"0001122", "Ромашка", "+79160001122"},
		{"123-45-67", "Василёк", "+74951234567"},
		{"маш", "", ""},
		{"щщщ", "", ""},
		{`" OR 1`, "", ""},
		{"***", "", ""},
		{"789", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			list := must(c.Search(ctx, tt.text, 0))(t)
			i := slices.IndexFunc(list, func(f crm.Found) bool { return f.Name == tt.name })
			switch {
			case tt.name == "" && len(list) != 0:
				t.Errorf("found %+v", list)
			case tt.name != "" && i < 0:
				t.Errorf("%s is not in %+v", tt.name, list)
			case tt.name != "" && list[i].Contact != tt.contact:
				t.Errorf("explained by %q, want %q", list[i].Contact, tt.contact)
			}
		})
	}
	f := must(c.Search(ctx, "ромашка", 0))(t)[0]
	if f.Phone != "+79123456789" || f.Debt.Owed != 45_00 || f.Manager != ref(900) || f.INN != "7701234567" {
		t.Errorf("found %+v", f)
	}
}

func TestSearchFindsDocumentsByNumber(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	apply(t, c, crm.Batch{Kind: kindOrders, Documents: []crm.Document{
		{Ref: ref(80), Kind: crm.Order, Client: ref(1), Number: "ТД00-000312", At: noon, Version: "1"},
		{Ref: ref(81), Kind: crm.Invoice, Client: ref(2), Number: "0000-000312", At: noon, Version: "1"},
		{Ref: ref(82), Kind: crm.Order, Client: ref(2), Number: "ТД00-000313", At: noon, Deleted: true, Version: "1"},
	}})
	for text, want := range map[string]string{
		"312": "ТД00-000312 0000-000312", "000312": "ТД00-000312 0000-000312", "№ 312": "ТД00-000312 0000-000312", "заказ 312": "ТД00-000312 0000-000312",
		"тд00-000312": "ТД00-000312", "ТД00-312": "ТД00-000312", "тд 312": "", "313": "", "41": "", "Ромашка 312": "", "8 912 312": "", "2": "", "12": "",
	} {
		var numbers []string
		for _, f := range must(c.Search(ctx, text, 0))(t) {
			if n := f.Document.Number; n != "" {
				numbers = append(numbers, n)
			}
		}
		slices.Sort(numbers)
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if !slices.Equal(numbers, wanted) {
			t.Errorf("%q finds documents %v, want %v", text, numbers, wanted)
		}
	}
	found := must(c.Search(ctx, "312", 0))(t)
	if found[0].Name == "" || found[0].Client.IsZero() || found[0].Contact != found[0].Document.Number {
		t.Errorf("found %+v", found[0])
	}
}

// A name that begins with what was typed stands above one that has it within, one
// that is nothing else above both; among each the last talk decides.
func TestNamesThatBeginSoComeFirst(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	var b crm.Batch
	for i, name := range []string{
		"Алмазстрой-Север", "ООО «Север»", "Северный ветер, ООО", "ИП Северов Пётр", "Дом Севера", "АО «Север»", "Север и партнёры",
	} {
		b.Clients = append(b.Clients, crm.Client{Ref: ref(i + 1), Name: name, Version: "1"})
	}
	apply(t, c, b)
	for i, client := range []int{1, 5, 4, 6} { // the last talk was the first of them
		must(0, c.Touched(ctx, ref(client), noon.Add(-time.Duration(i)*time.Hour)))(t)
	}
	for text, want := range map[string]string{
		"сев":         "ИП Северов Пётр, АО «Север», ООО «Север», Северный ветер, ООО, Север и партнёры, Алмазстрой-Север, Дом Севера",
		"север":       "АО «Север», ООО «Север», ИП Северов Пётр, Северный ветер, ООО, Север и партнёры, Алмазстрой-Север, Дом Севера",
		"ооо север":   "ООО «Север», Северный ветер, ООО",
		"север пар":   "Север и партнёры",
		"северный в":  "Северный ветер, ООО",
		"ООО «Север»": "ООО «Север», Северный ветер, ООО",
		"дом":         "Дом Севера",
	} {
		var names []string
		for _, f := range must(c.Search(ctx, text, 0))(t) {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%q gives\n%s, want\n%s", text, got, want)
		}
	}
}

// A client with a Latin name must not hide those who were meant.
func TestFewFoundAreNotAll(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(70), Name: "HJV Trade", Version: "1"}}})
	var names []string
	for _, f := range must(c.Search(ctx, "hjv", 0))(t) {
		names = append(names, f.Name)
	}
	if len(names) != 2 || names[0] != "HJV Trade" || names[1] != "Ромашка" {
		t.Errorf("found %v", names)
	}
}

func TestSearchFollowsChanges(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	names := func(text string) (list []string) {
		for _, f := range must(c.Search(ctx, text, 0))(t) {
			list = append(list, f.Name)
		}
		return list
	}
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "Лютик", Version: "2"}}})
	if got := names("лютик"); len(got) != 1 {
		t.Errorf("the new name finds %v", got)
	}
	if got := names("9123456789"); len(got) != 0 {
		t.Errorf("the former number finds %v", got)
	}
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "Лютик", Version: "3", Deleted: true}}})
	if got := names("лютик"); len(got) != 0 {
		t.Errorf("a deleted client is found: %v", got)
	}
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(3), Name: "Пион"}, {Ref: ref(4), Name: "Пион второй"}}})
	if err := c.Touched(ctx, ref(4), noon); err != nil {
		t.Fatal(err)
	}
	if got := names("пио"); len(got) != 2 || got[0] != "Пион второй" {
		t.Errorf("after a talk: %v", got)
	}
	if err := c.Touched(ctx, ref(4), noon.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(4), Name: "Пион третий", Version: "2"}}})
	if got := names(""); got[0] != "Пион третий" {
		t.Errorf("the newest first: %v", got)
	}
}

// The owner of live calls notes talks: a page being stored must not hold it up.
func TestTouchedDoesNotWaitForSync(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	apply(t, c, crm.Batch{Clients: []crm.Client{{Ref: ref(3), Name: "Пион"}}})
	release, held := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		must(0, c.change(ctx, "hold", func(*tx) error {
			close(held)
			<-release
			return nil
		}))(t)
	})
	<-held
	must(0, c.Touched(ctx, ref(3), noon))(t) // would hang here
	close(release)
	group.Wait()
	c.talks.stop() // the note is stored all the same
	if list := must(c.Search(ctx, "", 1))(t); list[0].Name != "Пион" {
		t.Errorf("first is %s", list[0].Name)
	}
}

func TestTwoProcessesShareACache(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	panel, console := newStore(t, dir).Cache, newStore(t, dir).Cache
	var group sync.WaitGroup
	for i, c := range []*Cache{panel, console} {
		group.Go(func() {
			for n := range 20 {
				id := 1 + i*100 + n
				b := crm.Batch{Clients: []crm.Client{{Ref: ref(id), Name: "Общий"}}, Contacts: []crm.Contact{{Ref: ref(1000 + id), Client: ref(id), Name: "Кто"}}}
				if _, err := c.Apply(ctx, b); err != nil {
					t.Error(err)
				}
				if _, err := c.Round(ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for _, c := range []*Cache{panel, console} {
		if list := must(c.Search(ctx, "общий кто", 100))(t); len(list) != 40 {
			t.Errorf("found %d of 40", len(list))
		}
		if round := must(c.Round(ctx))(t); round < 41 {
			t.Errorf("round %d", round)
		}
	}
}

// The hybrid must give what sorting all matches would give, whatever the dates.
func TestSearchIsExact(t *testing.T) {
	ctx, random := context.Background(), rand.New(rand.NewPCG(1, 2))
	for name, talked := range map[string]func(i int, name string) time.Time{
		"random": func(int, string) time.Time { return noon.Add(-time.Duration(random.IntN(1e9)) * time.Second) },
		"adversarial": func(i int, name string) time.Time { // owners of the frequent word are all old
			if strings.HasPrefix(name, "ООО") {
				return noon.Add(-time.Duration(1e6+i) * time.Hour)
			}
			return noon.Add(-time.Duration(i) * time.Second)
		},
		"equal": func(int, string) time.Time { return noon },
	} {
		t.Run(name, func(t *testing.T) {
			c := newStore(t, t.TempDir()).Cache
			c.patience = time.Minute
			all := randomClients(t, c, random, 8000, talked)
			for _, text := range []string{"ооо", "о", "ооо стр", "строй", "стройторг", "ип а", "а", "торг ооо", "нетничего"} {
				want := sortedNames(all, text, 20)
				var got []string
				for _, f := range must(c.Search(ctx, text, 20))(t) {
					got = append(got, f.Name)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q:\n got %v\nwant %v", text, got, want)
				}
			}
		})
	}
}

// What takes too long is broken off: who was found by then is given, and no error.
func TestSearchLosesPatience(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	random := rand.New(rand.NewPCG(3, 4))
	all := randomClients(t, c, random, 8000, func(i int, _ string) time.Time { return noon.Add(-time.Duration(i) * time.Second) })
	c.patience = 0
	for _, text := range []string{"ооо", "ооо строй", "стройторг"} {
		want := sortedNames(all, text, 20)
		for i, f := range must(c.Search(ctx, text, 20))(t) {
			if f.Name != want[i] {
				t.Errorf("%q gives %s at %d, not %s", text, f.Name, i, want[i])
			}
		}
	}
}

type talkedClient struct {
	name   string
	id     int
	talked time.Time
}

func randomClients(t testing.TB, c *Cache, random *rand.Rand, n int, talked func(int, string) time.Time) []talkedClient {
	forms := []string{"ООО", "ООО", "ООО", "АО", "ИП"}
	first := []string{"Строй", "Агро", "Мега", "Авто", "Северо"}
	second := []string{"Торг", "Сервис", "Маш", " Строй", " Альянс"}
	var b crm.Batch
	all := make([]talkedClient, n)
	for i := range all {
		name := fmt.Sprintf("%s %s%s %d", forms[random.IntN(5)], first[random.IntN(5)], second[random.IntN(5)], i)
		all[i] = talkedClient{name, i, talked(i, name)}
		b.Clients = append(b.Clients, crm.Client{Ref: ref(i + 1), Name: name})
	}
	apply(t, c, b)
	err := c.load(context.Background(), "talk", func(tx *tx) error {
		for i, client := range all {
			if err := tx.talked(ref(i+1), client.talked); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sortedNames is the search by brute force.
func sortedNames(all []talkedClient, text string, limit int) (names []string) {
	var list []talkedClient
	for _, client := range all {
		if len((question{words: words(text)}).wordsBeyond(client.name)) == 0 {
			list = append(list, client)
		}
	}
	slices.SortStableFunc(list, func(x, y talkedClient) int {
		return cmp.Or(cmp.Compare(nameRank(x.name, text), nameRank(y.name, text)), y.talked.Compare(x.talked))
	})
	for _, client := range list[:min(limit, len(list))] {
		names = append(names, client.name)
	}
	return names
}

// nameRank is 0 for a name that is what was typed, 1 for one that begins with its
// first word, 2 for others.
func nameRank(name, text string) int {
	plain, typed := crm.PlainName(name), crm.PlainName(text)
	switch {
	case slices.Equal(plain, typed):
		return 0
	case strings.HasPrefix(plain[0], typed[0]):
		return 1
	}
	return 2
}

// Words that thousands of clients share beside one that few have, and a long word
// that begins as thousands of others do.
func TestSearchBesideFrequentWords(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	const many = frequent + 500
	for from := 0; from < many; from += 1000 {
		b := crm.Batch{Kind: "clients"}
		for i := from; i < min(from+1000, many); i++ {
			client := crm.Client{Ref: ref(i + 1), Name: fmt.Sprintf("Торговый дом %d", i), Version: "1", Emails: []string{fmt.Sprintf("info%d@example.com", i)}}
			if i == 1700 {
				client.Name = "Торговыйредкость"
			}
			b.Clients = append(b.Clients, client)
		}
		apply(t, c, b)
	}
	c.patience = time.Minute
	for text, want := range map[string]string{
		"info1234@example.com": "Торговый дом 1234", "торговыйредк": "Торговыйредкость", "торговый дом 77": "Торговый дом 77", "торговыйникто": "", "example торговый info1699": "Торговый дом 1699",
	} {
		list := must(c.Search(t.Context(), text, 100))(t)
		found := slices.ContainsFunc(list, func(f crm.Found) bool { return f.Name == want })
		if found != (want != "") || want == "" && len(list) > 0 {
			t.Errorf("%q finds %d, %q among them: %v", text, len(list), want, found)
		}
	}
	if list := must(c.Search(t.Context(), "торговый", 20))(t); len(list) != 20 {
		t.Errorf("%d of a frequent word", len(list))
	}
}
