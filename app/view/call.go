package view

import (
	"unicode"

	"pult/app/crm"
	"pult/app/phone"
	"pult/assets/places"
)

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

// Over is Ended as it stands by itself: "Ответил Петров".
func (p *Printer) Over(o crm.Outcome, by string) string {
	text := []rune(p.Ended(o, by))
	if len(text) > 0 {
		text[0] = unicode.ToUpper(text[0])
	}
	return string(text)
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

// Place tells where a number comes from; nothing for short and hidden ones.
func (p *Printer) Place(n phone.Number) string {
	place, ok := places.Of(n.E164)
	switch {
	case !ok:
		return ""
	case p.Language() == English:
		return place.English
	default:
		return place.Russian
	}
}

// Stranger words what can be told of a caller nobody knows: where the number comes
// from, and the name the exchange sent.
func (p *Printer) Stranger(call crm.Call) string {
	return join(" · ", p.Place(call.Number), call.Display)
}

// Near words why a number reminds of a client's.
func (p *Printer) Near(n crm.Near) string {
	return p.T("call.near_"+string(n.Kind), n.Name, n.Number.Format())
}

// Before words the earlier calls of a number, newest first; nothing without any.
func (p *Printer) Before(calls []crm.Interaction) string {
	if len(calls) == 0 {
		return ""
	}
	last := calls[0]
	when, how := p.Moment(last.At), p.Ended(last.Outcome, last.AnsweredBy)
	switch {
	case len(calls) > 1:
		return p.T("call.before_many", len(calls), when, how)
	case last.Direction == crm.Outgoing:
		return p.T("call.before_out", when, how)
	default:
		return p.T("call.before", when, how)
	}
}
