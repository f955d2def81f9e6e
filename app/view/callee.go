package view

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"pult/app/crm"
)

// CalleeRows are rows of a file for a call list, those of one state and no more than so
// many. Under a row that may be several clients stand those clients, and a stranger when
// it has a number: one of them is entered. Entered tells what a row of them means.
func (p *Printer) CalleeRows(all []crm.CalleeRow, in func(*crm.CalleeRow) bool, most int) (rows []Row, entered []CalleeChoice) {
	for at := range all {
		one := &all[at]
		if !in(one) {
			continue
		}
		if len(rows) >= most {
			break
		}
		rows, entered = append(rows, p.calleeRow(one)), append(entered, CalleeChoice{Row: at, Of: -1})
		if len(one.Maybe) == 0 {
			continue
		}
		offer := func(of int, title string, client crm.Ref) {
			row := Row{Indent: true, Title: title, Full: p.T("callee.choose", one.Line, title)}
			if one.State != crm.CalleeAmbiguous && one.Client == client {
				row.Right, row.Tone = p.T("callee.chosen"), Good
			}
			rows, entered = append(rows, row), append(entered, CalleeChoice{Row: at, Of: of})
		}
		for i, client := range one.Maybe {
			offer(i, client.Name, client.Ref)
		}
		if one.May(crm.Ref{}) {
			offer(len(one.Maybe), p.T("callee.stranger", one.Numbers[0].Format()), crm.Ref{})
		}
	}
	return rows, entered
}

// CalleeChoice is what a line under a row of a file offers: one of the clients it may
// be, or behind the last of them a stranger; -1 for the row itself.
type CalleeChoice struct{ Row, Of int }

func (p *Printer) calleeRow(one *crm.CalleeRow) Row {
	name := one.Name
	if name == "" {
		name = p.T("import.unnamed")
	}
	numbers := make([]string, len(one.Numbers))
	for i, n := range one.Numbers {
		numbers[i] = n.Format()
	}
	said := strings.Join(numbers, ", ")
	why := p.IntakeReasons(one.Reasons)
	row := Row{When: p.T("files.line", one.Line), Mark: MarkNumber, Title: name, Detail: said, Client: one.Client, Right: p.CalleeState(one.State), Tone: Quiet}
	switch one.State {
	case crm.CalleeBad:
		row.Tone, row.Detail = Danger, why
	case crm.CalleeAmbiguous:
		row.Tone, row.Detail = Warning, why
	}
	if one.Joined > 0 {
		row.Right = p.T("callee.joined", one.Joined)
	}
	row.Full = p.T("callee.row", one.Line, name, p.CalleeState(one.State), sentences(said, why))
	if cells := strings.Join(slices.DeleteFunc(slices.Clone(one.Cells), func(cell string) bool { return cell == "" }), " | "); cells != "" {
		row.Full += "\n" + p.T("callee.cells", cells)
	}
	return row
}

// sentences joins what is not empty.
func sentences(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "; ")
}

// CalleeLooked says what a file is and what a list of it would be.
func (p *Printer) CalleeLooked(r crm.CalleeReport) string {
	how := strings.ToUpper(r.Encoding)
	if r.Sheet != "" {
		how = p.T("callee.sheet", r.Sheet)
	}
	text := p.T("callee.looked", r.File)
	if how != "" {
		text = p.T("callee.looked_as", r.File, how)
	}
	text += " " + p.CalleeCounts(r.Counts) + "."
	var out []string
	for _, hold := range slices.Sorted(maps.Keys(r.Preview.Out)) {
		out = append(out, p.T("list.out."+string(hold), r.Preview.Out[hold]))
	}
	if len(out) > 0 {
		text += " " + p.T("callee.out", strings.Join(out, "; "))
	}
	return text
}

// CalleeFailed says why no list can be made of a file, and what to do in the window.
func (p *Printer) CalleeFailed(err error) string {
	var why crm.Reason
	if errors.As(err, &why) && (why.Code == "no_reach_column" || why.Code == "nothing" || why.Code == "list_name") {
		return p.T("callees." + why.Code)
	}
	return p.IntakeFailed(err)
}

// FileListRows are the lists that were made of files, the newest first.
func (p *Printer) FileListRows(lists []crm.ListStanding) []Row {
	rows := make([]Row, len(lists))
	for i, s := range lists {
		rows[i] = Row{
			When: p.Moment(s.List.Made), Title: s.List.Name, Detail: s.List.File, Right: p.ListProgress(s.Progress), Tone: Quiet, Entry: s.List.ID,
			Full: s.List.Name + ". " + p.T("calling.made", p.Date(s.List.Made), s.List.Author) + ". " + s.List.File,
		}
	}
	return rows
}
