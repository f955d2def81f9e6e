package standin

import "slices"

const (
	orderSet    = "Document_ЗаказКлиента"
	shipmentSet = "Document_РеализацияТоваровУслуг"
	paymentSet  = "Document_ПоступлениеБезналичныхДенежныхСредств"
	cashSet     = "Document_ПриходныйКассовыйОрдер"
	billSet     = "Document_СчетНаОплатуКлиенту"
	mailInSet   = "Document_ЭлектронноеПисьмоВходящее"
	mailOutSet  = "Document_ЭлектронноеПисьмоИсходящее"
	meetingSet  = "Document_Встреча"
	callSet     = "Document_ТелефонныйЗвонок"
	plannedSet  = "Document_ЗапланированноеВзаимодействие"

	priceRegister = "InformationRegister_ЦеныНоменклатуры"
)

func utSet(d *paper) string {
	return [...]string{orderSet, shipmentSet, paymentSet, cashSet, billSet, mailInSet, mailOutSet, meetingSet, callSet}[d.kind]
}

// utTables are the sets of УТ 11.
func utTables(c *practice) []*table {
	settlements := &paperSource{
		c: c, list: c.newList(func(e *entry) bool { return e.is(entryOwn) }, orderPaper, shipmentPaper), spaces: &c.spaces.object, row: utSettlement,
	}
	debts := c.newList(nil, shipmentPaper, paymentPaper, cashPaper)
	sales := c.newList(nil, shipmentPaper)
	return slices.Concat([]*table{
		newTable(partnerShape(), &clientSource{c: c, row: utPartner}),
		newTable(counterpartyShape(), newSide(c, c.spaces.firm, utFirm)),
		newTable(personShape(), &personSource{c, utPerson}),
		newTable(userShape(), c.userRows()),
		newTable(contactKindShape(), contactKindRows()),
		newTable(analyticsKeyShape(), newSide(c, c.spaces.key, utKey)),
		newTable(settlementShape(), settlements),
		newTable(contractShape(), newSide(c, c.spaces.contract, utContract)),
		newTable(agreementShape(), agreementRows()),
		newTable(priceKindShape(), priceKindRows()),
		newTable(propertyShape(), propertyRows()),
		newTable(complaintShape(), c.complaintRows()),
		newTable(goodShape(), c.goodRows()),
		newTable(companyShape(), one(companyRef, ownCompany)),
		newTable(currencyShape(), one(roubleRef, rouble)),
		newTable(storeShape(), one(storeRef, ownStore)),
	}, []*table{
		c.paperTable(orderShape(), utPaper, nil, orderPaper),
		c.paperTable(shipmentShape(), utPaper, nil, shipmentPaper),
		c.paperTable(paymentShape(), utPaper, nil, paymentPaper),
		c.paperTable(cashShape(), utPaper, nil, cashPaper),
		c.paperTable(billShape(), utPaper, nil, billPaper),
		c.paperTable(callShape(people()[:4]...), utTalk, nil, callPaper),
		c.paperTable(mailInShape(), utTalk, nil, mailInPaper),
		c.paperTable(mailOutShape(), utTalk, nil, mailOutPaper),
		c.paperTable(meetingShape(), utTalk, nil, meetingPaper),
		newTable(plannedShape(), &listSource{}),
		utDebts(debts).table(c), utSettlements(debts).table(c), stockRegister("ТоварыНаСкладах", sales, "ВНаличии", "КОтгрузке").table(c), utSales(sales).table(c),
		newTable(priceShape(ref("Характеристика", "Catalog_ХарактеристикиНоменклатуры"), ref("ВидЦены", "Catalog_ВидыЦен")), c.priceRows("ВидЦены_Key")),
		journalTable(callSet, mailInSet, mailOutSet, meetingSet, plannedSet),
	})
}

// utDebts is the register of debts by the day they fall due.
func utDebts(list *paperList) *register {
	return &register{
		name: debtRegister, title: "Расчеты с клиентами по срокам", dims: debtDimensions(), list: list, moves: utDebtMoves,
		// All our trade is in roubles, so the other sums repeat the first.
		resources: []string{"Долг", "ДолгРегл", "ДолгУпр", "Предоплата", "ПредоплатаРегл", "ПредоплатаУпр"},
	}
}

// utDebtMoves writes the debt a shipment makes, what a payment takes off it, or
// the advance it leaves.
func utDebtMoves(c *practice, d *paper) []move {
	if !d.posted || d.gone {
		return nil
	}
	about, document := d, composite{set: shipmentSet, ref: d.ref}
	debt, advance, receipt := money(d.sum), number(0), d.kind == shipmentPaper
	due, origin := d.due, midnight(d.date)
	if d.kind.money() {
		about = d.base
		document, due, origin = c.pointer(d.base), d.base.due, midnight(d.base.date)
		if d.base.kind == orderPaper {
			document, due, origin = c.pointer(d), midnight(d.date), midnight(d.date)
			debt, advance, receipt = 0, debt, true
		}
	}
	return []move{{
		period: d.date, receipt: receipt,
		dims: []any{c.spaces.key.at(d.partner.n), c.objectOf(about), roubleRef, document, due, origin},
		res:  []number{debt, debt, debt, advance, advance, advance},
	}}
}

// objectOf is the object of settlements of a document.
func (c *practice) objectOf(d *paper) guid {
	s := d.settled()
	e := &c.entries[s.id]
	return c.spaces.object[s.kind].at(int(e.partner)*paperSlots + int(e.slot))
}

// utSettlements is the register of settlements as a whole.
func utSettlements(list *paperList) *register {
	return &register{
		name: "AccumulationRegister_РасчетыСКлиентами", title: "Расчеты с клиентами", list: list,
		dims: []*field{
			ref("АналитикаУчетаПоПартнерам", "Catalog_КлючиАналитикиУчетаПоПартнерам"), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов"),
			ref("Валюта", "Catalog_Валюты"),
		},
		resources: []string{"Сумма", "КОплате", "Оплачивается", "КОтгрузке", "Отгружается"},
		moves: func(c *practice, d *paper) []move {
			if !d.posted || d.gone {
				return nil
			}
			about, sum := d, money(d.sum)
			if d.kind.money() {
				about, sum = d.base, -sum
			}
			return []move{{
				period: d.date, receipt: true, res: []number{sum, sum, 0, 0, 0},
				dims: []any{c.spaces.key.at(d.partner.n), c.objectOf(about), roubleRef},
			}}
		},
	}
}

// utSales counts what was sold to whom.
func utSales(list *paperList) *register {
	return &register{
		name: "AccumulationRegister_ВыручкаИСебестоимостьПродаж", title: "Выручка и себестоимость продаж", turnoverOnly: true, list: list,
		dims: []*field{
			ref("Номенклатура", "Catalog_Номенклатура"), ref("АналитикаУчетаПоПартнерам", "Catalog_КлючиАналитикиУчетаПоПартнерам"),
			ref("Менеджер", "Catalog_Пользователи"), anyOf("ЗаказКлиента", orderSet, shipmentSet),
		},
		resources: []string{"Количество", "СуммаВыручки", "СуммаВыручкиБезНДС"},
		moves: func(c *practice, d *paper) []move {
			if !d.posted || d.gone {
				return nil
			}
			var out []move
			for _, l := range d.lines {
				out = append(out, move{
					period: d.date, receipt: true,
					dims: []any{c.goods[l.good].ref, c.spaces.key.at(d.partner.n), c.managerRef(d.partner), c.pointer(d.settled())},
					res:  []number{l.quantity, money(l.sum), money(l.sum - vat(l.sum, d.date))},
				})
			}
			return out
		},
	}
}
