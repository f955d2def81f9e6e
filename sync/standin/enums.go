package standin

import "slices"

// enumValues are the values of enumerations by the attributes that hold them.
// They appear in the schema only: an enumeration is no entity set.
var enumValues = map[string][]string{
	"ТипыКонтактнойИнформации":       {"Адрес", "Телефон", "АдресЭлектроннойПочты", "Skype", "ВебСтраница", "Факс", "Другое"},
	"СтатусыЗаказовКлиентов":         {"НеСогласован", "КОбеспечению", "КОтгрузке", "Закрыт"},
	"ВариантыВажностиВзаимодействия": {"Низкая", "Обычная", "Высокая"},
	"КомпанияЧастноеЛицо":            {"Компания", "ЧастноеЛицо"},
	"ЮрФизЛицо":                      {"ЮрЛицо", "ФизЛицо", "ЮрЛицоНеРезидент", "ИндивидуальныйПредприниматель"},
	"ПолФизическогоЛица":             {"Мужской", "Женский"},
	"ТипыСобытий":                    {"ТелефонныйЗвонок", "ЛичнаяВстреча", "ЭлектронноеПисьмо", "СообщениеSMS", "Запись", "Прочее"},
	"ВходящееИсходящееСобытие":       {"Входящее", "Исходящее"},
	"СтатусыПретензийКлиентов":       {"Зарегистрирована", "Обрабатывается", "Удовлетворена", "НеУдовлетворена"},
	"СтатусОплатыСчета":              {"Оплачен", "ОплаченЧастично", "НеОплачен", "Отменен"},
}

// enums writes the enumerations of the schema.
func (a *answer) enums(b *base) {
	if len(b.sets()) == 0 {
		return
	}
	var names []string
	for name := range enumValues {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		a.printf(`<EnumType Name="%s">`, name)
		for _, value := range enumValues[name] {
			a.printf(`<Member Name="%s"/>`, value)
		}
		a.printf(`</EnumType>`)
	}
}
