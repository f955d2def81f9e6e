package intake

import (
	"strconv"

	"pult/app/crm"
)

// row says what a row is within its file.
func (f *file) row(d draft, at int) Row {
	row := Row{File: d.file, Line: d.line, Name: d.party.Client.Name, Reasons: d.notes}
	if d.bad != nil {
		row.State, row.Reasons = crm.IntakeBad, []crm.Reason{*d.bad}
		return row
	}
	if d.raw != "" {
		if first, twice := f.raw[d.raw]; twice {
			row.State, row.Reasons = crm.IntakeMore, []crm.Reason{{Code: "repeat", Detail: strconv.Itoa(first)}}
			return row
		}
		f.raw[d.raw] = d.line
	}
	of, begun, doubt := f.take(d, at)
	switch {
	case doubt != nil:
		row.State, row.Reasons = crm.IntakeDoubtful, append([]crm.Reason{*doubt}, row.Reasons...)
		row.Maybe = []crm.Identity{{Name: of.party.Client.Name, Papers: of.paper()}}
	case begun:
		if note, ok := f.shared(of, &d); ok {
			row.Reasons = append(row.Reasons, note)
		}
	default:
		row.State = crm.IntakeMore
		row.Reasons = append([]crm.Reason{{Code: "line", Detail: of.place()}}, row.Reasons...)
	}
	return row
}

// settle gives the clients their references and tells changed ones from those
// that are the same. The latter are stored as well: should an earlier import be
// undone, this one still says so.
func (f *file) settle(report *Report, before map[crm.Ref]crm.Party, doubtful bool, drafts []draft) (parties []crm.Party) {
	taken := map[crm.Ref]bool{}
	for _, of := range f.groups {
		row := &report.Rows[of.row]
		if row.State == crm.IntakeDoubtful {
			continue
		}
		if taken[row.Client] { // two clients of the file may not be one of the base
			row.State, row.Client = crm.IntakeDoubtful, crm.Ref{}
			row.Reasons = append([]crm.Reason{{Code: "twice"}}, row.Reasons...)
			continue
		}
		taken[row.Client] = true
		p := own(of.party, row.Client)
		if was := before[row.Client]; row.State == crm.IntakeChanged && was.With(p).Same(was) {
			row.State = crm.IntakeSame
		}
		parties = append(parties, p)
	}
	if doubtful {
		parties = append(parties, f.accept(report, drafts)...)
	}
	return parties
}

// accept makes clients of their own of the rows in doubt.
func (f *file) accept(report *Report, drafts []draft) (parties []crm.Party) {
	whole := map[int]crm.Party{}
	for _, of := range f.groups {
		whole[of.row] = of.party
	}
	for i := range report.Rows {
		row := &report.Rows[i]
		if row.State != crm.IntakeDoubtful {
			continue
		}
		party, ok := whole[i]
		if !ok {
			party = drafts[i].party
		}
		row.State = crm.IntakeNew
		row.Client = crm.DerivedRef("client", "import", report.Import.ID.String(), row.File+strconv.Itoa(row.Line))
		parties = append(parties, own(party, row.Client))
	}
	return parties
}

// own makes people and debts those of a client.
func own(p crm.Party, client crm.Ref) crm.Party {
	p.Client.Ref = client
	people := make([]crm.Contact, len(p.Contacts))
	for i, person := range p.Contacts {
		person.Client, person.Ref = client, crm.DerivedRef("person", client.String(), crm.Fold(person.Name))
		people[i] = person
	}
	p.Contacts = people
	lines := make([]crm.DebtLine, len(p.Debts))
	for i, line := range p.Debts {
		line.Client = client
		if line.Number != "" {
			line.Document = crm.DerivedRef("document", client.String(), line.Number)
		}
		lines[i] = line
	}
	p.Debts = lines
	return p
}
