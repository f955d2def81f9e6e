package view

import "pult/app/crm"

// Outcome words how a call ended.
func (p *Printer) Outcome(o crm.Outcome) string {
	if o == "" {
		return p.T("outcome.open")
	}
	return p.T("outcome." + string(o))
}

// Ended words how a call ended, with the colleague who took it where the
// exchange has named them.
func (p *Printer) Ended(o crm.Outcome, by string) string {
	switch {
	case o == crm.Elsewhere && by != "":
		return p.T("outcome.elsewhere_by", by)
	case o == crm.Transferred && by != "":
		return p.T("outcome.transferred_to", by)
	}
	return p.Outcome(o)
}

// Direction words which way a call went.
func (p *Printer) Direction(d crm.Direction) string { return p.T("direction." + string(d)) }

// Document names a document as people do: "Заказ 1187".
func (p *Printer) Document(d crm.Document) string {
	return p.T("document."+string(d.Kind)) + " " + Number(d.Number)
}

// documentInLine names a document in the middle of a sentence: "реализация 312".
func (p *Printer) documentInLine(kind crm.DocumentKind, number string) string {
	return p.T("document.inline."+string(kind), Number(number))
}

// Fact words how far a record is on its way to 1C; nothing for one that is not
// meant to go there.
func (p *Printer) Fact(s crm.FactState) string {
	if s == "" {
		return ""
	}
	return p.T("fact." + string(s))
}

// Line words what the telephone is doing.
func (p *Printer) Line(s crm.LineStatus) string {
	if s.State == crm.LineRegistered {
		return p.T("line.registered", s.Account)
	}
	return p.T("line." + string(s.State))
}

// Caller names the other side in one line, the best that is known: client, name
// from the exchange, number, or that it is hidden.
func Caller(call crm.Call, name string) string {
	switch {
	case name != "":
		return name
	case call.Number.String() != "":
		return call.Number.Format()
	case call.Display != "":
		return call.Display
	default:
		return "?"
	}
}
