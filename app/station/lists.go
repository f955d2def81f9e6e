package station

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/store"
	"pult/assets/places"
	"pult/sync/intake"
)

// Builder makes call lists of the clients that are here.
func (s *Station) Builder() *desk.Builder {
	return &desk.Builder{
		Books: s.chooser(),
		Shelf: s.Store.Journal, Plan: s.Conf.Plan(), Clock: s.Desk.ClockOf, Rules: s.Conf.Rules(), Now: time.Now,
	}
}

// chooser answers whom a list is made of.
func (s *Station) chooser() store.Chooser {
	return store.Chooser{Store: s.Store, Ladder: s.Conf.Ladder(), Places: placesOf}
}

// placesOf names where a number is from, in both languages.
func placesOf(e164 int64) []string {
	place, ok := places.Of(e164)
	if !ok {
		return nil
	}
	return []string{place.Russian, place.English}
}

// ListFile is what a file gave a call list, or would give.
type ListFile struct {
	*intake.CalleeReport
	List    crm.CallList // none when it was only looked at
	Preview crm.Preview
}

// TakeList makes a call list of a file, or with o.DryRun tells what it would be.
// Nothing goes to 1C. With an error what was understood of the file is there.
func (s *Station) TakeList(ctx context.Context, path string, draft crm.ListDraft, o intake.Options) (ListFile, error) {
	in := intake.Intake{Directory: s.Store.Cache, Journal: s.Store.Journal, Plan: s.Conf.Plan(), Zone: s.Conf.Zone(), Now: time.Now}
	report, err := in.Callees(ctx, path, o)
	var why crm.Reason
	if errors.As(err, &why) && why.Code == "no_headings" && o.Fields != nil {
		o.NoHead = true // a person says what the columns are
		report, err = in.Callees(ctx, path, o)
	}
	out := ListFile{CalleeReport: report}
	if err != nil {
		return out, err
	}
	from := report.Callees()
	if len(from) == 0 && !o.DryRun {
		return out, crm.Reason{Code: "nothing"}
	}
	builder := s.Builder()
	builder.Told = o.Told
	list, preview, err := builder.TakeList(ctx, draft, report.File, from, o.DryRun)
	if out.Preview = preview; !o.DryRun {
		out.List = list
	}
	return out, err
}

// Give writes the rows of some states into a file, each with what became of it, why
// and whom it may be, before the cells as they were; all rows without a state.
func (f ListFile) Give(s *Station, path string, states []crm.CalleeState) (rows int, err error) {
	words := s.Words
	head := []string{words.T("callee.line"), words.T("callee.state"), words.T("callee.reason"), words.T("callee.maybe")}
	for _, c := range f.Columns {
		head = append(head, c.Heading)
	}
	all := [][]string{head}
	for _, row := range f.Rows {
		if len(states) > 0 && !slices.Contains(states, row.State) {
			continue
		}
		maybe := ""
		for i, one := range row.Maybe {
			if i > 0 {
				maybe += ", "
			}
			maybe += one.Name
		}
		all = append(all, append([]string{strconv.Itoa(row.Line), words.CalleeState(row.State), words.IntakeReasons(row.Reasons), maybe}, row.Cells...))
	}
	if err := writeTable(path, all); err != nil {
		return 0, fmt.Errorf("rows of a file: %w", err)
	}
	return len(all) - 1, nil
}
