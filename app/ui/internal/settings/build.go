package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

func trim(f *parts.Field) string { return strings.TrimSpace(f.Text) }

// choice is a list of a few values with their names.
type choice struct {
	values []string
	list   *widget.Select
	frame  *parts.Plate
}

func newChoice(values, names []string, changed func()) *choice {
	c := &choice{values: values, frame: parts.NewFrame(look.Surface, look.Edge, look.Corner)}
	c.list = widget.NewSelect(names, func(string) { changed() })
	return c
}

// set chooses a value; one that is not offered is added as it is.
func (c *choice) set(value string) {
	i := slices.Index(c.values, value)
	if i < 0 {
		i = len(c.values)
		c.values = append(c.values, value)
		c.list.SetOptions(append(c.list.Options, value))
	}
	c.list.SetSelectedIndex(i)
}

func (c *choice) value() string {
	if i := c.list.SelectedIndex(); i >= 0 && i < len(c.values) {
		return c.values[i]
	}
	return ""
}

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
	ground := look.Clear
	if on {
		ground = look.Tint
	}
	t.name.Bold = on
	t.name.Refresh()
	t.tap.Ground(ground)
}

// line is one row of a page: a name and what is set, or a hint over the width.
type line struct {
	name   string
	field  fyne.CanvasObject
	frame  *parts.Plate
	width  float32
	tall   float32
	narrow bool // as wide as it needs
}

func (v *View) build() {
	field := func(name string, f *parts.Field, width float32) line {
		return line{name: v.words.T(name), field: f, width: width}
	}
	pick := func(name string, c *choice) line {
		return line{name: v.words.T(name), field: c.list, frame: c.frame, width: 220}
	}
	check := func(c *widget.Check) line { return line{field: c} }
	hint := func(key string) line {
		return line{field: parts.NewProse(v.words.T(key), look.Body, look.Muted), tall: 40}
	}
	const wide, short float32 = 380, 160
	v.page = v.shown[0]
	welcome := "set.general_hint"
	if v.steps {
		welcome = "set.general_first"
	}
	rows := [pages][]line{
		General: {
			hint(welcome), pick("set.language", v.language), field("set.manager", v.manager, wide), pick("set.theme", v.theme), pick("set.scale", v.scale),
			check(v.tray), check(v.start), check(v.links),
		},
		OneC:   {hint("set.onec_hint"), field("set.url", v.url, wide), field("set.user", v.baseUser, short+60), field("set.password", v.basePass, short+60), check(v.calls)},
		Phone:  {hint("set.phone_hint"), field("set.server", v.server, wide), field("set.extension", v.lineUser, short), field("set.password", v.linePass, short+60), field("set.area", v.area, short)},
		Record: {hint("set.record_hint"), check(v.record), pick("set.notice", v.notice), field("set.days", v.days, 80)},
		Keys: {
			hint("set.keys_hint"), check(v.global), field("cmd.answer", v.keyAnswer, short), field("set.key_hangup", v.keyHangup, short),
			field("cmd.mute", v.keyMute, short), field("set.key_show", v.keyShow, short),
		},
	}
	v.open = parts.NewButton(v.words.T("set.open_file"), "F6", "", parts.Plain, func() { v.act.File(v.file) })
	rows[More] = []line{
		hint("set.more_hint"), pick("set.interval", v.interval), pick("set.configuration", v.configuration), field("set.zone", v.zone, short+60),
		field("set.country", v.country, 80), pick("set.srtp", v.srtp), check(v.voicemail), check(v.companion), field("set.desk_phone", v.deskPhone, short),
		field("set.records", v.records, wide),
		{field: v.open, narrow: true},
	}
	for p, key := range map[Page]string{OneC: "set.try_hint_onec", Phone: "set.try_hint_phone"} {
		v.tries[p] = &trial{
			button: parts.NewButton(v.words.T("set.try"), "F5", "", parts.Plain, func() { v.act.Try(p) }),
			told:   parts.NewProse(v.words.T(key), look.Body, look.Muted),
		}
	}
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
		v.bodies[p] = v.body(Page(p), rows[p])
		objects = append(objects, v.bodies[p])
	}
	for i, p := range v.shown {
		name, key := v.words.T("set.page_"+pageNames[p]), "Ctrl+"+string(rune('1'+i))
		if v.steps {
			name, key = string(rune('1'+i))+". "+name, ""
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

func (v *View) body(p Page, rows []line) *fyne.Container {
	var objects []fyne.CanvasObject
	head := parts.NewBold(v.words.T("set.page_"+pageNames[p]), look.Strong, look.Text)
	objects = append(objects, head)
	names := make([]*parts.Label, len(rows))
	for i, r := range rows {
		names[i] = parts.NewFit(r.name, look.Body, look.Muted)
		objects = append(objects, names[i])
		if r.frame != nil {
			objects = append(objects, r.frame)
		}
		objects = append(objects, r.field)
	}
	try := v.tries[p]
	if try != nil {
		objects = append(objects, try.button, try.told)
	}
	return container.New(&parts.Place{Lay: func(size fyne.Size) {
		y := float32(14)
		parts.PutMid(head, side, y, size.Width-2*side, 24)
		y += 32
		for i, r := range rows {
			switch {
			case r.tall > 0:
				parts.Put(r.field, side, y-2, size.Width-2*side, r.tall)
				y += r.tall + 6
				continue
			case r.narrow:
				parts.Put(r.field, side+column, y, r.field.MinSize().Width, 30)
			case r.name == "":
				parts.Put(r.field, side+column-6, y, size.Width-column-2*side, 30)
			default:
				width := min(r.width, size.Width-column-2*side)
				parts.PutMid(names[i], side, y, column-8, 30)
				parts.Put(r.field, side+column, y, width, 30)
				if r.frame != nil {
					parts.Put(r.frame, side+column, y, width, 30)
					parts.Put(r.field, side+column+1, y+1, width-2, 28)
				}
			}
			y += rowHeight
		}
		if try != nil {
			width := try.button.MinSize().Width
			parts.Put(try.button, side+column, y+8, width, 30)
			parts.Put(try.told, side+column, y+40, size.Width-column-2*side, 64)
		}
	}}, objects...)
}
