package onec

import (
	"context"

	"pult/app/crm"
	"pult/sync/odata"
)

// kind is what is known of a kind of data apart from where a configuration keeps
// it.
type kind struct {
	fields []string // what a map may name
	needs  []string // of these, what it must
	also   []string // fields of 1C that are read whatever the map says
	// take puts a row into the batch.
	take func(*Base, *source, *crm.Batch, odata.Row) error
	// whole reads kinds that are no plain pages.
	whole func(context.Context, *Base, *source, func(crm.Batch) error) error
}

// Standard fields of catalogues and documents (guide, 17.4.5).
var (
	catalogFields  = []string{"DataVersion", "DeletionMark", "Predefined", "IsFolder"}
	documentFields = []string{"DataVersion", "DeletionMark", "Posted", "Number", "Date"}
)

// kinds by the name maps, checkpoints and reports use. Those without take and
// whole only help to read others.
var kinds map[string]kind

// order is how a round reads: people and firms first, then money, then what is
// only looked up.
var order = []string{
	"users", "price_types", "clients", "counterparties", "contacts", "terms",
	"debts", "orders", "invoices", "shipments", "payments", "records", "goods", "prices", "stocks",
}

func init() { // the functions refer to the table
	kinds = map[string]kind{
		"contact_kinds": {fields: []string{"name"}, needs: []string{"name"}},
		"users":         {fields: []string{"name"}, needs: []string{"name"}, also: catalogFields, take: takeUser},
		"clients": {
			fields: []string{"name", "full_name", "inn", "kpp", "manager", "prices", "comment", "contacts", "birthday", "properties", "tags", "tags/tag"},
			needs:  []string{"name"}, also: catalogFields, take: takeClient,
		},
		"counterparties": {
			fields: []string{"client", "name", "full_name", "inn", "kpp", "contacts"},
			needs:  []string{"client", "name"}, also: catalogFields, take: takeCounterparty,
		},
		"contact_links": {fields: []string{"client", "contact", "position", "invalid"}, needs: []string{"client", "contact"}},
		"contacts": {
			fields: []string{"client", "name", "position", "contacts"},
			needs:  []string{"name"}, also: catalogFields, take: takeContact,
		},
		"order_states": {fields: []string{"name"}, needs: []string{"name"}},
		"orders": {
			fields: []string{"client", "amount", "state", "closed", "due", "lines", "lines/good", "lines/quantity", "lines/amount", "lines/cancelled"},
			needs:  []string{"client", "amount"}, also: documentFields, take: takeOrder,
		},
		"invoices": {fields: []string{"client", "amount", "order"}, needs: []string{"client", "amount"}, also: documentFields, take: takeInvoice},
		"shipments": {
			fields: []string{"client", "amount", "order", "lines", "lines/good", "lines/quantity", "lines/amount"},
			needs:  []string{"client", "amount"}, also: documentFields, take: takeShipment,
		},
		"payments": {
			fields: []string{"client", "amount", "lines", "lines/client", "lines/amount", "lines/order"},
			needs:  []string{"amount"}, also: documentFields, take: takePayment,
		},
		"goods":       {fields: []string{"name", "code"}, needs: []string{"name"}, also: catalogFields, take: takeGood},
		"price_types": {fields: []string{"name"}, needs: []string{"name"}, also: catalogFields, take: takePriceType},
		"prices":      {fields: []string{"good", "type", "amount"}, needs: []string{"good", "type", "amount"}, whole: readPrices},
		"stocks":      {fields: []string{"good", "amount"}, needs: []string{"good", "amount"}, whole: readStocks},
		"terms": {
			fields: []string{"client", "name", "prices", "limit", "days"},
			needs:  []string{"client"}, also: catalogFields, take: takeTerms,
		},
		"tag_names":      {fields: []string{"name"}, needs: []string{"name"}},
		"property_names": {fields: []string{"name"}, needs: []string{"name"}},
		"records": {
			fields: []string{"incoming", "subject", "text", "comment", "contact", "people", "people/contact", "author", "kind", "direction", "client", "date", "state", "closed", "result"},
			also:   []string{"DataVersion", "DeletionMark", "Date"}, take: takeRecord,
		},
		"debt_keys": {fields: []string{"client"}, needs: []string{"client"}},
		"due_dates": {fields: []string{"document", "due"}, needs: []string{"document", "due"}},
		"accounts":  {fields: []string{"code"}, needs: []string{"code"}},
		"debts": {
			fields: []string{
				"key", "client", "document", "terms", "due", "settlement", "account", "amount", "debit", "credit",
				"owed", "owed_contract", "advance", "advance_contract",
			},
			whole: readDebts,
		},
	}
}
