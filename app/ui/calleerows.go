package ui

import (
	"context"
	"path/filepath"
	"slices"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// calleesAtOnce is how many rows of a file are made for a page at a time.
const calleesAtOnce = 500

// calleeStates are what the rows of the first pages are.
var calleeStates = []crm.CalleeState{crm.CalleeAmbiguous, crm.CalleeBad, crm.CalleeMatched, crm.CalleeNew}

// onPage tells whether a row stands on a page. One that was in doubt stays where it was
// settled.
func onPage(page files.CalleePage) func(*crm.CalleeRow) bool {
	return func(one *crm.CalleeRow) bool {
		if page == files.Doubt || len(one.Maybe) > 0 {
			return page == files.Doubt && len(one.Maybe) > 0
		}
		return one.State == calleeStates[page]
	}
}

// moreCallees makes more rows of the page that is looked at.
func (p *Panel) moreCallees() {
	r := &p.callees
	if page := r.page(); r.window == nil || page > files.Fresh || len(r.choices[page]) < r.rows {
		return
	}
	r.rows += calleesAtOnce
	p.drawCallees()
}

func (r *calleeRoom) page() files.CalleePage {
	if r.view == nil {
		return files.Doubt
	}
	return r.view.Page()
}

// openCallee opens the card of a client, settles a row in doubt, or chooses a list.
func (p *Panel) openCallee(at int) {
	r := &p.callees
	page := r.page()
	if page == files.Made || r.cut != nil || at >= len(r.choices[page]) {
		return
	}
	choice := r.choices[page][at]
	one := &r.report.Rows[choice.Row]
	if choice.Of < 0 {
		if !one.Client.IsZero() {
			p.openClient(one.Client, one.Name)
		}
		return
	}
	client := crm.Ref{}
	if choice.Of < len(one.Maybe) {
		client = one.Maybe[choice.Of].Ref
	}
	if r.report.Settle(choice.Row, client) {
		if r.wish.Who == nil {
			r.wish.Who = map[int]crm.Ref{}
		}
		r.wish.Who[one.Line] = client
		r.said = ""
		p.drawCallees()
	}
}

// fieldsWith are what columns hold once one of them holds something else. Of most things
// there is one column.
func fieldsWith(columns []crm.IntakeColumn, column int, field string) []string {
	fields := make([]string, len(columns))
	for i, c := range columns {
		if fields[i] = c.Field; c.Field == field && field != "phone" && field != "email" {
			fields[i] = ""
		}
	}
	fields[column] = field
	return fields
}

// loadFileLists reads which lists were made of files.
func (p *Panel) loadFileLists() {
	window := p.callees.window
	since := p.sinceMidnight()
	p.ask(func(ctx context.Context) func() {
		lists, err := p.Lists.ListStandings(ctx, since)
		lists = slices.DeleteFunc(lists, func(s crm.ListStanding) bool { return s.List.File == "" })
		return func() {
			if window == nil || p.callees.window != window {
				return
			}
			if err != nil {
				p.fault(err)
			}
			p.callees.lists = lists
			p.drawCallees()
		}
	})
}

// meantFileList is the list that is chosen, else the one that was made last.
func (p *Panel) meantFileList() crm.ID {
	r := &p.callees
	if at := r.view.Chosen(); r.page() == files.Made && at >= 0 && at < len(r.lists) {
		return r.lists[at].List.ID
	}
	return r.done.ID
}

// showList leaves the window for the list itself.
func (p *Panel) showList(list crm.ID) {
	if p.calling.busyTold(p) {
		return
	}
	if p.lists.section != shell.Lists {
		p.section(shell.Lists)
	}
	if !p.calling.list.IsZero() {
		p.closeList()
	}
	p.openList(list)
	p.callees.window.Close()
	p.main.RequestFocus()
}

// undoCallees takes a list back: the one that was just made at once, an older one when
// it is asked for twice.
func (p *Panel) undoCallees() {
	r := &p.callees
	list := p.meantFileList()
	switch {
	case list.IsZero():
		r.view.Turn(files.Made)
		r.said, r.tone = p.Words.T("callees.undo_which"), view.Quiet
		p.drawCallees()
		return
	case list != r.done.ID && r.sure != list:
		r.sure = list
		r.said, r.tone = p.Words.T("callees.undo_sure", r.nameOf(list)), view.Warning
		p.drawCallees()
		return
	}
	name := r.nameOf(list)
	p.calleesRun(func(context.Context, func(crm.Progress)) func(*calleeRoom, bool) {
		// Taking back is short and must be whole: it is not stopped on the way.
		done, err := p.Callees.Undo(context.Background(), list)
		return func(r *calleeRoom, _ bool) {
			switch {
			case err != nil:
				r.said, r.tone = p.Words.Error(view.Desk, err), view.Danger
			case done.Kept > 0:
				r.said, r.tone = p.Words.T("callee.undone_part", name, done.Removed, done.Kept), view.Warning
			default:
				r.said, r.tone = p.Words.T("callee.undone", name), view.Normal
				if p.calling.list == list && !p.calling.underWay() {
					p.closeList()
				}
			}
			if r.done.ID == list {
				r.done = crm.CallList{}
			}
			p.loadFileLists()
			p.loadLists()
		}
	})
}

func (r *calleeRoom) nameOf(list crm.ID) string {
	for _, s := range r.lists {
		if s.List.ID == list {
			return s.List.Name
		}
	}
	return r.done.Name
}

// giveCallees writes the rows of the page into a file beside a person's others.
func (p *Panel) giveCallees() {
	r := &p.callees
	page := r.page()
	if page > files.Fresh || r.path == "" || r.failed != nil {
		return
	}
	state := calleeStates[page]
	path, wish, draft := r.path, r.wish.Own(), r.draft(p.Manager)
	base := filepath.Base(path)
	out := filepath.Join(p.Callees.Folder(), base[:len(base)-len(filepath.Ext(base))]+", "+p.Words.CalleeState(state)+".xlsx")
	p.calleesRun(func(ctx context.Context, _ func(crm.Progress)) func(*calleeRoom, bool) {
		rows, err := p.Callees.Give(ctx, path, draft, wish, []crm.CalleeState{state}, out)
		return func(r *calleeRoom, stopped bool) {
			switch {
			case stopped:
				r.said, r.tone = p.Words.T("files.stopped_none"), view.Normal
			case err != nil:
				r.said, r.tone = p.Words.IntakeFailed(err), view.Danger
			default:
				r.said, r.tone = p.Words.T("files.given", rows, out), view.Normal
			}
		}
	})
}
