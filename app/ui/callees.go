package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/view"
)

// Callees makes call lists of a firm's own files. All of it is asked in the background;
// what hears of progress is called there.
type Callees interface {
	// Look tells what a file would give a list and makes nothing. A report may come with
	// an error.
	Look(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, error)
	// Take makes the list; when ctx ends on the way there is none.
	Take(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, crm.CallList, error)
	Undo(ctx context.Context, list crm.ID) (crm.ListUndone, error)
	// Give writes the rows of some states into another file.
	Give(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, states []crm.CalleeState, out string) (rows int, err error)
	Folder() string
}

// calleeRoom is the window in which a list is made of a file, while it is open.
type calleeRoom struct {
	window  fyne.Window // nil when it is closed
	view    *files.Callees
	path    string // of the file that is looked at
	report  crm.CalleeReport
	wish    crm.CalleeWish
	sheets  []string // of the file
	failed  error    // why no list can be made of it as it is
	purpose crm.Purpose
	own     bool // each manager gets his own clients
	named   bool // the name was typed by a person
	naming  bool // it is being filled by us
	rows    int  // of a page that are made; more come as they are looked at
	choices map[files.CalleePage][]view.CalleeChoice
	lists   []crm.ListStanding // made of files
	done    crm.CallList       // that was made last
	sure    crm.ID             // whose undoing was asked for once
	long
	said    string
	tone    view.Tone
	picking bool // the dialog of the system is open
}

// openCallees opens the window, or brings it to the front.
func (p *Panel) openCallees() {
	r := &p.callees
	if p.Callees == nil {
		return
	}
	if r.window != nil {
		r.window.RequestFocus()
		return
	}
	*r = calleeRoom{window: p.app.NewWindow(p.Words.T("callees.title")), purpose: crm.ServicePurpose, rows: calleesAtOnce}
	r.view = files.NewCallees(p.Words, files.CalleeActions{
		Page: p.turnCallees, Do: p.calleeWork, Opened: p.openCallee, Column: p.setCalleeColumn,
		Near:  func() { p.bridge.post(p.moreCallees) },
		Named: func(string) { r.named = r.named || !r.naming },
		Keys:  func(key fyne.KeyName, mod fyne.KeyModifier) bool { return mod == 0 && p.calleeNameKey(key) },
	})
	r.window.SetPadded(false)
	r.window.SetContent(r.view.Object())
	r.window.Resize(fyne.NewSize(files.Width, files.Height))
	r.window.SetOnClosed(p.leaveCallees)
	r.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		if len(uris) > 0 {
			p.lookCallees(uris[0].Path())
		}
	})
	r.window.Canvas().AddShortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()}, func(fyne.Shortcut) { p.pasteFile(p.lookCallees) })
	r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !p.calleeKey(e.Name) && len(e.Name) == 1 && e.Name[0] >= '1' && e.Name[0] <= '6' {
			p.turnCallees(files.CalleePage(e.Name[0] - '1'))
		}
	})
	p.drawCallees()
	r.window.Show()
	p.loadFileLists()
}

// leaveCallees is the end of the window, and of what runs in it.
func (p *Panel) leaveCallees() {
	if p.callees.cut != nil {
		p.callees.cut()
	}
	p.callees = calleeRoom{}
}

func (p *Panel) turnCallees(page files.CalleePage) {
	r := &p.callees
	r.view.Turn(page)
	r.said, r.sure, r.rows = "", crm.ID{}, calleesAtOnce
	p.drawCallees()
}

func (p *Panel) calleeKey(key fyne.KeyName) bool {
	r := &p.callees
	switch key {
	case fyne.KeyEscape:
		r.window.Close()
	case fyne.KeyUp:
		r.view.Move(-1)
	case fyne.KeyDown:
		r.view.Move(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		r.view.Enter()
	case fyne.KeyF2:
		r.window.Canvas().Focus(r.view.Name)
	case fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9:
		p.calleeWork(files.CalleeWork(key[1] - '3'))
	case fyne.KeyF10:
		p.calleeWork(files.NextSheet)
	default:
		return false
	}
	return true
}

// calleeNameKey lets the keys of the window through the field of the name; Enter and Esc
// leave it, what was typed stays.
func (p *Panel) calleeNameKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		p.callees.window.Canvas().Unfocus()
		return true
	}
	return strings.HasPrefix(string(key), "F") && len(key) > 1 && p.calleeKey(key)
}

// calleeWork begins a work, or ends the one that runs.
func (p *Panel) calleeWork(work files.CalleeWork) {
	r := &p.callees
	if r.window == nil {
		return
	}
	if r.cut != nil {
		if work == files.MakeList {
			r.cut()
		}
		return
	}
	switch work {
	case files.ChooseFile:
		p.pickCallees()
	case files.NextPurpose:
		at := slices.Index(crm.Purposes(), r.purpose)
		r.purpose = crm.Purposes()[(at+1)%len(crm.Purposes())]
		p.lookCalleesAgain()
	case files.OwnShare:
		r.own = !r.own
		p.lookCalleesAgain()
	case files.NextSheet:
		if len(r.sheets) > 1 {
			at := slices.Index(r.sheets, r.wish.Sheet)
			r.wish = crm.CalleeWish{Sheet: r.sheets[(at+1)%len(r.sheets)]}
			p.lookCalleesAgain()
		}
	case files.MakeList:
		if r.takes() > 0 {
			p.takeCallees()
		}
	case files.OpenList:
		if list := p.meantFileList(); !list.IsZero() {
			p.showList(list)
		}
	case files.TakeBack:
		p.undoCallees()
	case files.GiveRows:
		p.giveCallees()
	}
}

func (p *Panel) pickCallees() {
	r := &p.callees
	if r.picking {
		return
	}
	r.picking = true
	window := r.window
	askFile(window, p.Callees.Folder(), []string{".csv", ".txt", ".xlsx"}, func(path string) {
		if p.callees.window != window {
			return
		}
		r.picking = false
		if path != "" {
			p.lookCallees(path)
		}
	})
}

// calleesRun does a long work of the window.
func (p *Panel) calleesRun(work func(ctx context.Context, told func(crm.Progress)) func(r *calleeRoom, stopped bool)) {
	r := &p.callees
	window := r.window
	r.said, r.sure = "", crm.ID{}
	p.runLong(&r.long, func() bool { return p.callees.window == window }, p.drawCallees, func(ctx context.Context, told func(crm.Progress)) func(bool) {
		end := work(ctx, told)
		return func(stopped bool) { end(r, stopped) }
	})
}

// draft is the list that is wanted.
func (r *calleeRoom) draft(manager string) crm.ListDraft {
	return crm.ListDraft{
		Name: strings.TrimSpace(r.view.Name.Text), Purpose: r.purpose, Author: manager, Choice: crm.Choice{Share: crm.Share{Own: r.own}},
	}
}

// takes is how many calls there would be.
func (r *calleeRoom) takes() (n int) {
	if r.path == "" || r.failed != nil {
		return 0
	}
	for i := range r.report.Rows {
		if one := &r.report.Rows[i]; one.Joined == 0 && (one.State == crm.CalleeMatched || one.State == crm.CalleeNew) {
			n++
		}
	}
	return n
}

// lookCallees tries a file: no list is made.
func (p *Panel) lookCallees(path string) {
	r := &p.callees
	if r.cut != nil {
		return
	}
	r.path, r.wish, r.sheets, r.done = path, crm.CalleeWish{}, nil, crm.CallList{}
	if !r.named {
		r.naming = true
		r.view.Name.SetText(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
		r.naming = false
	}
	r.view.Top()
	p.lookCalleesAgain()
}

func (p *Panel) lookCalleesAgain() {
	r := &p.callees
	if r.path == "" {
		p.drawCallees()
		return
	}
	path, wish, draft := r.path, r.wish.Own(), r.draft(p.Manager)
	p.calleesRun(func(ctx context.Context, told func(crm.Progress)) func(*calleeRoom, bool) {
		report, err := p.Callees.Look(ctx, path, draft, wish, told)
		return func(r *calleeRoom, stopped bool) {
			r.report, r.failed, r.rows = report, err, calleesAtOnce
			if len(report.Sheets) > 0 {
				r.sheets, r.wish.Sheet = report.Sheets, report.Sheet
			}
			switch {
			case stopped:
				r.path = ""
				r.said, r.tone = p.Words.T("files.stopped_none"), view.Normal
			case err != nil && len(report.Columns) > 0:
				r.view.Turn(files.Fields)
			case err == nil && r.view.Page() == files.Doubt && report.Counts[crm.CalleeAmbiguous] == 0:
				r.view.Turn(r.firstPage())
			}
		}
	})
}

// firstPage is where there is something to look at.
func (r *calleeRoom) firstPage() files.CalleePage {
	for page, state := range calleeStates {
		if r.report.Counts[state] > 0 {
			return files.CalleePage(page)
		}
	}
	return files.Doubt
}

// setCalleeColumn says what a column is. Of most things there is one column.
func (p *Panel) setCalleeColumn(column int, field string) {
	r := &p.callees
	if r.cut != nil || column >= len(r.report.Columns) {
		return
	}
	r.wish.Fields = fieldsWith(r.report.Columns, column, field)
	p.lookCalleesAgain()
}

// takeCallees makes the list.
func (p *Panel) takeCallees() {
	path, wish, draft := p.callees.path, p.callees.wish.Own(), p.callees.draft(p.Manager)
	p.calleesRun(func(ctx context.Context, told func(crm.Progress)) func(*calleeRoom, bool) {
		report, list, err := p.Callees.Take(ctx, path, draft, wish, told)
		return func(r *calleeRoom, stopped bool) {
			switch {
			case stopped && err != nil:
				r.said, r.tone = p.Words.T("files.stopped_none"), view.Normal
			case err != nil:
				r.said, r.tone = p.Words.CalleeFailed(err), view.Danger
			default:
				r.said, r.tone = p.Words.T("callees.done", list.Name, report.Preview.In), view.Normal
				r.path, r.report, r.done, r.named = "", report, list, false // it is in: what may be taken is another one
			}
			p.loadFileLists()
			p.loadLists()
		}
	})
}
