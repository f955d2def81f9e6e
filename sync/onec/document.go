package onec

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"pult/app/crm"
	"pult/sync/odata"
)

// header reads what all documents share. A document that is not posted moves no
// money and is kept out of sight.
func (b *Base) header(s *source, row odata.Row, kind crm.DocumentKind) (crm.Document, error) {
	ref, err := keyOf(row)
	client, clientErr := s.ref(row, "client", b.setsOf("clients", "counterparties")...)
	at, atErr := row.Time("Date", b.Zone)
	amount, amountErr := s.money(row, "amount")
	return crm.Document{
		Ref: ref, Kind: kind, Client: client, Number: row.Text("Number"), At: at, Amount: amount,
		Version: row.Text("DataVersion"), Deleted: row.Bool("DeletionMark") || !row.Bool("Posted"),
	}, errors.Join(err, clientErr, atErr, amountErr)
}

func takeOrder(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	d, err := b.header(s, row, crm.Order)
	due, dueErr := row.Time(s.in(row, "due"), b.Zone)
	if err := errors.Join(err, dueErr); err != nil {
		return err
	}
	d.Due, d.Open = due, !b.closed(s, row)
	d.Lines = s.lines(row)
	batch.Documents = append(batch.Documents, d)
	return nil
}

// closed tells an order nothing more is expected of. A state is a word, or in
// some configurations a row of a catalogue with a name.
func (b *Base) closed(s *source, row odata.Row) bool {
	if s.bool(row, "closed") {
		return true
	}
	state := s.text(row, "state")
	if ref, err := crm.ParseRef(state); err == nil {
		state = b.names["order_states"][ref]
	}
	return slices.Contains(s.Values["closed"], state)
}

func takeInvoice(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	return b.takeDocument(s, batch, row, crm.Invoice)
}

func takeShipment(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	return b.takeDocument(s, batch, row, crm.Shipment)
}

func (b *Base) takeDocument(s *source, batch *crm.Batch, row odata.Row, kind crm.DocumentKind) error {
	d, err := b.header(s, row, kind)
	if err != nil {
		return err
	}
	d.Order, _ = s.ref(row, "order", b.setsOf("orders", "invoices")...) // without a GUID there is nothing to refer to
	if kind == crm.Invoice {
		d.Due = b.dues[d.Ref]
	}
	d.Lines = s.lines(row)
	batch.Documents = append(batch.Documents, d)
	return nil
}

// maxLines bounds what one document may bring.
const maxLines = 2000

// lines reads what an order or a shipment is about. A line that cannot be read
// is left out: the sum of the document stands in its header.
func (s *source) lines(row odata.Row) []crm.Line {
	var lines []crm.Line
	for _, r := range row.Section(s.in(row, "lines")) {
		good, err := s.ref(r, "lines/good")
		amount, amountErr := s.money(r, "lines/amount")
		quantity, quantityErr := r.Quantity(s.in(r, "lines/quantity"))
		if errors.Join(err, amountErr, quantityErr) != nil || good.IsZero() || s.bool(r, "lines/cancelled") {
			continue
		}
		lines = append(lines, crm.Line{Good: good, Quantity: quantity, Amount: amount})
		if len(lines) == maxLines {
			break
		}
	}
	return lines
}

// takePayment splits a payment by whom and what it is for: one transfer may pay
// several orders, and some configurations name the client only in the lines.
func takePayment(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	head, err := b.header(s, row, crm.Payment)
	if err != nil {
		return err
	}
	lines := row.Section(s.in(row, "lines"))
	if len(lines) == 0 && !head.Client.IsZero() {
		batch.Documents = append(batch.Documents, head)
		return nil
	}
	type share struct{ client, order crm.Ref }
	var shares []share
	sums := map[share]crm.Money{}
	for _, line := range lines {
		of := share{client: head.Client}
		var clientErr error
		if len(s.Fields["lines/client"]) > 0 {
			of.client, clientErr = s.ref(line, "lines/client")
		}
		amount, amountErr := s.money(line, "lines/amount")
		if err := errors.Join(clientErr, amountErr); err != nil {
			return err
		}
		of.order, _ = s.ref(line, "lines/order", b.setsOf("orders", "invoices")...)
		if _, seen := sums[of]; !seen && !of.client.IsZero() {
			shares = append(shares, of)
		}
		sums[of] += amount
	}
	if len(shares) == 0 {
		head.Deleted = true // nobody's: kept out of sight, so that its version is known
		batch.Documents = append(batch.Documents, head)
	}
	for i, of := range shares {
		d := head
		d.Ref, d.Client, d.Order, d.Amount = partRef(head.Ref, i), of.client, of.order, sums[of]
		if i > 0 {
			d.Whole = head.Ref
		}
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
