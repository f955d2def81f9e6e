package standin

import (
	"math/rand/v2"
	"time"
)

// ledger makes the documents of one partner, in an order that never changes:
// the place of a document is its identity.
type ledger struct {
	c       *practice
	partner *partner
	r       *rand.Rand
	papers  []*paper
}

// paperSlots is the room for documents of one partner in the identities.
const paperSlots = 4096

func (c *practice) makeLedger(p *partner) *ledger {
	l := &ledger{c: c, partner: p}
	switch {
	case p.n <= len(demoClients):
		l.demoTrade()
	case p.n <= c.clients:
		l.r = c.dice("Торговля", p.n)
		l.trade()
		l.talks()
	}
	if len(c.firstPaper) > 0 { // unknown while the index is being built
		for i, d := range l.papers {
			d.id = c.firstPaper[p.n] + uint32(i)
			d.number = documentNumber(int(c.entries[d.id].number))
		}
	}
	return l
}

// add dates and addresses a document.
func (l *ledger) add(kind paperKind, date time.Time) *paper {
	d := &paper{
		kind: kind, ref: l.c.spaces.paper[kind].at(l.partner.n*paperSlots + len(l.papers)),
		date: date, partner: l.partner, posted: !kind.talk(),
	}
	l.papers = append(l.papers, d)
	return d
}

// fillLines puts random goods into a paper.
func (l *ledger) fillLines(d *paper) {
	if d.service {
		g := l.c.goods[len(l.c.goods)-1-l.r.IntN(len(services))]
		d.addLine(g.n, number(1+l.r.IntN(8))*1000, g.price)
		return
	}
	stocked := l.c.stocked()
	for range 1 + l.r.IntN(4) {
		i := 1 + l.r.IntN(stocked)
		d.addLine(i, number(1+l.r.IntN(60))*1000, l.c.goods[i].price)
	}
	if chance(l.r, 100) { // something sold by weight
		i := 1 + l.r.IntN(stocked)
		d.addLine(i, number(250+l.r.IntN(9000)), l.c.goods[i].price)
	}
}

// trade gives a client its documents of the last year.
func (l *ledger) trade() {
	r, c := l.r, l.c
	delay := pick(r, []int{0, 7, 14, 14, 30})
	n := 0
	if c.busy > 0 && r.IntN(1_000_000) < c.busy || c.busy == 0 && chance(r, usualBusy) { // the rest have bought nothing yet or for long
		for range c.times {
			n += 1 + r.IntN(5)
		}
	}
	for range n {
		l.deal(delay)
	}
	if (c.busy == 0 || n > 0) && chance(r, 200) {
		for range 1 + r.IntN(2) {
			l.openOrder()
		}
	}
}

// deal is one shipment with what came before it and after.
func (l *ledger) deal(delay int) {
	r, c := l.r, l.c
	days := 1 + r.IntN(365)
	if delay > 0 && chance(r, 250) {
		days = 1 + r.IntN(40)
	}
	s := l.add(shipmentPaper, c.daysAgo(r, days))
	s.status, s.service = "Отгружено", chance(r, 60)
	l.fillLines(s)
	s.due = midnight(s.date).AddDate(0, 0, delay)
	if chance(r, 400) {
		s.base = l.closedOrder(s)
	} else {
		s.own = true
	}
	l.payLater(s)
}

// payLater decides how a shipment was paid: most in time, some late, some not.
func (l *ledger) payLater(s *paper) {
	r := l.r
	wait := r.IntN(11) - 3
	switch k := r.IntN(100); {
	case k < 2:
		return
	case k < 14:
		wait = 10 + r.IntN(50)
	}
	date := s.due.AddDate(0, 0, wait).Add(11 * time.Hour)
	if !date.After(s.date) {
		date = s.date.Add(time.Hour)
	}
	if date.After(l.c.now) {
		return
	}
	sum := s.sum
	if chance(r, 20) {
		sum = s.sum / 3
	}
	l.pay(s, date, sum)
}

// closedOrder is an order already shipped in full.
func (l *ledger) closedOrder(s *paper) *paper {
	o := l.add(orderPaper, s.date.Add(-time.Duration(24+l.r.IntN(96))*time.Hour))
	o.own, o.status, o.lines, o.sum, o.due, o.service = true, "Закрыт", s.lines, s.sum, s.due, s.service
	return o
}

// openOrder is an order still to be shipped, perhaps paid in part beforehand.
func (l *ledger) openOrder() {
	r, c := l.r, l.c
	o := l.add(orderPaper, c.daysAgo(r, r.IntN(30)))
	o.own, o.status = true, pick(r, []string{"НеСогласован", "КОбеспечению", "КОбеспечению", "КОтгрузке"})
	o.posted = o.status != "НеСогласован"
	o.due = midnight(o.date).AddDate(0, 0, 10)
	l.fillLines(o)
	switch {
	case !o.posted:
		o.marked = chance(r, 200)
	case chance(r, 400):
		if date := o.date.Add(20 * time.Minute); !date.After(c.now) {
			l.pay(o, date, o.sum*Kopecks(pick(r, []int64{30, 50, 100}))/100)
		}
	}
	if o.posted && chance(r, 700) {
		l.bill(o, o.date.Add(5*time.Minute))
	}
}

func (l *ledger) bill(base *paper, date time.Time) *paper {
	b := l.add(billPaper, date)
	b.base, b.sum, b.due, b.lines, b.service = base, base.sum, base.due, base.lines, base.service
	return b
}

// pay writes a payment against a shipment, or an advance against an order. One
// in ten comes in cash, never those of the demo set.
func (l *ledger) pay(target *paper, date time.Time, sum Kopecks) {
	kind := paymentPaper
	if l.r != nil && chance(l.r, 100) {
		kind = cashPaper
	}
	p := l.add(kind, date)
	p.base, p.sum = target, sum
	target.paid += sum
}

// talks are letters and meetings of the last three months.
func (l *ledger) talks() {
	r := l.r
	if !chance(r, 120) {
		return
	}
	people := l.c.headcount(l.partner.n)
	for range 1 + r.IntN(2) {
		kind := pick(r, []paperKind{mailInPaper, mailOutPaper, mailOutPaper, meetingPaper})
		d := l.add(kind, l.c.daysAgo(r, 1+r.IntN(90)))
		d.note = &note{
			incoming: kind == mailInPaper, manager: r.IntN(managerCount), length: time.Duration(10+r.IntN(50)) * time.Minute,
			topic: pick(r, []string{"Прайс-лист", "Счёт на оплату", "Сроки поставки", "Акт сверки", "Новый договор"}),
			text:  pick(r, []string{"Добрый день. Просим подтвердить наличие.", "Высылаем документы, как договаривались.", "Ждём ответа до пятницы."}),
		}
		// The dice fall the same way while the index is built, when names are unknown.
		if who := r.IntN(2 * max(1, people)); who < people && len(l.c.firstPaper) > 0 {
			d.note.person = l.c.makePerson(l.partner, who, domain(l.partner.name, l.partner.n))
		}
		if kind != meetingPaper {
			d.note.address = "zakaz@" + domain(l.partner.name, l.partner.n)
		}
	}
}
