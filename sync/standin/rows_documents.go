package standin

import "strconv"

// paperRow shows a document of trade as its set does.
type paperRow struct {
	*paper
	c *practice
}

func (d *paperRow) fill(v *values) {
	v.set("Number", d.number)
	v.set("Date", d.date)
	v.set("Posted", d.posted)
	v.set("DeletionMark", d.marked)
	v.set("СуммаДокумента", money(d.sum))
	v.set("Организация_Key", companyRef)
	v.set("Валюта_Key", roubleRef)
	if d.kind != paymentPaper {
		v.set("Партнер_Key", d.partner.ref)
		v.set("Контрагент_Key", d.firm.ref)
		if d.partner.manager >= 0 {
			v.set("Менеджер_Key", d.c.managers[d.partner.manager].ref)
		}
		d.steps(v)
	}
	switch d.kind {
	case orderPaper:
		d.order(v)
	case shipmentPaper:
		d.shipment(v)
	case paymentPaper:
		d.payment(v)
	case billPaper:
		v.set("ДокументОснование", d.base.pointer())
		v.set("НазначениеПлатежа", "Оплата по счёту "+d.number)
	}
}

// pointer is the reference to a document as a composite attribute holds it.
func (d *paper) pointer() composite {
	sets := [...]string{orderSet, shipmentSet, paymentSet, billSet}
	return composite{set: sets[d.kind], ref: d.ref}
}

func (d *paperRow) steps(v *values) {
	v.set("ЭтапыГрафикаОплаты", []row{v.line("ЭтапыГрафикаОплаты", 1, map[string]any{
		"ВариантОплаты": "КредитПослеОтгрузки", "ДатаПлатежа": d.due, "ПроцентПлатежа": number(100_000), "СуммаПлатежа": money(d.sum),
	})})
}

func (d *paperRow) order(v *values) {
	v.set("Статус", d.status)
	v.set("Согласован", d.status != "НеСогласован")
	v.set("ДатаОтгрузки", d.due)
	v.set("ХозяйственнаяОперация", "РеализацияКлиенту")
	if len(d.partner.people) > 0 {
		v.set("КонтактноеЛицо_Key", d.partner.people[0].ref)
	}
	v.set("ОбъектРасчетов_Key", d.object)
	v.set("Автор", composite{set: "Catalog_ВнешниеПользователи", ref: newGUID(0, "Внешние", 1)})
	v.set("МаксимальныйКодСтроки", int64(len(d.lines)))
	v.set("Товары", d.goodsRows(v, map[string]any{"ДатаОтгрузки": d.due, "ВариантОбеспечения": "СоСклада"}))
}

func (d *paperRow) shipment(v *values) {
	v.set("Статус", d.status)
	v.set("СуммаВзаиморасчетов", money(d.sum))
	v.set("ДатаПлатежа", d.due)
	more := map[string]any{"ОбъектРасчетов_Key": d.settled().object}
	if d.base != nil {
		v.set("РеализацияПоЗаказам", true)
		v.set("ЗаказКлиента", d.base.pointer())
		more["ЗаказКлиента"] = d.base.pointer()
	}
	if d.partner.manager >= 0 {
		v.set("Автор_Key", d.c.managers[d.partner.manager].ref)
	}
	v.set("Товары", d.goodsRows(v, more))
}

func (d *paperRow) payment(v *values) {
	v.set("Контрагент_Key", d.firm.ref)
	v.set("ХозяйственнаяОперация", "ПоступлениеОплатыОтКлиента")
	v.set("ДатаВходящегоДокумента", midnight(d.date))
	v.set("НомерВходящегоДокумента", strconv.Itoa(int(d.ref[0])*4+1))
	v.set("НазначениеПлатежа", "Оплата по документу "+d.base.number+" от "+d.base.date.Format("02.01.2006"))
	v.set("ПроведеноБанком", true)
	v.set("РасшифровкаПлатежа", []row{v.line("РасшифровкаПлатежа", 1, map[string]any{
		"Партнер_Key": d.partner.ref, "ОснованиеПлатежа": d.base.pointer(), "Сумма": money(d.sum), "СуммаВзаиморасчетов": money(d.sum),
		"ОбъектРасчетов_Key": d.base.settled().object, "ВалютаВзаиморасчетов_Key": roubleRef,
	})})
}

func (d *paperRow) goodsRows(v *values, more map[string]any) []row {
	out := make([]row, 0, len(d.lines))
	for i, l := range d.lines {
		tax := vat(l.sum, d.date)
		cells := map[string]any{
			"Номенклатура_Key": d.c.goods[l.good].ref, "Количество": l.quantity, "КоличествоУпаковок": l.quantity,
			"Цена": money(l.price), "Сумма": money(l.sum), "СуммаНДС": money(tax), "СуммаСНДС": money(l.sum), "КодСтроки": int64(i + 1),
		}
		for name, val := range more {
			cells[name] = val
		}
		out = append(out, v.line("Товары", i+1, cells))
	}
	return out
}
