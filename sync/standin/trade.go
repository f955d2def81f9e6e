package standin

import (
	"math/rand/v2"
	"time"
)

type paperKind uint8

const (
	orderPaper paperKind = iota
	shipmentPaper
	paymentPaper
	billPaper
)

// paper is a document of trade.
type paper struct {
	kind    paperKind
	ref     guid
	number  string
	date    time.Time
	partner *partner
	firm    *firm
	sum     Kopecks
	status  string
	base    *paper    // the order of a shipment; what a payment or a bill is for
	due     time.Time // when payment is expected
	object  guid      // object of settlements, for what is settled on its own
	lines   []paperLine
	posted  bool
	marked  bool
	paid    Kopecks // came in against this order or shipment
}

type paperLine struct {
	good     int
	quantity number // thousandths
	price    Kopecks
	sum      Kopecks
}

// settled is the paper whose object of settlements counts: a shipment by an
// order is settled through the order.
func (p *paper) settled() *paper {
	if p.base != nil && p.kind == shipmentPaper {
		return p.base
	}
	return p
}

var paperSpaces = [...]string{"Заказ", "Реализация", "Поступление", "Счёт"}

// newPaper dates and addresses a document.
func (c *practice) newPaper(kind paperKind, p *partner, date time.Time) *paper {
	d := &paper{
		kind: kind, ref: newGUID(c.seed, paperSpaces[kind], p.n*1000+len(p.papers)),
		date: date, partner: p, firm: p.firms[0], posted: true,
	}
	p.papers = append(p.papers, d)
	switch kind {
	case orderPaper:
		c.orders = append(c.orders, d)
	case shipmentPaper:
		c.shipments = append(c.shipments, d)
	case paymentPaper:
		c.payments = append(c.payments, d)
	case billPaper:
		c.bills = append(c.bills, d)
	}
	return d
}

// settle gives a paper its own object of settlements.
func (c *practice) settle(d *paper) *paper {
	d.object = newGUID(c.seed, "Объект:"+paperSpaces[d.kind], d.partner.n*1000+len(d.partner.papers))
	c.objects = append(c.objects, d)
	return d
}

// fillLines puts random goods into a paper.
func (c *practice) fillLines(r *rand.Rand, d *paper) {
	for range 1 + r.IntN(4) {
		i := 1 + r.IntN(len(c.goods)-1)
		d.addLine(i, number(1+r.IntN(60))*1000, c.goods[i].price)
	}
	if chance(r, 100) { // something sold by weight
		i := 1 + r.IntN(len(c.goods)-1)
		d.addLine(i, number(250+r.IntN(9000)), c.goods[i].price)
	}
}

func (p *paper) addLine(good int, quantity number, price Kopecks) {
	sum := Kopecks((int64(quantity)*int64(price) + 500) / 1000)
	p.lines = append(p.lines, paperLine{good, quantity, price, sum})
	p.sum += sum
}

// vat is the tax inside a sum: 20 per cent until 2025, 22 from 2026 on.
func vat(sum Kopecks, at time.Time) Kopecks {
	rate := int64(20)
	if at.Year() >= 2026 {
		rate = 22
	}
	return Kopecks((int64(sum)*rate*2 + 100 + rate) / (2 * (100 + rate)))
}

// trade gives a client its documents of the last year.
func (c *practice) trade(r *rand.Rand, p *partner) {
	delay := pick(r, []int{0, 7, 14, 14, 30})
	n := 0
	if !chance(r, 120) { // the rest have bought nothing yet or for long
		n = 1 + r.IntN(5)
	}
	for range n {
		days := 1 + r.IntN(365)
		if delay > 0 && chance(r, 250) {
			days = 1 + r.IntN(40)
		}
		s := c.newPaper(shipmentPaper, p, c.daysAgo(r, days))
		s.status = "Отгружено"
		c.fillLines(r, s)
		s.due = midnight(s.date).AddDate(0, 0, delay)
		if chance(r, 400) {
			s.base = c.closedOrder(s, r)
		} else {
			c.settle(s)
		}
		c.ship(s)
		c.payLater(r, s)
	}
	if chance(r, 200) {
		for range 1 + r.IntN(2) {
			c.openOrder(r, p)
		}
	}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// payLater decides how a shipment was paid: most in time, some late, some not.
func (c *practice) payLater(r *rand.Rand, s *paper) {
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
	if date.After(c.now) {
		return
	}
	sum := s.sum
	if chance(r, 20) {
		sum = s.sum / 3
	}
	c.pay(s, date, sum)
}

// closedOrder is an order already shipped in full.
func (c *practice) closedOrder(s *paper, r *rand.Rand) *paper {
	o := c.newPaper(orderPaper, s.partner, s.date.Add(-time.Duration(24+r.IntN(96))*time.Hour))
	o.status, o.lines, o.sum, o.due = "Закрыт", s.lines, s.sum, s.due
	return c.settle(o)
}

// openOrder is an order still to be shipped, perhaps paid in part beforehand.
func (c *practice) openOrder(r *rand.Rand, p *partner) {
	o := c.newPaper(orderPaper, p, c.daysAgo(r, r.IntN(30)))
	o.status = pick(r, []string{"НеСогласован", "КОбеспечению", "КОбеспечению", "КОтгрузке"})
	o.posted = o.status != "НеСогласован"
	o.due = midnight(o.date).AddDate(0, 0, 10)
	c.fillLines(r, o)
	c.settle(o)
	switch {
	case !o.posted:
		o.marked = chance(r, 200)
	case chance(r, 400):
		if date := o.date.Add(20 * time.Minute); !date.After(c.now) {
			c.pay(o, date, o.sum*Kopecks(pick(r, []int64{30, 50, 100}))/100)
		}
	}
	if o.posted && chance(r, 700) {
		c.bill(o, o.date.Add(5*time.Minute))
	}
}

func (c *practice) bill(base *paper, date time.Time) *paper {
	b := c.newPaper(billPaper, base.partner, date)
	b.base, b.sum, b.due = base, base.sum, base.due
	return b
}

// ship writes the debt a shipment makes.
func (c *practice) ship(s *paper) {
	c.movements = append(c.movements, movement{
		recorder: composite{set: shipmentSet, ref: s.ref}, period: s.date, receipt: true, debt: s.sum, at: s.dimensions(),
	})
}

// pay writes a payment against a shipment, or an advance against an order.
func (c *practice) pay(target *paper, date time.Time, sum Kopecks) *paper {
	p := c.newPaper(paymentPaper, target.partner, date)
	p.base, p.sum = target, sum
	target.paid += sum
	m := movement{recorder: composite{set: paymentSet, ref: p.ref}, period: date, debt: sum, at: target.dimensions()}
	if target.kind == orderPaper {
		m.receipt, m.debt, m.advance = true, 0, sum
		m.at.document, m.at.origin = composite{set: paymentSet, ref: p.ref}, midnight(date)
		m.at.due = midnight(date)
	}
	c.movements = append(c.movements, m)
	return p
}

const (
	orderSet    = "Document_ЗаказКлиента"
	shipmentSet = "Document_РеализацияТоваровУслуг"
	paymentSet  = "Document_ПоступлениеБезналичныхДенежныхСредств"
	billSet     = "Document_СчетНаОплатуКлиенту"
)

// dimensions are those under which a paper stands in the debt register.
func (p *paper) dimensions() dimensions {
	return dimensions{
		key: p.firm.key, object: p.settled().object, document: composite{set: shipmentSet, ref: p.ref},
		due: p.due, origin: midnight(p.date),
	}
}
