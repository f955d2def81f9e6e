package settings

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
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
	list  *parts.Choice
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
func (b *box) TypedShortcut(s fyne.Shortcut) { parts.PassOn(s, b.keys) }

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
		it.list = parts.NewChoice(e.values, names, v.keys, reveal, changed)
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
			it.list.Set(*v)
			return
		}
		it.field.SetText(*v)
	case *[]string:
		it.field.SetText(strings.Join(*v, ", "))
	case *int:
		it.field.SetText(strconv.Itoa(*v))
	case *float64:
		it.list.Set(strconv.FormatFloat(*v, 'f', -1, 64))
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
			*v = it.list.Value()
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
		*v, _ = strconv.ParseFloat(it.list.Value(), 64)
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
