package ui

import (
	"context"
	"slices"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/view"
)

// openReport lays what has come of the list over the card; each figure opens its
// clients.
func (p *Panel) openReport() {
	list := p.calling.list
	p.ask(func(ctx context.Context) func() {
		report, _, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.shell.Sheet.Top()
			p.shell.Spread(p.Words.T("report.title", report.List.Name), p.Words.T("report.keys"), p.Words.ReportRows(report), "", "")
		}
	})
}

// openFigure lays the clients behind a figure over the card; each opens its own.
func (p *Panel) openFigure(row view.Row) {
	list := p.calling.list
	p.ask(func(ctx context.Context) func() {
		report, zone, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			rows := p.Words.BehindRows(report.Behind(row.Figure, zone))
			p.shell.Sheet.Top()
			p.shell.Spread(p.Words.T("report.behind", row.Title, len(rows)), "", rows, p.Words.T("report.nobody"), "")
		}
	})
}

// copyReport lets what has come of the list be pasted into a table program.
func (p *Panel) copyReport() {
	list := p.calling.list
	p.ask(func(ctx context.Context) func() {
		report, _, err := p.Lists.ListReport(ctx, list)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.app.Clipboard().SetContent(p.Words.ReportText(report))
			p.shell.Notice(p.Words.T("report.copied"), false, false)
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
