package standin

import "strconv"

func codeOf(n int) string {
	digits := strconv.Itoa(n)
	return "00-" + "00000000"[:max(0, 8-len(digits))] + digits
}

// utPartner shows a partner as Catalog_Партнеры does.
func utPartner(c *practice, p *partner, v *values) {
	v.set("Description", p.name)
	if v.wants("Code") {
		v.set("Code", codeOf(p.n))
	}
	v.set("DeletionMark", p.marked)
	v.set("Predefined", p.predefined != "")
	v.set("PredefinedDataName", p.predefined)
	if p.grouped {
		v.set("Parent_Key", c.spaces.partner.at(c.clients+firmless))
	}
	v.set("НаименованиеПолное", p.fullName)
	v.set("ОсновнойМенеджер_Key", c.managerRef(p))
	v.set("ДатаРегистрации", p.registered)
	v.set("ДатаРождения", p.birthday)
	v.set("Клиент", p.client)
	v.set("Поставщик", p.supplier)
	v.set("ПрочиеОтношения", p.other)
	v.set("Комментарий", p.comment)
	v.set("ЮрФизЛицо", "Компания")
	if p.private {
		v.set("ЮрФизЛицо", "ЧастноеЛицо")
	}
	if p.client {
		v.set("ВидЦен_Key", priceKinds[p.n%len(priceKinds)].ref)
	}
	contactRows(v, "Партнера", p.contacts)
	if p.segment != "" {
		extraRow(v, segmentRef, composite{edm: "Edm.String", text: p.segment})
	}
}

// extraRow is one attribute the firm added itself.
func extraRow(v *values, property guid, value composite) {
	if v.wants("ДополнительныеРеквизиты") {
		v.set("ДополнительныеРеквизиты", []row{v.line("ДополнительныеРеквизиты", 1, "Свойство_Key", property, "Значение", value)})
	}
}

func utFirm(_ *practice, p *partner, v *values) {
	f := p.firm
	v.set("Description", f.fullName)
	v.set("DeletionMark", f.marked)
	v.set("НаименованиеПолное", f.fullName)
	v.set("ИНН", f.inn)
	v.set("КПП", f.kpp)
	v.set("Партнер_Key", p.ref)
	v.set("ГоловнойКонтрагент_Key", f.ref) // its own head, as a rule
	v.set("ЮрФизЛицо", f.legal)
	v.set("ЮридическоеФизическоеЛицо", legalKind(f.legal))
	contactRows(v, "Контрагента", f.contacts)
	if f.kpp != "" && v.wants("ИсторияКПП") {
		v.set("ИсторияКПП", []row{v.line("ИсторияКПП", 1, "Период", p.registered, "КПП", f.kpp)})
	}
}

func legalKind(legal string) string {
	if legal != "ЮрЛицо" {
		return "ФизическоеЛицо"
	}
	return "ЮридическоеЛицо"
}

func utPerson(_ *practice, h *person, v *values) {
	v.set("Description", h.name)
	v.set("DeletionMark", h.marked)
	v.set("Owner_Key", h.partner.ref)
	v.set("ДолжностьПоВизитке", h.position)
	v.set("ДатаРегистрацииСвязи", h.partner.registered)
	v.set("ДатаПрекращенияСвязи", h.left)
	v.set("ДатаРождения", h.birthday)
	v.set("Пол", sexOf(h))
	// The author may be an outside user, a type nobody publishes.
	v.set("Автор", outsider)
	contactRows(v, "КонтактногоЛица", h.contacts)
	if !h.birthday.IsZero() {
		extraRow(v, birthdayRef, composite{edm: "Edm.DateTime", text: formatDate(h.birthday)})
	}
}

var outsider = composite{set: "Catalog_ВнешниеПользователи", ref: newGUID(0, "Внешние", 1)}

func sexOf(h *person) string {
	if h.female {
		return "Женский"
	}
	return "Мужской"
}

func utKey(c *practice, p *partner, v *values) {
	v.set("Description", p.name+"; Учебная компания; "+p.firm.fullName)
	v.set("Партнер_Key", p.ref)
	v.set("Организация_Key", companyRef)
	v.set("Контрагент", composite{set: "Catalog_Контрагенты", ref: p.firm.ref})
	v.set("Договор", composite{set: "Catalog_ДоговорыКонтрагентов", ref: c.spaces.contract.at(p.n)})
}

func utContract(c *practice, p *partner, v *values) {
	v.set("Description", contractName(p))
	v.set("DeletionMark", p.marked)
	v.set("Партнер_Key", p.ref)
	v.set("Контрагент_Key", p.firm.ref)
	v.set("Организация_Key", companyRef)
	v.set("Номер", strconv.Itoa(p.n))
	v.set("Дата", p.registered)
	v.set("Статус", "Действует")
	v.set("ОграничиватьСуммуЗадолженности", p.firm.limit > 0)
	v.set("ДопустимаяСуммаЗадолженности", money(p.firm.limit))
	v.set("СрокОплаты", int64(p.firm.terms))
	v.set("Менеджер_Key", c.managerRef(p))
	v.set("ВалютаВзаиморасчетов_Key", roubleRef)
}

func contractName(p *partner) string {
	return "Договор " + strconv.Itoa(p.n) + " от " + p.registered.Format("02.01.2006")
}

func utSettlement(c *practice, d *paper, v *values) {
	title := "Заказ клиента "
	if d.kind == shipmentPaper {
		title = "Реализация товаров и услуг "
	}
	v.set("Description", title+d.number+" от "+d.date.Format("02.01.2006"))
	v.set("Объект", c.pointer(d))
	v.set("Партнер_Key", d.partner.ref)
	v.set("Контрагент", composite{set: "Catalog_Контрагенты", ref: d.partner.firm.ref})
	v.set("Организация_Key", companyRef)
	v.set("Номер", d.number)
	v.set("Дата", d.date)
	v.set("ТипРасчетов", "РасчетыСКлиентом")
	v.set("ВалютаВзаиморасчетов_Key", roubleRef)
}
