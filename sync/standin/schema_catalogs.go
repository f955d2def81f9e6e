package standin

// catalog adds the standard attributes of a catalog. A catalog without code
// (length 0) has no Code on the wire at all.
func catalog(name, title string, code int, fields ...*field) *shape {
	std := []*field{
		{name: "Ref_Key", kind: kindGUID},
		str("DataVersion", 0), str("Description", 100),
		flag("DeletionMark"), flag("Predefined"), str("PredefinedDataName", 0),
	}
	if code > 0 {
		std = append(std, str("Code", code))
	}
	s := newShape("Catalog_"+name, []string{"Ref_Key"}, append(std, fields...)...)
	s.service = &serviceRules{title: title, codeWidth: code, prefix: "00-"}
	return s
}

// renamed gives a shape made like a catalog the name of its own kind.
func (s *shape) renamed(name string) *shape {
	out := newShape(name, s.keys, s.fields...)
	out.service = s.service
	return out
}

// contactInfo is the section of the Standard Subsystems Library that holds
// telephones, mail and addresses of any owner.
func contactInfo(more ...*field) *field {
	return rows("КонтактнаяИнформация", append([]*field{
		enum("Тип"), ref("Вид", "Catalog_ВидыКонтактнойИнформации"), str("Представление", 500), text("ЗначенияПолей"),
		str("Страна", 100), str("Регион", 50), str("Город", 50), str("АдресЭП", 100), str("ДоменноеИмяСервера", 100),
		str("НомерТелефона", 20), str("НомерТелефонаБезКодов", 20),
		ref("ВидДляСписка", "Catalog_ВидыКонтактнойИнформации"), text("Значение"),
	}, more...)...)
}

func extraAttributes() *field {
	return rows("ДополнительныеРеквизиты",
		ref("Свойство", "ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения"),
		anyOf("Значение"), text("ТекстоваяСтрока"))
}

func partnerShape() *shape {
	return catalog("Партнеры", "Партнер", 11,
		ref("Parent", "Catalog_Партнеры"), str("НаименованиеПолное", 250), ref("ОсновнойМенеджер", "Catalog_Пользователи"),
		ref("БизнесРегион", "Catalog_БизнесРегионы"), ref("ГруппаДоступа", "Catalog_ГруппыДоступаПартнеров"),
		date("ДатаРегистрации"), flag("Клиент"), flag("Поставщик"), flag("Конкурент"), flag("ПрочиеОтношения"), flag("Перевозчик"),
		text("Комментарий"), text("ДополнительнаяИнформация"), enum("ЮрФизЛицо"), enum("Пол"), date("ДатаРождения"),
		ref("ВидЦен", "Catalog_ВидыЦен"), contactInfo(), extraAttributes())
}

func counterpartyShape() *shape {
	return catalog("Контрагенты", "Контрагент", 0,
		str("НаименованиеПолное", 0), str("ИНН", 12), str("КПП", 9), ref("Партнер", "Catalog_Партнеры"),
		ref("ГоловнойКонтрагент", "Catalog_Контрагенты"), ref("СтранаРегистрации", "Catalog_СтраныМира"),
		enum("ЮрФизЛицо"), enum("ЮридическоеФизическоеЛицо"), flag("ОбособленноеПодразделение"),
		str("КодПоОКПО", 10), str("РегистрационныйНомер", 15), str("НалоговыйНомер", 50), str("НаименованиеМеждународное", 120),
		text("ДополнительнаяИнформация"), flag("НДСПоСтавкам4и2"), contactInfo(), extraAttributes(),
		rows("ИсторияКПП", date("Период"), str("КПП", 9)),
		rows("ИсторияНаименований", date("Период"), text("НаименованиеПолное")))
}

func personShape() *shape {
	return catalog("КонтактныеЛицаПартнеров", "Контактное лицо партнера", 0,
		ref("Owner", "Catalog_Партнеры"), str("ДолжностьПоВизитке", 100), text("Комментарий"),
		anyOf("Автор", "Catalog_Пользователи", "Catalog_ВнешниеПользователи"),
		date("ДатаРегистрацииСвязи"), date("ДатаПрекращенияСвязи"), enum("Пол"), date("ДатаРождения"),
		contactInfo(), rows("РолиКонтактногоЛица", ref("РольКонтактногоЛица", "Catalog_РолиКонтактныхЛицПартнеров")), extraAttributes())
}

func userShape() *shape {
	return catalog("Пользователи", "Пользователь", 0,
		flag("Недействителен"), ref("Подразделение", "Catalog_СтруктураПредприятия"), ref("ФизическоеЛицо", "Catalog_ФизическиеЛица"),
		text("Комментарий"), flag("Служебный"), &field{name: "ИдентификаторПользователяИБ", kind: kindGUID}, contactInfo())
}

func contactKindShape() *shape {
	return catalog("ВидыКонтактнойИнформации", "Вид контактной информации", 0,
		ref("Parent", "Catalog_ВидыКонтактнойИнформации"), flag("IsFolder"), enum("Тип"),
		str("ИмяПредопределенногоВида", 150), flag("Используется"))
}

func analyticsKeyShape() *shape {
	return catalog("КлючиАналитикиУчетаПоПартнерам", "Ключ аналитики учета по партнерам", 0,
		ref("Партнер", "Catalog_Партнеры"), ref("Организация", "Catalog_Организации"),
		anyOf("Контрагент", "Catalog_Контрагенты", "Catalog_Организации"),
		anyOf("Договор", "Catalog_ДоговорыКонтрагентов"), ref("НаправлениеДеятельности", "Catalog_НаправленияДеятельности"))
}

func settlementShape() *shape {
	return catalog("ОбъектыРасчетов", "Объект расчетов", 0,
		anyOf("Объект", "Document_ЗаказКлиента", "Document_РеализацияТоваровУслуг", "Catalog_ДоговорыКонтрагентов"),
		ref("Партнер", "Catalog_Партнеры"), anyOf("Контрагент", "Catalog_Контрагенты", "Catalog_Организации"),
		ref("Организация", "Catalog_Организации"), str("Номер", 30), date("Дата"), enum("ТипРасчетов"), ref("ВалютаВзаиморасчетов", "Catalog_Валюты"))
}

func goodShape() *shape {
	return catalog("Номенклатура", "Номенклатура", 11,
		ref("Parent", "Catalog_Номенклатура"), flag("IsFolder"), str("НаименованиеПолное", 0), str("Артикул", 50),
		enum("ТипНоменклатуры"), ref("ЕдиницаИзмерения", "Catalog_УпаковкиЕдиницыИзмерения"))
}

func companyShape() *shape {
	return catalog("Организации", "Организация", 0,
		str("НаименованиеПолное", 0), str("НаименованиеСокращенное", 0), str("ИНН", 12), str("КПП", 9), str("Префикс", 2), contactInfo())
}

func currencyShape() *shape {
	return catalog("Валюты", "Валюта", 3, str("НаименованиеПолное", 50))
}

func contractShape() *shape {
	return catalog("ДоговорыКонтрагентов", "Договор", 0,
		ref("Партнер", "Catalog_Партнеры"), ref("Контрагент", "Catalog_Контрагенты"), ref("Организация", "Catalog_Организации"),
		str("Номер", 128), date("Дата"), enum("Статус"), flag("ОграничиватьСуммуЗадолженности"), num("ДопустимаяСуммаЗадолженности"), long("СрокОплаты"),
		ref("Менеджер", "Catalog_Пользователи"), ref("ВалютаВзаиморасчетов", "Catalog_Валюты"), text("Комментарий"))
}

func agreementShape() *shape {
	return catalog("СоглашенияСКлиентами", "Соглашение об условиях продаж", 0,
		ref("Партнер", "Catalog_Партнеры"), ref("Контрагент", "Catalog_Контрагенты"), ref("Менеджер", "Catalog_Пользователи"),
		ref("ВидЦен", "Catalog_ВидыЦен"), enum("Статус"), flag("Типовое"), str("Номер", 30), date("Дата"))
}

func priceKindShape() *shape {
	return catalog("ВидыЦен", "Вид цен", 0, flag("ЦенаВключаетНДС"), ref("ВалютаЦены", "Catalog_Валюты"), str("Идентификатор", 50), enum("Статус"))
}

func propertyShape() *shape {
	s := catalog("", "Дополнительный реквизит", 0, flag("IsFolder"), str("Заголовок", 150), str("Имя", 150), flag("ЭтоДополнительноеСведение"))
	return s.renamed("ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения")
}
