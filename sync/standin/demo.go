package standin

import (
	"strings"
	"time"
)

// Demo is a client that is the same under every seed, for lessons and tests.
type Demo struct {
	Ref         string // of the partner
	Name        string
	FullName    string
	INN         string
	Phone       string // E.164 with the plus
	Typed       string // the number as it stands in the base
	Contact     string // the person whose number it is, "" for the firm's own
	Role        string
	Debt        Kopecks
	Overdue     Kopecks
	OverdueDays int
	Shipment    string // number of the overdue document
}

// demoNumber is the number of the overdue shipment and its bill.
const demoNumber = 312

// demoClients are the constants behind the demo set.
var demoClients = []Demo{
	{
		Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0001", Name: "Вектор", FullName: `ООО "Вектор"`, INN: "0071000014",
		Phone: "+79730550112", Typed: "8 (973) 055-01-12", Contact: "Иванов Пётр", Role: "закупки",
		Debt: 12_450_000, Overdue: 8_420_000, OverdueDays: 12, Shipment: "00УТ-000312",
	},
	{
		Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0002", Name: "Ромашка", FullName: "ООО «Ромашка»", INN: "0071000021",
		Phone: "+79740550145", Typed: "+7 974 055-01-45", Contact: "Ершова Алёна", Role: "директор",
	},
	{
		Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0003", Name: "Север", FullName: `ООО "Север"`, INN: "0071000039",
		Phone: "+79750610077", Typed: "+7 (975) 061-00-77",
	},
	{
		Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0004", Name: "Северный ветер", FullName: `АО "Северный ветер"`, INN: "0071000046",
		Phone: "+79750610077", Typed: "061-00-77",
	},
	{
		Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0005", Name: "ИП Северин О.Л.", FullName: "Индивидуальный предприниматель Северин Олег Львович", INN: "007100005809",
		Phone: "+79750610077", Typed: "8 975 0610077, доб. 3",
	},
}

// DemoClient is «Вектор»: a debtor with an overdue shipment, two open orders,
// one of them paid by 60 per cent, and purchases in each of the last 12 months.
func DemoClient() Demo { return demoClients[0] }

// DemoClients are «Вектор», «Ромашка» without a debt, and three clients who
// share one number.
func DemoClients() []Demo { return append([]Demo(nil), demoClients...) }

// demoRefs are the references of the demo set.
var demoRefs = func() (refs [5]guid) {
	for i, d := range demoClients {
		refs[i] = mustGUID(d.Ref)
	}
	return refs
}()

// makeDemo makes the card of one of the demo set, which is first in every base.
func (c *practice) makeDemo(n int) *partner {
	d := demoClients[n-1]
	p := c.newPartner(n)
	p.ref, p.name, p.fullName, p.client, p.manager = demoRefs[n-1], d.Name, d.FullName, true, (n-1)%managerCount
	legal := "ЮрЛицо"
	if len(d.INN) == 12 {
		legal = "ИндивидуальныйПредприниматель"
	}
	f := c.newFirm(p, d.FullName, legal)
	f.inn, f.terms = d.INN, 14
	if legal == "ЮрЛицо" {
		f.kpp = "000101001"
	}
	if n == 1 {
		f.limit, p.segment = 20_000_000, "Опт"
	}
	if d.Contact == "" {
		p.contacts = append(p.contacts, d.line())
	}
	p.contacts = append(p.contacts, contactLine{kind: lineMail, text: "zakaz@" + domain(d.Name, n)})
	return p
}

func (d *Demo) line() contactLine {
	l := contactLine{kind: linePhone, form: formJSON, text: d.Typed, numbers: []phone{{d.Phone[2:5], d.Phone[5:]}}}
	if _, ext, ok := strings.Cut(d.Typed, "доб. "); ok {
		l.ext = ext
	}
	return l
}

func (c *practice) demoPeople(p *partner) []*person {
	d := demoClients[p.n-1]
	if d.Contact == "" {
		return nil
	}
	return []*person{{
		ref: c.spaces.person.at(p.n * personSlots), partner: p, name: d.Contact, position: d.Role, female: p.n == 2,
		birthday: time.Date(1984, 11, 24, 0, 0, 0, 0, time.UTC), contacts: []contactLine{d.line()},
	}}
}

// demoTrade is what the demo set bought.
func (l *ledger) demoTrade() {
	switch l.partner.n {
	case 1:
		l.tradeVector()
	case 2:
		l.tradeRomashka()
	}
}

// at is eleven o'clock so many days ago.
func (c *practice) at(days int) time.Time {
	return c.today.AddDate(0, 0, -days).Add(11 * time.Hour)
}

// sale is a shipment of a given sum with terms of so many days.
func (l *ledger) sale(daysAgo, terms int, sum Kopecks) *paper {
	s := l.add(shipmentPaper, l.c.at(daysAgo))
	s.own, s.status, s.due = true, "Отгружено", l.c.today.AddDate(0, 0, terms-daysAgo)
	s.fill(l.c, sum)
	return s
}

// fill makes lines that come to a given sum exactly.
func (d *paper) fill(c *practice, sum Kopecks) {
	first := c.goods[1+int(sum)%10]
	if packs := int64(sum / first.price / 2); packs > 0 {
		d.addLine(first.n, number(packs)*1000, first.price)
	}
	if rest := sum - d.sum; rest%4 == 0 {
		d.addLine(20, 4000, rest/4)
	} else {
		d.addLine(20, 1000, rest)
	}
}

func (l *ledger) tradeVector() {
	for month := range 12 {
		s := l.sale(46+month*28, 14, Kopecks(3_180_000+month*145_050))
		l.pay(s, l.c.at(33+month*28), s.sum)
	}
	late := l.sale(26, 14, demoClients[0].Overdue)
	late.demo = true
	l.bill(late, late.date).demo = true
	l.sale(5, 14, demoClients[0].Debt-demoClients[0].Overdue)
	for i, status := range []string{"КОбеспечению", "КОтгрузке"} {
		o := l.add(orderPaper, l.c.at(4-i))
		o.own, o.status, o.due = true, status, l.c.today.AddDate(0, 0, 6)
		o.fill(l.c, Kopecks(6_400_000+i*5_400_000))
		l.bill(o, o.date.Add(time.Minute))
		if i == 1 {
			l.pay(o, l.c.at(2), o.sum*60/100)
		}
	}
}

func (l *ledger) tradeRomashka() {
	for month := range 6 {
		s := l.sale(20+month*40, 7, Kopecks(1_275_000+month*33_300))
		l.pay(s, l.c.at(18+month*40), s.sum)
	}
}
