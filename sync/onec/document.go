package onec

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"pult/app/crm"
	"pult/sync/odata"
)

// header reads what all documents share. A document that is not posted moves no
// money and is kept out of sight.
func (b *Base) header(row odata.Row, kind crm.DocumentKind) (crm.Document, error) {
	ref, err := keyOf(row)
	client, clientErr := row.Ref("Партнер_Key")
	at, atErr := row.Time("Date", b.Zone)
	amount, amountErr := row.Money("СуммаДокумента")
	return crm.Document{
		Ref: ref, Kind: kind, Client: client, Number: row.Text("Number"), At: at, Amount: amount,
		Version: row.Text("DataVersion"), Deleted: row.Bool("DeletionMark") || !row.Bool("Posted"),
	}, errors.Join(err, clientErr, atErr, amountErr)
}

// closed is the state of an order nothing more is expected of.
const closed = "Закрыт"

func takeOrder(b *Base, batch *crm.Batch, row odata.Row) error {
	d, err := b.header(row, crm.Order)
	due, dueErr := row.Time("ДатаОтгрузки", b.Zone)
	if err := errors.Join(err, dueErr); err != nil {
		return err
	}
	d.Due, d.Open = due, row.Text("Статус") != closed
	batch.Documents = append(batch.Documents, d)
	return nil
}

func takeInvoice(b *Base, batch *crm.Batch, row odata.Row) error {
	d, err := b.header(row, crm.Invoice)
	if err != nil {
		return err
	}
	d.Order = row.RefOf("ДокументОснование", orderSet)
	batch.Documents = append(batch.Documents, d)
	return nil
}

func takeShipment(b *Base, batch *crm.Batch, row odata.Row) error {
	d, err := b.header(row, crm.Shipment)
	if err != nil {
		return err
	}
	d.Order = row.RefOf("ЗаказКлиента", orderSet)
	batch.Documents = append(batch.Documents, d)
	return nil
}

// takePayment splits a payment by whom and what it is for: one transfer may pay
// several orders, and 1C names the client only in the lines.
func takePayment(b *Base, batch *crm.Batch, row odata.Row) error {
	head, err := b.header(row, crm.Payment)
	if err != nil {
		return err
	}
	type share struct{ client, order crm.Ref }
	var order []share
	sums := map[share]crm.Money{}
	for _, line := range row.Section("РасшифровкаПлатежа") {
		client, err := line.Ref("Партнер_Key")
		amount, amountErr := line.Money("Сумма")
		if err := errors.Join(err, amountErr); err != nil {
			return err
		}
		s := share{client, line.RefOf("ОснованиеПлатежа", orderSet)}
		if _, seen := sums[s]; !seen {
			order = append(order, s)
		}
		sums[s] += amount
	}
	for i, s := range order {
		if s.client.IsZero() {
			continue
		}
		d := head
		d.Ref, d.Client, d.Order, d.Amount = partRef(head.Ref, i), s.client, s.order, sums[s]
		batch.Documents = append(batch.Documents, d)
	}
	return nil
}

// partRef names a part of a document. The first part carries the document's own
// reference, the others one derived from it, the same at every reading.
func partRef(ref crm.Ref, part int) crm.Ref {
	if part == 0 {
		return ref
	}
	sum := sha256.Sum256(binary.BigEndian.AppendUint32(ref[:], uint32(part)))
	return crm.Ref(sum[:16])
}
