package standin

import "strconv"

// header sets what every document has.
func (d *paper) header(v *values) {
	v.set("Number", d.number)
	v.set("Date", d.date)
	v.set("Posted", d.posted)
	v.set("DeletionMark", d.marked)
}

// utPaper shows a document of trade as its set does.
func utPaper(c *practice, d *paper, v *values) {
	d.header(v)
	v.set("СуммаДокумента", money(d.sum))
	v.set("Организация_Key", companyRef)
	v.set("Валюта_Key", roubleRef)
	if !d.kind.money() {
		v.set("Партнер_Key", d.partner.ref)
		v.set("Контрагент_Key", d.partner.firm.ref)
		v.set("Менеджер_Key", c.managerRef(d.partner))
		if v.wants("ЭтапыГрафикаОплаты") {
			v.set("ЭтапыГрафикаОплаты", []row{v.line("ЭтапыГрафикаОплаты", 1,
				"ВариантОплаты", "КредитПослеОтгрузки", "ДатаПлатежа", d.due, "ПроцентПлатежа", number(100_000), "СуммаПлатежа", money(d.sum))})
		}
	}
	switch d.kind {
	case orderPaper:
		utOrder(c, d, v)
	case shipmentPaper:
		utShipment(c, d, v)
	case paymentPaper, cashPaper:
		utPayment(c, d, v)
	default:
		v.set("ДокументОснование", c.pointer(d.base))
		v.set("НазначениеПлатежа", "Оплата по счёту "+d.number)
	}
}

func utOrder(c *practice, d *paper, v *values) {
	v.set("Статус", d.status)
	v.set("Согласован", d.status != "НеСогласован")
	v.set("ДатаОтгрузки", d.due)
	v.set("ХозяйственнаяОперация", "РеализацияКлиенту")
	v.set("Соглашение_Key", agreementRefs[d.partner.n%len(agreementRefs)])
	v.set("Договор_Key", c.spaces.contract.at(d.partner.n))
	if v.wants("КонтактноеЛицо_Key") && c.headcount(d.partner.n) > 0 {
		v.set("КонтактноеЛицо_Key", c.spaces.person.at(d.partner.n*personSlots))
	}
	v.set("ОбъектРасчетов_Key", c.objectOf(d))
	v.set("Автор", outsider)
	v.set("МаксимальныйКодСтроки", int64(len(d.lines)))
	if v.wants("Товары") {
		v.set("Товары", c.goodsLines(d, v, "ДатаОтгрузки", d.due, "ВариантОбеспечения", "СоСклада"))
	}
}

func utShipment(c *practice, d *paper, v *values) {
	v.set("Статус", d.status)
	v.set("СуммаВзаиморасчетов", money(d.sum))
	v.set("ДатаПлатежа", d.due)
	v.set("Склад_Key", storeRef)
	more := []any{"ОбъектРасчетов_Key", c.objectOf(d)}
	if d.base != nil {
		v.set("РеализацияПоЗаказам", true)
		v.set("ЗаказКлиента", c.pointer(d.base))
		more = append(more, "ЗаказКлиента", c.pointer(d.base))
	}
	v.set("Автор_Key", c.managerRef(d.partner))
	if v.wants("Товары") {
		v.set("Товары", c.goodsLines(d, v, more...))
	}
}

func utPayment(c *practice, d *paper, v *values) {
	v.set("ХозяйственнаяОперация", "ПоступлениеОплатыОтКлиента")
	purpose := "Оплата по документу " + d.base.number + " от " + d.base.date.Format("02.01.2006")
	if d.kind == cashPaper {
		v.set("Контрагент", composite{set: "Catalog_Контрагенты", ref: d.partner.firm.ref})
		v.set("ПринятоОт", d.partner.fullName)
		v.set("Основание", purpose)
	} else {
		v.set("Контрагент_Key", d.partner.firm.ref)
		v.set("ДатаВходящегоДокумента", midnight(d.date))
		v.set("НомерВходящегоДокумента", incomingNumber(d))
		v.set("НазначениеПлатежа", purpose)
		v.set("ПроведеноБанком", true)
	}
	if v.wants("РасшифровкаПлатежа") {
		v.set("РасшифровкаПлатежа", []row{v.line("РасшифровкаПлатежа", 1,
			"Партнер_Key", d.partner.ref, "ОснованиеПлатежа", c.pointer(d.base), "Сумма", money(d.sum), "СуммаВзаиморасчетов", money(d.sum),
			"ОбъектРасчетов_Key", c.objectOf(d.base), "ВалютаВзаиморасчетов_Key", roubleRef)})
	}
}

// incomingNumber is the number the client's bank gave.
func incomingNumber(d *paper) string { return strconv.Itoa(int(d.ref[0])*4 + 1) }

// goodsLines are the lines of an order or a shipment.
func (c *practice) goodsLines(d *paper, v *values, more ...any) []row {
	out := make([]row, 0, len(d.lines))
	for i, l := range d.lines {
		cells := append([]any{
			"Номенклатура_Key", c.goods[l.good].ref, "Количество", l.quantity, "КоличествоУпаковок", l.quantity,
			"Цена", money(l.price), "Сумма", money(l.sum), "СуммаНДС", money(vat(l.sum, d.date)), "СуммаСНДС", money(l.sum),
			"КодСтроки", int64(i + 1), "Склад_Key", storeRef,
		}, more...)
		out = append(out, v.line("Товары", i+1, cells...))
	}
	return out
}

// utTalk shows an interaction as the library's documents do.
func utTalk(c *practice, d *paper, v *values) {
	d.header(v)
	n := d.note
	who, name := c.contactPointer(d)
	user := c.managers[n.manager].ref
	v.set("Тема", n.topic)
	v.set("Автор_Key", user)
	v.set("Ответственный_Key", user)
	v.set("Важность", "Обычная")
	switch d.kind {
	case callPaper:
		v.set("Входящий", n.incoming)
		v.set("Описание", n.text)
		v.set("АбонентКонтакт", who)
		v.set("АбонентПредставление", name)
		v.set("АбонентКакСвязаться", n.address)
	case mailInPaper, mailOutPaper:
		c.letter(d, v, who, name)
	default:
		v.set("Описание", n.text)
		v.set("ДатаНачала", d.date)
		v.set("ДатаОкончания", d.date.Add(n.length))
		v.set("Участники", []row{v.line("Участники", 1, "Контакт", who, "ПредставлениеКонтакта", name)})
	}
}

func (c *practice) letter(d *paper, v *values, who composite, name string) {
	n := d.note
	v.set("Текст", n.text)
	v.set("ТипТекста", "ПростойТекст")
	v.set("ИдентификаторСообщения", "<"+d.ref.String()+"@stend.example>")
	v.set("Размер", number(1000*len(n.text)))
	mine := c.managers[n.manager].email
	if d.kind == mailInPaper {
		v.set("ДатаПолучения", d.date)
		v.set("ОтправительАдрес", n.address)
		v.set("ОтправительПредставление", name+" <"+n.address+">")
		v.set("ОтправительКонтакт", who)
		v.set("СписокПолучателейПисьма", mine)
		v.set("ПолучателиПисьма", []row{v.line("ПолучателиПисьма", 1, "Адрес", mine)})
		return
	}
	v.set("ДатаОтправления", d.date)
	v.set("СтатусПисьма", "Отправлено")
	v.set("СписокПолучателейПисьма", n.address)
	v.set("ПолучателиПисьма", []row{v.line("ПолучателиПисьма", 1, "Адрес", n.address, "Представление", name, "Контакт", who)})
}
