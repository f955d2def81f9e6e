package newlist

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// chips are values that were chosen, and behind them the field where the next one is
// typed. Only what the base has can be taken.
type chips struct {
	view   *View
	of     crm.FilterField // whose values are offered
	one    bool            // a value takes the place of the one before
	values []crm.FilterValue
	field  *parts.Field
	taps   []*parts.Tap
	box    *fyne.Container
	extra  parts.Keys // of the row it stands in; may be nil
	reveal func()     // brings it into sight; may be nil
}

func newChips(v *View, of crm.FilterField, hint string) *chips {
	c := &chips{view: v, of: of}
	c.field = parts.NewField(hint, false, c.keys)
	c.field.OnChanged = func(text string) {
		if !v.filling && (text != "" || v.offer.over(c.field)) {
			c.ask()
		}
	}
	c.field.OnFocus(func(on bool) {
		switch {
		case !on:
			c.finish()
		case c.reveal != nil:
			c.reveal()
		default:
			v.offer.close()
		}
	})
	c.box = container.New(&parts.Place{Min: fyne.NewSize(160, 30), Lay: c.lay})
	c.draw()
	return c
}

func (c *chips) ask() { c.view.act.Ask(c.of, c.field.Text) }

func (c *chips) keys(key fyne.KeyName, mod fyne.KeyModifier) bool {
	v := c.view
	switch {
	case mod == 0 && v.offer.over(c.field) && v.offer.key(key):
		v.root.Refresh()
	case mod == 0 && key == fyne.KeyDown:
		c.ask()
	case mod == 0 && key == fyne.KeyBackspace && c.field.Text == "" && len(c.values) > 0:
		c.drop(len(c.values) - 1)
	case c.extra != nil && c.extra(key, mod):
	default:
		return v.keys(key, mod)
	}
	return true
}

// finish takes what was typed to its end, though it was not chosen.
func (c *chips) finish() {
	o := c.view.offer
	if !o.over(c.field) || c.field.Text == "" {
		return
	}
	at := slices.IndexFunc(o.values, func(v crm.FilterValue) bool { return crm.Fold(v.Name) == crm.Fold(c.field.Text) })
	if at >= 0 {
		o.take(at)
	}
}

// add takes a value in.
func (c *chips) add(value crm.FilterValue) {
	if c.one {
		c.values = nil
	}
	if !slices.ContainsFunc(c.values, func(v crm.FilterValue) bool { return v.Value == value.Value }) {
		c.values = append(c.values, value)
	}
	c.field.SetText("")
	c.draw()
	c.view.changed()
}

func (c *chips) drop(at int) {
	c.values = slices.Delete(slices.Clone(c.values), at, at+1)
	c.draw()
	c.view.changed()
}

// set shows values that were chosen before.
func (c *chips) set(values []crm.FilterValue) {
	c.values = slices.Clone(values)
	c.field.SetText("")
	c.draw()
}

// codes are the values as the base knows them.
func (c *chips) codes() (list []string) {
	for _, v := range c.values {
		list = append(list, v.Value)
	}
	return list
}

const (
	chipSide  float32 = 8
	fieldRoom float32 = 110 // least room to type the next one
)

func (c *chips) draw() {
	c.taps = nil
	objects := []fyne.CanvasObject{}
	for i, value := range c.values {
		text := parts.NewFit(value.Name, look.Body, look.Text)
		cross := parts.NewLabel("×", look.Body, look.Muted)
		tap := parts.NewTap(container.New(&parts.Place{
			Grow: func() fyne.Size {
				return fyne.NewSize(fyne.MeasureText(value.Name, look.Body, fyne.TextStyle{}).Width+3*chipSide+10, 26)
			},
			Lay: func(size fyne.Size) {
				end := parts.PutRight(cross, size.Width-chipSide, 0, size.Height)
				parts.PutMid(text, chipSide, 0, end-2*chipSide, size.Height)
			},
		}, text, cross), func() { c.drop(i) })
		tap.Ground(look.Tint)
		c.taps = append(c.taps, tap)
		objects = append(objects, tap)
	}
	c.box.Objects = append(objects, c.field)
	c.box.Refresh()
}

func (c *chips) lay(size fyne.Size) {
	room, widest := size.Width-fieldRoom, float32(0)
	for _, t := range c.taps {
		widest += t.MinSize().Width + 4
	}
	x := float32(0)
	for _, t := range c.taps {
		width := t.MinSize().Width
		if widest > room { // each gives up the same part
			width = width * room / widest
		}
		parts.Put(t, x, 2, width, 26)
		x += width + 4
	}
	parts.Put(c.field, x, 0, size.Width-x, 30)
}
