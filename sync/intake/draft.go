package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/commerceml"
	"pult/sync/table"
)

// draft is a row that was read, before it is compared with anything.
type draft struct {
	file  string // of an archive
	line  int
	raw   string // the row as it stands, to know one that is there twice
	code  string
	key   string // of the name
	party crm.Party
	notes []crm.Reason
	bad   *crm.Reason
}

// place says where the row stands: its line, in an archive with the file.
func (d *draft) place() string {
	if d.file == "" {
		return strconv.Itoa(d.line)
	}
	return d.file + ":" + strconv.Itoa(d.line)
}

// reading turns rows into drafts.
type reading struct {
	plan    phone.Plan
	zone    *time.Location
	asOf    time.Time
	table   *table.Table
	mapping mapping
	folded  []string // headings
}

func (r *reading) draft(row table.Row) draft {
	d := draft{line: row.Line, raw: strings.Join(row.Cells, "\x00")}
	if reason, ok := r.unusable(row); ok {
		d.bad = &reason
		return d
	}
	cells := map[Field]string{}
	for i, cell := range row.Cells {
		if cell == "" {
			continue
		}
		d.cell(r, r.mapping[i], cell, r.table.Headings[i], cells)
	}
	c := &d.party.Client
	d.code, c.Name, c.FullName = cells[Code], oneLine(cells[Name]), oneLine(cells[FullName])
	c.Comment, d.party.Manager = cells[Comment], oneLine(cells[Manager])
	c.Name = or(c.Name, c.FullName)
	var notes []crm.Reason
	c.INN, c.KPP, notes = taxNumbers(cells[INN])
	d.notes = append(d.notes, notes...)
	c.KPP = or(digits(cells[KPP]), c.KPP)
	d.person(r, cells)
	d.debts(r, cells)
	d.judge()
	return d
}

// cell reads what may come from several columns; the others are put by.
func (d *draft) cell(r *reading, field Field, cell, heading string, cells map[Field]string) {
	switch field {
	case Phones:
		list, notes := numbers(r.plan, cell, heading)
		d.party = d.party.Joined(crm.Party{Client: crm.Client{Phones: list}})
		d.notes = append(d.notes, notes...)
	case Emails:
		list, notes := addresses(cell)
		d.party = d.party.Joined(crm.Party{Client: crm.Client{Emails: list}})
		d.notes = append(d.notes, notes...)
	case "", Skip:
	default:
		cells[field] = cell
	}
}

// unusable tells rows that are no clients.
func (r *reading) unusable(row table.Row) (crm.Reason, bool) {
	if len(row.Cells) > len(r.mapping) {
		return crm.Reason{Code: "extra_cells", Detail: strconv.Itoa(len(row.Cells))}, true
	}
	same := 0
	for i, cell := range row.Cells {
		if r.folded[i] != "" && crm.Fold(cell) == r.folded[i] {
			same++
		}
		if r.mapping[i] == Name {
			if name := crm.Fold(cell); name == "итого" || name == "всего" || name == "total" || strings.HasPrefix(name, "итого ") {
				return crm.Reason{Code: "total"}, true
			}
		}
	}
	if same > 1 && same*2 >= len(row.Cells) {
		return crm.Reason{Code: "heading"}, true
	}
	return crm.Reason{}, false
}

// person reads who is at the client. A number of his without his name is the
// firm's.
func (d *draft) person(r *reading, cells map[Field]string) {
	phones, notes := numbers(r.plan, cells[ContactPhone], r.headingOf(ContactPhone))
	emails, more := addresses(cells[ContactEmail])
	d.notes = append(append(d.notes, notes...), more...)
	name := oneLine(cells[Contact])
	if name == "" {
		d.party = d.party.Joined(crm.Party{Client: crm.Client{Phones: phones, Emails: emails}})
		return
	}
	d.party.Contacts = []crm.Contact{{Ref: personRef(name), Name: name, Position: oneLine(cells[Position]), Phones: phones, Emails: emails}}
}

// personRef tells people of one client apart while it is not known which.
func personRef(name string) crm.Ref { return crm.DerivedRef("person", crm.Fold(name)) }

func (r *reading) headingOf(field Field) string {
	if i := slices.Index(r.mapping, field); i >= 0 {
		return r.table.Headings[i]
	}
	return ""
}

// debts reads what is owed. Without a day each sum was due on, what is overdue
// was due the day before the file was made, or so many days before as it says.
func (d *draft) debts(r *reading, cells map[Field]string) {
	if !slices.Contains(r.mapping, Debt) && !slices.Contains(r.mapping, Overdue) && !slices.Contains(r.mapping, Advance) {
		return
	}
	var sums [3]crm.Money
	for i, field := range []Field{Debt, Overdue, Advance} {
		amount, ok := money(cells[field])
		if !ok {
			d.notes = append(d.notes, crm.Reason{Code: "amount", Detail: cells[field]})
			return
		}
		sums[i] = amount
	}
	owed, overdue, advance := sums[0], max(0, sums[1]), sums[2]
	if !slices.Contains(r.mapping, Debt) {
		owed = overdue
	}
	if owed < 0 { // the firm owes
		owed, advance = 0, advance-owed
	}
	due, days, ok := d.terms(r, cells)
	if !ok {
		return
	}
	d.party.HasDebts = true
	line := crm.DebtLine{Number: oneLine(cells[Document]), Owed: owed, Advance: advance, Due: due}
	overdue = min(overdue, owed)
	switch {
	case !due.IsZero():
	case overdue > 0:
		late := line
		late.Owed, late.Advance, late.Due = overdue, 0, day(r.asOf, r.zone, max(1, days))
		d.party.Debts = append(d.party.Debts, late)
		line.Owed -= overdue
	case days > 0:
		line.Due = day(r.asOf, r.zone, days)
	}
	if line.Owed != 0 || line.Advance != 0 {
		d.party.Debts = append(d.party.Debts, line)
	}
}

func (d *draft) terms(r *reading, cells map[Field]string) (due time.Time, days int, ok bool) {
	if cell := cells[Due]; cell != "" && cell != "-" {
		if due, ok = date(cell, r.zone, r.table.Since1904); !ok {
			d.notes = append(d.notes, crm.Reason{Code: "date", Detail: cell})
			return due, 0, false
		}
	}
	if cell := digits(cells[Days]); cell != "" {
		days, _ = strconv.Atoi(cell)
		if days < 0 || days > 36_500 {
			d.notes = append(d.notes, crm.Reason{Code: "date", Detail: cells[Days]})
			return due, 0, false
		}
	}
	return due, days, true
}

// day is the beginning of the day so many days before.
func day(asOf time.Time, zone *time.Location, before int) time.Time {
	t := asOf.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day()-before, 0, 0, 0, 0, zone)
}

// judge tells a client from what is none.
func (d *draft) judge() {
	c := d.party.Client
	if c.Name == "" {
		d.bad = &crm.Reason{Code: "no_name"}
		return
	}
	if strings.ContainsRune(c.Name, '\ufffd') {
		d.notes = append(d.notes, crm.Reason{Code: "broken_letters", Detail: c.Name})
	}
	d.key = crm.NameKey(c.Name)
	if d.key == "" { // signs alone
		d.bad = &crm.Reason{Code: "no_name"}
	}
}

// ofCommerceML makes a draft of a party of CommerceML.
func (r *reading) ofCommerceML(p commerceml.Party) draft {
	d := draft{line: p.Line, code: p.ID}
	c := &d.party.Client
	var notes []crm.Reason
	c.Name, c.FullName, c.Comment = oneLine(or(p.Name, p.FullName)), oneLine(p.FullName), p.Comment
	c.INN, _, notes = taxNumbers(p.INN)
	d.notes = append(d.notes, notes...)
	c.KPP = digits(p.KPP)
	c.Phones, c.Emails = d.contacts(r, p.Phones, p.Emails)
	for _, one := range p.People {
		person := crm.Contact{Ref: personRef(one.Name), Name: oneLine(one.Name), Position: oneLine(one.Role)}
		person.Phones, person.Emails = d.contacts(r, one.Phones, one.Emails)
		d.party.Contacts = append(d.party.Contacts, person)
	}
	d.judge()
	return d
}

func (d *draft) contacts(r *reading, phones, emails []string) (list []crm.Phone, all []string) {
	for _, text := range phones {
		found, notes := numbers(r.plan, text, "")
		list, d.notes = append(list, found...), append(d.notes, notes...)
	}
	for _, text := range emails {
		found, notes := addresses(text)
		all, d.notes = append(all, found...), append(d.notes, notes...)
	}
	return list, all
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
