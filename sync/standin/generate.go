package standin

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// generate makes the company. Everything comes from the seed, the number of
// clients and the moment, nothing from the machine.
func generate(seed int64, clients int, now time.Time) *practice {
	c := &practice{seed: seed, now: now, today: midnight(now), words: loadWords()}
	c.makeGoods()
	c.makeManagers()
	c.makeDemo()
	for n := len(c.partners) + 1; len(c.partners) < clients; n++ {
		c.partners = append(c.partners, c.makeClient(n))
	}
	c.makeOthers(len(c.partners))
	c.giveNumbers()
	return c
}

func (c *practice) makeGoods() {
	c.goods = append(c.goods, good{ref: newGUID(0, "Номенклатура", 0), name: "Товары", group: true})
	for i, line := range c.words.goods {
		part := strings.Split(line, ";")
		price, _ := strconv.ParseInt(part[2], 10, 64)
		c.goods = append(c.goods, good{
			ref: newGUID(0, "Номенклатура", i+1), folder: c.goods[0].ref, n: i + 1, name: part[0], unit: part[1], price: Kopecks(price),
		})
	}
}

// managerCount is how many people sell.
const managerCount = 8

func (c *practice) makeManagers() {
	r := c.dice("Менеджеры", 0)
	for i := range managerCount + 2 {
		m := manager{ref: newGUID(0, "Пользователи", i), email: fmt.Sprintf("m%d@stend.example", i+1)}
		m.name, _ = c.words.fullName(r)
		switch i {
		case managerCount:
			m.invalid = true // left the firm
		case managerCount + 1:
			m.name, m.email, m.internal = "odata.user", "", true
		}
		c.managers = append(c.managers, m)
	}
}

// makeClient is one live client with people, numbers and trade.
func (c *practice) makeClient(n int) *partner {
	r := c.dice("Клиент", n)
	p := c.newPartner(n)
	p.client, p.manager = true, r.IntN(managerCount)
	if chance(r, 30) {
		p.manager = -1
	}
	name, full, legal := c.words.firmName(r, n)
	p.name, p.fullName, p.private = name, full, legal == "ФизЛицо"
	p.registered = c.today.AddDate(0, 0, -400-r.IntN(3000))
	if chance(r, 80) {
		p.comment = pick(r, []string{"Звонить после обеда", "Просит скидку.\nНе обещать!", "Документы только по ЭДО", "платит \"завтра\""})
	}
	f := c.newFirm(p, full, legal)
	f.inn, f.kpp = inn(r, legal), kpp(r, legal)
	host := domain(name, n)
	if !chance(r, 350) {
		p.contacts = append(p.contacts, c.phoneLine(r, chance(r, 500)))
	}
	if chance(r, 150) {
		p.contacts = append(p.contacts, c.phoneLine(r, false))
	}
	if chance(r, 600) {
		p.contacts = append(p.contacts, contactLine{kind: lineMail, text: "zakaz@" + host})
	}
	if chance(r, 250) {
		f.contacts = append(f.contacts, c.phoneLine(r, true))
	}
	f.contacts = append(f.contacts, contactLine{kind: lineAddress, text: fmt.Sprintf("Россия, г Заречье, ул Луговая, д %d", 1+n%200)})
	if chance(r, 100) {
		f.contacts = append(f.contacts, contactLine{kind: lineService})
	}
	for i := range r.IntN(3) + 1 {
		if chance(r, 750) {
			c.makePerson(r, p, i, host)
		}
	}
	c.trade(r, p)
	return p
}

func (c *practice) newPartner(n int) *partner {
	return &partner{ref: newGUID(c.seed, "Партнеры", n), n: n, manager: -1, registered: c.today.AddDate(-3, 0, 0)}
}

func (c *practice) newFirm(p *partner, full, legal string) *firm {
	f := &firm{
		ref: newGUID(c.seed, "Контрагенты", p.n*10), partner: p, name: p.name, fullName: full, legal: legal,
		key: newGUID(c.seed, "Ключи", p.n*10),
	}
	p.firms = append(p.firms, f)
	return f
}

func (c *practice) makePerson(r *rand.Rand, p *partner, i int, host string) {
	h := &person{ref: newGUID(c.seed, "КонтактныеЛица", p.n*10+i), partner: p, position: pick(r, c.words.positions)}
	h.name, h.female = c.words.fullName(r)
	if chance(r, 40) {
		h.left = c.today.AddDate(0, -1-r.IntN(20), 0)
	}
	h.marked = chance(r, 15)
	if chance(r, 900) {
		h.contacts = append(h.contacts, c.phoneLine(r, chance(r, 150)))
	}
	if chance(r, 400) {
		h.contacts = append(h.contacts, contactLine{kind: lineMail, text: fmt.Sprintf("p%d@%s", i+1, host)})
	}
	if chance(r, 200) {
		h.contacts = append(h.contacts, contactLine{kind: lineService})
	}
	p.people = append(p.people, h)
}

// makeOthers adds what a client list must not show: suppliers, deleted rows,
// groups, predefined partners.
func (c *practice) makeOthers(clients int) {
	n := clients
	next := func(name string) *partner {
		n++
		p := c.newPartner(n)
		p.name, p.fullName = name, name
		c.partners = append(c.partners, p)
		return p
	}
	for _, name := range []string{"РозничныйПокупатель", "НеизвестныйПартнер"} {
		p := next(map[string]string{"РозничныйПокупатель": "Розничный покупатель", "НеизвестныйПартнер": "<Неизвестный партнер>"}[name])
		p.predefined, p.client = name, name == "РозничныйПокупатель"
	}
	group := next("Прочие (группа)")
	group.other = true
	for i := range max(3, clients*3/100) {
		r := c.dice("Поставщик", i)
		name, full, legal := c.words.firmName(r, i)
		p := next(name)
		p.fullName, p.supplier, p.parent = full, true, group.ref
		c.newFirm(p, full, legal).inn = inn(r, legal)
		p.contacts = append(p.contacts, c.phoneLine(r, true))
	}
	for i := range max(2, clients/100) {
		r := c.dice("Удалённый", i)
		name, full, legal := c.words.firmName(r, i)
		p := next(name)
		p.fullName, p.client, p.marked = full, true, true
		f := c.newFirm(p, full, legal)
		f.inn, f.marked = inn(r, legal), true
		p.contacts = append(p.contacts, c.phoneLine(r, false))
	}
}

// giveNumbers numbers the documents in the order of their dates. Number 312
// is kept for the demo client.
func (c *practice) giveNumbers() {
	for _, list := range [][]*paper{c.orders, c.shipments, c.payments, c.bills} {
		slices.SortStableFunc(list, func(a, b *paper) int {
			return cmp.Or(a.date.Compare(b.date), slices.Compare(a.ref[:], b.ref[:]))
		})
		n := 0
		for _, d := range list {
			if d.number != "" {
				continue
			}
			if n++; n == demoNumber {
				n++
			}
			d.number = documentNumber(n)
		}
	}
}

func documentNumber(n int) string { return fmt.Sprintf("00УТ-%06d", n) }
