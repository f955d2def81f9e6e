package view

import (
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
)

// TermRows say how late debts are, what was agreed, what is wrong with the card,
// who the client is by law, and what else 1C knows.
func (p *Printer) TermRows(c crm.Card) []Row {
	rows := p.ageRows(crm.Age(c.DebtLines, p.Now()), c.AsOf)
	if c.Debt.Advance > 0 {
		rows = append(rows, Row{Title: p.T("terms.advance"), Right: p.Money(c.Debt.Advance)})
	}
	if c.Limit > 0 {
		tone := Normal
		if c.LimitUsed() > 100 {
			tone = Danger
		}
		rows = append(rows, Row{Title: p.T("terms.limit"), Detail: p.T("terms.used", c.LimitUsed()), Right: p.Money(c.Limit), Tone: tone})
	}
	if c.Step.Known() {
		rows = append(rows, Row{Title: p.T("terms.discount"), Right: p.step(c.Step)})
	}
	rows = append(rows, p.contractRows(c.Terms)...)
	rows = append(rows, p.moreRows(c)...)
	rows = append(rows, p.warningRows(c)...)
	return append(rows, p.requisiteRows(c)...)
}

func (p *Printer) contractRows(terms []crm.Terms) (rows []Row) {
	if len(terms) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("terms.contracts") + " · " + strconv.Itoa(len(terms))})
	}
	for _, m := range terms {
		row := Row{Title: m.Name}
		if m.Days > 0 {
			row.Detail = p.T("terms.days", p.Days(m.Days))
		}
		if m.Limit > 0 {
			row.Right = p.T("terms.limit_of", p.Money(m.Limit))
		}
		rows = append(rows, row)
	}
	return rows
}

// moreRows are prices, what a firm has added to the card, and the consent, which
// is told even when nobody has asked for it.
func (p *Printer) moreRows(c crm.Card) []Row {
	rows := []Row{{Head: true, Title: p.T("terms.more")}}
	if c.PriceType != "" {
		rows = append(rows, Row{Title: p.T("terms.prices"), Right: c.PriceType})
	}
	for _, prop := range c.Client.Properties {
		row := Row{Title: p.property(prop.Name), Right: prop.Value}
		if day, err := time.Parse(time.DateOnly, prop.Value); prop.Name == birthday && err == nil {
			row.Right = day.Format("02.01.2006")
		}
		rows = append(rows, row)
	}
	consent := p.T("terms.consent_none")
	if c.Standing.Consent.Value != "" {
		consent = p.T("standing.consent."+string(c.Standing.Consent.Value), p.DayMonth(c.Standing.Consent.Since))
	}
	rows = append(rows, Row{Title: p.T("terms.consent"), Right: consent})
	if note := strings.TrimSpace(c.Client.Comment); note != "" {
		rows = append(rows, Row{Title: p.T("terms.comment"), Detail: note, Full: note})
	}
	return rows
}

// warningRows are what somebody should put right in 1C.
func (p *Printer) warningRows(c crm.Card) (rows []Row) {
	if c.Client.Ref.IsZero() {
		return nil
	}
	add := func(key, what string) { rows = append(rows, Row{Title: p.T(key), Detail: what, Tone: Warning}) }
	for _, inn := range innsOf(c) {
		if !crm.ValidINN(inn) {
			add("terms.inn_wrong", inn)
		}
	}
	if len(p.phones(c)) == 0 {
		add("terms.no_phone", "")
	}
	if len(mailsOf(c)) == 0 {
		add("terms.mailbox_none", "")
	}
	if len(rows) > 0 {
		rows = append([]Row{{Head: true, Title: p.T("terms.warnings")}}, rows...)
	}
	return rows
}

// requisiteRows are the firms behind a client, all its numbers and addresses.
func (p *Printer) requisiteRows(c crm.Card) []Row {
	var rows []Row
	add := func(title, detail, right string) {
		if detail != "" || right != "" {
			rows = append(rows, Row{Title: title, Detail: detail, Right: right})
		}
	}
	add(p.T("terms.name"), Guillemets(c.Client.FullName), "")
	add(p.T("terms.inn"), "", c.Client.INN)
	add(p.T("terms.kpp"), "", c.Client.KPP)
	for _, firm := range c.Counterparties {
		if !firm.Deleted && firm.INN != c.Client.INN {
			add(Guillemets(firm.Name), "", join(" / ", firm.INN, firm.KPP))
		}
	}
	for _, phone := range p.phones(c) {
		add(p.T("terms.phone"), phone.Who, phone.Text)
	}
	for _, mail := range mailsOf(c) {
		add(p.T("terms.mail"), "", mail)
	}
	if len(rows) > 0 {
		rows = append([]Row{{Head: true, Title: p.T("terms.requisites")}}, rows...)
	}
	return rows
}

// innsOf are the INN of a client and of the firms behind it, each once.
func innsOf(c crm.Card) []string {
	list := []string{c.Client.INN}
	for _, firm := range c.Counterparties {
		if !firm.Deleted {
			list = append(list, firm.INN)
		}
	}
	return distinct(list)
}

func mailsOf(c crm.Card) []string {
	list := append([]string(nil), c.Client.Emails...)
	for _, contact := range c.Contacts {
		if !contact.Deleted {
			list = append(list, contact.Emails...)
		}
	}
	for _, firm := range c.Counterparties {
		if !firm.Deleted {
			list = append(list, firm.Emails...)
		}
	}
	return distinct(list)
}

// distinct leaves out what is empty and what was there already.
func distinct(list []string) (kept []string) {
	seen := map[string]bool{"": true}
	for _, text := range list {
		if !seen[text] {
			seen[text] = true
			kept = append(kept, text)
		}
	}
	return kept
}
