package standin

import (
	"fmt"
)

func codeOf(n int) string { return fmt.Sprintf("00-%08d", n) }

// partnerRow shows a partner as Catalog_Партнеры does.
type partnerRow struct {
	*partner
	c *practice
}

func (p *partnerRow) fill(v *values) {
	v.set("Description", p.name)
	v.set("Code", codeOf(p.n))
	v.set("DeletionMark", p.marked)
	v.set("Predefined", p.predefined != "")
	v.set("PredefinedDataName", p.predefined)
	v.set("Parent_Key", p.parent)
	v.set("НаименованиеПолное", p.fullName)
	if p.manager >= 0 {
		v.set("ОсновнойМенеджер_Key", p.c.managers[p.manager].ref)
	}
	v.set("ДатаРегистрации", p.registered)
	v.set("Клиент", p.client)
	v.set("Поставщик", p.supplier)
	v.set("ПрочиеОтношения", p.other)
	v.set("Комментарий", p.comment)
	v.set("ЮрФизЛицо", "Компания")
	if p.private {
		v.set("ЮрФизЛицо", "ЧастноеЛицо")
	}
	contactRows(v, "Партнера", p.contacts)
}

func (f *firm) fill(v *values) {
	v.set("Description", f.fullName)
	v.set("DeletionMark", f.marked)
	v.set("НаименованиеПолное", f.fullName)
	v.set("ИНН", f.inn)
	v.set("КПП", f.kpp)
	v.set("Партнер_Key", f.partner.ref)
	v.set("ГоловнойКонтрагент_Key", f.ref) // its own head, as a rule
	v.set("ЮрФизЛицо", f.legal)
	v.set("ЮридическоеФизическоеЛицо", "ЮридическоеЛицо")
	if f.legal != "ЮрЛицо" {
		v.set("ЮридическоеФизическоеЛицо", "ФизическоеЛицо")
	}
	contactRows(v, "Контрагента", f.contacts)
	if f.kpp != "" {
		v.set("ИсторияКПП", []row{v.line("ИсторияКПП", 1, map[string]any{"Период": f.partner.registered, "КПП": f.kpp})})
	}
}

func (h *person) fill(v *values) {
	v.set("Description", h.name)
	v.set("DeletionMark", h.marked)
	v.set("Owner_Key", h.partner.ref)
	v.set("ДолжностьПоВизитке", h.position)
	v.set("ДатаРегистрацииСвязи", h.partner.registered)
	v.set("ДатаПрекращенияСвязи", h.left)
	v.set("Пол", "Мужской")
	if h.female {
		v.set("Пол", "Женский")
	}
	// The author may be an outside user, a type nobody publishes.
	v.set("Автор", composite{set: "Catalog_ВнешниеПользователи", ref: newGUID(0, "Внешние", 1)})
	contactRows(v, "КонтактногоЛица", h.contacts)
}

func (m *manager) fill(v *values) {
	v.set("Description", m.name)
	v.set("Недействителен", m.invalid)
	v.set("Служебный", m.internal)
	v.set("ИдентификаторПользователяИБ", newGUID(0, "ИБ:"+m.name, 0))
	var lines []contactLine
	if m.email != "" {
		lines = append(lines, contactLine{kind: lineMail, text: m.email})
	}
	contactRows(v, "Пользователя", lines)
}

type contactKindName string

func (k contactKindName) fill(v *values) {
	name := string(k)
	kinds := map[byte]string{'E': "АдресЭлектроннойПочты"}
	typ := kinds[name[0]]
	titles := map[string]string{"Телефон": "Телефон", "МобильныйТелефон": "Мобильный телефон"}
	title := "Email"
	if typ == "" {
		typ, title = "Адрес", "Адрес"
		for prefix, t := range titles {
			if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
				typ, title = "Телефон", t
			}
		}
	}
	v.set("Description", title)
	v.set("Predefined", true)
	v.set("PredefinedDataName", name)
	v.set("ИмяПредопределенногоВида", name)
	v.set("Тип", typ)
	v.set("Используется", true)
}

func (g *good) fill(v *values) {
	v.set("Description", g.name)
	v.set("НаименованиеПолное", g.name)
	v.set("Code", codeOf(g.n))
	v.set("IsFolder", g.group)
	v.set("Parent_Key", g.folder)
	if !g.group {
		v.set("ТипНоменклатуры", "Товар")
		v.set("Артикул", fmt.Sprintf("Т-%04d", g.n))
		v.set("ЕдиницаИзмерения_Key", newGUID(0, "Единица:"+g.unit, 0))
	}
}

type ownCompany struct{}

func (ownCompany) fill(v *values) {
	v.set("Description", "Учебная компания")
	v.set("НаименованиеПолное", `ООО "Учебная компания"`)
	v.set("НаименованиеСокращенное", `ООО "Учебная компания"`)
	v.set("ИНН", "0070000004")
	v.set("КПП", "000101001")
	v.set("Префикс", "УТ")
}

type rouble struct{}

func (rouble) fill(v *values) {
	v.set("Description", "RUB")
	v.set("Code", "643")
	v.set("НаименованиеПолное", "Российский рубль")
}

type analyticsKey struct{ *firm }

func (k *analyticsKey) fill(v *values) {
	v.set("Description", k.partner.name+"; Учебная компания; "+k.fullName)
	v.set("Партнер_Key", k.partner.ref)
	v.set("Организация_Key", companyRef)
	v.set("Контрагент", composite{set: "Catalog_Контрагенты", ref: k.ref})
}

type settlementRow struct{ *paper }

func (o *settlementRow) fill(v *values) {
	set, title := orderSet, "Заказ клиента "
	if o.kind == shipmentPaper {
		set, title = shipmentSet, "Реализация товаров и услуг "
	}
	v.set("Description", title+o.number+" от "+o.date.Format("02.01.2006"))
	v.set("Объект", composite{set: set, ref: o.ref})
	v.set("Партнер_Key", o.partner.ref)
	v.set("Контрагент", composite{set: "Catalog_Контрагенты", ref: o.firm.ref})
	v.set("Организация_Key", companyRef)
	v.set("Номер", o.number)
	v.set("Дата", o.date)
	v.set("ТипРасчетов", "РасчетыСКлиентом")
	v.set("ВалютаВзаиморасчетов_Key", roubleRef)
}
