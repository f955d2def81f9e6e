// Package settings is the window in which the panel is set up, page by page: how
// it looks, the telephone, 1C, the sound, recording. The same pages are the steps
// of the first start. What there is to set stands in one table.
package settings

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one page.
type Page int

// Pages.
const (
	General Page = iota
	OneC
	Phone
	Accounts // beside the first one
	Mail
	Boxes // beside the first mailbox
	Colleagues
	Discount
	Record
	Keys // that work in other programs
	More // for who sets the workstation up
	Sound
	pages
)

var pageNames = [pages]string{"general", "onec", "phone", "accounts", "mail", "boxes", "colleagues", "discount", "record", "keys", "more", "sound"}

// Actions are what the window asks for.
type Actions struct {
	Page    func(Page) // another page is wanted
	Save    func()     // in steps: go on
	Back    func()     // in steps only
	Try     func(Page)
	Look    func() // what has effect at once was changed
	Restart func()
	File    func(path string) // the file of the settings is to be opened
	Keys    parts.Keys
	Mail    MailActions
}

// MailActions are those of the pages of mail; one without Servers guesses nothing.
type MailActions struct {
	Servers func(address, provider string) crm.MailHome // where the mailbox most likely is
	Find    func(p Page, address string)                // the network is to be asked; empty ends that
	Browser func(m crm.Mailbox) bool                    // it is entered in the browser
	Enter   func(Page)                                  // there, or no longer
	Leave   func(Page)                                  // what is under way is over; may be nil
}

// View draws the window.
type View struct {
	words *view.Printer
	act   Actions
	steps bool // the pages are steps of a first start
	shown []Page
	page  Page

	filling  bool
	kept     crm.Settings // as they were shown: what no page shows stays
	items    [pages][]*item
	accounts *several[crm.Account]
	boxes    *several[crm.Mailbox]
	doors    map[Page]*door // of the mailboxes
	inner    *grid          // colleagues
	ladder   *grid          // steps of the discount

	nav           [pages]*tab
	bodies        [pages]*container.Scroll
	tries         [pages]*trial
	save, back    *parts.Button
	restart       *parts.Button
	told          *parts.Prose
	sound, root   *fyne.Container
	ground, foot  *parts.Plate
	rule, divider *parts.Plate
}

// Width and Height of the window.
const (
	Width    float32 = 796
	Height   float32 = 560
	navWidth float32 = 176
	footer   float32 = 62
	side     float32 = 22
	column   float32 = 170
)

// New builds the window's content; steps makes it a first start.
func New(words *view.Printer, shown []Page, steps bool, act Actions) *View {
	v := &View{words: words, act: act, steps: steps, shown: shown, filling: true}
	v.doors = newDoors(v)
	for p, entries := range table {
		for _, e := range entries {
			at := len(v.items[p])
			if steps && e.ahead {
				at = slices.IndexFunc(v.items[p], func(it *item) bool { return it.kind == secret }) + 1
			}
			if !steps || e.first {
				v.items[p] = slices.Insert(v.items[p], at, v.newItem(Page(p), e))
			}
		}
	}
	v.build()
	v.Open(shown[0])
	v.filling = false
	return v
}

// Key takes the keys of a page; it tells whether it was one.
func (v *View) Key(key fyne.KeyName, mod fyne.KeyModifier) bool {
	switch {
	case v.page == Accounts && mod == 0 && key == fyne.KeyInsert:
		v.accounts.insert()
	case v.page == Accounts && mod == fyne.KeyModifierControl && key == fyne.KeyDelete:
		v.accounts.remove()
	case v.page == Boxes && mod == 0 && key == fyne.KeyInsert:
		v.boxes.insert()
	case v.page == Boxes && mod == fyne.KeyModifierControl && key == fyne.KeyDelete:
		v.boxes.remove()
	case v.page == Colleagues && mod == 0 && key == fyne.KeyInsert:
		v.inner.focus(len(v.inner.rows)-1, 0)
	case v.page == Discount && mod == 0 && key == fyne.KeyInsert:
		v.ladder.focus(len(v.ladder.rows)-1, 0)
	default:
		return false
	}
	return true
}

// keys: Enter saves or goes on, as in every form; the rest is the panel's.
func (v *View) keys(key fyne.KeyName, mod fyne.KeyModifier) bool {
	if (key == fyne.KeyReturn || key == fyne.KeyEnter) && (mod == 0 || mod == fyne.KeyModifierControl) {
		v.act.Save()
		return true
	}
	return v.Key(key, mod) || v.act.Keys(key, mod)
}

func (v *View) looked() {
	if !v.filling {
		v.act.Look()
	}
}

// Open shows a page.
func (v *View) Open(p Page) {
	v.page = p
	for i, body := range v.bodies {
		if body.Hide(); Page(i) == p {
			body.Show()
		}
	}
	v.sound.Hidden = p != Sound
	v.save.Hidden = p == Sound && !v.steps
	last := p == v.shown[len(v.shown)-1]
	word := "set.save"
	if v.steps {
		if word = "set.next"; last {
			word = "set.done"
		}
	}
	v.save.Set(v.words.T(word), "", false)
	v.back.Hidden = !v.steps || p == v.shown[0]
	for i, t := range v.nav {
		if t != nil {
			t.selected(Page(i) == p)
		}
	}
	v.root.Refresh()
}

// Page is the one that is shown.
func (v *View) Page() Page { return v.page }

// Next is the page that many steps away; false when there is none.
func (v *View) Next(steps int) (Page, bool) {
	i := slices.Index(v.shown, v.page)
	if i < 0 || i+steps < 0 || i+steps >= len(v.shown) {
		return v.page, false
	}
	return v.shown[i+steps], true
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Sound puts the page of the sound in, or takes it out.
func (v *View) Sound(o fyne.CanvasObject) {
	v.sound.Objects = nil
	if o != nil {
		v.sound.Add(o)
	}
	v.sound.Refresh()
}

// Show fills the pages.
func (v *View) Show(s crm.Settings) {
	v.filling = true
	defer func() { v.filling = false }()
	v.kept = s
	for _, items := range v.items {
		for _, it := range items {
			switch {
			case it.bind != nil:
				it.fill(it.bind(&s))
			case it.key == provider:
				it.list.Set("")
			}
		}
	}
	v.doors[Mail].settle()
	v.accounts.fill(s.Accounts)
	v.boxes.fill(s.Mailboxes)
	var rows []texts
	for _, one := range s.Colleagues {
		rows = append(rows, texts{one.Was, []string{one.Name, one.Extension}})
	}
	v.inner.fill(rows)
	rows = nil
	for _, step := range s.Discount.Steps {
		rows = append(rows, texts{0, []string{strconv.FormatInt(step[0], 10), strconv.FormatInt(step[1], 10)}})
	}
	v.ladder.fill(rows)
}

// Read gives what stands in the pages, and what of it is no number.
func (v *View) Read() (s crm.Settings, wrong *crm.Misfit) {
	s = v.kept
	for _, items := range v.items {
		for _, it := range items {
			if it.bind != nil && !it.take(it.bind(&s)) && wrong == nil {
				wrong = &crm.Misfit{Key: it.key}
			}
		}
	}
	v.accounts.keep()
	if key := v.boxes.keep(); key != "" && wrong == nil {
		wrong = &crm.Misfit{Key: key, Row: v.boxes.at}
	}
	s.Accounts, s.Mailboxes, s.Colleagues = slices.Clone(v.accounts.list), slices.Clone(v.boxes.list), nil
	for _, r := range v.inner.read() {
		s.Colleagues = append(s.Colleagues, crm.Inner{Was: r.was, Name: r.cells[0], Extension: r.cells[1]})
	}
	s.Discount.Steps = nil
	for i, r := range v.ladder.read() {
		from, err := strconv.ParseInt(strings.Join(strings.Fields(r.cells[0]), ""), 10, 64)
		percent, err2 := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(r.cells[1], "%")), 10, 64)
		if (err != nil || err2 != nil) && wrong == nil {
			wrong = &crm.Misfit{Key: "discount.steps", Row: i}
		}
		s.Discount.Steps = append(s.Discount.Steps, [2]int64{from, percent})
	}
	return s, wrong
}

// Account is which of the further accounts is shown; -1 when there is none.
func (v *View) Account() int { return v.accounts.row() }

// Box is the mailbox of a page, and which of the further ones; -1 for the first one.
// False says that none is shown.
func (v *View) Box(p Page) (m crm.Mailbox, row int, ok bool) {
	if p == Boxes && v.boxes.row() < 0 {
		return m, -1, false
	}
	if row = -1; p == Boxes {
		row = v.boxes.row()
	}
	return v.doors[p].box(), row, true
}

// Wrong says beside a setting what is wrong with it, and leads there. An empty key
// takes back what was said. False says that no page has it.
func (v *View) Wrong(m *crm.Misfit, text string) bool {
	for _, items := range v.items {
		for _, it := range items {
			it.wrong("")
		}
	}
	if m == nil {
		return true
	}
	p, ok := PageOf(m.Key)
	if !ok || !slices.Contains(v.shown, p) {
		return false
	}
	if p != v.page {
		v.act.Page(p)
	}
	switch {
	case p == Accounts:
		v.accounts.turn(m.Row)
	case p == Boxes:
		v.boxes.turn(m.Row)
	case strings.HasPrefix(m.Key, "colleague."):
		v.inner.focus(v.inner.typed(m.Row), map[bool]int{true: 1}[m.Key == "colleague.extension"])
	case m.Key == "discount.steps":
		v.ladder.focus(v.ladder.typed(m.Row), 0)
	}
	for _, it := range v.items[p] {
		if it.key == m.Key || it.kind == listed && p != Discount || it.key == "write.calls" && m.Key == "onec.write" {
			it.wrong(text)
			v.bodies[p].Refresh()
			v.focus(it)
		}
	}
	return true
}

// focus gives the hand to a setting.
func (v *View) focus(it *item) {
	if it.object == nil {
		return
	}
	f, ok := it.object.(fyne.Focusable)
	c := fyne.CurrentApp().Driver().CanvasForObject(it.object)
	if c == nil { // what was never painted is on no canvas yet
		c = fyne.CurrentApp().Driver().CanvasForObject(v.root)
	}
	if ok && c != nil {
		c.Focus(f)
	}
}

// Begin gives the hand to the first field of the page that is to be typed into.
func (v *View) Begin() {
	for _, it := range v.items[v.page] {
		if it.field != nil && it.name.Visible() {
			v.focus(it)
			return
		}
	}
}

// reveal scrolls to a setting that has got the focus.
func (v *View) reveal(it *item) { v.revealAt(it.page, it.y) }

func (v *View) revealAt(p Page, y float32) {
	body := v.bodies[p]
	if body == nil || body.Content == nil {
		return
	}
	const room = 70
	top, tall := body.Offset.Y, body.Size().Height
	switch {
	case y < top+8:
		top = max(y-room, 0)
	case y+room > top+tall:
		top = min(y+room-tall, max(body.Content.MinSize().Height-tall, 0))
	default:
		return
	}
	body.ScrollToOffset(fyne.NewPos(0, top))
}

// Tries tells whether a page has something to try.
func (v *View) Tries(p Page) bool {
	return v.tries[p] != nil && (p != Accounts || len(v.accounts.list) > 0) && (p != Boxes || len(v.boxes.list) > 0)
}

// Said says what became of saving; restart offers to start anew.
func (v *View) Said(text string, tone view.Tone, restart bool) {
	v.told.Set(text, parts.ToneColor(tone))
	v.restart.Hidden = !restart
	v.root.Refresh()
}

// Saying is what was said last of saving.
func (v *View) Saying() string { return v.told.Text }

// File is where the settings stand.
func (v *View) File() string { return v.kept.File }

// Type types into the fields of a page, for tests and pictures: address, user and
// password.
func (v *View) Type(p Page, a crm.Access) {
	typed := map[string]string{".server": a.Address, ".url": a.Address, ".user": a.User, ".password_file": a.Password}
	for _, it := range v.items[p] {
		_, key, _ := strings.Cut(it.key, ".")
		if text, ok := typed["."+key]; ok && it.field != nil {
			it.field.SetText(text)
		}
	}
}

// Set types into one setting, for tests and pictures; of a list into its last,
// empty row.
func (v *View) Set(key string, cells ...string) {
	for _, items := range v.items {
		for _, it := range items {
			switch {
			case it.key != key:
			case it.field != nil:
				it.field.SetText(cells[0])
			case it.list != nil:
				it.list.Set(cells[0])
			case it.box != nil:
				it.box.SetChecked(cells[0] == "true")
			}
		}
	}
	for name, g := range map[string]*grid{"colleague.name": v.inner, "discount.steps": v.ladder} {
		if name == key {
			row := g.rows[len(g.rows)-1]
			for i, text := range cells {
				row.fields[i].SetText(text)
			}
		}
	}
}

// Beside is what stands beside a setting now.
func (v *View) Beside(key string) string {
	for _, items := range v.items {
		for _, it := range items {
			if it.key == key && it.about != nil {
				return it.about.Text
			}
		}
	}
	return ""
}

// ground of a tab that is chosen.
func chosenGround(on bool) fyne.ThemeColorName {
	if on {
		return look.Tint
	}
	return look.Clear
}
