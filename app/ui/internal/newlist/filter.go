package newlist

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// Groups of rows.
const (
	allOf = iota
	anyOf
	noneOf
	groups
)

var groupKeys = [groups]string{"newlist.all", "newlist.any", "newlist.nothing"}

// filter is the side where whom the list is made of is narrowed, row by row. The last
// row of each group is an empty one: what is chosen there begins the next.
type filter struct {
	view   *View
	rows   [groups][]*filterRow
	names  [groups]*parts.Label
	hints  [groups]*parts.Label
	deep   *parts.Prose
	box    *fyne.Container
	scroll *container.Scroll
}

// filterRow is one question: a field, and the values one of which it must have.
type filterRow struct {
	group  int
	field  *parts.Choice
	frame  *parts.Plate
	values *chips
	amount *parts.Field
	drop   *parts.Button
	asked  crm.FilterField
}

const rowPitch float32 = 36

func newFilter(v *View) *filter {
	f := &filter{view: v, deep: parts.NewProse("", look.Body, look.Warning)}
	for g := range groups {
		f.names[g] = parts.NewBold(v.words.T(groupKeys[g]), look.Body, look.Text)
		f.hints[g] = parts.NewFit(v.words.T(groupKeys[g]+"_hint"), look.Caption, look.Muted)
	}
	f.box = container.New(&parts.Place{Lay: f.lay, Grow: func() fyne.Size { return fyne.NewSize(500, f.tall()) }})
	f.scroll = container.NewVScroll(f.box)
	for g := range groups {
		f.rows[g] = []*filterRow{f.newRow(g)}
	}
	f.draw()
	return f
}

// isAmount tells a field whose value is a sum.
func isAmount(f crm.FilterField) bool { return f == crm.FilterSales || f == crm.FilterOverdue }

func (f *filter) newRow(group int) *filterRow {
	v := f.view
	r := &filterRow{group: group, frame: parts.NewFrame(look.Surface, look.Edge, look.Corner)}
	var values, names []string
	for _, field := range crm.FilterFields() {
		values, names = append(values, string(field)), append(names, v.words.FilterField(field))
	}
	keys := func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		if mod == fyne.KeyModifierControl && key == fyne.KeyDelete {
			f.remove(r)
			return true
		}
		return false
	}
	reveal := func() {
		v.offer.close()
		f.reveal(r)
	}
	r.field = parts.NewChoice(values, names, func(key fyne.KeyName, mod fyne.KeyModifier) bool { return keys(key, mod) || v.keys(key, mod) },
		reveal, func() { f.turned(r) })
	v.offers(r.field)
	r.field.PlaceHolder = v.words.T("newlist.add")
	r.values = newChips(v, "", v.words.T("newlist.value"))
	r.values.extra, r.values.reveal = keys, reveal
	r.amount = parts.NewField(v.words.T("newlist.amount"), false, func(key fyne.KeyName, mod fyne.KeyModifier) bool { return keys(key, mod) || v.keys(key, mod) })
	r.amount.OnChanged = func(string) { v.changed() }
	r.amount.OnFocus(func(on bool) {
		if on {
			reveal()
		}
	})
	r.drop = parts.NewButton("×", "", "", parts.Link, func() { f.remove(r) })
	r.show()
	return r
}

// show hides what the row does not ask for.
func (r *filterRow) show() {
	r.values.box.Hidden = r.asked == "" || isAmount(r.asked)
	r.amount.Hidden = !isAmount(r.asked)
	r.drop.Hidden = r.asked == ""
}

// turned follows another field of a row; values of the one before mean nothing to it.
func (f *filter) turned(r *filterRow) {
	now := crm.FilterField(r.field.Value())
	if now == r.asked {
		return
	}
	r.asked, r.values.of = now, now
	r.values.set(nil)
	r.amount.SetText("")
	r.show()
	rows := f.rows[r.group]
	if rows[len(rows)-1].asked != "" {
		f.rows[r.group] = append(rows, f.newRow(r.group))
	}
	f.draw()
	f.view.changed()
}

// remove takes a row out; the hand goes to the one that follows.
func (f *filter) remove(r *filterRow) {
	at := slices.Index(f.rows[r.group], r)
	if at < 0 || r.asked == "" {
		return
	}
	f.view.offer.close()
	f.rows[r.group] = slices.Delete(f.rows[r.group], at, at+1)
	f.draw()
	next := f.rows[r.group][at].field
	if c := fyne.CurrentApp().Driver().CanvasForObject(next); c != nil {
		c.Focus(next)
	}
	f.view.changed()
}

// reveal scrolls to a row.
func (f *filter) reveal(r *filterRow) {
	y := r.field.Position().Y
	switch off := f.scroll.Offset.Y; {
	case y < off:
		f.scroll.Offset.Y = max(y-40, 0)
	case y+rowPitch > off+f.scroll.Size().Height:
		f.scroll.Offset.Y = y + rowPitch + 8 - f.scroll.Size().Height
	default:
		return
	}
	f.scroll.Refresh()
}

// read gives the questions; a row without a value asks nothing yet. False says that a
// sum is none.
func (f *filter) read() (g crm.FilterGroups, ok bool) {
	ok = true
	into := [groups]*[]crm.FilterTest{&g.All, &g.Any, &g.None}
	for i, rows := range f.rows {
		for _, r := range rows {
			test := crm.FilterTest{Field: r.asked, Values: r.values.codes()}
			if isAmount(r.asked) {
				text := strings.TrimSpace(r.amount.Text)
				amount, err := crm.ParseMoney(text)
				if text == "" {
					continue
				}
				if err != nil || amount < 0 {
					ok = false
					continue
				}
				test.Values = []string{amount.String()}
			}
			if r.asked != "" && len(test.Values) > 0 {
				*into[i] = append(*into[i], test)
			}
		}
	}
	return g, ok
}

// rows is the filter the rows are.
func (v *View) rows() crm.Filter {
	g, _ := v.filter.read()
	return g.Filter()
}

// fillFilter shows a filter by rows; one they cannot tell holds as it is.
func (v *View) fillFilter(of crm.Filter, goods map[crm.Ref]string) {
	f := v.filter
	g, ok := of.Groups()
	v.whole = crm.Filter{}
	f.deep.Set("", look.Warning)
	if !ok {
		v.whole = of
		f.deep.Set(v.words.T("newlist.deep"), look.Warning)
	}
	for i, tests := range [groups][]crm.FilterTest{g.All, g.Any, g.None} {
		if !ok {
			tests = nil
		}
		f.rows[i] = nil
		for _, test := range tests {
			r := f.newRow(i)
			r.asked, r.values.of = test.Field, test.Field
			r.field.Set(string(test.Field))
			if isAmount(test.Field) {
				r.amount.SetText(test.Values[0])
			} else {
				r.values.set(v.words.FilterValues(test, goods))
			}
			r.show()
			f.rows[i] = append(f.rows[i], r)
		}
		f.rows[i] = append(f.rows[i], f.newRow(i))
	}
	f.draw()
}

func (f *filter) draw() {
	f.box.Objects = []fyne.CanvasObject{f.deep}
	for g, rows := range f.rows {
		f.box.Objects = append(f.box.Objects, f.names[g], f.hints[g])
		for _, r := range rows {
			f.box.Objects = append(f.box.Objects, r.frame, r.field, r.values.box, r.amount, r.drop)
		}
	}
	f.box.Refresh()
	f.scroll.Refresh()
}

func (f *filter) tall() float32 {
	y := float32(14)
	if f.deep.Text != "" {
		y += 44
	}
	for _, rows := range f.rows {
		y += 28 + float32(len(rows))*rowPitch + 14
	}
	return y
}

const fieldWide float32 = 196

func (f *filter) lay(size fyne.Size) {
	y := float32(14)
	width := size.Width - 2*side
	f.deep.Hidden = f.deep.Text == ""
	if f.deep.Text != "" {
		parts.Put(f.deep, side, y, width, 36)
		y += 44
	}
	for g, rows := range f.rows {
		name := fyne.MeasureText(f.names[g].Text, look.Body, fyne.TextStyle{Bold: true}).Width
		parts.PutMid(f.names[g], side, y, name+2, 22)
		parts.PutMid(f.hints[g], side+name+12, y+1, width-name-12, 22)
		y += 28
		for _, r := range rows {
			parts.Put(r.frame, side, y, fieldWide, 30)
			parts.Put(r.field, side+1, y+1, fieldWide-2, 28)
			cross := r.drop.MinSize().Width
			room := width - fieldWide - 8 - cross - 4
			parts.Put(r.values.box, side+fieldWide+8, y, room, 30)
			parts.Put(r.amount, side+fieldWide+8, y, 140, 30)
			parts.Put(r.drop, side+width-cross, y, cross, 30)
			y += rowPitch
		}
		y += 14
	}
}
