package ui

import (
	"context"
	"slices"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/view"
)

// openReport lays what has come of the list over the card, or takes it away; each figure
// opens its clients.
func (p *Panel) openReport() {
	if list, ok := p.meantList(); ok && !p.folds(sheetReport) {
		p.showReport(list.ID)
	}
}

func (p *Panel) showReport(list crm.ID) {
	p.ask(func(ctx context.Context) func() {
		report, _, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.calling.reported, p.calling.sheet = report.List, sheetReport
			p.shell.Sheet.Top()
			p.shell.Spread(p.Words.T("report.title", report.List.Name), p.Words.T("report.keys"), p.Words.ReportRows(report), "", "")
		}
	})
}

// reported is the list whose figures are meant: that of the report on the screen, else
// the one that is open.
func (p *Panel) reported() crm.CallList {
	c := &p.calling
	if c.list.IsZero() || p.shell.Spreading() && !c.reported.ID.IsZero() {
		return c.reported
	}
	return c.standing.List
}

// onReport tells that there is a report to copy or to write.
func (p *Panel) onReport() bool { return p.inLists() && !p.reported().ID.IsZero() }

// openFigure lays the clients behind a figure over the card; each opens its own.
func (p *Panel) openFigure(row view.Row) {
	list := p.reported().ID
	p.ask(func(ctx context.Context) func() {
		report, zone, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.calling.sheet = sheetFigure
			rows := p.Words.BehindRows(report.Behind(row.Figure, zone))
			p.shell.Sheet.Top()
			p.shell.Spread(p.Words.T("report.behind", row.Title, len(rows)), "", rows, p.Words.T("report.nobody"), "")
		}
	})
}

// leaveSheet is one step back from what lies over the card: from the clients of a figure
// to the report. It tells whether anything lay there.
func (p *Panel) leaveSheet() bool {
	if p.shell.Spreading() && p.calling.sheet == sheetFigure {
		p.showReport(p.reported().ID)
		return true
	}
	return p.shell.Fold()
}

// copyReport lets what has come of the list be pasted into a table program.
func (p *Panel) copyReport() {
	list := p.reported().ID
	p.ask(func(ctx context.Context) func() {
		report, _, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.app.Clipboard().SetContent(p.Words.ReportText(report))
			p.brief(p.Words.T("report.copied"))
		}
	})
}

// saveReport opens the window of files where the report is written.
func (p *Panel) saveReport() {
	if !p.openFiles(files.Lists) {
		return
	}
	at := slices.Index(p.listKinds(), crm.ReportList)
	p.files.view.Pick(at)
	p.chooseList(at)
}
