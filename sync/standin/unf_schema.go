package standin

func unfClientShape() *shape {
	return catalog("Контрагенты", "Контрагент", 9,
		ref("Parent", "Catalog_Контрагенты"), flag("IsFolder"), str("НаименованиеПолное", 0), str("ИНН", 12), str("КПП", 9),
		enum("ВидКонтрагента"), enum("ЮридическоеФизическоеЛицо"), ref("Ответственный", "Catalog_Сотрудники"),
		flag("Покупатель"), flag("Поставщик"), flag("ПрочиеОтношения"), ref("КонтактноеЛицо", "Catalog_КонтактныеЛица"),
		str("НомерТелефонаДляПоиска", 100), str("АдресЭПДляПоиска", 100), date("ДатаСоздания"), flag("Недействителен"),
		text("Комментарий"), text("ОсновныеСведения"), ref("ВалютаРасчетовПоУмолчанию", "Catalog_Валюты"),
		flag("ВестиРасчетыПоДоговорам"), flag("ВестиРасчетыПоДокументам"), flag("ВестиРасчетыПоЗаказам"),
		ref("ИсточникПривлеченияПокупателя", "Catalog_ИсточникиПривлеченияПокупателей"),
		contactInfo(date("ДействуетС"), str("ОбратныйНомерТелефона", 10)),
		rows("Теги", ref("Тег", "Catalog_Теги")), rows("ИсторияКПП", date("Период"), str("КПП", 9)),
		rows("ИсторияНаименований", date("Период"), text("НаименованиеПолное")), extraAttributes())
}

func unfPersonShape() *shape {
	return catalog("КонтактныеЛица", "Контактное лицо", 0,
		ref("Ответственный", "Catalog_Сотрудники"), str("НомерТелефонаДляПоиска", 100), str("АдресЭПДляПоиска", 100),
		enum("Пол"), date("ДатаРождения"), text("Комментарий"), flag("Недействителен"),
		contactInfo(str("ОбратныйНомерТелефона", 10)), extraAttributes())
}

func unfLinkShape() *shape {
	s := newShape("InformationRegister_СвязиКонтрагентКонтакт", []string{"Period", "Контрагент_Key", "Контакт_Key"},
		date("Period"), ref("Контрагент", "Catalog_Контрагенты"), ref("Контакт", "Catalog_КонтактныеЛица"),
		str("Должность", 100), flag("СвязьНедействительна"), long("Порядок"))
	s.readOnly = true
	s.service = &serviceRules{title: "Связи контрагент контакт", slice: &sliceRule{dims: []string{"Контрагент_Key", "Контакт_Key"}}}
	return s
}

func staffShape() *shape {
	return catalog("Сотрудники", "Сотрудник", 9, flag("Недействителен"), ref("ФизическоеЛицо", "Catalog_ФизическиеЛица"))
}

func leadShape() *shape {
	return catalog("Лиды", "Лид", 9,
		ref("Ответственный", "Catalog_Сотрудники"), date("ДатаСоздания"), text("Комментарий"), contactInfo(str("ОбратныйНомерТелефона", 10)))
}

// ownedContractShape is a contract where it belongs to a counterparty.
func ownedContractShape(responsible string) *shape {
	return catalog("ДоговорыКонтрагентов", "Договор", 9,
		ref("Owner", "Catalog_Контрагенты"), ref("Организация", "Catalog_Организации"), enum("ВидДоговора"), str("Номер", 50), date("Дата"),
		long("СрокОплаты"), num("ДопустимаяСуммаЗадолженности"), ref("Ответственный", responsible), ref("ВалютаВзаиморасчетов", "Catalog_Валюты"))
}

// unfHead are the attributes of every document of trade.
func unfHead(more ...*field) []*field {
	return append([]*field{
		ref("Контрагент", "Catalog_Контрагенты"), ref("Договор", "Catalog_ДоговорыКонтрагентов"), ref("Организация", "Catalog_Организации"),
		num("СуммаДокумента"), ref("ВалютаДокумента", "Catalog_Валюты"), ref("Ответственный", "Catalog_Сотрудники"),
		ref("Автор", "Catalog_Пользователи"), text("Комментарий"),
	}, more...)
}

func unfLines(name string) *field {
	return rows(name, anyOf("Номенклатура", "Catalog_Номенклатура", "Catalog_ХарактеристикиНоменклатуры"),
		ref("Характеристика", "Catalog_ХарактеристикиНоменклатуры"), num("Количество"), num("Цена"), num("Сумма"),
		ref("СтавкаНДС", "Catalog_СтавкиНДС"), num("СуммаНДС"), num("Всего"))
}

func unfCalendar() *field {
	return rows("ПлатежныйКалендарь", date("ДатаОплаты"), num("ПроцентОплаты"), num("СуммаОплаты"))
}

func unfOrderShape() *shape {
	return document("ЗаказПокупателя", "Заказ покупателя", true, unfHead(
		ref("СостояниеЗаказа", "Catalog_СостоянияЗаказовПокупателей"), date("ДатаОтгрузки"), date("ДатаИзменения"),
		str("КонтактноеЛицо", 100), str("КонтактныйТелефон", 100), unfLines("Запасы"), unfLines("Работы"), unfCalendar())...)
}

func unfBillShape() *shape {
	return document("СчетНаОплату", "Счет на оплату", true, unfHead(
		anyOf("ДокументОснование", unfOrderSet, unfShipSet, unfActSet), ref("Событие", eventSet), unfLines("Запасы"), unfCalendar())...)
}

func unfShipShape() *shape {
	return document("РасходнаяНакладная", "Расходная накладная", true, unfHead(
		anyOf("Заказ", unfOrderSet), ref("СтруктурнаяЕдиница", "Catalog_СтруктурныеЕдиницы"), unfLines("Запасы"), unfCalendar())...)
}

func unfActShape() *shape {
	return document("АктВыполненныхРабот", "Акт выполненных работ", true, unfHead(
		anyOf("Заказ", unfOrderSet), unfLines("РаботыИУслуги"), unfCalendar())...)
}

func unfPayShape(name, title string) *shape {
	return document(name, title, true, unfHead(
		enum("ВидОперации"), str("НомерВходящегоДокумента", 20), date("ДатаВходящегоДокумента"), text("НазначениеПлатежа"),
		rows("РасшифровкаПлатежа", ref("Договор", "Catalog_ДоговорыКонтрагентов"), anyOf("Заказ", unfOrderSet),
			anyOf("СчетНаОплату", unfBillSet), anyOf("Документ", unfShipSet, unfActSet), num("СуммаРасчетов"), num("СуммаПлатежа"), flag("ПризнакАванса")))...)
}

func unfEventShape() *shape {
	return document("Событие", "Событие", false,
		enum("ТипСобытия"), enum("ВходящееИсходящееСобытие"), date("НачалоСобытия"), date("ОкончаниеСобытия"),
		anyOf("Тема", "Edm.String", "Catalog_ТемыСобытий"), text("Содержание"), ref("Состояние", "Catalog_СостоянияСобытий"),
		ref("Ответственный", "Catalog_Сотрудники"), ref("Автор", "Catalog_Пользователи"), anyOf("ДокументОснование"),
		ref("УчетнаяЗапись", "Catalog_УчетныеЗаписиЭлектроннойПочты"), enum("Важность"), text("Комментарий"),
		str("КартинкиHTML_Type", 0), text("КартинкиHTML_Base64Data"),
		rows("Участники", anyOf("Контакт", "Catalog_Лиды", "Catalog_КонтактыЛидов", "Catalog_КонтактныеЛица", "Catalog_Контрагенты", "Catalog_АдресатыПисем", "Edm.String"),
			str("КакСвязаться", 100), str("НомерДляОтправки", 30), str("ИдентификаторСообщения", 255), enum("СтатусДоставки")))
}

func unfPriceShape() *shape {
	s := newShape(priceRegister, []string{"Period", "ВидЦен_Key", "Номенклатура_Key", "Характеристика_Key"},
		date("Period"), ref("ВидЦен", "Catalog_ВидыЦен"), ref("Номенклатура", "Catalog_Номенклатура"), ref("Характеристика", "Catalog_ХарактеристикиНоменклатуры"),
		num("Цена"), anyOf("ЕдиницаИзмерения", "Catalog_КлассификаторЕдиницИзмерения", "Catalog_ЕдиницыИзмерения"), flag("Актуальность"))
	s.readOnly = true
	s.service = &serviceRules{title: "Цены номенклатуры", slice: &sliceRule{dims: []string{"ВидЦен_Key", "Номенклатура_Key", "Характеристика_Key"}}}
	return s
}
