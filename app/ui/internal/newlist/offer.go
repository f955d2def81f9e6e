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

// offer are values to choose from, over the window and under the field they are for.
type offer struct {
	of     *chips // nil while nothing is offered
	values []crm.FilterValue
	list   *parts.List
	box    *fyne.Container
}

// offered is how many have room.
const offered = 6

func newOffer() *offer {
	o := &offer{}
	o.list = parts.NewList(0, func(row int, _ view.Row) { o.take(row) })
	o.list.Walk(func(fyne.KeyName, fyne.KeyModifier) bool { return false }, nil)
	frame := parts.NewFrame(look.Surface, look.Edge, look.Corner)
	o.box = container.New(&parts.Place{Lay: func(size fyne.Size) {
		frame.Resize(size)
		parts.Put(o.list.Object(), 1, 3, size.Width-2, size.Height-6)
	}}, frame, o.list.Object())
	o.box.Hide()
	return o
}

// open offers values to a field; without any it closes.
func (o *offer) open(of *chips, values []crm.FilterValue) {
	if len(values) == 0 {
		o.close()
		return
	}
	if len(values) > offered {
		values = values[:offered]
	}
	rows := make([]view.Row, len(values))
	for i, v := range values {
		rows[i] = view.Row{Title: v.Name}
	}
	o.of, o.values = of, values
	o.list.Set(rows, "", "")
	o.list.Choose(0)
	o.box.Show()
}

func (o *offer) close() {
	o.of, o.values = nil, nil
	o.box.Hide()
}

// take gives the field the value that was chosen.
func (o *offer) take(row int) {
	if of := o.of; of != nil && row >= 0 && row < len(o.values) {
		value := o.values[row]
		o.close()
		of.add(value)
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

// lay puts it under its field, or over it where there is no room.
func (o *offer) lay(root fyne.CanvasObject, wide, bottom float32) {
	if o.of == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o.of.field).Subtract(driver.AbsolutePositionForObject(root))
	tall := float32(len(o.values))*parts.RowPitch + 6
	y := at.Y + o.of.field.Size().Height + 2
	if y+tall > bottom {
		y = max(at.Y-tall-2, 0)
	}
	width := max(o.of.field.Size().Width, 260)
	parts.Put(o.box, min(at.X, wide-side-width), y, width, tall)
	o.box.Refresh()
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
		v.offer.open(of, values)
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
