package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Keys is asked before a field takes a key for itself. It tells whether the key
// was meant for the panel.
type Keys func(key fyne.KeyName, modifier fyne.KeyModifier) bool

// Field is a text field that lets the keys of the panel through: the toolkit's
// own field swallows every key while it has the focus.
type Field struct {
	widget.Entry
	keys    Keys
	focused func(bool)
	runes   func(rune)
}

// NewField makes a field of one line, or of several.
func NewField(placeholder string, multiline bool, keys Keys) *Field {
	f := &Field{keys: keys}
	f.MultiLine = multiline
	f.Wrapping = fyne.TextWrapOff
	if multiline {
		f.Wrapping = fyne.TextWrapWord
	}
	f.Scroll = fyne.ScrollNone
	if multiline {
		f.Scroll = fyne.ScrollVerticalOnly
	}
	f.PlaceHolder = placeholder
	f.ExtendBaseWidget(f)
	return f
}

// OnFocus is told when the field gains or loses the focus.
func (f *Field) OnFocus(told func(bool)) { f.focused = told }

// OnRune takes what is typed or pasted in place of the field: what it shows is
// then its owner's affair.
func (f *Field) OnRune(taken func(rune)) { f.runes = taken }

// TypedRune asks who takes it.
func (f *Field) TypedRune(r rune) {
	if f.runes != nil {
		f.runes(r)
		return
	}
	f.Entry.TypedRune(r)
}

// TypedKey gives the panel the first word.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	if f.keys != nil && f.keys(e.Name, 0) {
		return
	}
	f.Entry.TypedKey(e)
}

// TypedShortcut gives the panel the first word.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && f.keys != nil && f.keys(c.KeyName, c.Modifier) {
		return
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok && f.runes != nil {
		for _, r := range paste.Clipboard.Content() {
			f.runes(r)
		}
		return
	}
	f.Entry.TypedShortcut(s)
}

// FocusGained tells who asked.
func (f *Field) FocusGained() {
	f.Entry.FocusGained()
	if f.focused != nil {
		f.focused(true)
	}
}

// FocusLost tells who asked.
func (f *Field) FocusLost() {
	f.Entry.FocusLost()
	if f.focused != nil {
		f.focused(false)
	}
}
