package settings

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// item is one setting on its page.
type item struct {
	entry
	page   Page
	name   *parts.Label
	about  *parts.Prose
	said   string // what about says while nothing is wrong
	object fyne.CanvasObject
	frame  *parts.Plate
	y      float32

	field *parts.Field
	box   *box
	list  *choice
}

// box is a check that lets the keys of the panel through.
type box struct {
	widget.Check
	keys    parts.Keys
	focused func()
}

// FocusGained tells who scrolls.
func (b *box) FocusGained() {
	b.Check.FocusGained()
	b.focused()
}

// TypedKey gives the panel the first word.
func (b *box) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || !b.keys(e.Name, 0) {
		b.Check.TypedKey(e)
	}
}

// TypedShortcut is for keys of the panel.
func (b *box) TypedShortcut(s fyne.Shortcut) { passOn(s, b.keys) }

func passOn(s fyne.Shortcut, keys parts.Keys) {
	if c, ok := s.(*desktop.CustomShortcut); ok {
		keys(c.KeyName, c.Modifier)
	}
}

// choice is a list of a few values with their names.
type choice struct {
	widget.Select
	values  []string
	keys    parts.Keys
	focused func()
}

func newChoice(values, names []string, changed func()) *choice {
	c := &choice{values: slices.Clone(values)}
	c.Options = slices.Clone(names)
	c.OnChanged = func(string) { changed() }
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained tells who scrolls.
func (c *choice) FocusGained() {
	c.Select.FocusGained()
	if c.focused != nil {
		c.focused()
	}
}

// TypedKey gives the panel the first word, but for the keys that choose.
func (c *choice) TypedKey(e *fyne.KeyEvent) {
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
func (c *choice) TypedShortcut(s fyne.Shortcut) {
	if c.keys != nil {
		passOn(s, c.keys)
	}
}

// set chooses a value; one that is not offered is added as it is.
func (c *choice) set(value string) {
	i := slices.Index(c.values, value)
	if i < 0 {
		i = len(c.values)
		c.values = append(c.values, value)
		c.SetOptions(append(slices.Clone(c.Options), value))
	}
	c.SetSelectedIndex(i)
}

func (c *choice) value() string {
	if i := c.SelectedIndex(); i >= 0 && i < len(c.values) {
		return c.values[i]
	}
	return ""
}

// newItem makes what one setting is shown with.
func (v *View) newItem(p Page, e entry) *item {
	it := &item{entry: e, page: p, name: parts.NewFit("", look.Body, look.Muted)}
	if e.kind == head {
		it.name = parts.NewBold("", look.Body, look.Text)
	}
	if e.word != "" {
		it.name.Set(v.words.T(e.word))
	}
	if e.key != "" {
		if e.kind != listed { // its page says it above
			it.said = v.words.T(e.about())
		}
		it.about = parts.NewProse(it.said, look.Caption, look.Muted)
	}
	reveal := func() { v.reveal(it) }
	switch e.kind {
	case text, secret, number, list, long:
		keys := v.keys
		if e.kind == long { // Enter is the field's own
			keys = func(key fyne.KeyName, mod fyne.KeyModifier) bool {
				if key == fyne.KeyTab && mod == 0 { // which the field would put into the text
					fyne.CurrentApp().Driver().CanvasForObject(it.field).FocusNext()
					return true
				}
				return (mod != 0 || key != fyne.KeyReturn && key != fyne.KeyEnter) && v.keys(key, mod)
			}
		}
		it.field = parts.NewField("", e.kind == long, keys)
		it.field.Password = e.kind == secret
		if e.sample != "" {
			it.field.SetPlaceHolder(v.words.T(e.sample))
		}
		switch e.key {
		case "mail.address", "mailbox.address":
			it.field.OnChanged = func(string) { v.doors[p].guess() }
		case "mail.imap", "mail.oauth_client", "mailbox.imap", "mailbox.oauth_client":
			it.field.OnChanged = func(string) { v.doors[p].change() }
		}
		it.field.OnFocus(func(on bool) {
			if on {
				reveal()
			}
		})
		it.object = it.field
	case check:
		it.box = &box{keys: v.keys, focused: reveal}
		it.box.Text = v.words.T(e.word)
		it.box.ExtendBaseWidget(it.box)
		it.object = it.box
		it.name.Set("")
	case pick:
		names := make([]string, len(e.names))
		for i, n := range e.names {
			if names[i] = n; strings.Contains(n, ".") {
				names[i] = v.words.T(n)
			}
		}
		changed := func() {}
		if e.key == "language" || e.key == "theme" {
			changed = v.looked
		}
		if e.key == provider {
			changed = func() { v.doors[p].guess() }
		}
		it.list = newChoice(e.values, names, changed)
		it.list.keys, it.list.focused = v.keys, reveal
		it.frame = parts.NewFrame(look.Surface, look.Edge, look.Corner)
		it.object = it.list
	}
	return it
}

// fill shows what a setting is.
func (it *item) fill(value any) {
	switch v := value.(type) {
	case *string:
		if it.list != nil {
			it.list.set(*v)
			return
		}
		it.field.SetText(*v)
	case *[]string:
		it.field.SetText(strings.Join(*v, ", "))
	case *int:
		it.field.SetText(strconv.Itoa(*v))
	case *float64:
		it.list.set(strconv.FormatFloat(*v, 'f', -1, 64))
	case *bool:
		it.box.SetChecked(*v)
	}
}

// take reads what was set; false says that it is no number.
func (it *item) take(value any) bool {
	switch v := value.(type) {
	case *string:
		switch {
		case it.list != nil:
			*v = it.list.value()
		case it.kind == secret || it.kind == long:
			*v = it.field.Text
		default:
			*v = strings.TrimSpace(it.field.Text)
		}
	case *[]string:
		*v = nil
		for one := range strings.SplitSeq(it.field.Text, ",") {
			if one = strings.TrimSpace(one); one != "" {
				*v = append(*v, one)
			}
		}
	case *int:
		n, err := strconv.Atoi(strings.TrimSpace(it.field.Text))
		if err != nil || n < 0 {
			return false
		}
		*v = n
	case *float64:
		*v, _ = strconv.ParseFloat(it.list.value(), 64)
	case *bool:
		*v = it.box.Checked
	}
	return true
}

// wrong says beside the setting what is wrong with it; an empty text that nothing is.
func (it *item) wrong(text string) {
	if it.about == nil {
		return
	}
	if text == "" {
		it.about.Set(it.said, look.Muted)
		return
	}
	it.about.Set(text, look.Danger)
}
