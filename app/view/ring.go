package view

import "pult/app/crm"

// Match words one client a number may belong to: the lines of the pop-up in
// the order they are read.
type Match struct {
	Name    string
	Person  string // contact, position and number
	Money   string
	Alarm   Tone // of Money
	Order   string
	Manager string // whose client it is, when not one's own
	AsOf    string
}

// MatchLines words a match for a call.
func (p *Printer) MatchLines(call crm.Call, m crm.Match, own string) Match {
	lines := Match{
		Name:   m.Name,
		Person: join(", ", m.ContactName, m.Position),
		AsOf:   p.AsOf(m.AsOf),
	}
	lines.Person = join(" · ", lines.Person, call.Number.Format())
	lines.Money, lines.Alarm = p.DebtLine(m.Debt)
	if len(m.OpenOrders) > 0 {
		o := m.OpenOrders[0]
		lines.Order = p.Say(crm.Say{Kind: crm.SayOrder, Document: o.Number, Percent: o.PaidPercent(), Date: o.Due})
	}
	lines.Manager = p.Manager(m.ManagerName, own)
	return lines
}

// DebtLine words a debt in one line.
func (p *Printer) DebtLine(d crm.Debt) (string, Tone) {
	switch {
	case d.Overdue > 0:
		return p.T("debt.overdue", p.Money(d.Owed), p.Money(d.Overdue)), Danger
	case d.Undated > 0 && d.Undated < d.Owed:
		return p.T("debt.undated_part", p.Money(d.Owed), p.Money(d.Undated)), Normal
	case d.Undated > 0:
		return p.T("debt.undated", p.Money(d.Owed)), Normal
	case d.Owed > 0:
		return p.T("debt.owed", p.Money(d.Owed)), Normal
	default:
		return p.T("tile.no_debt"), Quiet
	}
}

// DebtShort words a debt beside the name it belongs to.
func (p *Printer) DebtShort(d crm.Debt) (string, Tone) {
	switch {
	case d.Overdue > 0:
		return p.T("debt.short_overdue", p.Roubles(d.Overdue)), Danger
	case d.Owed > 0:
		return p.T("debt.short_owed", p.Roubles(d.Owed)), Quiet
	default:
		return p.T("debt.short_none"), Quiet
	}
}

// Manager words whose client it is.
func (p *Printer) Manager(name, own string) string {
	switch name {
	case "":
		return p.T("manager.nobody")
	case own:
		return p.T("manager.own")
	default:
		return p.T("manager.other", name)
	}
}

// Called words the number that was called.
func (p *Printer) Called(number string) string {
	if number == "" {
		return ""
	}
	return p.T("call.called", number)
}

// join puts sep between what is not empty.
func join(sep string, parts ...string) string {
	out := ""
	for _, part := range parts {
		switch {
		case part == "":
		case out == "":
			out = part
		default:
			out += sep + part
		}
	}
	return out
}

// Bought words what a client has bought, with a bar for each month; nothing for who
// bought nothing.
func (p *Printer) Bought(months []crm.Month) (string, []Column) {
	c := crm.Card{Purchases: months}
	if c.Bought(len(months)) <= 0 {
		return "", nil
	}
	return p.T("call.bought", p.Roubles(c.Bought(3)), p.Roubles(c.Bought(len(months)))), p.Columns(months)
}

// Shipped words the last things a client took in one line.
func (p *Printer) Shipped(list []crm.Document) string {
	parts := make([]string, len(list))
	for i, d := range list {
		day := d.At.In(p.loc)
		layout := "02.01"
		if day.Year() != p.Now().Year() {
			layout = "02.01.06" // three of them have but a line
		}
		parts[i] = day.Format(layout) + " " + p.Roubles(d.Amount)
	}
	return join(", ", parts...)
}
