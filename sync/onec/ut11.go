package onec

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/sync/odata"
)

// reader says where one kind of data stands in the configuration.
type reader struct {
	kind   string
	set    string
	needs  []string // other sets without which it makes no sense
	fields []string // $select: the rest would only cost time on the wire
	take   func(*Base, *crm.Batch, odata.Row) error
	// whole reads kinds that are no plain set.
	whole func(context.Context, *Base, func(crm.Batch) error) error
}

// Sets of "Управление торговлей" 11, which КА 2 and ERP 2 share.
const (
	usersSet    = "Catalog_Пользователи"
	clientsSet  = "Catalog_Партнеры"
	legalSet    = "Catalog_Контрагенты"
	contactsSet = "Catalog_КонтактныеЛицаПартнеров"
	kindsSet    = "Catalog_ВидыКонтактнойИнформации"
	orderSet    = "Document_ЗаказКлиента"
	invoiceSet  = "Document_СчетНаОплатуКлиенту"
	shipmentSet = "Document_РеализацияТоваровУслуг"
	paymentSet  = "Document_ПоступлениеБезналичныхДенежныхСредств"
	debtSet     = "AccumulationRegister_РасчетыСКлиентамиПоСрокам"
	keySet      = "Catalog_КлючиАналитикиУчетаПоПартнерам"
	callSet     = "Document_ТелефонныйЗвонок"
)

// ut11 is read in this order: people and firms first, money last.
var ut11 = []reader{
	{kind: "users", set: usersSet, take: takeUser, fields: []string{"Ref_Key", "DataVersion", "Description"}},
	{kind: "clients", set: clientsSet, take: takeClient, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Predefined", "Description", "НаименованиеПолное", "ОсновнойМенеджер_Key",
		"Клиент", "Поставщик", "Конкурент", "ПрочиеОтношения", "Перевозчик", "Комментарий", "КонтактнаяИнформация",
	}},
	{kind: "counterparties", set: legalSet, take: takeCounterparty, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Predefined", "Description", "НаименованиеПолное", "ИНН", "КПП", "Партнер_Key", "КонтактнаяИнформация",
	}},
	{kind: "contacts", set: contactsSet, take: takeContact, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Description", "Owner_Key", "ДолжностьПоВизитке", "КонтактнаяИнформация",
	}},
	{kind: "orders", set: orderSet, take: takeOrder, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Posted", "Number", "Date", "Партнер_Key", "СуммаДокумента", "Статус", "ДатаОтгрузки",
	}},
	{kind: "invoices", set: invoiceSet, take: takeInvoice, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Posted", "Number", "Date", "Партнер_Key", "СуммаДокумента", "ДокументОснование",
	}},
	{kind: "shipments", set: shipmentSet, take: takeShipment, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Posted", "Number", "Date", "Партнер_Key", "СуммаДокумента", "ЗаказКлиента",
	}},
	{kind: "payments", set: paymentSet, take: takePayment, fields: []string{
		"Ref_Key", "DataVersion", "DeletionMark", "Posted", "Number", "Date", "СуммаДокумента", "РасшифровкаПлатежа",
	}},
	{kind: "debts", set: debtSet, needs: []string{keySet}, whole: readDebts},
}

func takeUser(_ *Base, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	batch.Users = append(batch.Users, crm.User{Ref: ref, Name: row.Text("Description"), Version: row.Text("DataVersion")})
	return nil
}

func takeClient(b *Base, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	manager, managerErr := row.Ref("ОсновнойМенеджер_Key")
	if err := errors.Join(err, managerErr); err != nil {
		return err
	}
	c := crm.Client{
		Ref: ref, Version: row.Text("DataVersion"), Name: row.Text("Description"), FullName: row.Text("НаименованиеПолное"),
		Manager: manager, Comment: row.Text("Комментарий"), Deleted: hidden(row) || !buyer(row),
	}
	c.Phones, c.Emails = b.contactsOf(batch, row)
	batch.Clients = append(batch.Clients, c)
	return nil
}

// buyer tells whom managers sell to. A partner without any mark is somebody's
// fresh lead and is shown; one that is only a supplier or a rival is not.
func buyer(row odata.Row) bool {
	if row.Bool("Клиент") {
		return true
	}
	for _, mark := range []string{"Поставщик", "Конкурент", "ПрочиеОтношения", "Перевозчик"} {
		if row.Bool(mark) {
			return false
		}
	}
	return true
}

// hidden tells what 1C keeps for itself: marked for deletion, or a service
// object such as «Розничный покупатель».
func hidden(row odata.Row) bool {
	return row.Bool("DeletionMark") || row.Bool("Predefined") || row.Bool("IsFolder")
}

func takeCounterparty(b *Base, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	client, clientErr := row.Ref("Партнер_Key")
	if err := errors.Join(err, clientErr); err != nil {
		return err
	}
	c := crm.Counterparty{
		Ref: ref, Client: client, Version: row.Text("DataVersion"), Name: row.Text("Description"), FullName: row.Text("НаименованиеПолное"),
		INN: row.Text("ИНН"), KPP: row.Text("КПП"), Deleted: hidden(row),
	}
	c.Phones, c.Emails = b.contactsOf(batch, row)
	batch.Counterparties = append(batch.Counterparties, c)
	return nil
}

func takeContact(b *Base, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	client, clientErr := row.Ref("Owner_Key")
	if err := errors.Join(err, clientErr); err != nil {
		return err
	}
	c := crm.Contact{
		Ref: ref, Client: client, Version: row.Text("DataVersion"), Name: row.Text("Description"),
		Position: row.Text("ДолжностьПоВизитке"), Deleted: hidden(row),
	}
	c.Phones, c.Emails = b.contactsOf(batch, row)
	batch.Contacts = append(batch.Contacts, c)
	return nil
}

func keyOf(row odata.Row) (crm.Ref, error) {
	ref, err := row.Ref("Ref_Key")
	if err == nil && ref.IsZero() {
		err = errors.New("no Ref_Key")
	}
	return ref, err
}
