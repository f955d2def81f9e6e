package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// tab names a page at the left.
type tab struct {
	name, key *parts.Label
	tap       *parts.Tap
}

func newTab(name, key string, tapped func()) *tab {
	t := &tab{name: parts.NewFit(name, look.Body, look.Text), key: parts.NewLabel(key, look.Caption, look.Muted)}
	t.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		right := parts.PutRight(t.key, size.Width-8, 0, size.Height)
		parts.PutMid(t.name, 12, 0, right-16, size.Height)
	}}, t.name, t.key), tapped)
	return t
}

func (t *tab) selected(on bool) {
	t.name.Bold = on
	t.name.Refresh()
	t.tap.Ground(chosenGround(on))
}

func (v *View) build() {
	v.page = v.shown[0]
	for _, p := range []Page{OneC, Phone, Accounts, Mail, Boxes, More} {
		v.tries[p] = v.newTrial(p)
	}
	v.accounts, v.boxes = newAccounts(v), newBoxes(v)
	v.inner = newGrid(v, Colleagues, []string{"set.inner_name", "set.inner_number"}, []string{"set.inner_name_hint", "set.inner_number_hint"}, []float32{300, 110})
	v.ladder = newGrid(v, Discount, []string{"set.step_from", "set.step_percent"}, []string{"set.step_from_hint", "set.step_percent_hint"}, []float32{200, 110})
	v.ground, v.foot = parts.NewPlate(look.Surface), parts.NewPlate(look.Background)
	v.rule, v.divider = parts.NewHairline(), parts.NewHairline()
	v.told = parts.NewProse("", look.Body, look.Muted)
	v.save = parts.NewButton(v.words.T("set.save"), "Ctrl+Enter", "", parts.Primary, func() { v.act.Save() }).Or(v.words.T("set.next"), v.words.T("set.done"))
	v.back = parts.NewButton(v.words.T("set.back"), "", "", parts.Plain, func() { v.act.Back() })
	v.restart = parts.NewButton(v.words.T("set.restart"), "", look.Redial, parts.Plain, func() { v.act.Restart() })
	v.restart.Hide()
	v.sound = container.NewStack()
	objects := []fyne.CanvasObject{v.foot, v.ground, v.rule, v.divider}
	for p := range v.bodies {
		v.bodies[p] = container.NewVScroll(v.body(Page(p)))
		objects = append(objects, v.bodies[p])
	}
	v.accounts.show()
	v.boxes.show()
	for i, p := range v.shown {
		name, key := v.words.T("set.page_"+pageNames[p]), ""
		switch {
		case v.steps:
			name = string(rune('1'+i)) + ". " + name
		case i < 10:
			key = "Ctrl+" + string("1234567890"[i])
		}
		v.nav[p] = newTab(name, key, func() { v.act.Page(p) })
		objects = append(objects, v.nav[p].tap)
	}
	objects = append(objects, v.sound, v.told, v.restart, v.back, v.save)
	v.root = container.New(&parts.Place{Min: fyne.NewSize(Width, Height), Lay: v.lay}, objects...)
}

func (v *View) lay(size fyne.Size) {
	bottom := size.Height - footer
	v.foot.Resize(size)
	parts.Put(v.ground, navWidth, 0, size.Width-navWidth, bottom)
	parts.Put(v.rule, 0, bottom, size.Width, 1)
	parts.Put(v.divider, navWidth, 0, 1, bottom)
	for i, p := range v.shown {
		parts.Put(v.nav[p].tap, 8, 12+float32(i)*36, navWidth-16, 34)
	}
	for _, body := range v.bodies {
		parts.Put(body, navWidth+1, 0, size.Width-navWidth-1, bottom)
	}
	parts.Put(v.sound, navWidth+1, 0, size.Width-navWidth-1, bottom)
	right := size.Width - side
	if v.save.Visible() {
		right = parts.PutRight(v.save, right, bottom, footer) - 8
	}
	for _, b := range []*parts.Button{v.back, v.restart} {
		if b.Visible() {
			right = parts.PutRight(b, right, bottom, footer) - 8
		}
	}
	parts.Put(v.told, side, bottom+6, right-side-8, footer-12)
}

// sheet is a page: its name, what it is for, and its settings below each other.
type sheet struct {
	head  *parts.Label
	hint  *parts.Prose
	items []*item
	bar   fyne.CanvasObject // above the settings; nil for none
	tall  float32
}

func (v *View) body(p Page) *fyne.Container {
	welcome := "set." + pageNames[p] + "_hint"
	if v.steps && p == General {
		welcome = "set.general_first"
	}
	s := &sheet{
		head: parts.NewBold(v.words.T("set.page_"+pageNames[p]), look.Strong, look.Text), items: v.items[p],
		hint: parts.NewProse(v.words.T(welcome), look.Body, look.Muted),
	}
	objects := []fyne.CanvasObject{s.head, s.hint}
	switch p {
	case Accounts:
		s.bar = v.accounts.bar
	case Boxes:
		s.bar = v.boxes.bar
	}
	if s.bar != nil {
		objects = append(objects, s.bar)
	}
	for _, it := range s.items {
		switch it.kind {
		case try:
			it.object = v.tries[p].box
		case filed:
			it.object = parts.NewButton(v.words.T("set.open_file"), "F6", "", parts.Plain, func() { v.act.File(v.kept.File) })
		case listed:
			if it.object = v.inner.box; p == Discount {
				it.object = v.ladder.box
			}
		}
		objects = append(objects, it.name)
		if it.frame != nil {
			objects = append(objects, it.frame)
		}
		for _, o := range []fyne.CanvasObject{it.object, it.about} {
			if o != nil && o != (*parts.Prose)(nil) {
				objects = append(objects, o)
			}
		}
	}
	c := container.New(&parts.Place{Lay: s.lay, Grow: func() fyne.Size { return fyne.NewSize(400, s.height()) }}, objects...)
	return c
}

// height is that of all of it, at the width the window has.
func (s *sheet) height() float32 {
	s.lay(fyne.NewSize(Width-navWidth-1, 0))
	return s.tall
}

// lay sets the settings below each other. Their frames lie under their lists.
func (s *sheet) lay(size fyne.Size) {
	y, width := float32(14), size.Width-2*side
	parts.PutMid(s.head, side, y, width, 24)
	y += 28
	tall := s.hint.Tall(width)
	parts.Put(s.hint, side, y, width, tall)
	y += tall + 12
	if s.bar != nil {
		parts.Put(s.bar, side, y, width, 30)
		y += 42
	}
	for _, it := range s.items {
		if !it.name.Visible() {
			continue
		}
		it.y = y
		y += it.lay(y, width)
	}
	s.tall = y + 12
}

// lay puts one setting and gives its height.
func (it *item) lay(y, width float32) float32 {
	left, room := side+column, width-column
	switch it.kind {
	case head:
		parts.PutMid(it.name, side, y+6, width, 24)
		return 36
	case listed:
		wrong := float32(0)
		if it.about.Text != "" {
			wrong = it.about.Tall(width) + 6
		}
		parts.Put(it.about, side, y, width, wrong)
		tall := it.object.MinSize().Height
		parts.Put(it.object, side, y+wrong, width, tall)
		return wrong + tall + 8
	case try:
		tall := it.object.MinSize().Height
		parts.Put(it.object, left, y, room, tall)
		return tall + 4
	case filed:
		parts.Put(it.object, left, y, it.object.MinSize().Width, 30)
	case check:
		parts.Put(it.object, left-6, y, room+6, 30)
	case long:
		parts.PutMid(it.name, side, y, column-8, 30)
		parts.Put(it.object, left, y, room, longHeight)
		tall := it.about.Tall(room)
		parts.Put(it.about, left, y+longHeight+1, room, tall)
		return longHeight + tall + 11
	default:
		parts.PutMid(it.name, side, y, column-8, 30)
		fits := float32(220)
		if it.wide {
			fits = room
		}
		if it.kind == number {
			fits = 80
		}
		parts.Put(it.object, left, y, fits, 30)
		if it.frame != nil {
			parts.Put(it.frame, left, y, fits, 30)
			parts.Put(it.object, left+1, y+1, fits-2, 28)
		}
	}
	tall := it.about.Tall(room)
	parts.Put(it.about, left, y+31, room, tall)
	return 31 + tall + 10
}

// longHeight is that of a field of several lines.
const longHeight float32 = 84

// hide takes a setting off its page, or brings it back.
func (it *item) hide(on bool) {
	it.name.Hidden = on
	for _, o := range []fyne.CanvasObject{it.object, it.about, it.frame} {
		switch o {
		case nil, (*parts.Prose)(nil), (*parts.Plate)(nil):
		default:
			if o.Visible() == on {
				if on {
					o.Hide()
				} else {
					o.Show()
				}
			}
		}
	}
}
