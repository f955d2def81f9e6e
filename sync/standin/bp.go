package standin

import (
	"slices"
	"strings"
)

const (
	bpBillSet    = "Document_СчетНаОплатуПокупателю"
	bpPaySet     = "Document_ПоступлениеНаРасчетныйСчет"
	bpPriceKinds = "Catalog_ТипыЦенНоменклатуры"
	accountsSet  = "ChartOfAccounts_Хозрасчетный"
	ledgerName   = "AccountingRegister_Хозрасчетный"
)

// bpSet tells where a document stands in БП, which knows no orders.
func bpSet(d *paper) string {
	return [...]string{"", shipmentSet, bpPaySet, cashSet, bpBillSet, mailInSet, mailOutSet, meetingSet, callSet}[d.kind]
}

// bpTables are the sets of БП 3.
func bpTables(c *practice) []*table {
	bills := c.newList(nil, billPaper)
	return slices.Concat([]*table{
		newTable(bpClientShape(), c.folderSource(bpClient)),
		newTable(bpPersonShape(), &personSource{c, bpPerson}),
		newTable(userShape(), c.userRows()),
		newTable(contactKindShape(), contactKindRows()),
		newTable(ownedContractShape("Catalog_Пользователи"), newSide(c, c.spaces.contract, bpContract)),
		newTable(priceKindShape().renamed(bpPriceKinds), priceKindRows()),
		newTable(propertyShape(), propertyRows()),
		newTable(goodShape(), c.goodRows()),
		newTable(companyShape(), one(companyRef, ownCompany)),
		newTable(currencyShape(), one(roubleRef, rouble)),
		newTable(storeShape(), one(storeRef, ownStore)),
		newTable(accountShape(), accountRows()),
	}, []*table{
		c.paperTable(bpBillShape(), bpPaper, nil, billPaper),
		c.paperTable(bpShipShape(), bpPaper, nil, shipmentPaper),
		c.paperTable(bpPayShape("ПоступлениеНаРасчетныйСчет", "Поступление на расчетный счет"), bpPaper, nil, paymentPaper),
		c.paperTable(bpPayShape("ПриходныйКассовыйОрдер", "Поступление наличных"), bpPaper, nil, cashPaper),
		c.paperTable(callShape(slices.Delete(people(), 2, 4)...), utTalk, nil, callPaper),
		c.paperTable(mailInShape(), utTalk, nil, mailInPaper),
		c.paperTable(mailOutShape(), utTalk, nil, mailOutPaper),
		c.paperTable(meetingShape(), utTalk, nil, meetingPaper),
		newTable(plannedShape(), &listSource{}),
		newTable(priceShape(ref("ТипЦен", bpPriceKinds)), c.priceRows("ТипЦен_Key")),
		newTable(billStateShape(), &stateSource{paperSource{c: c, list: bills, spaces: &c.spaces.paper, row: billState}}),
		newTable(billTermShape(), &stateSource{paperSource{c: c, list: bills, spaces: &c.spaces.paper, row: billTerm}}),
		journalTable(callSet, mailInSet, mailOutSet, meetingSet, plannedSet),
		bpLedger(c.newList(nil, shipmentPaper, paymentPaper, cashPaper)).table(c),
	})
}

func bpClient(c *practice, p *partner, v *values) {
	clientHead(p, v)
	v.set("ГоловнойКонтрагент_Key", p.ref)
	v.set("Ответственный_Key", c.managerRef(p))
	if c.headcount(p.n) > 0 {
		v.set("ОсновноеКонтактноеЛицо_Key", c.spaces.person.at(p.n*personSlots))
	}
}

func bpPerson(c *practice, h *person, v *values) {
	words := append(strings.Fields(h.name), "", "", "")
	v.set("Description", h.name)
	v.set("DeletionMark", h.marked)
	v.set("Фамилия", words[0])
	v.set("Имя", words[1])
	v.set("Отчество", words[2])
	v.set("Должность", h.position)
	v.set("ОбъектВладелец", composite{set: "Catalog_Контрагенты", ref: h.partner.ref})
	v.set("ВидКонтактногоЛица", "КонтактноеЛицоКонтрагента")
	v.set("Ответственный_Key", c.managerRef(h.partner))
	contactRows(v, "КонтактногоЛица", h.contacts)
}

func bpContract(c *practice, p *partner, v *values) {
	contractHead(p, v)
	v.set("Ответственный_Key", c.managerRef(p))
}

// bpPaper shows a document of trade as БП does.
func bpPaper(c *practice, d *paper, v *values) {
	d.header(v)
	p := d.partner
	v.set("Организация_Key", companyRef)
	v.set("СуммаДокумента", money(d.sum))
	v.set("ВалютаДокумента_Key", roubleRef)
	v.set("Ответственный_Key", c.managerRef(p))
	if d.kind.money() {
		bpPayment(c, d, v)
		return
	}
	v.set("Контрагент_Key", p.ref)
	v.set("ДоговорКонтрагента_Key", c.spaces.contract.at(p.n))
	v.set("СуммаВключаетНДС", true)
	section := "Товары"
	if d.service {
		section = "Услуги"
	}
	if d.kind == shipmentPaper {
		v.set("ВидОперации", section)
		v.set("Склад_Key", storeRef)
		for _, b := range c.trade(p) {
			if b.kind == billPaper && (b.base == d || b.base == d.base) {
				v.set("СчетНаОплатуПокупателю_Key", b.ref)
			}
		}
	}
	if v.wants(section) {
		var lines []row
		for i, l := range d.lines {
			lines = append(lines, v.line(section, i+1, "Номенклатура_Key", c.goods[l.good].ref, "Количество", l.quantity,
				"Цена", money(l.price), "Сумма", money(l.sum), "СуммаНДС", money(vat(l.sum, d.date)), "СтавкаНДС", "НДС22"))
		}
		v.set(section, lines)
	}
}

func bpPayment(c *practice, d *paper, v *values) {
	v.set("Контрагент", c.clientPointer(d.partner))
	v.set("ВидОперации", "ОплатаПокупателя")
	v.set("НомерВходящегоДокумента", incomingNumber(d))
	v.set("ДатаВходящегоДокумента", midnight(d.date))
	v.set("НазначениеПлатежа", "Оплата по документу "+d.base.number)
	if !v.wants("РасшифровкаПлатежа") {
		return
	}
	cells := []any{"ДоговорКонтрагента_Key", c.spaces.contract.at(d.partner.n), "СуммаПлатежа", money(d.sum)}
	if d.base.kind == shipmentPaper {
		cells = append(cells, "Сделка", c.pointer(d.base))
	}
	for _, b := range c.trade(d.partner) {
		if b.kind == billPaper && b.base == d.base {
			cells = append(cells, "СчетНаОплату_Key", b.ref)
		}
	}
	v.set("РасшифровкаПлатежа", []row{v.line("РасшифровкаПлатежа", 1, cells...)})
}

// stateSource has records about documents, which are no objects themselves.
type stateSource struct{ paperSource }

func (s *stateSource) find(guid) int32 { return -1 }

func (s *stateSource) fill(i int32, v *values) { s.row(s.c, s.c.paper(s.list.ids[i]), v) }

func billState(c *practice, d *paper, v *values) {
	state := "НеОплачен"
	switch paid := d.base.paid; {
	case paid >= d.sum:
		state = "Оплачен"
	case paid > 0:
		state = "ОплаченЧастично"
	}
	v.set("Организация_Key", companyRef)
	v.set("Документ", c.pointer(d))
	v.set("Статус", composite{edm: "StandardODATA.СтатусОплатыСчета", text: state})
}

func billTerm(c *practice, d *paper, v *values) {
	v.set("Организация_Key", companyRef)
	v.set("Документ", c.pointer(d))
	v.set("СрокОплаты", d.due)
}
