package standin

import "time"

// unfPaper shows a document of trade as УНФ does.
func unfPaper(c *practice, d *paper, v *values) {
	d.header(v)
	p := d.partner
	v.set("Контрагент_Key", p.ref)
	v.set("Договор_Key", c.spaces.contract.at(p.n))
	v.set("Организация_Key", companyRef)
	v.set("СуммаДокумента", money(d.sum))
	v.set("ВалютаДокумента_Key", roubleRef)
	v.set("Ответственный_Key", p.staffKey())
	v.set("Автор_Key", c.managerRef(p))
	if d.kind.money() {
		unfPayment(c, d, v)
		return
	}
	if v.wants("ПлатежныйКалендарь") {
		v.set("ПлатежныйКалендарь", []row{v.line("ПлатежныйКалендарь", 1, "ДатаОплаты", d.due, "ПроцентОплаты", number(100_000), "СуммаОплаты", money(d.sum))})
	}
	section := "Запасы"
	switch d.kind {
	case orderPaper:
		v.set("СостояниеЗаказа_Key", stateRef(d.status))
		v.set("ДатаОтгрузки", d.due)
		v.set("ДатаИзменения", d.date)
		if d.service {
			section = "Работы"
		}
	case shipmentPaper:
		if d.base != nil {
			v.set("Заказ", c.pointer(d.base))
		}
		if d.service {
			section = "РаботыИУслуги"
		} else {
			v.set("СтруктурнаяЕдиница_Key", storeRef)
		}
	default:
		v.set("ДокументОснование", c.pointer(d.base))
	}
	if v.wants(section) {
		v.set(section, c.unfLines(d, v, section))
	}
}

func (c *practice) unfLines(d *paper, v *values, section string) []row {
	var out []row
	for i, l := range d.lines {
		out = append(out, v.line(section, i+1, "Номенклатура", composite{set: "Catalog_Номенклатура", ref: c.goods[l.good].ref},
			"Количество", l.quantity, "Цена", money(l.price), "Сумма", money(l.sum), "СуммаНДС", money(vat(l.sum, d.date)), "Всего", money(l.sum)))
	}
	return out
}

func unfPayment(c *practice, d *paper, v *values) {
	v.set("ВидОперации", "ОтПокупателя")
	v.set("НомерВходящегоДокумента", incomingNumber(d))
	v.set("ДатаВходящегоДокумента", midnight(d.date))
	v.set("НазначениеПлатежа", "Оплата по документу "+d.base.number)
	if !v.wants("РасшифровкаПлатежа") {
		return
	}
	cells := []any{"Договор_Key", c.spaces.contract.at(d.partner.n), "СуммаРасчетов", money(d.sum), "СуммаПлатежа", money(d.sum)}
	if d.base.kind == orderPaper {
		cells = append(cells, "Заказ", c.pointer(d.base), "ПризнакАванса", true)
	} else {
		cells = append(cells, "Документ", c.pointer(d.base))
	}
	for _, b := range c.trade(d.partner) {
		if b.kind == billPaper && b.base == d.base {
			cells = append(cells, "СчетНаОплату", c.pointer(b))
		}
	}
	v.set("РасшифровкаПлатежа", []row{v.line("РасшифровкаПлатежа", 1, cells...)})
}

// unfEvent shows an interaction as УНФ does, whatever its kind.
func unfEvent(c *practice, d *paper, v *values) {
	d.header(v)
	n := d.note
	who, _ := c.contactPointer(d)
	kinds := map[paperKind]string{mailInPaper: "ЭлектронноеПисьмо", mailOutPaper: "ЭлектронноеПисьмо", meetingPaper: "ЛичнаяВстреча", callPaper: "ТелефонныйЗвонок"}
	v.set("ТипСобытия", kinds[d.kind])
	v.set("ВходящееИсходящееСобытие", "Исходящее")
	if n.incoming {
		v.set("ВходящееИсходящееСобытие", "Входящее")
	}
	length := n.length
	if d.kind == mailInPaper || d.kind == mailOutPaper {
		length = time.Duration(0)
	}
	v.set("НачалоСобытия", d.date)
	v.set("ОкончаниеСобытия", d.date.Add(length))
	v.set("Тема", composite{edm: "Edm.String", text: n.topic})
	v.set("Содержание", n.text)
	v.set("Состояние_Key", stateRef("Завершено"))
	v.set("Ответственный_Key", staffRef(n.manager))
	v.set("Автор_Key", c.managers[n.manager].ref)
	v.set("Участники", []row{v.line("Участники", 1, "Контакт", who, "КакСвязаться", n.address)})
}

// unfDebtRegister is what clients owe, and what they paid beforehand.
func unfDebtRegister(list *paperList) *register {
	return &register{
		name: unfDebts, title: "Расчеты с покупателями", list: list, resources: []string{"Сумма", "СуммаВал"},
		dims: []*field{
			ref("Организация", "Catalog_Организации"), enum("ТипРасчетов"), ref("Контрагент", "Catalog_Контрагенты"),
			ref("Договор", "Catalog_ДоговорыКонтрагентов"), anyOf("Документ", unfShipSet, unfActSet, unfPaySet, unfCashSet), anyOf("Заказ", unfOrderSet),
		},
		moves: func(c *practice, d *paper) []move {
			if !d.posted || d.gone {
				return nil
			}
			kind, document, order, sum := "Долг", d, composite{}, money(d.sum)
			receipt := d.kind == shipmentPaper
			switch {
			case receipt && d.base != nil:
				order = c.pointer(d.base)
			case !receipt && d.base.kind == orderPaper:
				// An advance is what the firm owes: it lessens the whole.
				kind, order = "Аванс", c.pointer(d.base)
			case !receipt:
				document = d.base
				if d.base.base != nil {
					order = c.pointer(d.base.base)
				}
			}
			return []move{{
				period: d.date, receipt: receipt, res: []number{sum, sum},
				dims: []any{companyRef, kind, d.partner.ref, c.spaces.contract.at(d.partner.n), c.pointer(document), order},
			}}
		},
	}
}

// unfSales counts what was sold to whom.
func unfSales(list *paperList) *register {
	return &register{
		name: unfSalesName, title: "Продажи", turnoverOnly: true, list: list, resources: []string{"Количество", "Сумма", "СуммаНДС", "Себестоимость"},
		dims: []*field{
			ref("Номенклатура", "Catalog_Номенклатура"), ref("Контрагент", "Catalog_Контрагенты"), anyOf("Документ", unfShipSet, unfActSet),
			ref("Ответственный", "Catalog_Сотрудники"), ref("Организация", "Catalog_Организации"),
		},
		moves: func(c *practice, d *paper) []move {
			if !d.posted || d.gone {
				return nil
			}
			var out []move
			for _, l := range d.lines {
				out = append(out, move{
					period: d.date, receipt: true, dims: []any{c.goods[l.good].ref, d.partner.ref, c.pointer(d), d.partner.staffKey(), companyRef},
					res: []number{l.quantity, money(l.sum), money(vat(l.sum, d.date)), money(l.sum * 7 / 10)},
				})
			}
			return out
		},
	}
}
