package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
	"pult/app/ui/internal/newlist"
	"pult/app/ui/internal/settings"
	"pult/app/view"
)

// goldenVar is the variable that has the pictures of windows written anew:
//
//	PULT_GOLDEN=write go test -tags "…" -run TestWindowsLookAsBefore ./app/ui
//
// What has changed is then read in the diff before it is committed.
const goldenVar = "PULT_GOLDEN"

// TestWindowsLookAsBefore holds every window against what it looked like when
// somebody last looked at it: texts, pictures and grounds with their places and
// colours. Sizes of letters come from the font in the program, so that the same
// stands on every machine.
func TestWindowsLookAsBefore(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) (*stage, fyne.Window){
		"card":          func(t *testing.T) (*stage, fyne.Window) { s := openFull(t, view.All); return s, s.main },
		"card-goods":    func(t *testing.T) (*stage, fyne.Window) { s := openFull(t, view.Goods); return s, s.main },
		"card-terms":    func(t *testing.T) (*stage, fyne.Window) { s := openFull(t, view.Terms); return s, s.main },
		"card-dark-en":  darkEnglish,
		"popup":         func(t *testing.T) (*stage, fyne.Window) { return rung(t, vector) },
		"popup-several": func(t *testing.T) (*stage, fyne.Window) { return rung(t, vector, romashka) },
		"popup-unknown": func(t *testing.T) (*stage, fyne.Window) { return rung(t) },
		"day":           dayWindow,
		"strip-talk":    talkWindow,
		"wrap-up":       wrapWindow,
		"search":        searchWindow,
		"settings-phone": func(t *testing.T) (*stage, fyne.Window) {
			return settingsWindow(t, settings.Phone)
		},
		"settings-1c": func(t *testing.T) (*stage, fyne.Window) {
			return settingsWindow(t, settings.OneC)
		},
		"letter": func(t *testing.T) (*stage, fyne.Window) { s, _ := lettered(t); return s, s.letter.window },
		"compose": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := written(t)
			s.composeKey(fyne.Key1, alt)
			s.until("the draft is kept", func() bool { return !s.writing.unsaved && !s.writing.busy && s.writing.touched })
			return s, s.writing.window
		},
		"mail-section": func(t *testing.T) (*stage, fyne.Window) { s, _ := boxed(t); return s, s.main },
		"letter-doubt": func(t *testing.T) (*stage, fyne.Window) {
			s, m := boxed(t)
			m.mu.Lock()
			m.sheet.Impostor = vector.Name
			m.mu.Unlock()
			s.openLetter(crm.ID{0x41})
			s.until("it is read", func() bool { return s.letter.read })
			return s, s.letter.window
		},
		"letter-files": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := lettered(t)
			s.letterRune('2')
			return s, s.letter.window
		},
		"settings-mail": func(t *testing.T) (*stage, fyne.Window) {
			return settingsWindow(t, settings.Mail)
		},
		"settings-box-tried": triedBox,
		"call-lists": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := calledStage(t, debtors)
			s.closeList()
			return s, s.main
		},
		"call-list": func(t *testing.T) (*stage, fyne.Window) {
			s, lists := calledStage(t, debtors)
			s.nextClient(vector.Name)
			s.talkTo(s.dialClient(lists))
			s.key(fyne.KeyRight, alt)
			return s, s.main
		},
		"call-list-file": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := calleesStage(t)
			s.looked("/data/выставка.csv")
			s.calleeKey(fyne.KeyDown)
			return s, s.callees.window
		},
		"newlist": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := madeStage(t)
			return s, s.making.window
		},
		"newlist-filter": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := madeStage(t)
			s.making.saved = []crm.SavedChoice{{ID: crm.ID{3}, Name: "Опт", Choice: narrowed}}
			s.drawChoices()
			s.pickRow("Опт")
			s.until("the choice is counted", func() bool { return s.besideSays() != "Считаем…" })
			s.turnMaking(newlist.Filter)
			return s, s.making.window
		},
		"newlist-how": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := madeStage(t)
			s.turnMaking(newlist.How)
			return s, s.making.window
		},
		"exchange": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := booked(t)
			return s, s.exchange.window
		},
		"exchange-aside": func(t *testing.T) (*stage, fyne.Window) {
			s, _ := booked(t)
			s.pressBooks(fyne.Key2)
			s.pressBooks(fyne.KeyDown)
			return s, s.exchange.window
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, w := open(t)
			s.looksAsBefore(name, w)
		})
	}
}

// narrowed is a choice with a row of each kind.
var narrowed = crm.Choice{Segment: crm.SegmentSilent, Days: 45, Filter: crm.FilterGroups{
	All:  []crm.FilterTest{{Field: crm.FilterRegion, Values: []string{"Пермский край", "Москва"}}, {Field: crm.FilterSales, Values: []string{"50000"}}},
	None: []crm.FilterTest{{Field: crm.FilterABC, Values: []string{"C"}}},
}.Filter()}

// looksAsBefore compares a window with its golden file, once all that it waits for
// has come.
func (s *stage) looksAsBefore(name string, w fyne.Window) {
	s.t.Helper()
	path := filepath.Join("testdata", "windows", name+".txt")
	if os.Getenv(goldenVar) == "write" {
		s.settle(time.Second)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(sketch(test.RenderToMarkup(w.Canvas()))), 0o600); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	var got string
	for deadline := time.Now().Add(windowTime); time.Now().Before(deadline); s.settle(20 * time.Millisecond) {
		if got = sketch(test.RenderToMarkup(w.Canvas())); got == string(want) {
			return
		}
	}
	s.t.Errorf("%s looks otherwise. If that is meant, look at it, then run with %s=write and commit %s:\n%s", name, goldenVar, path, differs(string(want), got))
}

// windowTime bounds the wait for a window. Nothing waits for it unless it fails.
const windowTime = 20 * time.Second

var (
	placeOf = regexp.MustCompile(` pos="(-?\d+),(-?\d+)"`)
	sizeOf  = regexp.MustCompile(` size="(\d+x\d+|iconInlineSize)"`)
	lookOf  = regexp.MustCompile(` (?:color|fillColor|rsc|textSize)="([^"]*)"| (bold)`)
)

// sketch is a window as lines: where something stands from the corner of the
// window, what it is, how it looks, and what it says.
func sketch(markup string) string {
	type point struct{ x, y int }
	stack := []point{{}}
	var b strings.Builder
	for line := range strings.Lines(markup) {
		line = strings.TrimSpace(line)
		kind, _, _ := strings.Cut(strings.Trim(line, "<>/"), " ")
		at := stack[len(stack)-1]
		if m := placeOf.FindStringSubmatch(line); m != nil {
			x, _ := strconv.Atoi(m[1])
			y, _ := strconv.Atoi(m[2])
			at = point{at.x + x, at.y + y}
		}
		switch {
		case strings.HasPrefix(line, "</container") || strings.HasPrefix(line, "</widget"):
			stack = stack[:len(stack)-1]
		case kind == "container" || kind == "widget":
			stack = append(stack, at)
		case kind == "text" || kind == "image" || strings.Contains(line, "fillColor="):
			said := ""
			if kind == "text" {
				said = line[strings.Index(line, ">")+1:]
				said = strings.TrimSuffix(said, "</text>")
				if said == "" {
					continue
				}
			}
			size := ""
			if m := sizeOf.FindStringSubmatch(line); m != nil && kind != "text" {
				size = m[1]
			}
			var looks []string
			for _, m := range lookOf.FindAllStringSubmatch(line[:len(line)-len(said)], -1) {
				looks = append(looks, m[1]+m[2])
			}
			fmt.Fprintln(&b, strings.Join(slices.DeleteFunc([]string{
				fmt.Sprintf("%d,%d", at.x, at.y), kind, size, strings.Join(looks, " "), said,
			}, func(part string) bool { return part == "" }), " "))
		}
	}
	return b.String()
}

// differs gives the first lines that are not the same.
func differs(want, got string) string {
	before, now := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i, shown := 0, 0; i < max(len(before), len(now)) && shown < 12; i++ {
		var was, is string
		if i < len(before) {
			was = before[i]
		}
		if i < len(now) {
			is = now[i]
		}
		if was != is {
			fmt.Fprintf(&b, "line %d\n- %s\n+ %s\n", i+1, was, is)
			shown++
		}
	}
	return b.String()
}

// fullCard is a client of whom much is known.
func fullCard() crm.Card {
	order := crm.Document{
		Ref: crm.Ref{0xB1}, Kind: crm.Order, Number: "ТД00-001187", At: noon.AddDate(0, 0, -4), Amount: 20000000,
		Paid: 12000000, Shipped: 6000000, Due: noon.AddDate(0, 0, 3), Open: true,
	}
	card := crm.Card{
		Client:      crm.Client{Ref: vector.Client, Name: vector.Name, INN: "7704010001", Emails: []string{"info@vektor.example"}},
		ManagerName: vector.ManagerName, Debt: vector.Debt, AsOf: vector.AsOf, Limit: 20000000, PriceType: "Оптовая",
		DebtLines:  []crm.DebtLine{{Owed: 4030000, Due: noon.AddDate(0, 0, 5)}, {Owed: 8420000, Due: noon.AddDate(0, 0, -12)}},
		OpenOrders: []crm.Document{order}, Documents: []crm.Document{order},
		Promise:     crm.Promise{ID: crm.ID{1}, Amount: 4000000, Given: noon.AddDate(0, 0, -9), Due: noon.AddDate(0, 0, -2)},
		LastContact: crm.Interaction{At: noon.AddDate(0, 0, -1), Author: "Петрова Ольга", Text: "ждёт КП"},
		History: []crm.Interaction{
			{ID: crm.ID{5}, Kind: crm.CallKind, At: noon.AddDate(0, 0, -1), Direction: crm.Outgoing, Outcome: crm.Answered, Seconds: 192, Text: "ждёт КП", Author: "Петрова Ольга"},
			{ID: crm.ID{6}, Kind: crm.NoteKind, At: noon.AddDate(0, 0, -2), Text: "склад переехал", Author: "Смирнова Анна"},
		},
		Records:  []crm.Record{{Kind: crm.MailKind, Direction: crm.Incoming, At: noon.AddDate(0, 0, -3), Subject: "Счёт на оплату", Writer: "Орлова Мария"}},
		Contacts: []crm.Contact{{Name: "Иванов Пётр", Position: "закупки", Phones: []crm.Phone{{Number: phone.Plan{}.Parse("+79123456789")}}}},
	}
	for i := range 12 {
		m := crm.Month{Start: time.Date(2025, time.Month(12+i), 1, 0, 0, 0, 0, moscow), Amount: crm.Money(i%5) * 4000000}
		if m.Amount > 0 {
			m.Count, m.Last = 1, m.Start
		}
		card.Purchases = append(card.Purchases, m)
	}
	card.Purchases[11].Unpaid = 2000000
	return card
}

// openFull is a panel with that client open.
func openFull(t *testing.T, f view.Filter) *stage {
	t.Helper()
	s := newStage(t)
	s.desk.mu.Lock()
	s.desk.cards[vector.Client] = fullCard()
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	s.desk.trade = crm.Trade{
		Bought:   []crm.Bought{{Name: "Гвозди", Usual: 12500, Quantity: 12500, Paid: 118750, Price: 9500, Stock: 40000, Last: day(-41)}},
		Forecast: crm.Forecast{Every: 31, Spread: 3, Last: day(-29), Next: day(2)}, Hits: crm.Backtest{Right: 6, Of: 8},
		Orders: []time.Time{day(-122), day(-91), day(-60), day(-29)},
	}
	s.desk.mu.Unlock()
	s.main.Resize(fyne.NewSize(1092, 614))
	s.openClient(vector.Client, vector.Name)
	s.until("all of the card is read", func() bool { return s.open.read && s.open.whole && s.open.trade.Forecast.Known() })
	s.filter(f)
	return s
}

func darkEnglish(t *testing.T) (*stage, fyne.Window) {
	s := openFull(t, view.All)
	s.wear("dark")
	s.speak(view.English)
	return s, s.main
}

func rung(t *testing.T, matches ...crm.Match) (*stage, fyne.Window) {
	s := newStage(t)
	s.incoming(matches...)
	return s, s.popup().window
}

func dayWindow(t *testing.T) (*stage, fyne.Window) {
	s := newStage(t)
	missed := crm.Interaction{
		ID: crm.ID{9}, Kind: crm.CallKind, Direction: crm.Incoming, At: noon.Add(-10 * time.Minute), Outcome: crm.Missed, Client: vector.Client, Number: phone.Plan{}.Parse("+79123456789"),
	}
	s.desk.mu.Lock()
	s.desk.lines = []desk.Line{{Interaction: missed, ClientName: vector.Name}}
	s.desk.day = crm.Day{
		Missed:   []crm.Unreturned{{Interaction: missed, Times: 2}},
		Tasks:    []crm.Task{{ID: crm.ID{3}, Kind: crm.CallbackTask, Client: romashka.Client, Due: noon.Add(time.Hour), Text: "про КП"}},
		Promises: []crm.Promise{{ID: crm.ID{4}, Client: vector.Client, Amount: 4000000, Due: noon}},
		Names:    map[crm.Ref]string{vector.Client: vector.Name, romashka.Client: romashka.Name},
	}
	s.desk.mu.Unlock()
	s.main.Resize(fyne.NewSize(1092, 614))
	s.lists.load(s.Panel)
	s.until("the day is shown", func() bool { return len(s.lists.day) > 0 && says(s.main, "про КП") })
	return s, s.main
}

func talkWindow(t *testing.T) (*stage, fyne.Window) {
	s := newStage(t)
	s.main.Resize(fyne.NewSize(1092, 614))
	s.talk(vector)
	return s, s.main
}

func wrapWindow(t *testing.T) (*stage, fyne.Window) {
	s := newStage(t)
	s.main.Resize(fyne.NewSize(1092, 614))
	s.wrapUp()
	return s, s.main
}

func searchWindow(t *testing.T) (*stage, fyne.Window) {
	s := newStage(t)
	s.desk.searching = func(context.Context, string) []crm.Found {
		return []crm.Found{
			{Client: vector.Client, Name: vector.Name, INN: "7704010001", Debt: vector.Debt},
			{Client: romashka.Client, Name: romashka.Name, Contact: "Семёнов Пётр"},
		}
	}
	s.main.Resize(fyne.NewSize(1092, 614))
	s.Search("тема")
	s.until("the answer is there", func() bool { return says(s.main, "Семёнов Пётр") })
	return s, s.main
}

// triedBox is the page of further mailboxes, of which one was tried.
func triedBox(t *testing.T) (*stage, fyne.Window) {
	s, window := settingsWindow(t, settings.Boxes)
	s.settingsKey(fyne.KeyInsert, 0)
	s.settings.view.Set("mailbox.address", "sales@yandex.ru")
	s.trySettings(settings.Boxes)
	s.until("it is tried", func() bool {
		return strings.Contains(s.settings.view.Told(settings.Boxes), "не подошёл и здесь")
	})
	return s, window
}

func settingsWindow(t *testing.T, page settings.Page) (*stage, fyne.Window) {
	s, _ := withSettings(t)
	s.key(fyne.KeyComma, fyne.KeyModifierControl)
	s.turnSettings(page)
	return s, s.settings.window
}
