package standin

// document adds the standard attributes of a document.
func document(name, title string, posting bool, fields ...*field) *shape {
	std := []*field{
		{name: "Ref_Key", kind: kindGUID},
		str("DataVersion", 0), str("Number", 11), date("Date"),
		flag("DeletionMark"), flag("Posted"),
	}
	s := newShape("Document_"+name, []string{"Ref_Key"}, append(std, fields...)...)
	s.service = &serviceRules{title: title, document: true, posting: posting, codeWidth: 11, prefix: numberPrefix}
	return s
}

// goodsRows are the columns orders and shipments share.
func goodsRows(more ...*field) *field {
	return rows("Товары", append([]*field{
		ref("Номенклатура", "Catalog_Номенклатура"), ref("Характеристика", "Catalog_ХарактеристикиНоменклатуры"),
		ref("Упаковка", "Catalog_УпаковкиЕдиницыИзмерения"), num("Количество"), num("КоличествоУпаковок"), num("Цена"), num("Сумма"),
		ref("СтавкаНДС", "Catalog_СтавкиНДС"), num("СуммаНДС"), num("СуммаСНДС"), long("КодСтроки"), ref("Склад", "Catalog_Склады"),
		{name: "СтатусУказанияСерий", kind: kindInt16},
	}, more...)...)
}

func paymentSteps() *field {
	return rows("ЭтапыГрафикаОплаты", enum("ВариантОплаты"), date("ДатаПлатежа"), num("ПроцентПлатежа"), num("СуммаПлатежа"))
}

func orderShape() *shape {
	return document("ЗаказКлиента", "Заказ клиента", true,
		ref("Партнер", "Catalog_Партнеры"), ref("Контрагент", "Catalog_Контрагенты"), ref("Организация", "Catalog_Организации"),
		ref("Соглашение", "Catalog_СоглашенияСКлиентами"), ref("Договор", "Catalog_ДоговорыКонтрагентов"),
		ref("Менеджер", "Catalog_Пользователи"), num("СуммаДокумента"), ref("Валюта", "Catalog_Валюты"), enum("Статус"), flag("Согласован"),
		date("ДатаОтгрузки"), date("ДатаПоДаннымКлиента"), enum("ХозяйственнаяОперация"), ref("КонтактноеЛицо", "Catalog_КонтактныеЛицаПартнеров"),
		str("НомерПоДаннымКлиента", 128), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов"), text("Комментарий"),
		anyOf("ДокументОснование"), anyOf("Автор"), long("МаксимальныйКодСтроки"),
		&field{name: "СрокВозвратаМногооборотнойТары", kind: kindInt16},
		goodsRows(date("ДатаОтгрузки"), flag("Отменено"), enum("ВариантОбеспечения")), paymentSteps(), extraAttributes())
}

func shipmentShape() *shape {
	return document("РеализацияТоваровУслуг", "Реализация товаров и услуг", true,
		ref("Партнер", "Catalog_Партнеры"), ref("Контрагент", "Catalog_Контрагенты"), ref("Организация", "Catalog_Организации"),
		ref("Менеджер", "Catalog_Пользователи"), ref("Склад", "Catalog_Склады"), num("СуммаДокумента"), num("СуммаВзаиморасчетов"),
		ref("Валюта", "Catalog_Валюты"), enum("Статус"), anyOf("ЗаказКлиента", "Document_ЗаказКлиента"), flag("РеализацияПоЗаказам"),
		date("ДатаПлатежа"), ref("Автор", "Catalog_Пользователи"), text("Комментарий"),
		goodsRows(anyOf("ЗаказКлиента", "Document_ЗаказКлиента"), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов")), paymentSteps(), extraAttributes())
}

func cashShape() *shape {
	return document("ПриходныйКассовыйОрдер", "Приходный кассовый ордер", true,
		ref("Организация", "Catalog_Организации"), anyOf("Контрагент", "Catalog_Контрагенты", "Catalog_Организации"), num("СуммаДокумента"),
		enum("ХозяйственнаяОперация"), ref("Валюта", "Catalog_Валюты"), ref("Касса", "Catalog_Кассы"), str("ПринятоОт", 0), str("Основание", 0),
		rows("РасшифровкаПлатежа", ref("Партнер", "Catalog_Партнеры"),
			anyOf("ОснованиеПлатежа", orderSet, shipmentSet, billSet),
			num("Сумма"), num("СуммаВзаиморасчетов"), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов"), ref("ВалютаВзаиморасчетов", "Catalog_Валюты")))
}

// noteFields are those every interaction of the library has.
func noteFields(more ...*field) []*field {
	return append([]*field{
		str("Тема", 1024), text("Комментарий"), ref("Автор", "Catalog_Пользователи"), ref("Ответственный", "Catalog_Пользователи"),
		enum("Важность"), anyOf("ВзаимодействиеОснование"),
	}, more...)
}

// people are the types a contact of an interaction may have.
func people() []string {
	return []string{
		"Catalog_СтроковыеКонтактыВзаимодействий", "Catalog_Пользователи", "Catalog_Партнеры",
		"Catalog_КонтактныеЛицаПартнеров", "Catalog_Контрагенты", "Catalog_КонтактныеЛица", "Catalog_ФизическиеЛица",
	}
}

func mailInShape() *shape {
	return document("ЭлектронноеПисьмоВходящее", "Электронное письмо входящее", false, noteFields(
		text("Текст"), text("ТекстHTML"), enum("ТипТекста"), date("ДатаПолучения"), str("ОтправительАдрес", 100), str("ОтправительПредставление", 1024),
		anyOf("ОтправительКонтакт", people()...), text("СписокПолучателейПисьма"), str("ИдентификаторСообщения", 255), str("ИдентификаторОснования", 255),
		flag("ЕстьВложения"), num("Размер"), ref("УчетнаяЗапись", "Catalog_УчетныеЗаписиЭлектроннойПочты"), receivers())...)
}

func mailOutShape() *shape {
	return document("ЭлектронноеПисьмоИсходящее", "Электронное письмо исходящее", false, noteFields(
		text("Текст"), text("ТекстHTML"), enum("ТипТекста"), date("ДатаОтправления"), enum("СтатусПисьма"), str("ОтправительПредставление", 1024),
		text("СписокПолучателейПисьма"), text("СписокПолучателейСкрытыхКопий"), str("ИдентификаторСообщения", 255), str("ИдентификаторОснования", 255),
		flag("ЕстьВложения"), num("Размер"), ref("УчетнаяЗапись", "Catalog_УчетныеЗаписиЭлектроннойПочты"), receivers())...)
}

func receivers() *field {
	return rows("ПолучателиПисьма", str("Адрес", 100), str("Представление", 1024), anyOf("Контакт", people()...))
}

func meetingShape() *shape {
	return document("Встреча", "Встреча", false, noteFields(
		text("Описание"), date("ДатаНачала"), date("ДатаОкончания"), str("МестоПроведенияВстречи", 200), flag("Рассмотрено"),
		rows("Участники", anyOf("Контакт", people()...), str("ПредставлениеКонтакта", 1024), str("КакСвязаться", 100)))...)
}

// plannedShape is an interaction that is neither a call nor a letter nor a meeting.
func plannedShape() *shape {
	return document("ЗапланированноеВзаимодействие", "Запланированное взаимодействие", false, noteFields(
		text("Описание"),
		rows("Участники", anyOf("Контакт", people()...), str("ПредставлениеКонтакта", 1024), str("КакСвязаться", 100)))...)
}

func paymentShape() *shape {
	return document("ПоступлениеБезналичныхДенежныхСредств", "Поступление безналичных ДС", true,
		ref("Организация", "Catalog_Организации"), ref("Контрагент", "Catalog_Контрагенты"), num("СуммаДокумента"),
		enum("ХозяйственнаяОперация"), date("ДатаВходящегоДокумента"), str("НомерВходящегоДокумента", 20), text("НазначениеПлатежа"),
		ref("Валюта", "Catalog_Валюты"), ref("БанковскийСчет", "Catalog_БанковскиеСчетаОрганизаций"), flag("ПроведеноБанком"),
		rows("РасшифровкаПлатежа", ref("Партнер", "Catalog_Партнеры"),
			anyOf("ОснованиеПлатежа", "Document_ЗаказКлиента", "Document_РеализацияТоваровУслуг", "Document_СчетНаОплатуКлиенту"),
			num("Сумма"), num("СуммаВзаиморасчетов"), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов"), ref("ВалютаВзаиморасчетов", "Catalog_Валюты")))
}

func billShape() *shape {
	return document("СчетНаОплатуКлиенту", "Счет на оплату клиенту", true,
		ref("Партнер", "Catalog_Партнеры"), ref("Контрагент", "Catalog_Контрагенты"), ref("Организация", "Catalog_Организации"),
		num("СуммаДокумента"), ref("Валюта", "Catalog_Валюты"), anyOf("ДокументОснование", "Document_ЗаказКлиента", "Document_РеализацияТоваровУслуг"),
		flag("ЧастичнаяОплата"), flag("Аннулирован"), ref("Менеджер", "Catalog_Пользователи"), text("НазначениеПлатежа"),
		ref("Договор", "Catalog_ДоговорыКонтрагентов"), ref("КонтактноеЛицо", "Catalog_КонтактныеЛицаПартнеров"), paymentSteps())
}

// callShape is the record of a telephone call. Its posting is denied, so it is
// simply written.
func callShape(subscribers ...string) *shape {
	return document("ТелефонныйЗвонок", "Телефонный звонок", false,
		flag("Входящий"), str("Тема", 1024), text("Описание"), text("Комментарий"),
		anyOf("АбонентКонтакт", subscribers...),
		str("АбонентПредставление", 1024), str("АбонентКакСвязаться", 100),
		ref("Автор", "Catalog_Пользователи"), ref("Ответственный", "Catalog_Пользователи"), enum("Важность"),
		anyOf("ВзаимодействиеОснование"), extraAttributes(),
		rows("НаборыЗначенийДоступа", &field{name: "НомерНабора", kind: kindInt64}, anyOf("ЗначениеДоступа")))
}

const debtRegister = "AccumulationRegister_РасчетыСКлиентамиПоСрокам"

func debtDimensions() []*field {
	return []*field{
		ref("АналитикаУчетаПоПартнерам", "Catalog_КлючиАналитикиУчетаПоПартнерам"), ref("ОбъектРасчетов", "Catalog_ОбъектыРасчетов"),
		ref("Валюта", "Catalog_Валюты"), anyOf("РасчетныйДокумент", shipmentSet, paymentSet, cashSet),
		date("ДатаПлановогоПогашения"), date("ДатаВозникновения"),
	}
}
