// Package intake brings clients and debts in from a firm's own files, so that it
// can begin without 1C's OData: which column is what, who of the file is here
// already, what cannot be taken and why. Every row of a file is accounted for.
// Nothing is merged by itself: a row that may be a client who is here waits for a
// person, and clients of 1C are never changed.
package intake

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/commerceml"
	"pult/sync/table"
)

// Directory are the clients that are here.
type Directory interface {
	// Identities tells what each client can be recognised by.
	Identities(ctx context.Context, each func(crm.Identity) error) error
}

// Journal is what earlier imports said.
type Journal interface {
	// Parties tells what imports say of clients; others are left out.
	Parties(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Party, error)
	// Mapping is what columns under these headings were last set to.
	Mapping(ctx context.Context, headings string) (map[string]string, error)
	// SaveMapping remembers it.
	SaveMapping(ctx context.Context, headings string, mapping map[string]string) error
}

// Store takes an import in.
type Store interface {
	// Import keeps the parties in their order and tells how many: all, unless ctx
	// ended before. What is kept stays; counts gives what is put down of so many.
	Import(ctx context.Context, of crm.Import, parties []crm.Party, counts func(kept int) crm.IntakeCounts, told func(crm.Progress)) (kept int, err error)
}

// Intake brings files in.
type Intake struct {
	Directory Directory
	Journal   Journal
	Store     Store
	Plan      phone.Plan
	Zone      *time.Location
	Now       func() time.Time
}

// Options tell how to take one file.
type Options struct {
	DryRun   bool
	Columns  []Wish
	Sheet    string
	AsOf     time.Time // when the file was made
	Doubtful bool      // rows in doubt become clients of their own
	Fields   []Field   // what each column holds, in place of what is guessed
	NoHead   bool      // the table may be without headings

	// Who tells whom rows in doubt mean, by their line: one of those they may be, or with
	// the zero Ref a stranger. Only call lists ask.
	Who map[int]crm.Ref

	Told func(crm.Progress) // hears how far it has come; may be nil
}

// Row is what became of one row.
type Row struct {
	File    string // of an archive
	Line    int
	State   crm.IntakeState
	Client  crm.Ref
	Name    string
	Reasons []crm.Reason   // why it is bad or in doubt, and what of it was not taken
	Maybe   []crm.Identity // whom it may be
}

// Column is a column with what it was taken for.
type Column struct {
	Heading string
	Field   Field // empty for one that is not read
	Sample  string
}

// Report is what an import did, or would do.
type Report struct {
	Import   crm.Import
	Encoding string
	Sheet    string
	Sheets   []string // of the file, beside that one
	Columns  []Column // none of CommerceML
	// Papers are documents of CommerceML. Their buyers are among the rows; they
	// themselves are not taken: only 1C tells what became of them.
	Papers []crm.Papers
	Rows   []Row
	// Fault is why the file was not read to its end; what is before the fault was
	// taken.
	Fault error
	// Left is how many clients were not taken because ctx ended on the way.
	Left int
}

// File brings one file in. When ctx ends while clients are being kept, those that
// are kept stay, and the same file brings the others in later. A report may come
// with an error: of what was understood of the file until then.
func (in *Intake) File(ctx context.Context, path string, o Options) (*Report, error) {
	data, err := table.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if o.Told == nil {
		o.Told = func(crm.Progress) {}
	}
	now := in.Now()
	if o.AsOf.IsZero() {
		o.AsOf = now
	}
	report := &Report{Import: crm.Import{ID: crm.NewID(now), File: filepath.Base(path), At: now, AsOf: o.AsOf}}
	o.Told(crm.Progress{Stage: crm.StageRead})
	drafts, err := in.read(ctx, data, o, report)
	if err != nil {
		return report, err
	}
	o.Told(crm.Progress{Stage: crm.StageCompare, Total: len(drafts)})
	parties, err := in.compare(ctx, drafts, o, report)
	if err != nil || o.DryRun {
		return report, err
	}
	if len(parties) == 0 {
		return report, crm.Reason{Code: "nothing"}
	}
	// In the order of the key each page of the store's file is written once.
	slices.SortFunc(parties, func(x, y crm.Party) int { return bytes.Compare(x.Client.Ref[:], y.Client.Ref[:]) })
	kept, err := in.Store.Import(ctx, report.Import, parties, func(kept int) crm.IntakeCounts { return report.kept(parties, kept) }, o.Told)
	report.Import.Counts = report.kept(parties, kept)
	report.Left = len(parties) - kept
	return report, err
}

// kept counts the rows when only the first of the parties were taken.
func (r *Report) kept(parties []crm.Party, n int) (counts crm.IntakeCounts) {
	if n >= len(parties) {
		return r.Import.Counts
	}
	taken := make(map[crm.Ref]bool, n)
	for _, p := range parties[:n] {
		taken[p.Client.Ref] = true
	}
	for _, row := range r.Rows {
		switch row.State {
		case crm.IntakeNew, crm.IntakeSame, crm.IntakeChanged:
			if !taken[row.Client] {
				continue
			}
		}
		counts.Add(row.State)
	}
	return counts
}

// read turns the file into drafts.
func (in *Intake) read(ctx context.Context, data []byte, o Options, report *Report) ([]draft, error) {
	r := &reading{plan: in.Plan, zone: in.Zone, asOf: o.AsOf}
	if commerceml.Is(data) || commerceml.IsArchive(data) {
		return r.exchange(data, report)
	}
	var err error
	r.table, err = table.Parse(data, table.Options{Sheet: o.Sheet, Heading: isHeading, NoHead: o.NoHead || byNumber(o.Columns)})
	if err != nil {
		return nil, err
	}
	if err := in.columns(ctx, r, o, report, mapping.named); err != nil {
		return nil, err
	}
	drafts := make([]draft, 0, len(r.table.Rows()))
	for _, row := range r.table.Rows() {
		drafts = append(drafts, r.draft(row))
	}
	return drafts, nil
}

// columns settles what the columns are: guessed, then as remembered, then as
// wished; a wish is remembered. fits says whether they will do.
func (in *Intake) columns(ctx context.Context, r *reading, o Options, report *Report, fits func(mapping) error) error {
	list := r.table.Headings
	r.mapping = guess(list)
	named := signature(list)
	known, err := in.Journal.Mapping(ctx, named)
	if err != nil {
		return err
	}
	r.mapping.remembered(list, known)
	if err := r.mapping.set(list, o.Columns); err != nil {
		return err
	}
	given := len(o.Fields) == len(list)
	if given {
		copy(r.mapping, o.Fields)
	}
	for i, heading := range list {
		r.folded = append(r.folded, crm.Fold(heading))
		report.Columns = append(report.Columns, Column{heading, r.mapping[i], r.sample(i)})
	}
	report.Encoding, report.Sheet, report.Sheets = r.table.Encoding, r.table.Sheet, r.table.Sheets
	if err := fits(r.mapping); err != nil {
		return err
	}
	if len(o.Columns) > 0 && !byNumber(o.Columns) || given && !o.NoHead {
		return in.Journal.SaveMapping(ctx, named, r.mapping.remember(list))
	}
	return nil
}

// named tells that clients have names.
func (m mapping) named() error {
	if !slices.Contains(m, Name) && !slices.Contains(m, FullName) {
		return crm.Reason{Code: "no_name_column"}
	}
	return nil
}

// sampleWithin is how many rows are looked at for what a column holds.
const sampleWithin = 20

// sample is the first thing a column holds.
func (r *reading) sample(column int) string {
	rows := r.table.Rows()
	for _, row := range rows[:min(sampleWithin, len(rows))] {
		if column < len(row.Cells) && row.Cells[column] != "" {
			return row.Cells[column]
		}
	}
	return ""
}

// compare says what each row is and gathers the clients to be stored.
func (in *Intake) compare(ctx context.Context, drafts []draft, o Options, report *Report) ([]crm.Party, error) {
	base, err := learn(ctx, in.Directory, drafts)
	if err != nil {
		return nil, err
	}
	all := newFile()
	report.Rows = make([]Row, len(drafts))
	for i, d := range drafts {
		report.Rows[i] = all.row(d, i)
	}
	var wanted []crm.Ref
	for _, of := range all.groups {
		row := &report.Rows[of.row]
		sure, maybe, why := base.meant(&of.draft)
		switch {
		case sure != nil:
			row.State, row.Client = crm.IntakeChanged, sure.Ref
			wanted = append(wanted, sure.Ref)
		case len(maybe) > 0:
			row.State, row.Maybe = crm.IntakeDoubtful, maybe
			row.Reasons = append([]crm.Reason{why}, row.Reasons...)
		default:
			row.State, row.Client = crm.IntakeNew, of.ref()
		}
	}
	before, err := in.Journal.Parties(ctx, wanted)
	if err != nil {
		return nil, err
	}
	parties := all.settle(report, before, o.Doubtful, drafts)
	for _, row := range report.Rows {
		report.Import.Counts.Add(row.State)
	}
	return parties, nil
}
