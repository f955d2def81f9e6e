package ui

import (
	"slices"
	"strconv"

	"pult/app/crm"
	"pult/app/ui/internal/files"
	"pult/app/view"
)

// drawCallees shows how it stands with the file.
func (p *Panel) drawCallees() {
	r := &p.callees
	if r.window == nil {
		return
	}
	w, v := p.Words, r.view
	r.choices = map[files.CalleePage][]view.CalleeChoice{}
	for page := files.Doubt; page <= files.Fresh; page++ {
		rows, choices := w.CalleeRows(r.report.Rows, onPage(page), p.calleesMost(page))
		r.choices[page] = choices
		count, empty, hint := "", w.T("files.rows_none"), w.T("files.rows_none_hint")
		if len(r.report.Rows) > 0 {
			if n := p.calleesOn(page); n > 0 {
				count = "(" + strconv.Itoa(n) + ")"
			}
			empty, hint = w.T("callees.empty."+string(calleeStates[page])), ""
		}
		v.Show(page, rows, count, empty, hint)
	}
	v.Columns(r.report.Columns, w.T("files.rows_none"))
	v.Show(files.Made, w.FileListRows(r.lists), "", w.T("callees.made_none"), w.T("callees.made_none_hint"))
	p.drawCalleeWorks()
	v.Say(p.calleesSay())
	v.Turn(v.Page())
}

// calleesMost is how many rows of a page are made: of those that are not looked at only
// the first.
func (p *Panel) calleesMost(page files.CalleePage) int {
	if page == p.callees.page() {
		return p.callees.rows
	}
	return 1
}

// calleesOn counts the rows of a page.
func (p *Panel) calleesOn(page files.CalleePage) (n int) {
	on := onPage(page)
	for i := range p.callees.report.Rows {
		if on(&p.callees.report.Rows[i]) {
			n++
		}
	}
	return n
}

func (p *Panel) drawCalleeWorks() {
	r, w, v := &p.callees, p.Words, p.callees.view
	busy := r.cut != nil
	take, can := w.T("callees.take"), false
	if n := r.takes(); n > 0 {
		take, can = w.T("callees.take_n", n), true
	}
	if busy {
		take, can = w.T("files.stop"), true
	}
	meant := !p.meantFileList().IsZero()
	v.Word(files.NextPurpose, w.T("callees.purpose_is", w.Purpose(r.purpose)), false, true, !busy)
	v.Word(files.OwnShare, w.T("callees.own"), r.own, true, !busy)
	v.Word(files.ChooseFile, w.T("callees.choose"), false, true, !busy)
	v.Word(files.MakeList, take, false, true, can)
	v.Word(files.OpenList, w.T("callees.open"), false, meant, !busy)
	v.Word(files.TakeBack, w.T("callees.undo"), false, meant || r.page() == files.Made, !busy)
	v.Word(files.GiveRows, w.T("callees.give"), false, r.page() <= files.Fresh && r.path != "" && r.failed == nil, !busy)
	several := len(r.sheets) > 1 && r.path != ""
	text := w.T("callees.sheet")
	if several {
		text = w.T("callees.sheet_of", shortened(r.wish.Sheet, 16), slices.Index(r.sheets, r.wish.Sheet)+1, len(r.sheets))
	}
	v.Word(files.NextSheet, text, false, several, !busy)
}

// calleesSay is how it stands, in a sentence, and how much of the work is done.
func (p *Panel) calleesSay() (string, view.Tone, float32) {
	r := &p.callees
	switch {
	case r.cut != nil:
		text, part := p.Words.Progress(r.at)
		return text, view.Quiet, max(part, 0)
	case r.said != "":
		return r.said, r.tone, -1
	case r.path != "" && r.failed != nil:
		return p.Words.CalleeFailed(r.failed), view.Danger, -1
	case r.path != "" && r.purpose == crm.AdvertPurpose:
		return p.Words.CalleeLooked(r.report) + " " + p.Words.T("list.advert_law"), view.Warning, -1
	case r.path != "":
		return p.Words.CalleeLooked(r.report), view.Normal, -1
	default:
		return p.Words.T("callees.hint"), view.Quiet, -1
	}
}
