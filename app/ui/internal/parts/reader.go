package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Reader is a long text to be read: it can be selected and copied, and never changed.
// The toolkit's label swallows every key once it was clicked; this one gives them to
// the panel.
type Reader struct {
	widget.Entry
	keys  Keys
	typed func(rune)
}

// NewReader makes an empty one; typed is told letters that are keys of the window.
func NewReader(keys Keys, typed func(rune)) *Reader {
	r := &Reader{keys: keys, typed: typed}
	r.MultiLine, r.Wrapping = true, fyne.TextWrapWord
	r.Scroll = fyne.ScrollVerticalOnly
	r.ExtendBaseWidget(r)
	return r
}

// Open puts another text in, from its beginning.
func (r *Reader) Open(text string) {
	if r.Text != text {
		r.SetText(text)
		r.CursorRow, r.CursorColumn = 0, 0
		r.Refresh()
	}
}

// TypedKey moves through the text; what would change it is left out.
func (r *Reader) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		r.Entry.TypedKey(e)
		return
	}
	if r.keys != nil {
		r.keys(e.Name, 0)
	}
}

// TypedRune tells what was typed.
func (r *Reader) TypedRune(typed rune) {
	if r.typed != nil {
		r.typed(typed)
	}
}

// TypedShortcut copies; nothing is cut or pasted.
func (r *Reader) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		r.Entry.TypedShortcut(s)
	case *desktop.CustomShortcut:
		if r.keys != nil {
			r.keys(s.KeyName, s.Modifier)
		}
	}
}

// TappedSecondary offers nothing: the toolkit's menu would cut and paste.
func (r *Reader) TappedSecondary(*fyne.PointEvent) {}
