// Package shell is the main window around the card: the bar above, the sections,
// the list, the status below and the notice that says what to do.
package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Section is what the list shows.
type Section int

// Sections.
const (
	Day Section = iota
	Calls
	Colleagues
	Tray // callers nobody knows
	Letters
	Lists // of calls to be made
	sections
)

// Actions are what the window asks for.
type Actions struct {
	Keys     parts.Keys // of every field
	Searched func(text string)
	Dialled  func(text string)
	Section  func(Section)
	Opened   func(view.Row) // a row of the list
	Status   func(Light)    // a light was clicked
	Connect  func()
	Presence func()              // free, a break, not to be disturbed
	Veil     func()              // amounts are shown again
	Left     func(int, view.Row) // a row of the sheet
}

// View draws the main window.
type View struct {
	Top    *Top
	List   *parts.List
	Choice *parts.List // several clients on the number of a call

	Sheet *parts.List // in the place of the card: a report, or who is not called

	nav    *nav
	status *status
	notice *notice
	lines  [4]*parts.Plate
	ground [3]*parts.Plate // under the bars and the sections; all else lies on the window's own
	strip  fyne.CanvasObject
	card   fyne.CanvasObject
	head   *parts.Label
	asOf   *parts.Label
	choice *fyne.Container
	over   fyne.CanvasObject
	guide  fyne.CanvasObject // under the list, while a call list is open; may be nil
	sheet  *sheet
	tools  *tools // over the list
	brief  *brief

	guideHeight func(width float32) float32
	guideTall   float32 // as it was laid out last
	overHeight  float32
	root        *fyne.Container
}

// Panes are what the window is built around. Over is shown under the strip, over
// the card, and hides itself.
type Panes struct {
	Strip, Card, Over fyne.CanvasObject
	OverHeight        float32
	Guide             fyne.CanvasObject           // of a call list; nil where there are none
	GuideHeight       func(width float32) float32 // that shows all it says
}

// New builds the window around its panes.
func New(words *view.Printer, manager string, panes Panes, act Actions, chosen func(int)) *View {
	v := &View{
		Top:    newTop(words, manager, act),
		List:   parts.NewList(40, func(_ int, row view.Row) { act.Opened(row) }),
		Choice: parts.NewList(56, func(i int, _ view.Row) { chosen(i) }),
		nav:    newNav(words, panes.Guide != nil, act.Section), status: newStatus(act.Status), notice: newNotice(words, act.Connect),
		strip: panes.Strip, card: panes.Card, over: panes.Over, overHeight: panes.OverHeight,
		guide: panes.Guide, guideHeight: panes.GuideHeight,
		head: parts.NewBold(words.T("call.choose_alt"), look.Strong, look.Text),
		asOf: parts.NewLabel("", look.Caption, look.Muted),
	}
	for i := range v.ground {
		v.ground[i] = parts.NewPlate(look.Background)
	}
	for i := range v.lines {
		v.lines[i] = parts.NewHairline()
	}
	v.choice = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(v.head, look.Inset, 10, size.Width-150, 28)
		parts.PutRight(v.asOf, size.Width-look.Inset, 10, 28)
		parts.Put(v.Choice.Object(), 4, 44, size.Width-8, size.Height-44)
	}}, v.head, v.asOf, v.Choice.Object())
	v.choice.Hide()
	v.Sheet = parts.NewList(0, func(i int, row view.Row) { act.Left(i, row) })
	v.sheet = newSheet(v.Sheet)
	v.tools, v.brief = newTools(), newBrief()
	v.root = container.New(&parts.Place{Min: fyne.NewSize(940, 540), Lay: v.lay},
		v.ground[0], v.ground[1], v.ground[2], v.Top.root, v.nav.root, v.List.Object(), v.tools.root, v.strip, v.card, v.choice, v.over,
		v.status.root, v.lines[0], v.lines[1], v.lines[2], v.lines[3], v.brief.root, v.sheet.root, v.notice.root)
	if v.guide != nil {
		v.guide.Hide()
		v.root.Objects = slices.Insert(v.root.Objects, len(v.root.Objects)-2, v.guide)
	}
	return v
}

// Object is the content of the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

const (
	topHeight    float32 = 46
	statusHeight float32 = 28
	navWidth     float32 = 132
	listLeast    float32 = 3 * parts.RowPitch // of the list over the guide: its name, how far it is, whose turn it is
)

func (v *View) lay(size fyne.Size) {
	bottom := size.Height - statusHeight
	parts.Put(v.ground[0], 0, 0, size.Width, topHeight)
	parts.Put(v.ground[1], 0, topHeight, navWidth, bottom-topHeight)
	parts.Put(v.ground[2], 0, bottom, size.Width, statusHeight)
	stripHeight := v.strip.MinSize().Height
	list := min(max(size.Width*0.26, 284), 380)
	cardX := navWidth + list
	parts.Put(v.Top.root, 0, 0, size.Width, topHeight)
	parts.Put(v.lines[0], 0, topHeight-1, size.Width, 1)
	parts.Put(v.nav.root, 0, topHeight, navWidth, bottom-topHeight)
	parts.Put(v.lines[1], navWidth, topHeight, 1, bottom-topHeight)
	guide := float32(0)
	if v.guide != nil && v.guide.Visible() {
		v.guideTall = v.guideHeight(list - 1)
		room := bottom - topHeight - max(4, v.tools.flow(list-1, false))
		rows := float32(int((room - v.guideTall) / parts.RowPitch)) // no row is cut in two
		guide = room - max(rows*parts.RowPitch, listLeast)
		parts.Put(v.guide, navWidth+1, bottom-guide, list-1, guide)
	}
	top := topHeight + max(4, v.tools.flow(list-1, false))
	parts.Put(v.tools.root, navWidth+1, topHeight, list-1, top-topHeight)
	parts.Put(v.List.Object(), navWidth+1, top, list-1, bottom-top-guide)
	parts.Put(v.lines[2], cardX, topHeight, 1, bottom-topHeight)
	parts.Put(v.strip, cardX+1, topHeight, size.Width-cardX-1, stripHeight)
	parts.Put(v.card, cardX+1, topHeight+stripHeight+1, size.Width-cardX-1, bottom-topHeight-stripHeight-1)
	parts.Put(v.choice, cardX+1, topHeight+stripHeight+1, size.Width-cardX-1, bottom-topHeight-stripHeight-1)
	parts.Put(v.sheet.root, cardX+1, topHeight+stripHeight+1, size.Width-cardX-1, bottom-topHeight-stripHeight-1)
	below := topHeight + stripHeight
	over := min(size.Width-cardX-1-2*look.Inset, 520)
	parts.Put(v.over, cardX+1+look.Inset, below, over, min(v.overHeight, bottom-below-8))
	parts.Put(v.status.root, 0, bottom, size.Width, statusHeight)
	parts.Put(v.lines[3], 0, bottom, size.Width, 1)
	v.brief.lay(bottom)
	left := look.Inset
	if guide > 0 {
		left += cardX // the keys of a list at work stay in sight
	}
	width := min(size.Width-left-look.Inset, 720)
	parts.Put(v.notice.root, left, bottom-noticeHeight-10, width, noticeHeight)
}

// Select marks a section.
func (v *View) Select(s Section) { v.nav.selected(s) }

// Offer shows a section that is not everybody's, or hides it.
func (v *View) Offer(s Section, on bool) { v.nav.offer(s, on) }

// Badge counts what waits in a section; zero shows nothing.
func (v *View) Badge(s Section, n int) { v.nav.badge(s, n) }

// Choose asks whose call it is, in the place of the card; no rows give the card
// back.
func (v *View) Choose(rows []view.Row, asOf string) {
	v.asOf.Set(asOf)
	v.Choice.Set(rows, "", "")
	if len(rows) > 0 {
		v.card.Hide()
		v.choice.Show()
		return
	}
	v.choice.Hide()
	v.card.Show()
}

// Choosing tells whether the question is on the screen.
func (v *View) Choosing() bool { return v.choice.Visible() }
