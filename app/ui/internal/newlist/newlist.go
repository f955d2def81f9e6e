// Package newlist is the window a call list is put together in: whom it is made of,
// what narrows that, how it is called, and beside it at all times who would come in
// and who not.
package newlist

import (
	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one side of the sheet.
type Page int

// Pages.
const (
	Whom Page = iota
	Filter
	How
	pages
)

// Work is what can be done with what was put together.
type Work int

// Works.
const (
	Create Work = iota
	Keep        // the choice, under a name
	Rename      // the saved choice
	Forget      // it
	File        // of a script
	Close
	works
)

// Actions are what the window asks for.
type Actions struct {
	Page    func(Page)
	Pick    func(row int)                        // of whom the list is made
	Changed func()                               // something that is counted by
	Ask     func(f crm.FilterField, text string) // values are wanted: Offer gives them
	Script  func(at int)                         // of those that were offered
	Counted func(row int)                        // a count beside was chosen
	Do      func(Work)
	Named   func(name string) // what was typed where a name was asked for
	Keys    parts.Keys
}

// View draws the window.
type View struct {
	words   *view.Printer
	act     Actions
	page    Page
	filling bool // the fields are filled by us

	segment crm.Segment
	whole   crm.Filter // of a saved choice that rows cannot tell; empty otherwise
	titled  bool       // somebody has typed the name
	aimed   bool       // somebody has chosen the purpose
	asked   []crm.Question

	tabs   [pages]*parts.Tab
	bodies [pages]fyne.CanvasObject
	work   [works]*parts.Button

	whom   *whom
	filter *filter
	how    *how
	beside *beside
	offer  *offer

	naming            bool
	name              *parts.Field
	nameWord          *parts.Label
	nameDone          *parts.Button
	said              *parts.Prose
	ground            *parts.Plate
	divider, top, low *parts.Plate
	root              *fyne.Container
}

// Width and Height of the window.
const (
	Width  float32 = 1040
	Height float32 = 548
)

const (
	side   float32 = 20
	pane   float32 = 372
	head   float32 = 40
	foot   float32 = 78
	column float32 = 128
)

var (
	pageKeys  = [pages]string{"whom", "filter", "how"}
	workKeys  = [works]string{"create", "keep", "rename", "forget", "script_file", "close"}
	workPrint = [works]string{"Ctrl+Enter", "Ctrl+S", "F2", "F8", "F5", "Esc"}
)

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{words: words, act: act, filling: true}
	for i := range v.work {
		tone := parts.Plain
		if Work(i) == Create {
			tone = parts.Primary
		}
		v.work[i] = parts.NewButton(words.T("newlist."+workKeys[i]), workPrint[i], "", tone, func() { act.Do(Work(i)) })
	}
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("newlist.tab."+pageKeys[i]), "Ctrl+"+string(rune('1'+i)), func() { act.Page(Page(i)) })
	}
	v.offer = newOffer()
	v.whom, v.filter, v.how, v.beside = newWhom(v), newFilter(v), newHow(v), newBeside(v)
	v.bodies = [pages]fyne.CanvasObject{v.whom.box, v.filter.scroll, v.how.box}
	v.name = parts.NewField("", false, v.nameKeys)
	v.nameWord = parts.NewFit(words.T("newlist.name_choice"), look.Body, look.Muted)
	v.nameDone = parts.NewButton(words.T("newlist.name_save"), "Enter", "", parts.Primary, func() { act.Named(v.name.Text) })
	v.said = parts.NewProse("", look.Body, look.Muted)
	v.build()
	v.filling = false
	v.Turn(Whom)
	return v
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Page is the side that is shown.
func (v *View) Page() Page { return v.page }

// Turn shows another side.
func (v *View) Turn(p Page) {
	v.page = p
	v.offer.close()
	for i := range v.tabs {
		v.tabs[i].Mark(Page(i) == p)
		if v.bodies[i].Hide(); Page(i) == p {
			v.bodies[i].Show()
		}
	}
	v.root.Refresh()
}

// changed tells that what was put together is another thing now.
func (v *View) changed() {
	if !v.filling {
		v.count()
		v.act.Changed()
	}
}

// count says on its tab how many conditions there are.
func (v *View) count() {
	name := v.words.T("newlist.tab.filter")
	n := len(v.whole.Tests())
	if g, ok := v.filter.read(); ok && n == 0 {
		n = len(g.All) + len(g.Any) + len(g.None)
	}
	if n > 0 {
		name += " (" + view.Thousands(n) + ")"
	}
	v.tabs[Filter].Name(name)
	v.root.Refresh()
}

// keys are those of a field: Ctrl+Enter is for the whole window.
func (v *View) keys(key fyne.KeyName, mod fyne.KeyModifier) bool { return v.act.Keys(key, mod) }

func (v *View) nameKeys(key fyne.KeyName, mod fyne.KeyModifier) bool {
	if mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter) {
		v.act.Named(v.name.Text)
		return true
	}
	return v.keys(key, mod)
}

// Ask asks for a name in place of the buttons; what stands there may be kept.
func (v *View) Ask(name string) {
	v.naming = true
	v.offer.close()
	v.name.SetText(name)
	v.footer()
	if c := fyne.CurrentApp().Driver().CanvasForObject(v.root); c != nil {
		c.Focus(v.name)
		v.name.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// Asked ends that; false says that no name was asked for.
func (v *View) Asked() bool {
	was := v.naming
	v.naming = false
	v.footer()
	return was
}

// Naming tells that a name is asked for.
func (v *View) Naming() bool { return v.naming }

// Name is what was typed there.
func (v *View) Name() *parts.Field { return v.name }

// Saved tells whether a choice that was kept holds.
func (v *View) Saved(on bool) {
	v.whom.saved = on
	v.whom.buttons()
}

// footer shows the buttons, or what asks for a name.
func (v *View) footer() {
	for i, b := range v.work {
		w := Work(i)
		b.Hidden = v.naming && (w == Create || w == Keep || w == Close)
	}
	v.name.Hidden, v.nameWord.Hidden, v.nameDone.Hidden = !v.naming, !v.naming, !v.naming
	v.whom.buttons()
	v.root.Refresh()
}

// Say tells how it stands.
func (v *View) Say(text string, tone view.Tone) { v.said.Set(text, parts.ToneColor(tone)) }

// Said is what it tells.
func (v *View) Said() string { return v.said.Text }

// Enable lets a work be begun or not.
func (v *View) Enable(w Work, on bool) { v.work[w].Enable(on) }
