package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/newlist"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// Making puts call lists together. All of it is asked in the background; a question
// that its context ends is broken off.
type Making interface {
	// Offers are the ready segments, each with what is missing to answer it here.
	Offers(ctx context.Context) ([]crm.SegmentOffer, error)
	// Values are what a field of a filter can be asked for, by what was typed.
	Values(ctx context.Context, field crm.FilterField, text string, most int) ([]crm.FilterValue, error)
	GoodNames(ctx context.Context, goods []crm.Ref) (map[crm.Ref]string, error)
	// PreviewList tells who would come in and who not, and makes nothing.
	PreviewList(ctx context.Context, draft crm.ListDraft) (crm.Preview, error)
	// BuildList makes the list; crm.ErrNotFound when nobody fits.
	BuildList(ctx context.Context, draft crm.ListDraft) (crm.CallList, crm.Preview, error)
	UndoList(ctx context.Context, list crm.ID) (crm.ListUndone, error)
	SavedChoices(ctx context.Context) ([]crm.SavedChoice, error)
	// SaveChoice keeps a choice; one with the same id is renamed.
	SaveChoice(ctx context.Context, saved crm.SavedChoice) error
	ForgetChoice(ctx context.Context, id crm.ID) error
	ReadScript(ctx context.Context, path string) (crm.Script, error)
}

// makingRoom is the window a call list is put together in. What was put together
// outlives the window, until a list is made of it.
type makingRoom struct {
	window  fyne.Window // nil when it is closed
	view    *newlist.View
	offers  []crm.SegmentOffer
	saved   []crm.SavedChoice
	picked  string         // the row that holds, as view.ChoiceRows names it
	scripts []crm.CallList // lists whose script can be taken
	kept    *crm.ListDraft // as it was left
	goods   map[crm.Ref]string
	count   counting
	renames crm.ID // the saved choice that is being renamed; zero for a new one
	busy    bool   // the list is being made
	picking bool   // the dialog of the system is open
}

// makingShortcut opens the window, unless the key means the note of a client who is
// being called.
func (p *Panel) makingShortcut(c chord) bool {
	asked := c == chord{} // by its name
	if p.Making == nil || !asked && (!p.inLists() || !p.calling.list.IsZero() || p.calls.noteWorthy() != nil) {
		return false
	}
	p.openMaking()
	return true
}

// openMaking opens the window, or brings it to the front.
func (p *Panel) openMaking() {
	r := &p.making
	if r.window != nil {
		r.window.RequestFocus()
		return
	}
	r.window = p.app.NewWindow(p.Words.T("newlist.title"))
	r.view = newlist.New(p.Words, newlist.Actions{
		Page: p.turnMaking, Pick: p.pickChoice, Changed: p.makingChanged, Ask: p.askValues, Script: p.takeScript, Counted: p.showCounted,
		Do: p.makingWork, Named: p.nameChoice, Keys: p.makingKey,
	})
	r.view.Me(p.Manager)
	r.window.SetPadded(false)
	r.window.SetContent(r.view.Object())
	r.window.Resize(fyne.NewSize(newlist.Width, newlist.Height))
	r.window.SetOnClosed(p.leaveMaking)
	canvas := r.window.Canvas()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) { p.makingKey(e.Name, 0) })
	onGo(canvas, p.createList)
	for _, c := range []chord{{ctrl, fyne.Key1}, {ctrl, fyne.Key2}, {ctrl, fyne.Key3}, {ctrl, fyne.KeyS}, {alt, fyne.KeyUp}, {alt, fyne.KeyDown}} {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}, func(fyne.Shortcut) { p.makingKey(c.key, c.mod) })
	}
	if r.kept != nil {
		_, saved := r.savedChoice()
		r.view.Restore(*r.kept, r.goods, saved)
	} else {
		r.picked = string(crm.SegmentDebtors)
		r.view.Segment(crm.SegmentDebtors, "")
	}
	p.drawChoices()
	p.drawScripts()
	p.turnMaking(newlist.Whom)
	p.countNow()
	r.window.Show()
	p.loadMaking()
}

// leaveMaking is the end of the window; what was put together stays.
func (p *Panel) leaveMaking() {
	r := &p.making
	r.count.stop()
	draft, _ := r.view.Draft()
	r.kept = &draft
	*r = makingRoom{offers: r.offers, saved: r.saved, picked: r.picked, scripts: r.scripts, kept: r.kept, goods: r.goods}
}

// loadMaking reads what a list can be made of, and what was said in earlier ones.
func (p *Panel) loadMaking() {
	window := p.making.window
	p.ask(func(ctx context.Context) func() {
		offers, err := p.Making.Offers(ctx)
		saved, savedErr := p.Making.SavedChoices(ctx)
		lists, listsErr := p.Lists.ListStandings(ctx, p.now())
		goods, goodsErr := p.Making.GoodNames(ctx, goodsOf(saved))
		return func() {
			r := &p.making
			if r.window != window {
				return
			}
			for _, err := range []error{err, savedErr, listsErr, goodsErr} {
				if err != nil {
					r.view.Say(p.Words.Error(view.Desk, err), view.Danger)
				}
			}
			r.offers, r.saved, r.scripts = offers, saved, nil
			if r.goods == nil {
				r.goods = map[crm.Ref]string{}
			}
			for ref, name := range goods {
				r.goods[ref] = name
			}
			for _, l := range lists {
				if s := l.List.Script; (s.Text != "" || len(s.Questions) > 0) && len(r.scripts) < scriptsOffered {
					r.scripts = append(r.scripts, l.List)
				}
			}
			p.drawChoices()
			p.drawScripts()
		}
	})
}

// scriptsOffered is how many earlier scripts are offered, the newest.
const scriptsOffered = 20

// goodsOf are the goods that choices name.
func goodsOf(saved []crm.SavedChoice) (list []crm.Ref) {
	for _, one := range saved {
		if !one.Choice.Good.IsZero() {
			list = append(list, one.Choice.Good)
		}
		for _, test := range one.Choice.Filter.Tests() {
			for _, value := range test.Values {
				if ref, err := crm.ParseRef(value); test.Field == crm.FilterBought && err == nil {
					list = append(list, ref)
				}
			}
		}
	}
	return list
}

// turnMaking shows another side of the sheet.
func (p *Panel) turnMaking(page newlist.Page) {
	r := &p.making
	r.view.Turn(page)
	r.view.Say(p.Words.T([]string{"newlist.hint", "newlist.hint_filter", "newlist.hint_how"}[page]), view.Quiet)
	p.letGo()
}

// letGo gives the arrows to whom the list is made of, or to nothing on other sides.
func (p *Panel) letGo() {
	r := &p.making
	r.window.Canvas().Unfocus()
	if r.view.Page() == newlist.Whom {
		r.window.Canvas().Focus(r.view.Hand())
	}
}

// makingKey is for keys in the window; it tells whether it was one.
func (p *Panel) makingKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	r := &p.making
	if r.window == nil {
		return false
	}
	arrow := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[key]
	switch {
	case mod == ctrl && key >= fyne.Key1 && key <= fyne.Key3:
		p.turnMaking(newlist.Page(key[0] - '1'))
	case mod == ctrl && (key == fyne.KeyReturn || key == fyne.KeyEnter):
		p.makingWork(newlist.Create)
	case mod == ctrl && key == fyne.KeyS:
		p.makingWork(newlist.Keep)
	case mod == alt && arrow != 0:
		r.view.MoveCount(arrow)
	case mod != 0:
		return false
	case key == fyne.KeyEscape:
		p.makingWork(newlist.Close)
	case key == fyne.KeyF1:
		p.openKeys()
	case key == fyne.KeyF2:
		p.makingWork(newlist.Rename)
	case key == fyne.KeyF5:
		p.makingWork(newlist.File)
	case key == fyne.KeyF8:
		p.makingWork(newlist.Forget)
	case arrow != 0 && r.view.Page() == newlist.Whom && r.window.Canvas().Focused() == nil:
		r.view.Move(arrow)
	default:
		return false
	}
	return true
}

// makingWork does what a button says.
func (p *Panel) makingWork(work newlist.Work) {
	r := &p.making
	switch {
	case r.window == nil:
	case work == newlist.Close && r.view.Asked():
		p.letGo()
	case work == newlist.Close:
		r.window.Close()
	case r.view.Naming():
		p.nameChoice(r.view.Name().Text)
	case work == newlist.Create:
		p.createList()
	case work == newlist.Keep:
		p.keepChoice()
	case work == newlist.Rename:
		p.renameChoice()
	case work == newlist.Forget:
		p.forgetChoice()
	case work == newlist.File:
		p.pickScript()
	}
}

// createList makes the list, and leads to it.
func (p *Panel) createList() {
	r := &p.making
	if r.window == nil || r.busy {
		return
	}
	draft, wrong := r.view.Draft()
	draft.Author = p.Manager
	if err := draft.Check(); err != nil || wrong != "" {
		text := p.Words.T(wrong)
		if wrong == "" {
			text = p.Words.NotMade(err)
		}
		r.view.Say(text, view.Danger)
		return
	}
	r.busy = true
	window := r.window
	r.view.Enable(newlist.Create, false)
	r.view.Say(p.Words.T("newlist.making"), view.Quiet)
	p.work.start(func(ctx context.Context) { // a large one takes a while
		list, preview, err := p.Making.BuildList(ctx, draft)
		p.bridge.post(func() { p.created(window, list, preview, err) })
	})
}

// created ends the making. Who has closed the window meanwhile hears of it too.
func (p *Panel) created(window fyne.Window, list crm.CallList, preview crm.Preview, err error) {
	r := &p.making
	here := r.window == window
	if here {
		r.busy = false
		r.view.Enable(newlist.Create, true)
	}
	switch {
	case err != nil && here:
		r.view.Say(p.Words.NotMade(err), view.Danger)
		return
	case err != nil:
		p.shell.Notice(p.Words.NotMade(err), true, false)
		return
	case here:
		r.window.Close()
	}
	r.kept, r.picked = nil, ""
	p.leadToList(list)
	p.shell.Undo(p.Words.T("newlist.made", list.Name, preview.In), func() { p.undoMade(list) })
}

// leadToList opens a list that was made, unless a client of another one is being
// called: that comes first.
func (p *Panel) leadToList(list crm.CallList) {
	if p.listCall() != nil || p.calling.underWay() {
		p.loadLists()
		return
	}
	if !p.calling.list.IsZero() {
		p.closeList()
	}
	p.section(shell.Lists)
	p.openList(list.ID)
	p.calling.standing = crm.ListStanding{List: list}
	p.drawList()
	p.drawGuide()
}

// undoMade takes a list back that was just made.
func (p *Panel) undoMade(list crm.CallList) {
	p.work.start(func(ctx context.Context) {
		done, err := p.Making.UndoList(ctx, list.ID)
		p.bridge.post(func() {
			if err != nil {
				p.fault(err)
				return
			}
			if p.calling.list == list.ID {
				p.calling.entry = crm.Entry{}
				p.closeList()
			} else {
				p.loadLists()
			}
			text := p.Words.T("newlist.undone", list.Name)
			if done.Kept > 0 {
				text = p.Words.T("newlist.undone_part", done.Removed, done.Kept)
			}
			p.shell.Notice(text, false, false)
		})
	})
}

// pickChoice takes a row of whom a list can be made of.
func (p *Panel) pickChoice(row int) {
	r := &p.making
	rows := r.view.Offered()
	if row < 0 || row >= len(rows) || rows[row].Head {
		return
	}
	r.picked = rows[row].Command
	if one, ok := r.savedChoice(); ok {
		r.view.Choice(one.Choice, r.goods, true)
	} else {
		r.view.Segment(crm.Segment(r.picked), rows[row].Full)
	}
	p.makingChanged()
}

// savedChoice is the one that holds.
func (r *makingRoom) savedChoice() (crm.SavedChoice, bool) {
	at := slices.IndexFunc(r.saved, func(one crm.SavedChoice) bool { return one.ID.String() == r.picked })
	if at < 0 {
		return crm.SavedChoice{}, false
	}
	return r.saved[at], true
}

// drawChoices shows whom a list can be made of.
func (p *Panel) drawChoices() {
	r := &p.making
	rows := p.Words.ChoiceRows(r.saved, r.offers)
	r.view.Rows(rows, slices.IndexFunc(rows, func(row view.Row) bool { return !row.Head && row.Command == r.picked }))
}

// makingPause is how long nothing must change before it is counted.
const makingPause = 350 * time.Millisecond
