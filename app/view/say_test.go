package view_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/view"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
	yes    = crm.Statement{Value: crm.ResultYes, Since: noon.AddDate(0, -8, -10), Author: "Иванова Мария", Text: "отгружено не то"}
	given  = crm.Promise{ID: crm.ID{1}, Amount: 4000000, Given: noon.AddDate(0, 0, -9)}
)

func day(n int) time.Time { return noon.AddDate(0, 0, n) }

// rules are those of «что сказать», the most urgent first: what makes each hold,
// and what is said then. The numbers are those of the specification; those with
// a letter are ours and stand between.
var rules = []struct {
	number string
	kind   crm.SayKind
	holds  func(g *desk.Grounds)
	ru, en string
	source string
}{
	{
		"1 banned", crm.SayBanned, func(g *desk.Grounds) { g.Standing.Ban = yes },
		"Просил не звонить, 12.03. Ответить можно, предлагать не надо", "Asked not to be called, 12.03. You may answer, do not offer anything",
		"Запись панели от 12.03",
	},
	{
		"2 complaint", crm.SayComplaint, func(g *desk.Grounds) { g.Standing.Complaint = yes },
		"Открытая жалоба от 12.03: отгружено не то, ведёт Иванова Мария", "Open complaint of 12.03: отгружено не то, handled by Иванова Мария",
		"Запись панели от 12.03",
	},
	{
		"3 promise broken", crm.SayPromiseBroken, func(g *desk.Grounds) { g.Promise = given; g.Promise.Due = day(-6) },
		"Обещал 40 000 ₽ до 16.11, не поступило, 6 дней", "Promised 40 000 ₽ by 16.11, not received, 6 days",
		"Запись панели, оплаты из 1С на 10:38",
	},
	{
		"4 overdue", crm.SayOverdue, func(g *desk.Grounds) {
			g.Match.Debt = crm.Debt{Owed: 12450000, Overdue: 8420000, OverdueDays: 12, OldestText: "ТД00-000312", OldestKind: crm.Invoice}
		},
		"Просрочено 84 200 ₽, 12 дней, счёт 312", "Overdue 84 200 ₽, 12 days, invoice 312",
		"Расчёты с клиентом в 1С на 10:38",
	},
	{
		"5 paid today", crm.SayPaid, func(g *desk.Grounds) {
			g.Match.LastPayment = crm.Document{At: noon.Add(-time.Hour), Amount: 5000000}
			g.Match.OpenOrders = []crm.Document{{Number: "1187", Amount: 100, Due: day(3)}}
		},
		"Сегодня оплатил 50 000 ₽, поблагодарите. Отгрузка 25.11", "Paid 50 000 ₽ today, say thank you. Ships 25.11",
		"Документ оплаты в 1С на 10:38",
	},
	{
		"5a promised", crm.SayPromised, func(g *desk.Grounds) {
			if g.Promise.Due.IsZero() { // a broken one is more urgent
				g.Promise = given
				g.Promise.Due = day(3)
			}
		},
		"Обещал 40 000 ₽ до 25.11", "Promised 40 000 ₽ by 25.11",
		"Запись панели, оплаты из 1С на 10:38",
	},
	{
		"6 order ready", crm.SayReady, func(g *desk.Grounds) {
			g.Match.OpenOrders = append(g.Match.OpenOrders, crm.Document{Number: "ТД00-001102", Amount: 100, Due: day(-2)})
		},
		"Заказ 1102: день отгрузки 20.11, ещё не отгружен", "Order 1102: ships 20.11, not shipped yet",
		"Заказ и отгрузки в 1С на 10:38",
	},
	{
		"7 invoice near its end", crm.SayInvoice, func(g *desk.Grounds) {
			g.Match.Invoice = crm.Document{Number: "ТД00-000340", Amount: 8420000, Due: day(1)}
		},
		"Счёт 340 на 84 200 ₽ не оплачен, срок завтра", "Invoice 340 for 84 200 ₽ is not paid, due tomorrow",
		"Счёт и оплаты в 1С на 10:38",
	},
	{
		"8 answer due", crm.SayAnswer, func(g *desk.Grounds) {
			g.Waiting = crm.Interaction{Kind: crm.CallKind, At: noon.Add(-40 * time.Minute)}
		},
		"Не перезвонили: пропущен звонок 40 минут назад", "Nobody called back: missed call 40 minutes ago",
		"История звонков и писем, 22.11",
	},
	{
		"9 next order near", crm.SayForecast, func(g *desk.Grounds) {
			g.Trade.Forecast = crm.Forecast{Every: 31, Spread: 3, Last: day(-29), Next: day(2)}
		},
		"Обычно заказывает раз в 31 день, прошло 29 дней", "Usually orders every 31 days, 29 days have passed",
		"Расчёт панели по дням заказов в 1С на 10:38",
	},
	{
		"10 discount step near", crm.SayStep, func(g *desk.Grounds) {
			g.Trade.Step = crm.Step{Bought: 28000000, Percent: 3, Next: crm.Discount{From: 30000000, Percent: 5}}
		},
		"До скидки 5 % осталось купить на 20 000 ₽", "A discount of 5% is 20 000 ₽ away",
		"Расчёт панели: покупки в 1С и ступени скидки из настроек, на 10:38",
	},
	{
		"11 frequent item absent", crm.SayFrequent, func(g *desk.Grounds) {
			g.Trade.Frequent = []crm.Bought{{Name: "Гвозди", Usual: 12500}}
		},
		"Давно не брал: Гвозди, обычно берёт по 12,5", "Has not taken for a while: Гвозди, usually 12.5",
		"Расчёт панели по отгрузкам в 1С на 10:38",
	},
	{
		"12 a colleague talked", crm.SayColleague, func(g *desk.Grounds) {
			g.Last = crm.Interaction{At: day(-1), Author: "Петров Игорь", Text: "ждёт КП"}
		},
		"Вчера говорил с Петровым: ждёт КП", "Yesterday talked to Петров: ждёт КП",
		"Запись в истории, 21.11",
	},
	{
		"12a an order under way", crm.SayOrder, func(g *desk.Grounds) {
			g.Match.OpenOrders = append(g.Match.OpenOrders, crm.Document{Number: "ТД00-001187", Amount: 100, Paid: 60, Due: day(3)})
		},
		"Заказ 1187: оплачен 60 %, отгрузка 25.11", "Order 1187: 60% paid, ships 25.11",
		"Заказ, оплаты и отгрузки в 1С на 10:38",
	},
	{
		"13 the last agreement", crm.SayLastContact, func(g *desk.Grounds) {
			if g.Last.At.IsZero() { // a colleague's is more urgent
				g.Last = crm.Interaction{At: day(-2), Author: "Смирнова Анна", Text: "ждёт КП"}
			}
		},
		"20.11, Смирнова Анна: «ждёт КП»", "20.11, Смирнова Анна: “ждёт КП”",
		"Запись в истории, 20.11",
	},
}

func words(l view.Language) *view.Printer {
	return view.New(l, moscow, func() time.Time { return noon })
}

func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// Each rule alone says its words; with all that are less urgent beside it, it
// still does; with the one before it, it gives way.
func TestEveryRuleOfWhatToSay(t *testing.T) {
	asOf := noon.Add(-82 * time.Minute)
	for i, rule := range rules {
		t.Run(rule.number, func(t *testing.T) {
			g := desk.Grounds{Own: "Смирнова Анна", Today: noon}
			rule.holds(&g)
			say := desk.Say(g)
			if say.Kind != rule.kind {
				t.Fatalf("alone it says %s", say.Kind)
			}
			for language, want := range map[view.Language]string{view.Russian: rule.ru, view.English: rule.en} {
				got := plain(words(language).Say(say))
				if got != want {
					t.Errorf("says %q, want %q", got, want)
				}
				if utf8.RuneCountInString(got) > 90 || strings.ContainsAny(got, "—–") {
					t.Errorf("%q is longer than 90 letters or has a dash", got)
				}
			}
			if got := plain(words(view.Russian).Source(say, asOf)); got != rule.source {
				t.Errorf("source %q, want %q", got, rule.source)
			}
			for _, less := range rules[i+1:] {
				less.holds(&g)
			}
			if got := desk.Say(g); got.Kind != rule.kind {
				t.Errorf("beside all that is less urgent it says %s", got.Kind)
			}
			if i > 0 {
				g := desk.Grounds{Own: "Смирнова Анна", Today: noon}
				rules[i-1].holds(&g)
				rule.holds(&g)
				if got := desk.Say(g); got.Kind != rules[i-1].kind {
					t.Errorf("it says %s before %s", got.Kind, rules[i-1].kind)
				}
			}
		})
	}
}

// What is not so urgent as it looks.
func TestWhatIsNotSaid(t *testing.T) {
	for name, holds := range map[string]func(g *desk.Grounds){
		"a payment of yesterday":    func(g *desk.Grounds) { g.Match.LastPayment = crm.Document{At: day(-1), Amount: 9} },
		"an invoice that is paid":   func(g *desk.Grounds) { g.Match.Invoice = crm.Document{Amount: 5, Paid: 5, Due: day(1)} },
		"an invoice with time left": func(g *desk.Grounds) { g.Match.Invoice = crm.Document{Amount: 5, Due: day(10)} },
		"a rhythm that is hardly one": func(g *desk.Grounds) {
			g.Trade.Forecast = crm.Forecast{Every: 30, Spread: 20, Last: day(-29), Next: day(1)}
		},
		"an order that is far away":         func(g *desk.Grounds) { g.Trade.Forecast = crm.Forecast{Every: 30, Last: day(-9), Next: day(21)} },
		"a step that takes more than a bit": func(g *desk.Grounds) { g.Trade.Step = crm.Step{Bought: 10, Next: crm.Discount{From: 100, Percent: 5}} },
		"a complaint that is closed":        func(g *desk.Grounds) { g.Standing.Complaint = crm.Statement{Value: crm.ResultNo} },
		"a promise that was kept":           func(g *desk.Grounds) { g.Promise = given; g.Promise.Paid, g.Promise.Due = given.Amount, day(-6) },
	} {
		g := desk.Grounds{Today: noon}
		holds(&g)
		if got := desk.Say(g); got.Kind != crm.SayFirst {
			t.Errorf("%s: says %s", name, got.Kind)
		}
	}
	old := desk.Grounds{Today: noon, Match: crm.Match{OpenOrders: []crm.Document{{Amount: 5, Due: day(-40)}}}}
	if got := desk.Say(old); got.Kind != crm.SayOrder {
		t.Errorf("an order nobody has closed: says %s", got.Kind)
	}
	own := desk.Grounds{Own: "Анна", Today: noon, Last: crm.Interaction{At: day(-1), Author: "Анна"}}
	if got := desk.Say(own); got.Kind != crm.SayLastContact {
		t.Errorf("a talk of one's own: says %s", got.Kind)
	}
}

// Names take the form people expect only where it is sure.
func TestTalksOfColleaguesAreWorded(t *testing.T) {
	for author, want := range map[string]string{
		"Петров Игорь": "Сегодня говорил с Петровым", "Петрова Ольга": "Сегодня говорил с Петровой", "Троицкая Вера": "Сегодня говорил с Троицкой",
		"Достоевский Фёдор": "Сегодня говорил с Достоевским", "Сова Мария": "Сегодня говорил с коллегой, Сова Мария",
	} {
		if got := words(view.Russian).Say(crm.Say{Kind: crm.SayColleague, Date: noon, Author: author}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	mail := crm.Say{Kind: crm.SayAnswer, Contact: crm.MailKind, Date: noon.Add(-26 * time.Hour), Text: "Счёт на оплату"}
	if got := plain(words(view.Russian).Say(mail)); got != "Письмо ждёт ответа 26 часов: «Счёт на оплату»" {
		t.Errorf("a letter: %q", got)
	}
}
