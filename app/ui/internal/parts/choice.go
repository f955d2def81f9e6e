package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Choice is a list of a few values with their names. It lets the keys of the panel
// through.
type Choice struct {
	widget.Select
	values  []string
	keys    Keys
	focused func()
	menu    func(fyne.KeyName) bool // offers the values in place of the toolkit; may be nil
}

// NewChoice makes one; changed is told after each choice, focused may be nil.
func NewChoice(values, names []string, keys Keys, focused, changed func()) *Choice {
	c := &Choice{values: slices.Clone(values), keys: keys, focused: focused}
	c.Options = slices.Clone(names)
	c.OnChanged = func(string) { changed() }
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained tells who scrolls.
func (c *Choice) FocusGained() {
	c.Select.FocusGained()
	if c.focused != nil {
		c.focused()
	}
}

// Offers has the values offered by who shows the choice. It is asked about every key,
// and with an empty one when the mouse has opened it.
func (c *Choice) Offers(menu func(fyne.KeyName) bool) { c.menu = menu }

// Tapped offers the values.
func (c *Choice) Tapped(e *fyne.PointEvent) {
	if c.menu == nil {
		c.Select.Tapped(e)
		return
	}
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c)
	}
	c.menu("")
}

// TypedKey gives the panel the first word, but for the keys that choose.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	if c.menu != nil && c.menu(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
	default:
		if c.keys != nil && c.keys(e.Name, 0) {
			return
		}
	}
	c.Select.TypedKey(e)
}

// TypedShortcut is for keys of the panel.
func (c *Choice) TypedShortcut(s fyne.Shortcut) { PassOn(s, c.keys) }

// PassOn gives a shortcut that a control has no use for to the panel.
func PassOn(s fyne.Shortcut, keys Keys) {
	if c, ok := s.(*desktop.CustomShortcut); ok && keys != nil {
		keys(c.KeyName, c.Modifier)
	}
}

// Offer puts other values in; what was chosen is forgotten and nobody is told.
func (c *Choice) Offer(values, names []string) {
	c.values = slices.Clone(values)
	told := c.OnChanged
	c.OnChanged = nil
	c.ClearSelected()
	c.OnChanged = told
	c.SetOptions(slices.Clone(names))
}

// Set chooses a value; one that is not offered is added as it is.
func (c *Choice) Set(value string) {
	i := slices.Index(c.values, value)
	if i < 0 {
		i = len(c.values)
		c.values = append(c.values, value)
		c.SetOptions(append(slices.Clone(c.Options), value))
	}
	c.SetSelectedIndex(i)
}

// Named are the values with their names, and which of them is chosen; -1 for none.
func (c *Choice) Named() (values, names []string, at int) {
	return c.values, c.Options, c.SelectedIndex()
}

// Value is the one that is chosen; empty for none.
func (c *Choice) Value() string {
	if i := c.SelectedIndex(); i >= 0 && i < len(c.values) {
		return c.values[i]
	}
	return ""
}
