package standin

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Usual figures of the generator, by which Options.Documents and ContactRows
// are reached: documents of a client that trades, and rows of contacts of one.
const (
	usualBusy   = 880 // of a thousand
	usualPapers = 7.6 // of a client that trades
	usualRows   = 5.07
)

// generate makes the company. Everything comes from the seed, the sizes and the
// moment, nothing from the machine.
func generate(opt Options, now time.Time) *practice {
	c := &practice{
		seed: opt.Seed, now: now, today: midnight(now), words: loadWords(), clients: max(opt.Clients, len(demoClients)),
		rowShare: 1000, times: 1, live: map[int]*partner{},
	}
	c.spaces = newSpaces(opt.Seed)
	c.total = c.clients + c.othersCount()
	if opt.ContactRows > 0 {
		c.rowShare = min(1000, int(1000*float64(opt.ContactRows)/usualRows/float64(c.clients)))
	}
	if opt.Documents > 0 {
		each := float64(opt.Documents) / float64(c.clients) / usualPapers // clients of the usual sort that this takes
		c.times = max(1, int(each+0.5))
		c.busy = max(1, min(1_000_000, int(1_000_000*each/float64(c.times))))
	}
	c.makeGoods()
	c.makeManagers()
	c.buildIndex()
	return c
}

func newSpaces(seed int64) spaces {
	s := spaces{
		partner: newSpace(seed, "Партнеры"), firm: newSpace(seed, "Контрагенты"), key: newSpace(seed, "Ключи"),
		contract: newSpace(seed, "Договоры"), person: newSpace(seed, "КонтактныеЛица"),
	}
	for kind, name := range paperSpaces {
		s.paper[kind], s.object[kind] = newSpace(seed, name), newSpace(seed, "Объект:"+name)
	}
	return s
}

// services are sold beside the goods and take no room in the store.
var services = []good{{name: "Доставка по городу", unit: "усл", price: 150_000}, {name: "Разгрузка", unit: "ч", price: 90_000}}

func (c *practice) makeGoods() {
	c.goods = append(c.goods, good{ref: newGUID(0, "Номенклатура", 0), name: "Товары", group: true})
	folder := c.goods[0].ref
	for i, line := range c.words.goods {
		part := strings.Split(line, ";")
		price, _ := strconv.ParseInt(part[2], 10, 64)
		c.goods = append(c.goods, good{
			ref: newGUID(0, "Номенклатура", i+1), folder: folder, n: i + 1, name: part[0], unit: part[1], price: Kopecks(price),
		})
	}
	for _, g := range services {
		g.n, g.folder, g.service = len(c.goods), folder, true
		g.ref = newGUID(0, "Номенклатура", g.n)
		c.goods = append(c.goods, g)
	}
}

// stocked is how many goods lie in the store: the group before them and the
// services after them do not count.
func (c *practice) stocked() int { return len(c.goods) - 1 - len(services) }

// managerCount is how many people sell.
const managerCount = 8

func (c *practice) makeManagers() {
	r := c.dice("Менеджеры", 0)
	for i := range managerCount + 2 {
		m := manager{ref: newGUID(0, "Пользователи", i), n: i, email: fmt.Sprintf("m%d@stend.example", i+1)}
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

// makePartner makes the card of one partner: the demo set first, then the
// clients, then those a client list must not show.
func (c *practice) makePartner(n int) *partner {
	switch {
	case n <= len(demoClients):
		return c.makeDemo(n)
	case n <= c.clients:
		return c.makeClient(n)
	}
	return c.makeOther(n - c.clients)
}

// makeClient is one live client with its numbers.
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
	if chance(r, 400) {
		p.segment = pick(r, segments)
	}
	if p.private {
		p.birthday = birthday(r)
	}
	f := c.newFirm(p, full, legal)
	f.inn, f.kpp, f.terms = inn(r, legal), kpp(r, legal), pick(r, []int{0, 7, 14, 14, 30})
	if chance(r, 250) {
		f.limit = Kopecks(1+r.IntN(20)) * 5_000_000
	}
	c.cardRows(r, p)
	return p
}

func birthday(r *rand.Rand) time.Time {
	return time.Date(1955+r.IntN(50), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
}

// cardRows are the contacts on the card and on the counterparty.
func (c *practice) cardRows(r *rand.Rand, p *partner) {
	f, host := p.firm, domain(p.name, p.n)
	add := func(list *[]contactLine, l contactLine) {
		if c.rowShare == 1000 || chance(r, c.rowShare) {
			*list = append(*list, l)
		}
	}
	if !chance(r, 350) {
		add(&p.contacts, c.phoneLine(r, p.n, 0))
	}
	if chance(r, 150) {
		add(&p.contacts, c.phoneLine(r, p.n, 1))
	}
	if chance(r, 600) {
		add(&p.contacts, contactLine{kind: lineMail, text: "zakaz@" + host})
	}
	if chance(r, 250) {
		add(&f.contacts, c.phoneLine(r, p.n, 2))
	}
	add(&f.contacts, contactLine{kind: lineAddress, text: "Россия, г Заречье, ул Луговая, д " + strconv.Itoa(1+p.n%200)})
	if chance(r, 100) {
		add(&f.contacts, contactLine{kind: lineService})
	}
}

func (c *practice) newPartner(n int) *partner {
	return &partner{ref: c.spaces.partner.at(n), n: n, manager: -1, registered: c.today.AddDate(-3, 0, 0)}
}

func (c *practice) newFirm(p *partner, full, legal string) *firm {
	p.firm = &firm{ref: c.spaces.firm.at(p.n), partner: p, name: p.name, fullName: full, legal: legal}
	return p.firm
}

// headcount is how many people of a partner the base knows.
func (c *practice) headcount(n int) int {
	switch {
	case n <= len(demoClients):
		return min(1, len(demoClients[n-1].Contact))
	case n > c.clients:
		return 0
	}
	r := c.dice("Люди", n)
	people := 0
	for range r.IntN(3) + 1 {
		if chance(r, 750) {
			people++
		}
	}
	return people
}

// personSlots is the room for people of one partner in the identities.
const personSlots = 16

func (c *practice) makePeople(p *partner) []*person {
	if p.n <= len(demoClients) {
		return c.demoPeople(p)
	}
	out := make([]*person, c.headcount(p.n))
	host := ""
	for i := range out {
		if host == "" {
			host = domain(p.name, p.n)
		}
		out[i] = c.makePerson(p, i, host)
	}
	return out
}

func (c *practice) makePerson(p *partner, i int, host string) *person {
	r := c.dice("Лицо", p.n*personSlots+i)
	h := &person{ref: c.spaces.person.at(p.n*personSlots + i), partner: p, position: pick(r, c.words.positions)}
	h.name, h.female = c.words.fullName(r)
	if chance(r, 40) {
		h.left = c.today.AddDate(0, -1-r.IntN(20), 0)
	}
	h.marked = chance(r, 15)
	if chance(r, 300) {
		h.birthday = birthday(r)
	}
	add := func(l contactLine) {
		if c.rowShare == 1000 || chance(r, c.rowShare) {
			h.contacts = append(h.contacts, l)
		}
	}
	if chance(r, 900) {
		add(c.phoneLine(r, p.n, 3+i))
	}
	if chance(r, 400) {
		add(contactLine{kind: lineMail, text: "p" + strconv.Itoa(i+1) + "@" + host})
	}
	if chance(r, 200) {
		add(contactLine{kind: lineService})
	}
	return h
}

func (c *practice) supplierCount() int { return max(3, c.clients*3/100) }
func (c *practice) deletedCount() int  { return max(2, c.clients/100) }
func (c *practice) othersCount() int   { return 3 + c.supplierCount() + c.deletedCount() }

// makeOther is what a client list must not show: predefined partners, the group
// of the others, suppliers, deleted rows.
func (c *practice) makeOther(i int) *partner {
	p := c.newPartner(c.clients + i)
	switch i {
	case 1:
		p.name, p.predefined, p.client = "Розничный покупатель", "РозничныйПокупатель", true
	case 2:
		p.name, p.predefined = "<Неизвестный партнер>", "НеизвестныйПартнер"
	case 3:
		p.name, p.other = "Прочие (группа)", true
	default:
		c.makeUnseen(p, i-4)
		return p
	}
	p.fullName = p.name
	return p
}

func (c *practice) makeUnseen(p *partner, i int) {
	space, city := "Поставщик", 2
	deleted := i >= c.supplierCount()
	if deleted {
		space, city, i = "Удалённый", 1, i-c.supplierCount()
	}
	r := c.dice(space, i)
	name, full, legal := c.words.firmName(r, i)
	p.name, p.fullName, p.client, p.supplier, p.marked, p.grouped = name, full, deleted, !deleted, deleted, !deleted
	f := c.newFirm(p, full, legal)
	f.inn, f.marked = inn(r, legal), deleted
	p.contacts = append(p.contacts, c.phoneLine(r, p.n, city))
}
