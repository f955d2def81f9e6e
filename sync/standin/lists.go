package standin

import (
	"strings"
	"time"
)

var storeRef = newGUID(0, "Склады", 1)

// one is a set of a single row.
func one(ref guid, row func(*values)) *listSource {
	s := &listSource{}
	s.add(ref, row)
	return s
}

func (c *practice) userRows() *listSource {
	s := &listSource{}
	for i := range c.managers {
		m := &c.managers[i]
		s.add(m.ref, func(v *values) {
			v.set("Description", m.name)
			v.set("Недействителен", m.invalid)
			v.set("Служебный", m.internal)
			v.set("ИдентификаторПользователяИБ", newGUID(0, "ИБ:"+m.name, 0))
			var lines []contactLine
			if m.email != "" {
				lines = append(lines, contactLine{kind: lineMail, text: m.email})
			}
			contactRows(v, "Пользователя", lines)
		})
	}
	return s
}

func contactKindRows() *listSource {
	s := &listSource{}
	for _, name := range contactKinds {
		typ, title := "Адрес", "Адрес"
		switch {
		case strings.HasPrefix(name, "Email"):
			typ, title = "АдресЭлектроннойПочты", "Email"
		case strings.HasPrefix(name, "Телефон"):
			typ, title = "Телефон", "Телефон"
		case strings.HasPrefix(name, "МобильныйТелефон"):
			typ, title = "Телефон", "Мобильный телефон"
		}
		s.add(contactKindRef(name), func(v *values) {
			v.set("Description", title)
			v.set("Predefined", true)
			v.set("PredefinedDataName", name)
			v.set("ИмяПредопределенногоВида", name)
			v.set("Тип", typ)
			v.set("Используется", true)
		})
	}
	return s
}

func (c *practice) goodRows() *listSource {
	s := &listSource{}
	for i := range c.goods {
		g := &c.goods[i]
		s.add(g.ref, func(v *values) {
			v.set("Description", g.name)
			v.set("НаименованиеПолное", g.name)
			v.set("Code", codeOf(g.n))
			v.set("IsFolder", g.group)
			v.set("Parent_Key", g.folder)
			if g.group {
				return
			}
			v.set("ТипНоменклатуры", "Товар")
			if g.service {
				v.set("ТипНоменклатуры", "Услуга")
			}
			v.set("Артикул", "Т-"+codeOf(g.n)[7:])
			v.set("ЕдиницаИзмерения_Key", newGUID(0, "Единица:"+g.unit, 0))
		})
	}
	return s
}

func ownCompany(v *values) {
	v.set("Description", "Учебная компания")
	v.set("НаименованиеПолное", `ООО "Учебная компания"`)
	v.set("НаименованиеСокращенное", `ООО "Учебная компания"`)
	v.set("ИНН", "0070000004")
	v.set("КПП", "000101001")
	v.set("Префикс", "УТ")
}

func rouble(v *values) {
	v.set("Description", "RUB")
	v.set("Code", "643")
	v.set("НаименованиеПолное", "Российский рубль")
}

func storeShape() *shape { return catalog("Склады", "Склад", 0, enum("ТипСклада")) }

func ownStore(v *values) {
	v.set("Description", "Основной склад")
	v.set("ТипСклада", "ОптовыйСклад")
}

// priceKind is one list of prices: so many hundredths of the base price.
type priceKind struct {
	ref     guid
	name    string
	percent Kopecks
}

var priceKinds = []priceKind{
	{newGUID(0, "ВидыЦен", 1), "Оптовая", 100}, {newGUID(0, "ВидыЦен", 2), "Розничная", 120},
}

func priceKindRows() *listSource {
	s := &listSource{}
	for _, k := range priceKinds {
		s.add(k.ref, func(v *values) {
			v.set("Description", k.name)
			v.set("ЦенаВключаетНДС", true)
			v.set("ВалютаЦены_Key", roubleRef)
			if _, ok := v.shape.index["Статус"]; ok {
				v.set("Статус", "Действует")
			}
		})
	}
	return s
}

var agreementRefs = []guid{newGUID(0, "Соглашения", 1), newGUID(0, "Соглашения", 2)}

func agreementRows() *listSource {
	s := &listSource{}
	for i, ref := range agreementRefs {
		s.add(ref, func(v *values) {
			v.set("Description", priceKinds[i].name+", типовое")
			v.set("ВидЦен_Key", priceKinds[i].ref)
			v.set("Статус", "Действует")
			v.set("Типовое", true)
		})
	}
	return s
}

// Attributes the firm added itself: the segment of a client, the birthday of a
// person.
var segmentRef, birthdayRef = newGUID(0, "Свойства", 1), newGUID(0, "Свойства", 2)

// segments are what the firm calls its kinds of clients: an added attribute, and in
// УНФ a tag as well.
var segments = []string{"Опт", "Розница", "Застройщики", "Бригады"}

func tagRows() *listSource {
	s := &listSource{}
	for _, name := range segments {
		s.add(newGUID(0, "Тег:"+name, 0), func(v *values) { v.set("Description", name) })
	}
	return s
}

func propertyRows() *listSource {
	s := &listSource{}
	add := func(ref guid, owner, title, name string) {
		s.add(ref, func(v *values) {
			v.set("Description", title+" ("+owner+")")
			v.set("Заголовок", title)
			v.set("Имя", name)
		})
	}
	add(segmentRef, "Партнеры", "Сегмент", "Сегмент")
	add(birthdayRef, "Контактные лица партнеров", "День рождения", "ДеньРождения")
	return s
}

// priceShape is the register of prices as УТ and БП keep it: subordinate to a
// recorder, so that slices are taken from its single records. more are its
// dimensions beside the goods.
func priceShape(more ...*field) *shape {
	fields := []*field{
		anyOf("Recorder"), date("Period"), flag("Active"), ref("Номенклатура", "Catalog_Номенклатура"),
		num("Цена"), ref("Упаковка", "Catalog_УпаковкиЕдиницыИзмерения"), ref("Валюта", "Catalog_Валюты"),
	}
	dims := []string{"Номенклатура_Key"}
	for _, f := range more {
		dims = append(dims, f.name)
	}
	s := newShape(priceRegister, []string{"Recorder", "Recorder_Type"}, anyOf("Recorder"), rows("RecordSet", append(fields, more...)...))
	s.readOnly = true
	s.service = &serviceRules{title: "Цены номенклатуры", slice: &sliceRule{dims: dims}}
	return s
}

// priced is when prices were set: a year and a half ago and two months ago.
func (c *practice) priced() []time.Time {
	return []time.Time{c.today.AddDate(0, -18, 0), c.today.AddDate(0, -2, 0)}
}

// priceAt is a price as it stood after the n-th setting. The last is the one
// goods are sold at.
func (c *practice) priceAt(g *good, k priceKind, n int) Kopecks {
	price := g.price * k.percent / 100
	if n == 0 {
		price = price * 9 / 10
	}
	return price
}

// priceRows are the settings of prices; kind is the field of the list of prices.
func (c *practice) priceRows(kind string) *listSource {
	s := &listSource{}
	for n, at := range c.priced() {
		recorder := composite{set: "Document_УстановкаЦенНоменклатуры", ref: newGUID(c.seed, "Цены", n)}
		s.add(recorder.ref, func(v *values) {
			v.set("Recorder", recorder)
			var lines []row
			for i := range c.goods[1:] {
				for _, k := range priceKinds {
					g := &c.goods[i+1]
					lines = append(lines, v.line("RecordSet", len(lines)+1, "Recorder", recorder, "Period", at, "Active", true,
						"Номенклатура_Key", g.ref, kind, k.ref, "Цена", money(c.priceAt(g, k, n)), "Валюта_Key", roubleRef))
				}
			}
			v.set("RecordSet", lines)
		})
	}
	return s
}
