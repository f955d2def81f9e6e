package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/view"
)

// Files is what the window of import and export works with. All of it is asked
// in the background; what hears of progress is called there.
type Files interface {
	// Look tells what would become of a file, Take brings it in. A report may come
	// with an error; when ctx ends what is kept stays.
	Look(ctx context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error)
	Take(ctx context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error)
	Imports(ctx context.Context) ([]crm.Import, error)
	Undo(ctx context.Context, id crm.ID) (crm.Import, error)
	Give(ctx context.Context, list crm.ListKind, client crm.Ref, path string, told func(crm.Progress)) (rows int, err error)
	Folder() string
}

// filesRoom is the window of files, while it is open.
type filesRoom struct {
	window  fyne.Window // nil when it is closed
	view    *files.View
	path    string // of the file that is looked at
	report  crm.IntakeReport
	wish    crm.IntakeWish
	sheets  []string // of the file
	failed  error    // why the file cannot be taken as it is
	imports []crm.Import
	list    int          // of the lists, what is to be given out
	kind    crm.ListKind // of it
	long
	said    string
	tone    view.Tone
	picking bool // the dialog of the system is open
}

// listKinds are the lists that can be given out now.
func (p *Panel) listKinds() []crm.ListKind {
	kinds := []crm.ListKind{crm.FlawList, crm.HistoryList}
	if !p.open.client.IsZero() {
		kinds = append(kinds, crm.ClientHistoryList)
	}
	if !p.reported().ID.IsZero() {
		kinds = append(kinds, crm.ReportList)
	}
	return kinds
}

// openFiles opens the window on a page, or brings it to the front.
func (p *Panel) openFiles(page files.Page) bool {
	r := &p.files
	if p.Files == nil {
		return false
	}
	if r.window != nil {
		p.turnFiles(page)
		r.window.RequestFocus()
		return true
	}
	*r = filesRoom{window: p.app.NewWindow(p.Words.T("files.title"))}
	r.view = files.New(p.Words, files.Actions{
		Page: p.turnFiles, Do: p.filesWork, Column: p.setColumn, Chosen: p.chooseList,
		Keys: func(key fyne.KeyName, mod fyne.KeyModifier) bool { return mod == 0 && p.filesKey(key) },
	})
	r.window.SetPadded(false)
	r.window.SetContent(r.view.Object())
	r.window.Resize(fyne.NewSize(files.Width, files.Height))
	r.window.SetOnClosed(p.leaveFiles)
	r.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		if len(uris) > 0 {
			p.lookFile(uris[0].Path())
		}
	})
	r.window.Canvas().AddShortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()}, func(fyne.Shortcut) { p.pasteFile(p.lookFile) })
	r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !p.filesKey(e.Name) && len(e.Name) == 1 && e.Name[0] >= '1' && e.Name[0] <= '4' {
			p.turnFiles(files.Page(e.Name[0] - '1'))
		}
	})
	p.turnFiles(page)
	p.chooseList(0)
	r.window.Show()
	p.loadImports()
	return true
}

// leaveFiles is the end of the window, and of what runs in it.
func (p *Panel) leaveFiles() {
	if p.files.cut != nil {
		p.files.cut()
	}
	p.files = filesRoom{}
}

func (p *Panel) turnFiles(page files.Page) {
	p.files.view.Turn(page)
	p.files.said = ""
	if page == files.Lists && p.files.view.Chosen() < 0 {
		p.files.view.Pick(p.files.list)
	}
	p.drawFiles()
}

func (p *Panel) filesKey(key fyne.KeyName) bool {
	v := p.files.view
	switch key {
	case fyne.KeyEscape:
		p.files.window.Close()
	case fyne.KeyUp:
		v.Move(-1)
	case fyne.KeyDown:
		v.Move(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		v.Enter()
	case fyne.KeyF5:
		p.filesWork(files.Choose)
	case fyne.KeyF6:
		p.filesWork(files.Take)
	case fyne.KeyF7:
		p.filesWork(files.Doubtful)
	case fyne.KeyF8:
		p.filesWork(files.Undo)
	case fyne.KeyF9:
		p.filesWork(files.Give)
	case fyne.KeyF10:
		p.filesWork(files.Sheet)
	default:
		return false
	}
	return true
}

// filesWork begins a work, or ends the one that runs.
func (p *Panel) filesWork(work files.Work) {
	r := &p.files
	switch {
	case r.window == nil:
	case r.cut != nil:
		if work == files.Take {
			r.cut()
		}
	case work == files.Choose:
		p.pickFile()
	case work == files.Take && r.takes():
		p.takeFile()
	case work == files.Doubtful && r.path != "":
		r.wish.Doubtful = !r.wish.Doubtful
		p.lookAgain()
	case work == files.Sheet && len(r.sheets) > 1:
		p.nextSheet()
	case work == files.Undo:
		p.undoImport()
	case work == files.Give:
		p.giveList()
	}
}

func (r *filesRoom) takes() bool { return r.path != "" && r.failed == nil && r.report.Takes() > 0 }

// pickFile asks for a file.
func (p *Panel) pickFile() {
	r := &p.files
	if r.picking {
		return
	}
	r.picking = true
	window := r.window
	askFile(window, p.Files.Folder(), []string{".csv", ".txt", ".xlsx", ".xml", ".zip"}, func(path string) {
		if p.files.window != window {
			return
		}
		r.picking = false
		if path != "" {
			p.lookFile(path)
		}
	})
}

// filesRun does a long work of the window.
func (p *Panel) filesRun(work func(ctx context.Context, told func(crm.Progress)) func(r *filesRoom, stopped bool)) {
	r := &p.files
	window := r.window
	r.said = ""
	p.runLong(&r.long, func() bool { return p.files.window == window }, p.drawFiles, func(ctx context.Context, told func(crm.Progress)) func(bool) {
		end := work(ctx, told)
		return func(stopped bool) { end(r, stopped) }
	})
}

// lookFile tries a file: nothing is kept.
func (p *Panel) lookFile(path string) {
	if p.files.cut != nil {
		return
	}
	p.files.path, p.files.wish, p.files.sheets = path, crm.IntakeWish{}, nil
	p.files.view.Turn(files.Rows)
	p.lookAgain()
}

func (p *Panel) lookAgain() {
	path, wish := p.files.path, p.files.wish
	wish.Fields = slices.Clone(wish.Fields)
	p.filesRun(func(ctx context.Context, told func(crm.Progress)) func(*filesRoom, bool) {
		report, err := p.Files.Look(ctx, path, wish, told)
		return func(r *filesRoom, stopped bool) {
			r.report, r.failed = report, err
			if len(report.Sheets) > 0 {
				r.sheets, r.wish.Sheet = report.Sheets, report.Sheet
			}
			switch {
			case stopped:
				r.path = ""
				r.said, r.tone = p.Words.T("files.stopped_none"), view.Normal
			case err != nil && len(report.Columns) > 0:
				r.view.Turn(files.Columns)
			}
		}
	})
}

// nextSheet looks at the sheet behind the one that was read. What its columns are is
// guessed anew.
func (p *Panel) nextSheet() {
	r := &p.files
	at := slices.Index(r.sheets, r.wish.Sheet)
	r.wish.Sheet, r.wish.Fields = r.sheets[(at+1)%len(r.sheets)], nil
	p.lookAgain()
}

// setColumn says what a column is. Of most things there is one column.
func (p *Panel) setColumn(column int, field string) {
	r := &p.files
	if r.cut != nil || column >= len(r.report.Columns) {
		return
	}
	r.wish.Fields = fieldsWith(r.report.Columns, column, field)
	p.lookAgain()
}

// takeFile brings the file in.
func (p *Panel) takeFile() {
	path, wish := p.files.path, p.files.wish
	p.filesRun(func(ctx context.Context, told func(crm.Progress)) func(*filesRoom, bool) {
		report, err := p.Files.Take(ctx, path, wish, told)
		return func(r *filesRoom, stopped bool) {
			counts := report.Import.Counts
			switch {
			case stopped && err != nil:
				r.said, r.tone = p.Words.T("files.stopped_none"), view.Normal
			case err != nil:
				r.said, r.tone = p.Words.IntakeFailed(err), view.Danger
			case report.Left > 0:
				r.said, r.tone = p.Words.T("files.stopped", report.Takes(), report.Left), view.Warning
			default:
				r.said, r.tone = p.Words.T("files.done", report.Import.File, counts.New, counts.Changed), view.Normal
				r.path, r.report = "", report // it is in: what may be taken is another one
			}
			p.loadImports()
		}
	})
}

func (p *Panel) loadImports() {
	window := p.files.window
	p.ask(func(ctx context.Context) func() {
		imports, err := p.Files.Imports(ctx)
		return func() {
			if p.files.window != window || window == nil {
				return
			}
			if err != nil {
				p.fault(err)
			}
			p.files.imports = imports
			p.drawFiles()
		}
	})
}

// undoImport takes the chosen import back.
func (p *Panel) undoImport() {
	r := &p.files
	at := r.view.Chosen()
	if r.view.Page() != files.Imports {
		at = -1
	}
	if at < 0 || at >= len(r.imports) || !r.imports[at].Undone.IsZero() {
		r.view.Turn(files.Imports)
		r.said, r.tone = p.Words.T("files.undo_which"), view.Quiet
		p.drawFiles()
		return
	}
	id := r.imports[at].ID
	p.filesRun(func(_ context.Context, _ func(crm.Progress)) func(*filesRoom, bool) {
		// Taking back is short and must be whole: it is not stopped on the way.
		of, err := p.Files.Undo(context.Background(), id)
		return func(r *filesRoom, _ bool) {
			if r.said, r.tone = p.Words.T("files.undone", of.File), view.Normal; err != nil {
				r.said, r.tone = p.Words.Error(view.Desk, err), view.Danger
			}
			p.loadImports()
		}
	})
}

// chooseList offers a file for a list.
func (p *Panel) chooseList(list int) {
	r := &p.files
	kinds := p.listKinds()
	if list >= len(kinds) {
		return
	}
	r.list, r.kind = list, kinds[list]
	name := p.Words.T("files.name."+string(kinds[list])) + " " + p.now().Format("2006-01-02") + ".xlsx"
	r.view.SetWhere(filepath.Join(p.Files.Folder(), name))
}

// giveList writes the chosen list into its file.
func (p *Panel) giveList() {
	r := &p.files
	if r.view.Page() != files.Lists {
		p.turnFiles(files.Lists)
		return
	}
	kinds := p.listKinds()
	at := r.view.Chosen()
	if at < 0 {
		at = r.list
	}
	if at >= len(kinds) {
		return // the client or the call list was left meanwhile
	}
	if at != r.list || kinds[at] != r.kind {
		p.chooseList(at)
	}
	list, client, path, calling := kinds[r.list], crm.Ref{}, r.view.Where(), p.reported().ID
	if list == crm.ClientHistoryList {
		client = p.open.client
	}
	p.filesRun(func(ctx context.Context, told func(crm.Progress)) func(*filesRoom, bool) {
		give := func() (int, error) { return p.Files.Give(ctx, list, client, path, told) }
		if list == crm.ReportList {
			give = func() (int, error) { return p.Lists.GiveReport(ctx, calling, path) }
		}
		rows, err := give()
		return func(r *filesRoom, stopped bool) {
			switch {
			case err != nil:
				r.said, r.tone = p.Words.IntakeFailed(err), view.Danger
			case stopped:
				r.said, r.tone = p.Words.T("files.given_part", rows, path), view.Warning
			default:
				r.said, r.tone = p.Words.T("files.given", rows, path), view.Normal
			}
		}
	})
}

func (p *Panel) drawFiles() {
	r := &p.files
	if r.window == nil {
		return
	}
	w, v := p.Words, r.view
	rows := w.IntakeRows(r.report)
	empty, hint := w.T("files.rows_none"), w.T("files.rows_none_hint")
	if len(r.report.Rows) > 0 {
		empty, hint = w.T("files.rows_clean"), w.T("files.rows_clean_hint")
	}
	v.Show(files.Rows, rows, len(rows), empty, hint)
	none := w.T("files.rows_none")
	if len(r.report.Rows) > 0 {
		none = w.T("files.columns_none")
	}
	v.Columns(r.report.Columns, none)
	v.Show(files.Imports, w.ImportRows(r.imports), 0, w.T("files.imports_none"), w.T("files.imports_none_hint"))
	v.Show(files.Lists, p.listRows(), 0, "", "")
	take := w.T("files.take")
	if r.takes() {
		take = w.T("files.take_n", r.report.Takes())
	}
	busy := r.cut != nil
	if busy {
		take = w.T("files.stop")
	}
	v.Word(files.Choose, w.T("files.choose"), false, !busy)
	v.Word(files.Doubtful, w.T("files.doubtful"), r.wish.Doubtful, !busy && r.path != "")
	v.Word(files.Undo, w.T("files.undo"), false, !busy)
	v.Word(files.Give, w.T("files.give"), false, !busy)
	v.Sheets(len(r.sheets) > 1)
	if len(r.sheets) > 1 {
		v.Word(files.Sheet, w.T("files.sheet_of", shortened(r.wish.Sheet, 24), slices.Index(r.sheets, r.wish.Sheet)+1, len(r.sheets)), false, !busy)
	}
	v.Word(files.Take, take, false, busy || r.takes())
	v.Say(p.filesSay())
	v.Turn(v.Page())
}

// filesSay is how it stands, in a sentence, and how much of the work is done.
func (p *Panel) filesSay() (string, view.Tone, float32) {
	r := &p.files
	switch {
	case r.cut != nil:
		text, part := p.Words.Progress(r.at)
		return text, view.Quiet, max(part, 0)
	case r.said != "":
		return r.said, r.tone, -1
	case r.view.Page() == files.Lists:
		return p.Words.T("files.lists_hint"), view.Quiet, -1
	case r.path != "" && r.failed != nil:
		return p.Words.IntakeFailed(r.failed), view.Danger, -1
	case r.path != "":
		return p.Words.T("files.looked", filepath.Base(r.path), p.Words.IntakeCounts(r.report.Import.Counts)), view.Normal, -1
	default:
		return p.Words.T("files.hint"), view.Quiet, -1
	}
}

// listRows are the lists that can be given out.
func (p *Panel) listRows() []view.Row {
	w := p.Words
	rows := []view.Row{
		{Title: w.T("files.list.flaws"), Detail: w.T("files.list.flaws_hint")},
		{Title: w.T("files.list.history"), Detail: w.T("files.list.history_hint")},
	}
	if !p.open.client.IsZero() {
		rows = append(rows, view.Row{Title: w.T("files.list.client", p.card.Shown().Name), Detail: w.T("files.list.client_hint")})
	}
	if list := p.reported(); !list.ID.IsZero() {
		rows = append(rows, view.Row{Title: w.T("files.list.report", list.Name), Detail: w.T("files.list.report_hint")})
	}
	return rows
}

// shortened is a name cut to so many letters.
func shortened(name string, most int) string {
	if letters := []rune(name); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return name
}
