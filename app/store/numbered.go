package store

import (
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
)

// documentsShown is how many documents of one number are given: their numbers
// begin anew every year.
const documentsShown = 5

// numberTail is a number of a document as people say it: the digits it ends with,
// without the zeros before them. The index document_number is over this text.
const numberTail = `CAST(substr(d.number, length(rtrim(d.number, '0123456789')) + 1) AS INTEGER)`

// documentWords may stand before the number of a document; "" is what is left of №.
var documentWords = []string{"", "заказ", "счет", "реализация", "накладная", "упд", "документ", "док", "order", "invoice", "bill", "shipment"}

// documentNumber reads what may be the number of a document: "312",
// "ТД00-000312". before is what has to stand before the digits, folded.
func documentNumber(text string) (tail int64, before string) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return 0, ""
	}
	last := strings.TrimLeft(fields[len(fields)-1], "№#")
	digits := last[len(strings.TrimRightFunc(last, func(r rune) bool { return r >= '0' && r <= '9' })):]
	// Longer ones are telephone numbers and INN; one digit finds too much to help.
	if significant := strings.TrimLeft(digits, "0"); len(significant) < 2 || len(significant) > 8 {
		return 0, ""
	}
	for _, word := range fields[:len(fields)-1] {
		if !slices.Contains(documentWords, strings.TrimRight(crm.Fold(word), " ")) {
			return 0, "" // a name, or a telephone number with spaces
		}
	}
	tail, _ = strconv.ParseInt(digits, 10, 64)
	return tail, crm.Fold(strings.TrimSuffix(last, digits))
}

// byDocument finds orders, shipments and bills by number, the newest first, one a
// client, and the clients they are of.
func (t *tx) byDocument(text string) (list []crm.Document, ids []int64, err error) {
	tail, before := documentNumber(text)
	if tail == 0 {
		return nil, nil, nil
	}
	const query = `
		SELECT d.client, d.ref, d.kind, d.number, d.at, d.amount FROM document d JOIN client c ON c.id = d.client
		WHERE ` + numberTail + ` = ? AND d.kind <> 3 AND d.deleted = 0 AND c.state = 1 ORDER BY d.at DESC, d.ref LIMIT 100`
	err = t.each(query, args{tail}, func(scan func(...any) error) error {
		var d crm.Document
		var client int64
		var kind int
		if err := scan(&client, into(&d.Ref), &kind, &d.Number, timeInto{&d.At}, &d.Amount); err != nil {
			return err
		}
		d.Kind = documentNames[kind]
		if len(list) < documentsShown && !slices.Contains(ids, client) && strings.HasPrefix(crm.Fold(d.Number), before) {
			list, ids = append(list, d), append(ids, client)
		}
		return nil
	})
	return list, ids, err
}

// numbered are the documents of that number with what is shown of their clients,
// whose ids it tells.
func (c *Cache) numbered(t *tx, text string) ([]crm.Found, []int64, error) {
	documents, ids, err := t.byDocument(text)
	if err != nil {
		return nil, nil, err
	}
	list, err := t.found(question{}, ids, c.today())
	for i := range list {
		list[i].Document, list[i].Contact = documents[i], documents[i].Number
		list[i].Document.Client = list[i].Client
	}
	return list, ids, err
}
