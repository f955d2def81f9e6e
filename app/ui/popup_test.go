package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/popup"
	"pult/app/ui/internal/strip"
)

// places are the texts of a pop-up with where they stand.
func places(o fyne.CanvasObject) map[string]fyne.Position {
	all := map[string]fyne.Position{}
	var walk func(o fyne.CanvasObject, at fyne.Position)
	walk = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		switch o := o.(type) {
		case *canvas.Text:
			if strings.TrimSpace(o.Text) != "" {
				all[plain(o.Text)] = at
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child, at)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child, at)
			}
		}
	}
	walk(o, fyne.NewPos(0, 0))
	return all
}

// Late data fills lines that are free. Nothing that could be read before has another
// place, or is gone, when it has come.
func TestLateDataMovesNothing(t *testing.T) {
	late := func(s *stage) {
		card := s.desk.cards[vector.Client]
		card.Promise = crm.Promise{ID: crm.NewID(noon), Amount: 4000000, Due: noon.AddDate(0, 0, -2)}
		card.Limit, card.Debt = 13000000, vector.Debt
		for range 12 {
			card.Purchases = append(card.Purchases, crm.Month{Amount: 5000000})
		}
		s.desk.cards[vector.Client] = card
		s.desk.lines = []desk.Line{{Interaction: crm.Interaction{
			ID: crm.NewID(noon), Kind: crm.CallKind, At: noon.AddDate(0, 0, -10), Direction: crm.Incoming, Outcome: crm.Missed,
		}}}
		s.desk.near = []crm.Near{{Client: vector.Client, Name: vector.Name, Number: phone.Number{E164: 79123456780}, Kind: crm.NearMisread}}
	}
	for name, tt := range map[string]struct {
		matches []crm.Match
		late    []string
	}{
		"a client": {[]crm.Match{vector}, []string{"Обещал 40 000 ₽ до 20.11, не поступило, 2 дня", "за 3 мес. 150 000 ₽, за год 600 000 ₽", "свободен"}},
		"nobody":   {nil, []string{"Звонил 12.11 12:00, пропущен", "Похож на номер: ООО «Вектор», +7 912 345-67-80"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			late(s)
			c := crm.Call{ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, Called: "4951234500", Number: phone.Plan{}.Parse("+79123456789")}
			shown := feed.RingShown{Call: c, Matches: tt.matches, Say: crm.Say{Kind: crm.SayNobody}}
			if len(tt.matches) == 1 {
				shown.Call.Client, shown.Say = vector.Client, crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12}
			}
			s.ringing(shown, time.Now()) // as the toolkit would, before any answer
			content := s.popup().view.Object()
			early := places(content)
			for _, text := range tt.late {
				if _, ok := early[text]; ok {
					t.Fatalf("%q did not come late", text)
				}
			}
			s.until("all has come", func() bool {
				now := places(content)
				for _, text := range tt.late {
					if _, ok := now[text]; !ok {
						return false
					}
				}
				return true
			})
			now := places(content)
			for text, before := range early {
				switch at, ok := now[text]; {
				case !ok:
					t.Errorf("%q is gone", text)
				case at != before:
					t.Errorf("%q moved from %v to %v", text, before, at)
				}
			}
			if len(early) < 8 {
				t.Errorf("only %d texts were compared", len(early))
			}
			inside(t, s.popup().window)
		})
	}
}

// inside asks that no text reaches out of the pop-up.
func inside(t *testing.T, w fyne.Window) {
	t.Helper()
	size := w.Canvas().Size()
	for text, at := range places(w.Content()) {
		if at.X < 0 || at.Y < 0 || at.X > size.Width || at.Y > size.Height-10 {
			t.Errorf("%q stands at %v of %v", text, at, size)
		}
	}
}

func TestRingOfAStranger(t *testing.T) {
	s := newStage(t)
	c := crm.Call{ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, Number: phone.Plan{}.Parse("+78123334455"), Display: "SKLAD"}
	s.feed.Publish(feed.RingShown{Call: c, Say: crm.Say{Kind: crm.SayNobody}})
	s.until("the region is told", func() bool { return says(s.popup().window, "Санкт-Петербург · SKLAD") })
	s.key(fyne.KeyF5, 0)
	if s.open.number != c.Number.String() {
		t.Errorf("F5 opened the card of %q", s.open.number)
	}
	if s.desk.did("assign") != 0 {
		t.Error("a number that is almost known was given to somebody")
	}
}

// Nine clients of one number have a line and a digit each, and the rest is told.
func TestRingOfManyClients(t *testing.T) {
	s := newStage(t)
	var matches []crm.Match
	for i := range 11 {
		matches = append(matches, crm.Match{Client: crm.Ref{100, byte(i)}, Name: fmt.Sprintf("Фирма %d", i+1), AsOf: noon})
	}
	c := crm.Call{ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, Number: phone.Plan{}.Parse("+79123456789")}
	s.feed.Publish(feed.RingShown{Call: c, Matches: matches})
	s.until("nine are offered", func() bool { return says(s.popup().window, "Фирма 9") })
	if says(s.popup().window, "Фирма 10") || !says(s.popup().window, "и ещё 2 в окне Пульта") {
		t.Error("the rest is not told of")
	}
	inside(t, s.popup().window)
	s.popup().key(s.Panel, fyne.Key9)
	s.until("the ninth is chosen", func() bool { return s.desk.did("assign "+matches[8].Client.String()) == 1 })
}

// noticed is the window system as a witness.
type noticed struct {
	quietly   int
	attention []bool
}

func (n *noticed) ShowQuietly(w fyne.Window)     { n.quietly++; w.Show() }
func (n *noticed) WorkArea() (x, y, w, h int)    { return 0, 0, 1366, 728 }
func (n *noticed) AreaOf(string) Area            { return Area{0, 0, 1366, 728} }
func (n *noticed) Attend(_ fyne.Window, on bool) { n.attention = append(n.attention, on) }

// The task bar asks for a look as long as somebody rings, and every pop-up is shown
// without taking the focus.
func TestRingIsNotMissed(t *testing.T) {
	s := newStage(t)
	n := &noticed{}
	s.Native = n
	first, second := s.incoming(vector), s.incoming(romashka)
	if n.quietly != 3 || // the second was made known to the system first
		len(n.attention) != 1 || !n.attention[0] {
		t.Fatalf("%+v", n)
	}
	s.end(first, crm.Missed)
	if len(n.attention) != 1 {
		t.Error("the task bar is calm while a call still rings")
	}
	s.end(second, crm.Elsewhere)
	if len(n.attention) != 2 || n.attention[1] {
		t.Errorf("told %v", n.attention)
	}
}

// A call that rang without a word is on the screen once the desk phone has taken it.
func TestAnswerOfACallThatWasNotShown(t *testing.T) {
	s := newStage(t)
	c := crm.Call{ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, AnsweredAt: noon, Client: vector.Client, Number: phone.Plan{}.Parse("+79123456789")}
	s.desk.mu.Lock()
	s.desk.live = []desk.Live{{Call: c, Matches: []crm.Match{vector}}}
	s.desk.mu.Unlock()
	s.feed.Publish(feed.CallAnswered{Call: c})
	s.until("the talk is on the strip", func() bool { return s.notes.subject.call == c.ID })
}

// A window that was left by one call is as good as new for the next.
func TestAPopUpShowsOneCallAfterAnother(t *testing.T) {
	s := newStage(t)
	for _, who := range []crm.Match{vector, romashka, vector} {
		c := s.incoming(who)
		s.until("the next one is shown", func() bool { return says(s.popup().window, who.Name) })
		before := s.desk.did("answer " + c.ID.String())
		s.popup().window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF2})
		s.until("its key answers it", func() bool { return s.desk.did("answer "+c.ID.String()) == before+1 })
		inside(t, s.popup().window)
		s.end(c, crm.Missed)
	}
}

// The card of a client whose debt comes near the limit says so, from nine tenths on.
func TestRingTellsOfTheLimit(t *testing.T) {
	for used, want := range map[crm.Money]bool{8900000: false, 9000000: true, 13000000: true} {
		s := newStage(t)
		card := s.desk.cards[romashka.Client]
		card.Client.Ref, card.Limit, card.Debt = romashka.Client, 10000000, crm.Debt{Owed: used}
		card.Purchases = []crm.Month{{Amount: 100000}} // it comes with the limit
		s.desk.cards[romashka.Client] = card
		s.incoming(romashka)
		s.until("the card was read", func() bool { return says(s.popup().window, "за год 1 000 ₽") })
		said := s.popup().view.Face().Lines[0]
		if strings.Contains(plain(said), "Лимит 100 000 ₽ исчерпан на") != want {
			t.Errorf("with %d of the limit owed it says %q", used, said)
		}
	}
}

// What the client took last stands in the place of the sums, each with its day.
func TestRingTellsOfTheLastPurchases(t *testing.T) {
	s := newStage(t)
	card := s.desk.cards[vector.Client]
	for i := range 4 {
		card.Documents = append(card.Documents,
			crm.Document{Kind: crm.Payment, At: noon, Amount: 700},
			crm.Document{Kind: crm.Shipment, At: noon.AddDate(0, 0, -10*i-1), Amount: crm.Money(1250000 * (i + 1))})
	}
	s.desk.cards[vector.Client] = card
	s.incoming(vector)
	s.until("the last three are there", func() bool {
		return says(s.popup().window, "21.11 12 500 ₽, 11.11 25 000 ₽, 01.11 37 500 ₽")
	})
	inside(t, s.popup().window)
}

// Each call has its window, and the one after next is made before it rings.
func TestTheNextPopUpIsReady(t *testing.T) {
	s := newStage(t)
	s.incoming(vector)
	if n := len(s.rings.windows); n != warmWindows {
		t.Errorf("one call has %d windows", n)
	}
	s.incoming(romashka)
	s.until("the third is ready", func() bool { return len(s.rings.windows) == ringWindows })
	third := s.rings.windows[ringWindows-1]
	s.incoming()
	s.until("it shows the third call", func() bool { return says(third.window, "+7 912 345-67-89") })
	s.incoming()
	s.until("the fourth is told of", func() bool { return says(third.window, "ещё звонков: 1") })
	if n := len(s.rings.windows); n != ringWindows {
		t.Errorf("there are %d windows", n)
	}
}

// Of a caller nobody knows it can be said who they are while they ring, by key and by
// button; nothing is made by the ring itself.
func TestAStrangerIsSorted(t *testing.T) {
	s := newStage(t)
	c := s.incoming()
	s.until("the keys are printed", func() bool {
		return says(s.popup().window, "Новый клиент") && says(s.popup().window, "Ctrl+Shift+N")
	})
	s.key(fyne.KeyS, ctrl|shift)
	s.until("the number is spam", func() bool { return says(s.popup().window, "Номер отмечен: спам") })
	s.key(fyne.KeyS, ctrl|shift)
	s.until("that is taken back", func() bool { return says(s.popup().window, "Номера нет в базе") })
	test.Tap(s.popup().view.Sorted(popup.Private))
	s.until("the number is private", func() bool { return says(s.popup().window, "Номер отмечен: личное") })
	if s.desk.did("enter") != 0 || s.desk.did("attach") != 0 {
		t.Error("a client was made, or given a number, by himself")
	}
	s.key(fyne.KeyN, ctrl|shift)
	if s.strip.Form() != strip.Lead || s.newcomer.number != c.Number.String() || s.newcomer.call != c.ID {
		t.Errorf("the form is about %+v", s.newcomer)
	}
	s.back()
	s.key(fyne.KeyL, ctrl)
	if s.strip.Form() != strip.Link || s.linking.call != c.ID {
		t.Errorf("what is attached is %+v", s.linking)
	}
}

// A key means the number that is read, and not the one that rings; the pop-up then
// prints none, but its buttons work.
func TestKeysOfAnotherStranger(t *testing.T) {
	s := newStage(t)
	s.openNumber("+78123334455", "+7 812 333-44-55")
	s.incoming()
	s.until("it rings", func() bool { return says(s.popup().window, "Новый клиент") })
	if says(s.popup().window, "Ctrl+Shift+N") {
		t.Error("a key is printed that means another one")
	}
	test.Tap(s.popup().view.Sorted(popup.Lead))
	if s.newcomer.number != "+79123456789" {
		t.Errorf("the form is about %+v", s.newcomer)
	}
}
