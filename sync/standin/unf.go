package standin

import (
	"slices"
	"strconv"
)

const (
	eventSet     = "Document_Событие"
	unfOrderSet  = "Document_ЗаказПокупателя"
	unfShipSet   = "Document_РасходнаяНакладная"
	unfActSet    = "Document_АктВыполненныхРабот"
	unfPaySet    = "Document_ПоступлениеНаСчет"
	unfCashSet   = "Document_ПоступлениеВКассу"
	unfBillSet   = "Document_СчетНаОплату"
	unfDebts     = "AccumulationRegister_РасчетыСПокупателями"
	unfSalesName = "AccumulationRegister_Продажи"
)

// unfSet tells where a document stands in УНФ: services have acts of their own,
// and every interaction is an event.
func unfSet(d *paper) string {
	switch {
	case d.kind.talk():
		return eventSet
	case d.kind == shipmentPaper && d.service:
		return unfActSet
	}
	return [...]string{unfOrderSet, unfShipSet, unfPaySet, unfCashSet, unfBillSet}[d.kind]
}

// unfTables are the sets of УНФ 3.
func unfTables(c *practice) []*table {
	debts, sales := c.newList(nil, shipmentPaper, paymentPaper, cashPaper), c.newList(nil, shipmentPaper)
	goods := func(e *entry) bool { return !e.is(entryService) }
	work := func(e *entry) bool { return e.is(entryService) }
	return slices.Concat([]*table{
		newTable(unfClientShape(), c.folderSource(unfClient)),
		newTable(unfPersonShape(), &personSource{c, unfPerson}),
		newTable(unfLinkShape(), &linkSource{personSource{c, unfLink}}),
		newTable(staffShape(), c.staffRows()),
		newTable(userShape(), c.userRows()),
		newTable(leadShape(), c.leadRows()),
		newTable(contactKindShape(), contactKindRows()),
		newTable(ownedContractShape("Catalog_Сотрудники"), newSide(c, c.spaces.contract, unfContract)),
		newTable(priceKindShape(), priceKindRows()),
		newTable(propertyShape(), propertyRows()),
		newTable(catalog("Теги", "Тег", 0), tagRows()),
		newTable(goodShape(), c.goodRows()),
		newTable(companyShape(), one(companyRef, ownCompany)),
		newTable(currencyShape(), one(roubleRef, rouble)),
		newTable(storeShape().renamed("Catalog_СтруктурныеЕдиницы"), one(storeRef, ownStore)),
		newTable(catalog("СостоянияЗаказовПокупателей", "Состояние заказа", 9), stateRows(orderStates)),
		newTable(catalog("СостоянияСобытий", "Состояние события", 9), stateRows(eventStates)),
	}, []*table{
		c.paperTable(unfOrderShape(), unfPaper, nil, orderPaper),
		c.paperTable(unfBillShape(), unfPaper, nil, billPaper),
		c.paperTable(unfShipShape(), unfPaper, goods, shipmentPaper),
		c.paperTable(unfActShape(), unfPaper, work, shipmentPaper),
		c.paperTable(unfPayShape("ПоступлениеНаСчет", "Поступление на счет"), unfPaper, nil, paymentPaper),
		c.paperTable(unfPayShape("ПоступлениеВКассу", "Поступление в кассу"), unfPaper, nil, cashPaper),
		c.paperTable(unfEventShape(), unfEvent, nil, callPaper, mailInPaper, mailOutPaper, meetingPaper),
		unfDebtRegister(debts).table(c), unfSales(sales).table(c), stockRegister("ЗапасыНаСкладах", sales, "Количество").table(c),
		newTable(unfPriceShape(), c.unfPrices()),
	})
}

// folders lie above the rows of a set with groups.
var folderRefs = []guid{newGUID(0, "Папка", 1), newGUID(0, "Папка", 2), newGUID(0, "Папка", 3)}

var folderNames = []string{"Покупатели", "Поставщики", "Прочие"}

// folderSource has the clients in folders.
func (c *practice) folderSource(row func(*practice, *partner, *values)) *clientSource {
	return &clientSource{c: c, folders: folderRefs, row: row, folder: func(i int, v *values) {
		v.set("Description", folderNames[i])
		v.set("Code", "00-"+strconv.Itoa(900001+i))
		v.set("IsFolder", true)
	}}
}

func folderOf(p *partner) guid {
	switch {
	case p.client:
		return folderRefs[0]
	case p.supplier:
		return folderRefs[1]
	}
	return folderRefs[2]
}

// shortCode is a code of nine letters.
func shortCode(n int) string {
	digits := strconv.Itoa(n)
	return "00-" + "000000"[:max(0, 6-len(digits))] + digits
}

// clientHead is what both configurations with one set of clients show alike.
func clientHead(p *partner, v *values) {
	v.set("Description", p.name)
	if v.wants("Code") {
		v.set("Code", shortCode(p.n))
	}
	v.set("DeletionMark", p.marked)
	v.set("Predefined", p.predefined != "")
	v.set("PredefinedDataName", p.predefined)
	v.set("Parent_Key", folderOf(p))
	v.set("НаименованиеПолное", p.fullName)
	v.set("ДатаСоздания", p.registered)
	v.set("Комментарий", p.comment)
	lines := p.contacts
	if f := p.firm; f != nil {
		v.set("ИНН", f.inn)
		v.set("КПП", f.kpp)
		v.set("ЮридическоеФизическоеЛицо", legalKind(f.legal))
		lines = slices.Concat(lines, f.contacts)
	}
	contactRows(v, "Контрагента", lines)
	if p.segment != "" {
		extraRow(v, segmentRef, composite{edm: "Edm.String", text: p.segment})
	}
}

func staffRef(n int) guid { return newGUID(0, "Сотрудники", n) }

// staffKey is the employee responsible for a partner.
func (p *partner) staffKey() guid {
	if p.manager < 0 {
		return guid{}
	}
	return staffRef(p.manager)
}

func unfClient(_ *practice, p *partner, v *values) {
	clientHead(p, v)
	v.set("Покупатель", p.client)
	v.set("Поставщик", p.supplier)
	v.set("ПрочиеОтношения", p.other)
	v.set("Ответственный_Key", p.staffKey())
	v.set("ВалютаРасчетовПоУмолчанию_Key", roubleRef)
	v.set("ВестиРасчетыПоДокументам", true)
	v.set("ВидКонтрагента", "ЮридическоеЛицо")
	if f := p.firm; f != nil && f.legal != "ЮрЛицо" {
		v.set("ВидКонтрагента", map[string]string{"ФизЛицо": "ФизическоеЛицо"}[f.legal])
		if f.legal == "ИндивидуальныйПредприниматель" {
			v.set("ВидКонтрагента", f.legal)
		}
	}
	for _, l := range p.contacts {
		switch l.kind {
		case linePhone:
			v.set("НомерТелефонаДляПоиска", cutTo(columnText(l.text), 100))
		case lineMail:
			v.set("АдресЭПДляПоиска", l.text)
		}
	}
	if p.segment != "" && v.wants("Теги") {
		v.set("Теги", []row{v.line("Теги", 1, "Тег_Key", newGUID(0, "Тег:"+p.segment, 0))})
	}
}

func unfPerson(_ *practice, h *person, v *values) {
	v.set("Description", h.name)
	v.set("DeletionMark", h.marked)
	v.set("ДатаРождения", h.birthday)
	v.set("Пол", sexOf(h))
	v.set("Ответственный_Key", h.partner.staffKey())
	for _, l := range h.contacts {
		if l.kind == linePhone {
			v.set("НомерТелефонаДляПоиска", cutTo(columnText(l.text), 100))
		}
	}
	contactRows(v, "КонтактногоЛица", h.contacts)
}

// linkSource ties people to the firms they work for.
type linkSource struct{ personSource }

func (s *linkSource) find(guid) int32 { return -1 }

func unfLink(_ *practice, h *person, v *values) {
	v.set("Period", h.partner.registered)
	v.set("Контрагент_Key", h.partner.ref)
	v.set("Контакт_Key", h.ref)
	v.set("Должность", h.position)
	v.set("СвязьНедействительна", !h.left.IsZero())
	v.set("Порядок", int64(1))
}

func (c *practice) staffRows() *listSource {
	s := &listSource{}
	for i := range c.managers {
		m := &c.managers[i]
		if m.internal {
			continue
		}
		s.add(staffRef(i), func(v *values) {
			v.set("Description", m.name)
			v.set("Code", shortCode(m.n+1))
			v.set("Недействителен", m.invalid)
		})
	}
	return s
}

// leads are people who asked and have bought nothing yet.
const leads = 12

func (c *practice) leadRows() *listSource {
	s := &listSource{}
	for i := range leads {
		r := c.dice("Лид", i)
		name, _ := c.words.fullName(r)
		p := phoneOf(false, 17_000_000+i)
		lines := []contactLine{{kind: linePhone, form: formJSON, text: plainSpelling(p), numbers: []phone{p}}}
		s.add(newGUID(c.seed, "Лиды", i), func(v *values) {
			v.set("Description", name)
			v.set("Code", shortCode(i+1))
			v.set("Ответственный_Key", staffRef(i%managerCount))
			v.set("ДатаСоздания", c.today.AddDate(0, 0, -i))
			contactRows(v, "КонтактногоЛица", lines)
		})
	}
	return s
}

func unfContract(_ *practice, p *partner, v *values) {
	contractHead(p, v)
	v.set("Ответственный_Key", p.staffKey())
}

// contractHead is a contract that belongs to a counterparty.
func contractHead(p *partner, v *values) {
	v.set("Description", contractName(p))
	v.set("Code", shortCode(p.n))
	v.set("DeletionMark", p.marked)
	v.set("Owner_Key", p.ref)
	v.set("Организация_Key", companyRef)
	v.set("ВидДоговора", "СПокупателем")
	v.set("Номер", strconv.Itoa(p.n))
	v.set("Дата", p.registered)
	v.set("СрокОплаты", int64(p.firm.terms))
	v.set("ДопустимаяСуммаЗадолженности", money(p.firm.limit))
}

var (
	orderStates = []string{"НеСогласован", "КОбеспечению", "КОтгрузке", "Закрыт"}
	stateNames  = map[string]string{"НеСогласован": "Новый", "КОбеспечению": "В работе", "КОтгрузке": "Готов к отгрузке", "Закрыт": "Завершен"}
	eventStates = []string{"Запланировано", "Завершено", "Отменено"}
)

func stateRef(name string) guid { return newGUID(0, "Состояние:"+name, 0) }

func stateRows(names []string) *listSource {
	s := &listSource{}
	for i, name := range names {
		s.add(stateRef(name), func(v *values) {
			v.set("Description", name)
			if shown := stateNames[name]; shown != "" {
				v.set("Description", shown)
			}
			v.set("Code", shortCode(i+1))
		})
	}
	return s
}

// unfPrices are independent records, one for each setting of a price.
func (c *practice) unfPrices() *listSource {
	s := &listSource{}
	for n, at := range c.priced() {
		for i := range c.goods[1:] {
			for _, k := range priceKinds {
				g := &c.goods[i+1]
				s.add(newGUID(c.seed, "ЦенаЗапись:"+k.name, n*len(c.goods)+i), func(v *values) {
					v.set("Period", at)
					v.set("ВидЦен_Key", k.ref)
					v.set("Номенклатура_Key", g.ref)
					v.set("Цена", money(c.priceAt(g, k, n)))
					v.set("Актуальность", true)
				})
			}
		}
	}
	return s
}
