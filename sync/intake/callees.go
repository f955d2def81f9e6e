package intake

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/table"
)

// CalleeRow is what became of one row of a file for a call list.
type CalleeRow struct {
	Line    int
	State   crm.CalleeState
	Client  crm.Ref // zero for a stranger
	Name    string
	Numbers []phone.Number // those of the file
	Note    string         // why they are called, in the words of the file
	Manager string
	Reasons []crm.Reason   // why it is in no list, and what of it was not taken
	Maybe   []crm.Identity // whom it may be, also once a person has said
	Cells   []string       // as the file has them
	Joined  int            // line of the earlier row it is a part of; 0 for none
}

// CalleeReport is what a file would give a call list.
type CalleeReport struct {
	File     string
	Encoding string
	Sheet    string
	Sheets   []string // of the file, beside that one
	Columns  []Column
	Rows     []CalleeRow
	Counts   map[crm.CalleeState]int
}

// Callees reads a file for a call list and finds out who of it is here: by the code
// or reference, the tax number, the telephones and the addresses. Nothing is stored
// but which column is what, when a person has said so.
func (in *Intake) Callees(ctx context.Context, path string, o Options) (*CalleeReport, error) {
	if o.Told == nil {
		o.Told = func(crm.Progress) {}
	}
	o.Told(crm.Progress{Stage: crm.StageRead})
	data, err := table.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	all := &CalleeReport{File: filepath.Base(path), Counts: map[crm.CalleeState]int{}}
	r := &reading{plan: in.Plan, zone: in.Zone, asOf: in.Now()}
	r.table, err = table.Parse(data, table.Options{Sheet: o.Sheet, Heading: isHeading, NoHead: o.NoHead || byNumber(o.Columns)})
	if err != nil {
		return nil, err
	}
	var report Report
	err = in.columns(ctx, r, o, &report, mapping.reached)
	all.Columns, all.Encoding, all.Sheet, all.Sheets = report.Columns, report.Encoding, report.Sheet, report.Sheets
	if err != nil {
		return all, err
	}
	drafts := make([]draft, 0, len(r.table.Rows()))
	for _, row := range r.table.Rows() {
		d := r.draft(row)
		if d.bad != nil && d.bad.Code == "no_name" { // a number may be called without one
			d.bad = nil
		}
		drafts = append(drafts, d)
	}
	o.Told(crm.Progress{Stage: crm.StageCompare, Total: len(drafts)})
	base, err := learn(ctx, in.Directory, drafts)
	if err != nil {
		return all, err
	}
	all.settle(drafts, r.table.Rows(), base, o.Who)
	return all, nil
}

// reached tells that there is something to call or to recognise people by.
func (m mapping) reached() error {
	for _, field := range []Field{Phones, ContactPhone, Emails, ContactEmail, INN, Code} {
		if slices.Contains(m, field) {
			return nil
		}
	}
	return crm.Reason{Code: "no_reach_column"}
}

// settle says of each row what it is. Rows of one client, or of one number, are one
// call: the later ones add their numbers to the first.
func (all *CalleeReport) settle(drafts []draft, rows []table.Row, base *known, who map[int]crm.Ref) {
	seen := map[string]int{}     // line by row
	clients := map[crm.Ref]int{} // place among the rows
	strangers := map[int64]int{} // the same, by number
	all.Rows = make([]CalleeRow, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		row := &all.Rows[i]
		*row = CalleeRow{
			Line: d.line, Name: d.callee(), Numbers: d.callable(), Note: d.party.Client.Comment, Manager: d.party.Manager,
			Reasons: d.notes, Cells: rows[i].Cells,
		}
		first, twice := seen[d.raw]
		if !twice {
			seen[d.raw] = d.line
		}
		switch {
		case d.bad != nil:
			row.State, row.Reasons = crm.CalleeBad, []crm.Reason{*d.bad}
		case twice:
			row.State, row.Reasons = crm.CalleeBad, []crm.Reason{{Code: "repeat", Detail: strconv.Itoa(first)}}
		default:
			all.match(row, d, base, who)
			all.join(row, i, clients, strangers)
		}
		all.Counts[row.State]++
	}
}

// match finds whom a row means. What a person has said holds while it can still be so.
func (all *CalleeReport) match(row *CalleeRow, d *draft, base *known, who map[int]crm.Ref) {
	found, why := base.callee(d)
	if said, ok := who[row.Line]; ok && len(found) > 1 {
		row.Maybe = found
		if said.IsZero() {
			found = nil
		} else if at := slices.IndexFunc(found, func(one crm.Identity) bool { return one.Ref == said }); at >= 0 {
			found = found[at : at+1]
		}
	}
	switch {
	case len(found) == 1:
		row.State, row.Client = crm.CalleeMatched, found[0].Ref
		if row.Name == "" {
			row.Name = found[0].Name
		}
	case len(found) > 1:
		row.State, row.Maybe = crm.CalleeAmbiguous, found
		row.Reasons = append([]crm.Reason{why}, row.Reasons...)
	case len(row.Numbers) == 0:
		row.State = crm.CalleeBad
		row.Reasons = append([]crm.Reason{{Code: "no_callable"}}, row.Reasons...)
	default:
		row.State = crm.CalleeNew
		if row.Name == "" {
			row.Name = row.Numbers[0].Format()
		}
	}
}

// join puts a row into an earlier one of the same client or the same number.
func (all *CalleeReport) join(row *CalleeRow, at int, clients map[crm.Ref]int, strangers map[int64]int) {
	first, met := -1, false
	switch row.State {
	case crm.CalleeMatched:
		if first, met = clients[row.Client]; !met {
			clients[row.Client] = at
		}
	case crm.CalleeNew:
		for _, n := range row.Numbers {
			if first, met = strangers[n.E164]; met {
				break
			}
		}
		for _, n := range row.Numbers {
			if _, there := strangers[n.E164]; !there {
				strangers[n.E164] = at
				if met {
					strangers[n.E164] = first
				}
			}
		}
	}
	if !met {
		return
	}
	to := &all.Rows[first]
	row.Joined = to.Line
	row.Reasons = append([]crm.Reason{{Code: "line", Detail: strconv.Itoa(to.Line)}}, row.Reasons...)
	for _, n := range row.Numbers {
		if !slices.ContainsFunc(to.Numbers, func(m phone.Number) bool { return m.E164 == n.E164 }) {
			to.Numbers = append(to.Numbers, n)
		}
	}
}

// callee is what people call whom the row means.
func (d *draft) callee() string {
	if d.party.Client.Name == "" && len(d.party.Contacts) > 0 {
		return d.party.Contacts[0].Name
	}
	return d.party.Client.Name
}

// callable are the whole numbers of a row, each once.
func (d *draft) callable() (list []phone.Number) {
	add := func(phones []crm.Phone) {
		for _, p := range phones {
			if p.Number.Kind() == phone.Public && !slices.ContainsFunc(list, func(n phone.Number) bool { return n.E164 == p.Number.E164 }) {
				list = append(list, p.Number)
			}
		}
	}
	add(d.party.Client.Phones)
	for _, person := range d.party.Contacts {
		add(person.Phones)
	}
	return list
}

// callee finds the clients a row may mean, one when it is sure. A code is an answer by
// itself; else all that the row says must agree, and a name decides between several.
func (k *known) callee(d *draft) (found []crm.Identity, why crm.Reason) {
	for _, ref := range []crm.Ref{d.guid(), d.ref()} {
		if place, ok := k.refs[ref]; ok && d.code != "" && !ref.IsZero() {
			return []crm.Identity{k.clients[place]}, why
		}
	}
	byINN := k.branch(d)
	var byReach []crm.Identity
	key := ""
	for _, reach := range d.reach() {
		for _, place := range k.reach[reach] {
			if one := k.clients[place]; !has(byReach, one) {
				byReach, key = append(byReach, one), reach
			}
		}
	}
	switch {
	case len(byINN) == 0:
		found, why = byReach, crm.Reason{Code: "match_several", Detail: key}
	case len(byReach) == 0:
		found, why = byINN, crm.Reason{Code: "match_several", Detail: d.party.Client.INN}
	default:
		found = slices.DeleteFunc(slices.Clone(byINN), func(one crm.Identity) bool { return !has(byReach, one) })
		why = crm.Reason{Code: "match_several", Detail: d.party.Client.INN}
		if len(found) == 0 {
			return append(byINN, byReach...), crm.Reason{Code: "match_differs", Detail: d.party.Client.INN}
		}
	}
	if len(found) > 1 && d.key != "" {
		same := slices.DeleteFunc(slices.Clone(found), func(one crm.Identity) bool { return crm.NameKey(one.Name) != d.key })
		if len(same) == 1 {
			found = same
		}
	}
	return found, why
}

func has(list []crm.Identity, one crm.Identity) bool {
	return slices.ContainsFunc(list, func(other crm.Identity) bool { return other.Ref == one.Ref })
}

// Callees are the calls of a report, in the order of the file.
func (all *CalleeReport) Callees() (list []crm.Callee) {
	for _, row := range all.Rows {
		if row.Joined > 0 || row.State != crm.CalleeNew && row.State != crm.CalleeMatched {
			continue
		}
		list = append(list, crm.Callee{
			Chosen:  crm.Chosen{Client: row.Client, Name: row.Name, Manager: row.Manager, Why: crm.Why{Text: strings.TrimSpace(row.Note)}},
			Numbers: row.Numbers,
		})
	}
	return list
}
