package standin

// complaintShape is a complaint of a client as УТ and ERP keep it: a catalogue,
// not a document.
func complaintShape() *shape {
	return catalog("Претензии", "Претензия", 11,
		ref("Партнер", "Catalog_Партнеры"), ref("Ответственный", "Catalog_Пользователи"), date("ДатаРегистрации"), date("ДатаОкончания"),
		flag("Завершен"), enum("Статус"), text("ОписаниеПретензии"), text("РезультатыОтработки"), text("Комментарий"),
		ref("ПричинаВозникновения", "Catalog_ПричиныВозникновенияПретензий"), ref("ВиновноеПодразделение", "Catalog_СтруктураПредприятия"), extraAttributes())
}

const (
	// complainEvery is which clients complain: a few do.
	complainEvery = 20
	maxComplaints = 2000
)

// complaintRows are complaints of some clients, the older of each two settled.
func (c *practice) complaintRows() *listSource {
	s := &listSource{}
	for n := 7; n <= c.clients && len(s.rows) < maxComplaints; n += complainEvery {
		for i := range 2 {
			s.add(newGUID(c.seed, "Претензии", n*2+i), func(v *values) { c.complaint(c.client(n), n*2+i, i == 1, v) })
		}
	}
	return s
}

func (c *practice) complaint(p *partner, number int, open bool, v *values) {
	v.set("Code", codeOf(number))
	v.set("Партнер_Key", p.ref)
	v.set("Ответственный_Key", c.managerRef(p))
	if open {
		v.set("Description", "Недовоз по последней поставке")
		v.set("ОписаниеПретензии", "Привезли на две позиции меньше, чем в накладной.")
		v.set("ДатаРегистрации", c.today.AddDate(0, 0, -number%30))
		v.set("Статус", "Обрабатывается")
		return
	}
	v.set("Description", "Повреждена упаковка")
	v.set("ОписаниеПретензии", "Коробки вскрыты, товар цел.")
	v.set("РезультатыОтработки", "Сделали скидку на следующую поставку.")
	v.set("ДатаРегистрации", c.today.AddDate(0, -6, -number%30))
	v.set("ДатаОкончания", c.today.AddDate(0, -5, -number%30))
	v.set("Завершен", true)
	v.set("Статус", "Удовлетворена")
}
