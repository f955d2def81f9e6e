package view

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"pult/app/crm"
)

// IntakeReason says why a row or a file was not taken as it stands.
func (p *Printer) IntakeReason(r crm.Reason) string {
	if r.Detail == "" {
		return p.T("intake." + r.Code)
	}
	return p.T("intake."+r.Code, r.Detail)
}

// IntakeReasons says several in one line.
func (p *Printer) IntakeReasons(list []crm.Reason) string {
	said := make([]string, len(list))
	for i, r := range list {
		said[i] = p.IntakeReason(r)
	}
	return strings.Join(said, "; ")
}

// IntakeState says what a row is.
func (p *Printer) IntakeState(state crm.IntakeState) string {
	return p.T("intake_state." + string(state))
}

// IntakeCounts says how many rows are what.
func (p *Printer) IntakeCounts(c crm.IntakeCounts) string {
	return p.T("import.counts", c.New, c.Same, c.Changed, c.More, c.Doubtful, c.Bad)
}

// Papers counts documents that a file has.
func (p *Printer) Papers(of crm.Papers) string {
	operation, currency := of.Operation, of.Currency
	if operation == "" {
		operation = p.T("import.papers_other")
	}
	if currency == "" || currency == "RUB" || currency == "РУБ" {
		return p.T("import.papers", operation, of.Count, p.Money(of.Sum))
	}
	return p.T("import.papers", operation, of.Count, of.Sum.String()+" "+currency)
}

// IntakeFields are what a column of a file may hold, in the order they are
// offered; the first says that it is not wanted.
func IntakeFields() []string {
	return []string{
		"", "name", "full_name", "phone", "email", "inn", "kpp", "contact", "position", "contact_phone", "contact_email",
		"manager", "comment", "debt", "overdue", "overdue_days", "advance", "due", "document", "code",
	}
}

// Field names what a column holds.
func (p *Printer) Field(field string) string {
	if field == "" {
		field = "skip"
	}
	return p.T("field." + field)
}

// intakeShown is how many rows a person looks at.
const intakeShown = 1000

// IntakeRows are the rows of a file that want a look: in doubt, unfit, or taken
// with something left out. The sure ones are counted above.
func (p *Printer) IntakeRows(r crm.IntakeReport) (rows []Row) {
	for _, of := range r.Papers {
		rows = append(rows, Row{Mark: MarkOrder, Title: p.Papers(of), Right: p.T("import.papers_left"), Tone: Quiet, Full: p.T("import.papers_why")})
	}
	for _, want := range []crm.IntakeState{crm.IntakeBad, crm.IntakeDoubtful, ""} {
		for _, row := range r.Rows {
			mine := row.State == want || want == "" && row.State != crm.IntakeBad && row.State != crm.IntakeDoubtful && row.State != crm.IntakeMore
			if !mine || len(row.Reasons) == 0 {
				continue
			}
			if len(rows) == intakeShown {
				return append(rows, Row{Title: p.T("files.more_rows")})
			}
			rows = append(rows, p.intakeRow(row))
		}
	}
	return rows
}

func (p *Printer) intakeRow(row crm.IntakeRow) Row {
	name := row.Name
	if name == "" {
		name = p.T("import.unnamed")
	}
	why := p.IntakeReasons(row.Reasons)
	if len(row.Maybe) > 0 {
		why += "; " + p.T("import.maybe", strings.Join(row.Maybe, ", "))
	}
	place := strconv.Itoa(row.Line)
	if row.File != "" {
		place = row.File + ":" + place
	}
	tone := Quiet
	switch row.State {
	case crm.IntakeBad:
		tone = Danger
	case crm.IntakeDoubtful:
		tone = Warning
	}
	return Row{
		When: p.T("files.line", row.Line), Mark: MarkNote, Title: name, Detail: why, Right: p.IntakeState(row.State), Tone: tone,
		Full: p.T("import.row", place, name, p.IntakeState(row.State)) + ": " + why,
	}
}

// ImportRows are the files that were brought in, the newest first.
func (p *Printer) ImportRows(list []crm.Import) []Row {
	rows := make([]Row, len(list))
	for i, of := range list {
		rows[i] = Row{
			At: of.At, When: p.Moment(of.At), Title: of.File,
			Detail: p.T("files.import_counts", of.Counts.New, of.Counts.Changed, of.Counts.Same), Full: p.IntakeCounts(of.Counts),
		}
		if !of.Undone.IsZero() {
			rows[i].Right, rows[i].Tone = p.T("import.line_undone", p.Moment(of.Undone)), Quiet
		}
	}
	return rows
}

// Progress says how far a long work has come, and what part of it is done; the
// part is less than nothing where nobody knows.
func (p *Printer) Progress(of crm.Progress) (string, float32) {
	done := p.Quantity(crm.Quantity(of.Done) * 1000)
	if of.Total == 0 {
		if of.Done == 0 {
			return p.T("stage." + string(of.Stage)), -1
		}
		return p.T("stage."+string(of.Stage)) + " " + p.T("stage.done", done), -1
	}
	left := p.Quantity(crm.Quantity(of.Total-of.Done) * 1000)
	return p.T("stage."+string(of.Stage)) + " " + p.T("stage.of", done, left), float32(of.Done) / float32(of.Total)
}

// IntakeFailed says why a file cannot be taken, and what to do in the window.
func (p *Printer) IntakeFailed(err error) string {
	var why crm.Reason
	switch {
	case errors.As(err, &why) && (why.Code == "no_headings" || why.Code == "no_name_column"):
		return p.T("files." + why.Code)
	case errors.Is(err, fs.ErrNotExist):
		return p.T("files.no_file")
	case errors.Is(err, fs.ErrPermission):
		return p.T("files.no_leave")
	}
	return p.Error(Desk, err)
}

// Flaw names a kind of flaw with clients.
func (p *Printer) Flaw(kind crm.FlawKind) string { return p.T("flaw." + string(kind)) }
