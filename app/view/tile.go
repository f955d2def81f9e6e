package view

import (
	"time"

	"pult/app/crm"
)

// Tile is one figure of the card with what explains it. Its lines stand in
// fixed places, so an empty one is a place kept.
type Tile struct {
	Caption string
	Value   string
	Tone    Tone // of the value
	First   string
	Second  string
	Alarm   Tone // of the first line
	Echo    Tone // of the second
}

// DebtTile is what is owed and how late it is.
func (p *Printer) DebtTile(d crm.Debt) Tile {
	t := Tile{Caption: p.T("tile.debt"), Value: p.Money(d.Owed), Alarm: Quiet, Echo: Quiet}
	switch {
	case d.Overdue > 0:
		t.First, t.Alarm = p.T("tile.overdue", p.Roubles(d.Overdue)), Danger
		t.Second = p.Days(d.OverdueDays)
		if d.OldestText != "" {
			t.Second += ", " + p.documentInLine(d.OldestKind, d.OldestText)
		}
		return t
	case d.Undated > 0 && d.Advance == 0:
		t.First, t.Second = p.T("tile.undated"), p.T("tile.undated_more")
		if d.Undated < d.Owed {
			t.First, t.Second = p.T("tile.not_overdue"), p.T("tile.undated_part", p.Roubles(d.Undated))
		}
	case d.Undated > 0:
		t.First = p.T("tile.undated")
	case d.Owed > 0:
		t.First = p.T("tile.not_overdue")
	default:
		t.Value, t.Tone = p.T("tile.no_debt"), Quiet
	}
	if d.Advance > 0 {
		t.Second = p.T("tile.advance", p.Money(d.Advance))
	}
	return t
}

// PromiseTile is what the client said it would pay and what came.
func (p *Printer) PromiseTile(promise crm.Promise) Tile {
	t := Tile{Caption: p.T("tile.promise"), Alarm: Quiet, Echo: Quiet}
	if promise.ID.IsZero() {
		t.Value, t.Tone = p.T("tile.no_promise"), Quiet
		return t
	}
	t.Value = p.Money(promise.Amount)
	t.First = p.T("tile.until", p.DayMonth(promise.Due))
	switch {
	case promise.Kept():
		t.Second, t.Echo = p.T("tile.kept"), Good
	case promise.Paid > 0:
		t.Second = p.T("tile.came", p.Money(promise.Paid))
	default:
		t.Second = p.T("tile.not_came")
	}
	today := p.Now()
	switch {
	case promise.Broken(today):
		t.Echo = Danger
	case !promise.Kept() && crm.DaysBetween(promise.Due.In(p.loc), today) == 0:
		t.First, t.Alarm = p.T("tile.until_today"), Warning
	}
	return t
}

// OrdersTile is what is under way, for how much, and how far the newest has come.
func (p *Printer) OrdersTile(orders []crm.Document) Tile {
	t := Tile{Caption: p.T("tile.orders"), Alarm: Quiet, Echo: Quiet}
	if len(orders) == 0 {
		t.Value, t.Tone = p.T("tile.no_orders"), Quiet
		return t
	}
	var sum crm.Money
	for _, o := range orders {
		sum += o.Amount
	}
	t.Caption = p.T("tile.orders_of", len(orders))
	t.Value = p.Roubles(sum)
	newest := orders[0]
	t.First = p.T("tile.order", Number(newest.Number), newest.PaidPercent())
	if !newest.Due.IsZero() {
		t.Second = p.T("row.ships", p.DayMonth(newest.Due))
	}
	if newest.Shipped > 0 {
		t.Second = p.T("row.shipped", newest.ShippedPercent())
		if !newest.Due.IsZero() {
			t.Second += ", " + p.T("tile.until", p.DayMonth(newest.Due))
		}
	}
	if !newest.Due.IsZero() && crm.DaysBetween(newest.Due.In(p.loc), p.Now()) > 0 && (newest.Amount == 0 || newest.Shipped < newest.Amount) {
		t.Second, t.Echo = p.T("tile.late", p.DayMonth(newest.Due)), Warning
		if newest.Paid < newest.Amount {
			t.Second += ", " + p.T("tile.waits_money")
		}
	}
	return t
}

// dated adds to captions when their figures are of: "Долг на 10:38".
func (p *Printer) dated(tiles [4]Tile, asOf time.Time) [4]Tile {
	for i := range tiles {
		tiles[i].Caption = join(" ", tiles[i].Caption, p.At(asOf))
	}
	return tiles
}

// BoughtTile is what was bought in three months and in the year.
func (p *Printer) BoughtTile(c crm.Card) Tile {
	t := Tile{Caption: p.T("tile.bought"), Value: p.Roubles(c.Bought(3)), Alarm: Quiet, Echo: Quiet}
	year := c.Bought(12)
	if year == 0 {
		t.Value, t.Tone = p.T("tile.not_bought"), Quiet
		return t
	}
	t.First = p.T("tile.year", p.Roubles(year))
	return t
}
