package newlist

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// offer are values to choose from, over the window and beside what they are for.
type offer struct {
	under  fyne.CanvasObject // what they are for; nil while nothing is offered
	values []crm.FilterValue
	took   func(crm.FilterValue)
	list   *parts.List
	shade  *parts.Tap // over all else: a click there closes
	box    *fyne.Container
}

// offered is how many values of the base have room.
const offered = 6

func newOffer() *offer {
	o := &offer{}
	o.list = parts.NewList(0, func(row int, _ view.Row) { o.take(row) })
	o.list.Walk(func(fyne.KeyName, fyne.KeyModifier) bool { return false }, nil)
	frame := parts.NewFrame(look.Surface, look.Muted, look.Corner)
	o.box = container.New(&parts.Place{Lay: func(size fyne.Size) {
		frame.Resize(size)
		parts.Put(o.list.Object(), 1, 3, size.Width-2, size.Height-6)
	}}, frame, o.list.Object())
	o.shade = parts.NewTap(container.NewWithoutLayout(), o.close)
	o.close()
	return o
}

// open offers values with one of them chosen; without any it closes.
func (o *offer) open(under fyne.CanvasObject, values []crm.FilterValue, at int, took func(crm.FilterValue)) {
	if len(values) == 0 {
		o.close()
		return
	}
	rows := make([]view.Row, len(values))
	for i, v := range values {
		rows[i] = view.Row{Title: v.Name}
	}
	o.under, o.values, o.took = under, values, took
	o.list.Set(rows, "", "")
	o.list.Choose(max(at, 0))
	o.box.Show()
	o.shade.Show()
}

// over tells what values are offered for something now.
func (o *offer) over(what fyne.CanvasObject) bool { return o.under != nil && o.under == what }

func (o *offer) close() {
	o.under, o.values = nil, nil
	o.box.Hide()
	o.shade.Hide()
}

// take gives what was chosen to what it is for.
func (o *offer) take(row int) {
	if o.under != nil && row >= 0 && row < len(o.values) {
		value := o.values[row]
		o.close()
		o.took(value)
	}
}

// key walks over what is offered; it tells whether the key was meant for that.
func (o *offer) key(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyUp:
		o.list.Move(-1)
	case fyne.KeyDown:
		o.list.Move(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		o.take(o.list.At())
	case fyne.KeyEscape:
		o.close()
	default:
		return false
	}
	return true
}

// lay puts it under what it is for, or over that where there is more room.
func (o *offer) lay(root fyne.CanvasObject, wide, bottom float32) {
	if o.under == nil {
		return
	}
	o.shade.Resize(root.Size())
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o.under).Subtract(driver.AbsolutePositionForObject(root))
	size := o.under.Size()
	tall := float32(len(o.values))*parts.RowPitch + 6
	y, below := at.Y+size.Height+2, bottom-at.Y-size.Height-6
	if above := at.Y - 6; tall > below && above > below {
		tall = min(tall, above)
		y = at.Y - tall - 2
	}
	width := max(size.Width, 260)
	parts.Put(o.box, min(at.X, wide-side-width), y, width, min(tall, bottom-y))
	o.box.Refresh()
}

// offers lets a choice show its values as others are shown here.
func (v *View) offers(c *parts.Choice) {
	c.Offers(func(key fyne.KeyName) bool {
		open := v.offer.over(c)
		switch key {
		case "", fyne.KeySpace, fyne.KeyUp, fyne.KeyDown:
			if open {
				break
			}
			codes, names, at := c.Named()
			values := make([]crm.FilterValue, len(codes))
			for i := range codes {
				values[i] = crm.FilterValue{Value: codes[i], Name: names[i]}
			}
			v.offer.open(c, values, at, func(value crm.FilterValue) { c.Set(value.Value) })
			v.root.Refresh()
			return true
		}
		if !open || !v.offer.key(key) {
			return false
		}
		v.root.Refresh()
		return true
	})
}

// Offer puts values before the hand that asked for them by a text, if it is still
// there and has typed nothing since.
func (v *View) Offer(f crm.FilterField, text string, values []crm.FilterValue) {
	c := fyne.CurrentApp().Driver().CanvasForObject(v.root)
	if c == nil {
		return
	}
	for _, of := range v.asking() {
		if c.Focused() != fyne.Focusable(of.field) || of.of != f || of.field.Text != text {
			continue
		}
		values = slices.DeleteFunc(slices.Clone(values), func(one crm.FilterValue) bool { return slices.Contains(of.codes(), one.Value) })
		v.offer.open(of.field, values[:min(len(values), offered)], 0, of.add)
		v.root.Refresh()
	}
}

// asking are all fields values are offered for.
func (v *View) asking() []*chips {
	list := []*chips{v.whom.good, v.how.among}
	for _, rows := range v.filter.rows {
		for _, r := range rows {
			list = append(list, r.values)
		}
	}
	return list
}
