package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"pult/app/crm"
)

// Kinds of data 1C is read by, as checkpoints name them.
const (
	kindUsers          = "users"
	kindClients        = "clients"
	kindCounterparties = "counterparties"
	kindContacts       = "contacts"
	kindOrders         = "orders"
	kindShipments      = "shipments"
	kindPayments       = "payments"
	kindInvoices       = "invoices"
	kindDebts          = "debts"
	kindGoods          = "goods"
	kindPriceTypes     = "price_types"
	kindPrices         = "prices"
	kindStocks         = "stocks"
	kindTerms          = "terms"
	kindRecords        = "records"
)

// manyClients is how many changed clients are named one by one.
const manyClients = 1000

// Apply stores a page of 1C and its checkpoint in one transaction. Rows may
// come in any order: what refers to a client not yet read waits for it. When the
// checkpoint is Done and Whole, rows of its kind which this round has not seen
// are removed. Debts of one client, document and date must come in one batch: they
// are summed.
//
// Applied.Clients is nil when more than a thousand clients changed.
func (c *Cache) Apply(ctx context.Context, b crm.Batch) (crm.Applied, error) {
	if b.Checkpoint.Kind == "" {
		b.Checkpoint.Kind = b.Kind
	}
	var applied crm.Applied
	c.loading.Lock()
	defer c.loading.Unlock()
	err := c.load(ctx, "apply "+b.Checkpoint.Kind, func(t *tx) error {
		a, err := c.newApplier(t, b.Checkpoint)
		if err == nil {
			err = a.batch(b)
		}
		if err == nil {
			err = c.keepUp(a)
		}
		if err != nil {
			return err
		}
		applied, err = a.result()
		return err
	})
	if err != nil {
		c.known.forget()
		c.noted = idSet{}
		return crm.Applied{}, err
	}
	return applied, nil
}

// applier stores one batch. It collects what depends on whole clients (the
// index of numbers, the text of search) and does that once at the end.
type applier struct {
	*tx
	round   int64
	fresh   bool // the kind has never been read to its end: most rows are new
	changed int
	clients map[crm.Ref]int64 // local ids met in this batch, or in this load
	added   map[crm.Ref]bool  // rows that were not here
	cards   map[int64]bool    // clients whose card differs
	texts   map[int64]bool    // clients whose searched text may differ
	numbers map[phoneRow]bool // rows of the index: true to be there, false to go
	last    map[string]int64  // greatest id of a table, once it was asked for
	many    bool              // too much changed to name clients
	noted   *idSet            // clients whose text is known to be behind
	now     func() time.Time
}

func (c *Cache) newApplier(t *tx, of crm.Checkpoint) (*applier, error) {
	fresh, err := t.fresh(of.Kind)
	a := applierOf(t, fresh)
	a.round, a.clients, a.noted, a.now = of.Round, c.known.clients(fresh), &c.noted, c.now
	return a, err
}

func applierOf(t *tx, fresh bool) *applier {
	return &applier{
		tx: t, fresh: fresh,
		clients: map[crm.Ref]int64{},
		added:   map[crm.Ref]bool{},
		cards:   map[int64]bool{},
		texts:   map[int64]bool{},
		numbers: map[phoneRow]bool{},
		last:    map[string]int64{},
		noted:   &idSet{},
	}
}

func (a *applier) batch(b crm.Batch) error {
	err := forEach("user", b.Users, a.user)
	if err == nil {
		err = forEach("client", b.Clients, a.client)
	}
	if err == nil {
		err = forEach("counterparty", b.Counterparties, a.counterparty)
	}
	if err == nil {
		err = forEach("contact", b.Contacts, a.contact)
	}
	if err == nil {
		err = forEach("document", b.Documents, a.document)
	}
	if err == nil {
		err = forEach("debt", sumLines(b.Debts), a.debt)
	}
	if err == nil {
		err = a.settled(b)
	}
	if err == nil {
		err = a.trade(b)
	}
	if err == nil {
		err = forEach("interaction", b.Records, a.record)
	}
	if err == nil {
		err = a.cured(b)
	}
	if err == nil {
		err = forEach("record set aside", b.SetAside, a.aside)
	}
	if err == nil {
		err = a.gone(b.Checkpoint.Kind, b.Gone)
	}
	if err == nil {
		err = a.pruneParts(b)
	}
	if err == nil && b.Checkpoint.Kind != "" && !b.OutOfTurn {
		err = a.checkpoint(b.Checkpoint)
	}
	if err == nil {
		err = a.saveNumbers()
	}
	if err == nil {
		err = a.saveTexts()
	}
	return err
}

func forEach[T any](noun string, rows []T, store func(T) error) error {
	for i, row := range rows {
		if err := store(row); err != nil {
			return fmt.Errorf("%s %d of the batch: %w", noun, i+1, err)
		}
	}
	return nil
}

func (a *applier) checkpoint(p crm.Checkpoint) error {
	if err := a.saveCheckpoint(p); err != nil || !p.Done || !p.Whole {
		return err
	}
	return a.sweep(p.Kind)
}

// touch notes that the card of a client differs. Client 0 is nobody.
func (a *applier) touch(client int64) {
	if client != 0 {
		a.cards[client] = true
	}
}

// retext notes that search must learn a client's text anew.
func (a *applier) retext(client int64) {
	if client != 0 {
		a.cards[client] = true
		a.texts[client] = true
	}
}

// result names the clients whose cards differ.
func (a *applier) result() (crm.Applied, error) {
	applied := crm.Applied{Changed: a.changed}
	if a.many || len(a.cards) > manyClients {
		return applied, nil
	}
	for _, id := range slices.Sorted(maps.Keys(a.cards)) {
		var ref crm.Ref
		if err := a.row("SELECT ref FROM client WHERE id = ?", args{id}, into(&ref)); err != nil {
			return crm.Applied{}, err
		}
		applied.Clients = append(applied.Clients, ref)
	}
	return applied, nil
}
