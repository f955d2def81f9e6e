package ui

import (
	"cmp"
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// historyRead is how many lines the sections are made from: more than a busy
// manager's day.
const historyRead = 300

// lists are the sections at the left. Reading is single: news that come while
// one is under way cause one more.
type lists struct {
	section shell.Section
	told    []view.Told
	waiting crm.Day
	tray    []crm.Caller
	unknown []view.Row // the tray, worded
	day     []view.Row
	calls   []view.Row
	read    bool // the history was read at least once
	busy    bool
	again   bool
	reading bool // 1C is being read now
}

// load reads the history anew.
func (l *lists) load(p *Panel) {
	if l.busy {
		l.again = true
		return
	}
	l.busy, l.again = true, false
	names := p.colleagueNames()
	p.ask(func(ctx context.Context) func() {
		found, err := p.Desk.History(ctx, crm.HistoryFilter{Limit: historyRead})
		waiting, dayErr := p.Desk.Day(ctx)
		callers, trayErr := p.Desk.Tray(ctx)
		err = errors.Join(err, dayErr, trayErr)
		told := toldOf(found, names)
		return func() {
			l.busy = false
			if err != nil {
				p.fault(err)
				return
			}
			l.told, l.waiting, l.tray, l.read = told, waiting, callers, true
			l.word(p)
			p.drawList()
			p.remind(p.now())
			if l.again {
				l.load(p)
			}
		}
	})
}

// word lays out what was read.
func (l *lists) word(p *Panel) {
	var back int
	day := l.waiting
	day.Doubtful = p.post.section.doubtful
	l.day, back = p.Words.Day(day, l.told)
	l.calls = p.Words.CallList(l.told)
	p.shell.Badge(shell.Day, back)
	var unsorted int
	l.unknown, unsorted = p.Words.Tray(l.tray)
	p.shell.Badge(shell.Tray, unsorted)
	p.wordSection()
}

// toldOf names the lines; a colleague is no client and has a name all the same.
func toldOf(lines []desk.Line, colleagues map[string]string) []view.Told {
	told := make([]view.Told, len(lines))
	for i, l := range lines {
		told[i] = view.Told{Interaction: l.Interaction, Name: cmp.Or(l.ClientName, colleagues[l.Number.String()])}
	}
	return told
}

// section shows another list and ends a search.
func (p *Panel) section(s shell.Section) {
	if s == shell.Lists && p.onList() { // once more: from the list back to all of them
		p.leaveList()
		return
	}
	p.lists.section = s
	p.shell.Select(s)
	p.endSearch()
	p.shell.List.Top()
	p.shell.Fold()
	p.drawList()
	p.drawGuide()
	if s == shell.Lists {
		p.main.Canvas().Unfocus()
		p.loadLists()
	}
}

// drawList shows the section, or what the search has found.
func (p *Panel) drawList() {
	p.drawTools()
	if p.search.on {
		p.drawFound()
		return
	}
	rows, empty := p.lists.day, "list.empty_day"
	switch p.lists.section {
	case shell.Calls:
		rows, empty = p.lists.calls, "list.empty_calls"
	case shell.Tray:
		rows, empty = p.lists.unknown, "list.empty_tray"
	case shell.Letters:
		rows, empty = p.post.section.rows, "list.empty_mail"
	case shell.Lists:
		p.drawLists()
		return
	case shell.Colleagues:
		p.shell.List.Set(p.colleagueRows(), p.Words.T("colleagues.none"), p.Words.T("colleagues.none_hint"))
		return
	}
	if !p.lists.read {
		p.shell.List.Set(nil, p.Words.T("list.wait"), "")
		return
	}
	hint := "list.empty_hint"
	switch p.lists.section {
	case shell.Tray:
		hint = "list.empty_tray_hint"
	case shell.Letters:
		hint = "list.empty_mail_hint"
	}
	p.shell.List.Set(rows, p.Words.T(empty), p.Words.T(hint))
}

// openRow does what a command says, or opens the client of a row; a caller nobody knows is shown by number.
func (p *Panel) openRow(row view.Row) {
	if row.Command != "" {
		p.run(row.Command)
		return
	}
	if !row.Chooses.IsZero() {
		p.letterIs(row.Letter, row.Chooses, p.post.section.doubtful.Names[row.Chooses], nil)
		return
	}
	if p.lists.section == shell.Colleagues && !p.search.on {
		p.toColleague(row.Number)
		return
	}
	if p.lists.section == shell.Lists && p.calling.list.IsZero() && !p.search.on {
		p.openList(row.Entry)
		return
	}
	if p.lists.section == shell.Lists && row.Client.IsZero() && row.Number == "" {
		return
	}
	switch {
	case row.Client.IsZero() && p.openPost(row):
		return
	case row.Client.IsZero():
		p.openNumber(row.Number, row.Title)
		return
	case row.IsLetter():
		p.openClient(row.Client, p.lists.waiting.Names[row.Client])
		p.openPost(row)
		return
	}
	p.openClient(row.Client, row.Title)
	if row.Number != "" && (!row.Task.IsZero() || !row.Missed.IsZero()) {
		p.open.back, p.open.backText = row.Number, phone.Plan{}.Parse(row.Number).Format()
		p.drawStrip()
	}
}
