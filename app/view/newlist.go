package view

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
)

// ChoiceRows are what a list can be made of: choices that were saved, the ready
// segments each with its meaning, and everybody. Command tells them apart: the id of
// a saved choice, or the segment.
func (p *Printer) ChoiceRows(saved []crm.SavedChoice, offers []crm.SegmentOffer) (rows []Row) {
	if len(saved) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("newlist.saved")})
	}
	for _, one := range saved {
		rows = append(rows, Row{Title: one.Name, Detail: p.choiceAbout(one.Choice), Command: one.ID.String()})
	}
	if len(offers) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("newlist.ready")})
	}
	for _, o := range offers {
		row := Row{Title: p.Segment(o.Segment), Detail: p.T("segment.about." + string(o.Segment)), Command: string(o.Segment)}
		if o.Lacks.Code != "" {
			row.Right, row.Tone, row.Full = p.T("newlist.lacks"), Quiet, p.IntakeReason(o.Lacks)
		}
		rows = append(rows, row)
	}
	return append(rows, Row{Title: p.T("segment.everybody"), Detail: p.T("segment.about.everybody")})
}

// choiceAbout says of a saved choice what it is.
func (p *Printer) choiceAbout(c crm.Choice) string {
	about := p.SegmentName(c.Segment)
	if n := len(c.Filter.Tests()); n > 0 {
		about += ", " + p.T("newlist.conditions", n)
	}
	return about
}

// SegmentName names a segment, or everybody.
func (p *Printer) SegmentName(s crm.Segment) string {
	if s == "" {
		return p.T("segment.everybody")
	}
	return p.Segment(s)
}

// ListName is what a list is called while nobody has named it.
func (p *Printer) ListName(s crm.Segment) string {
	return p.T("newlist.name_of", p.SegmentName(s), p.DayMonth(p.Now()))
}

// FilterField names what a row of a filter asks.
func (p *Printer) FilterField(f crm.FilterField) string { return p.T("newlist.field." + string(f)) }

// FilterWords are all values of a field that has a few words of ours; none of others,
// whose values are in the base.
func (p *Printer) FilterWords(f crm.FilterField) (list []crm.FilterValue) {
	var values []string
	switch f {
	case crm.FilterABC:
		values = []string{"A", "B", "C"}
	case crm.FilterXYZ:
		values = []string{"X", "Y", "Z"}
	case crm.FilterImported:
		values = []string{"yes", "no"}
	case crm.FilterReady:
		for _, s := range crm.Segments() {
			if s != crm.SegmentGood {
				list = append(list, crm.FilterValue{Value: string(s), Name: p.Segment(s)})
			}
		}
	}
	for _, v := range values {
		list = append(list, crm.FilterValue{Value: v, Name: p.T("newlist.value." + v)})
	}
	return list
}

// FilterValues names values of a question; goods are named by who knows them.
func (p *Printer) FilterValues(test crm.FilterTest, goods map[crm.Ref]string) []crm.FilterValue {
	words := p.FilterWords(test.Field)
	list := make([]crm.FilterValue, len(test.Values))
	for i, value := range test.Values {
		list[i] = crm.FilterValue{Value: value, Name: value}
		if at := slices.IndexFunc(words, func(w crm.FilterValue) bool { return w.Value == value }); at >= 0 {
			list[i] = words[at]
		}
		switch test.Field {
		case crm.FilterBought:
			if ref, err := crm.ParseRef(value); err == nil && goods[ref] != "" {
				list[i].Name = goods[ref]
			}
		case crm.FilterSegment:
			list[i].Name = strings.Replace(value, "=", ": ", 1)
		}
	}
	return list
}

// Thousands writes a count for people: "12 400".
func Thousands(n int) string { return group(strconv.Itoa(n)) }

// outs and laters are reasons of a preview, in the order people see.
var (
	outs   = []crm.Hold{crm.HoldNoPhone, crm.HoldBanned, crm.HoldConsent, crm.HoldDuplicate}
	laters = []crm.Hold{crm.HoldHours, crm.HoldZone, crm.HoldUnread}
)

// PreviewRows count who comes into a list and who does not and why; beside each row
// stand the first of those it counts.
func (p *Printer) PreviewRows(of crm.Preview) (rows []Row, first [][]crm.Chosen) {
	if of.Total == 0 {
		return nil, nil
	}
	add := func(row Row, some []crm.Chosen) { rows, first = append(rows, row), append(first, some) }
	add(Row{Title: p.T("newlist.row.in"), Right: Thousands(of.In), Tone: Good}, of.First)
	part := func(head, key string, holds []crm.Hold, counts map[crm.Hold]int, some map[crm.Hold][]crm.Chosen) {
		headed := false
		for _, hold := range holds {
			if counts[hold] == 0 {
				continue
			}
			if !headed {
				add(Row{Head: true, Title: p.T(head)}, nil)
				headed = true
			}
			add(Row{Title: p.T(key + string(hold)), Right: Thousands(counts[hold])}, some[hold])
		}
	}
	part("newlist.out", "newlist.out.", outs, of.Out, of.FirstOut)
	part("newlist.later", "newlist.later.", laters, of.Later, of.FirstLater)
	if of.Also > 0 {
		add(Row{Head: true, Title: p.T("newlist.also")}, nil)
		add(Row{Title: p.T("newlist.also.open"), Right: Thousands(of.Also), Tone: Warning}, of.FirstAlso)
	}
	return rows, first
}

// ChosenRows are clients that were chosen, each with why.
func (p *Printer) ChosenRows(list []crm.Chosen) []Row {
	rows := make([]Row, len(list))
	for i, c := range list {
		rows[i] = Row{Title: c.Name, Detail: p.Why(c.Why), Client: c.Client}
		if rows[i].Title == "" {
			rows[i].Title = c.Phone
		}
	}
	return rows
}

// NotMade says why a list was not made, and what to do.
func (p *Printer) NotMade(err error) string {
	var reason crm.Reason
	switch {
	case errors.As(err, &reason):
		return p.IntakeReason(reason)
	case errors.Is(err, crm.ErrNotPublished):
		return p.T("intake.choice_unsigned")
	case errors.Is(err, crm.ErrNotFound):
		return p.T("newlist.nobody")
	}
	return p.Error(Desk, err)
}
