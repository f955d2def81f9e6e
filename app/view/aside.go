package view

import (
	"strings"

	"pult/app/crm"
)

// asideMost is how many records set aside are listed; all can be copied.
const asideMost = 500

// AsideRows are the records that could not be read, kind by kind: whose card or
// which document it is, and why. What to do about it stands in Full.
func (p *Printer) AsideRows(x crm.Exchange) []Row {
	var rows []Row
	kind := ""
	for i, s := range x.SetAside {
		if i == asideMost {
			rows = append(rows, Row{Title: p.T("exchange.aside_more", len(x.SetAside)-asideMost)})
			break
		}
		if i == 0 || s.Kind != kind {
			kind = s.Kind
			rows = append(rows, Row{Head: true, Title: p.Kind(kind)})
		}
		rows = append(rows, Row{Title: p.AsideName(s), Detail: p.UnreadWhy(s.Why), Tone: Quiet, Full: p.asideFull(s)})
	}
	return rows
}

// AsideName says which record it is, in words as far as there are any.
func (p *Printer) AsideName(s crm.SetAside) string {
	name := s.Name
	if name == "" && (s.Number != "" || !s.At.IsZero()) {
		name = p.asidePaper(s)
	}
	if name == "" && s.Owner == "" {
		if s.Ref == "" {
			return p.T("exchange.aside_nameless")
		}
		return p.T("exchange.aside_ref", s.Ref)
	}
	return join(" · ", name, s.Owner)
}

// asidePaper names a document: "Заказ 26 от 14.02.2026".
func (p *Printer) asidePaper(s crm.SetAside) string {
	name := p.T("exchange.aside_record")
	if key := "document." + strings.TrimSuffix(s.Kind, "s"); p.T(key) != key {
		name = p.T(key)
	}
	name = join(" ", name, Number(s.Number))
	if s.At.IsZero() {
		return name
	}
	return p.T("exchange.aside_of", name, p.Date(s.At))
}

// UnreadWhy says why a record could not be read.
func (p *Printer) UnreadWhy(u crm.Unread) string {
	switch u.Code {
	case crm.NoKey, crm.NoDebtKey:
		return p.T("unread." + string(u.Code))
	case crm.BadRef, crm.BadMoney, crm.BadQuantity, crm.BadDate:
		return p.T("unread."+string(u.Code), fieldName(u.Field), u.Value)
	case crm.BadPhone, crm.UnknownSettlement:
		return p.T("unread."+string(u.Code), u.Value)
	default:
		return p.T("unread.other", u.Value)
	}
}

// UnreadCure says what to do about it.
func (p *Printer) UnreadCure(u crm.Unread) string {
	switch u.Code {
	case crm.BadPhone, crm.NoKey:
		return p.T("unread.cure_" + string(u.Code))
	case crm.NoDebtKey, crm.UnknownSettlement:
		return p.T("unread.cure_"+string(u.Code), u.Field)
	case crm.BadRef, crm.BadMoney, crm.BadQuantity, crm.BadDate:
		return p.T("unread.cure_field", fieldName(u.Field))
	default:
		return p.T("unread.cure_other")
	}
}

// fieldName is the field as it is called in 1C itself: _Key is of the interface.
func fieldName(field string) string { return strings.TrimSuffix(field, "_Key") }

func (p *Printer) asideFull(s crm.SetAside) string {
	full := join("\n", p.Kind(s.Kind)+": "+p.AsideName(s), p.UnreadWhy(s.Why), p.UnreadCure(s.Why))
	if s.Ref != "" {
		full = join("\n", full, p.T("exchange.aside_ref", s.Ref))
	}
	return full
}

// AsideText is the list of AsideRows as text, for a letter to the administrator.
func (p *Printer) AsideText(x crm.Exchange) string {
	var text strings.Builder
	for _, s := range x.SetAside {
		text.WriteString(p.AsideLine(s) + "\t" + s.Ref + "\n")
	}
	return text.String()
}

// AsideLine tells of a record set aside in one line.
func (p *Printer) AsideLine(s crm.SetAside) string {
	return strings.Join([]string{p.Kind(s.Kind), p.AsideName(s), p.UnreadWhy(s.Why), p.UnreadCure(s.Why)}, "\t")
}
