package standin

func bpClientShape() *shape {
	return catalog("Контрагенты", "Контрагент", 9,
		ref("Parent", "Catalog_Контрагенты"), flag("IsFolder"), str("НаименованиеПолное", 0), str("ИНН", 12), str("КПП", 9),
		enum("ЮридическоеФизическоеЛицо"), ref("ГоловнойКонтрагент", "Catalog_Контрагенты"), ref("ОсновноеКонтактноеЛицо", "Catalog_КонтактныеЛица"),
		ref("ОсновнойБанковскийСчет", "Catalog_БанковскиеСчета"), ref("Ответственный", "Catalog_Пользователи"), date("ДатаСоздания"),
		text("Комментарий"), text("ДополнительнаяИнформация"), str("КодПоОКПО", 10), contactInfo(),
		rows("ИсторияКонтактнойИнформации", enum("Тип"), date("Период"), text("Представление")), extraAttributes())
}

func bpPersonShape() *shape {
	return catalog("КонтактныеЛица", "Контактное лицо", 0,
		str("Фамилия", 50), str("Имя", 50), str("Отчество", 50), str("Должность", 100), anyOf("ОбъектВладелец", "Catalog_Контрагенты", "Catalog_Пользователи"),
		enum("ВидКонтактногоЛица"), flag("Лид"), ref("Ответственный", "Catalog_Пользователи"), contactInfo())
}

func bpHead(more ...*field) []*field {
	return append([]*field{
		ref("Организация", "Catalog_Организации"), num("СуммаДокумента"), ref("ВалютаДокумента", "Catalog_Валюты"),
		ref("Ответственный", "Catalog_Пользователи"), text("Комментарий"),
	}, more...)
}

func bpLines(name string) *field {
	return rows(name, ref("Номенклатура", "Catalog_Номенклатура"), text("Содержание"), num("Количество"), num("Цена"), num("Сумма"),
		enum("СтавкаНДС"), num("СуммаНДС"), ref("СчетУчета", accountsSet), ref("СчетДоходов", accountsSet), anyOf("Субконто"))
}

func bpBillShape() *shape {
	return document("СчетНаОплатуПокупателю", "Счет на оплату покупателю", true, bpHead(
		ref("Контрагент", "Catalog_Контрагенты"), ref("ДоговорКонтрагента", "Catalog_ДоговорыКонтрагентов"), flag("СуммаВключаетНДС"),
		ref("СтруктурнаяЕдиница", "Catalog_БанковскиеСчета"), str("СсылочныйИдентификатор", 36), bpLines("Товары"), bpLines("Услуги"))...)
}

func bpShipShape() *shape {
	return document("РеализацияТоваровУслуг", "Реализация (акт, накладная)", true, bpHead(
		ref("Контрагент", "Catalog_Контрагенты"), ref("ДоговорКонтрагента", "Catalog_ДоговорыКонтрагентов"), ref("Склад", "Catalog_Склады"),
		enum("ВидОперации"), flag("СуммаВключаетНДС"), ref("СчетНаОплатуПокупателю", bpBillSet), bpLines("Товары"), bpLines("Услуги"))...)
}

func bpPayShape(name, title string) *shape {
	return document(name, title, true, bpHead(
		anyOf("Контрагент", "Catalog_Контрагенты", "Catalog_ФизическиеЛица"), enum("ВидОперации"), str("НомерВходящегоДокумента", 30),
		date("ДатаВходящегоДокумента"), text("НазначениеПлатежа"),
		rows("РасшифровкаПлатежа", ref("ДоговорКонтрагента", "Catalog_ДоговорыКонтрагентов"), num("СуммаПлатежа"),
			ref("СчетНаОплату", bpBillSet), anyOf("Сделка", shipmentSet)))...)
}

// recordShape is an independent information register about documents.
func recordShape(name, title string, more ...*field) *shape {
	s := newShape("InformationRegister_"+name, []string{"Организация_Key", "Документ", "Документ_Type"},
		append([]*field{ref("Организация", "Catalog_Организации"), anyOf("Документ", bpBillSet)}, more...)...)
	s.readOnly, s.service = true, &serviceRules{title: title}
	return s
}

func billStateShape() *shape {
	return recordShape("СтатусыДокументов", "Статусы документов", anyOf("Статус"), anyOf("ДополнительныйСтатус"))
}

func billTermShape() *shape {
	return recordShape("СрокиОплатыДокументов", "Сроки оплаты документов", date("СрокОплаты"))
}

func accountShape() *shape {
	s := catalog("", "Счет", 8, ref("Parent", accountsSet), str("Order", 9), flag("OffBalance"), enum("Type"),
		flag("Валютный"), flag("Количественный"), flag("ЗапретитьИспользоватьВПроводках"), str("КодБыстрогоВыбора", 10),
		rows("ExtDimensionTypes", ref("ExtDimensionType", "ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные"), flag("Predefined"), flag("ТолькоОбороты"), flag("Суммовой")))
	return s.renamed(accountsSet)
}
