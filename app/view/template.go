package view

import (
	"time"

	"pult/app/crm"
)

// LetterFields are the values of a template's fields, by names in both languages. What
// is not known has no value: a letter with such a field is not sent.
func (p *Printer) LetterFields(c crm.Card, to crm.Address, manager string) map[string]string {
	name := c.Client.FullName
	if name == "" {
		name = c.Client.Name
	}
	fields := map[string]string{
		"клиент": name, "инн": c.Client.INN, "контакт": to.Name, "менеджер": manager, "сегодня": p.Date(p.Now()),
	}
	if d := c.Debt; d.Owed > 0 {
		fields["долг"] = p.Money(d.Owed)
		if d.Overdue > 0 {
			fields["просрочено"], fields["дней"] = p.Money(d.Overdue), p.Days(d.OverdueDays)
		}
		if d.OldestText != "" {
			fields["документ"] = p.documentInLine(d.OldestKind, d.OldestText)
		}
	}
	if len(c.OpenOrders) > 0 {
		o := c.OpenOrders[0]
		fields["заказ"], fields["сумма заказа"] = Number(o.Number), p.Money(o.Amount)
		if !o.Due.IsZero() {
			fields["отгрузка"] = p.Date(o.Due)
		}
		if rest := o.Amount - o.Paid; rest > 0 {
			fields["к оплате"] = p.Money(rest)
		}
	}
	if !c.Promise.ID.IsZero() && c.Promise.Due.After(time.Time{}) && !c.Promise.Kept() {
		fields["обещано"], fields["обещано до"] = p.Money(c.Promise.Amount), p.Date(c.Promise.Due)
	}
	for russian, english := range fieldNames {
		if value, ok := fields[russian]; ok {
			fields[english] = value
		}
	}
	return fields
}

var fieldNames = map[string]string{
	"клиент": "client", "инн": "inn", "контакт": "contact", "менеджер": "manager", "сегодня": "today", "долг": "debt",
	"просрочено": "overdue", "дней": "days", "документ": "document", "заказ": "order", "сумма заказа": "order sum",
	"отгрузка": "shipment", "к оплате": "to pay", "обещано": "promised", "обещано до": "promised until",
}

// LetterTemplates are those that come with the panel.
func (p *Printer) LetterTemplates() (list []crm.LetterTemplate) {
	for _, key := range []string{"debt", "order", "promise", "thanks"} {
		list = append(list, crm.LetterTemplate{
			Name: p.T("template." + key), Subject: p.T("template." + key + ".subject"), Text: p.T("template." + key + ".text"),
		})
	}
	return list
}
