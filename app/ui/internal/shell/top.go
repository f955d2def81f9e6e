package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Top is the bar with the search, the number to dial, and whether calls are let
// through.
type Top struct {
	Search   *parts.Field
	Dial     *parts.Field
	presence *presence
	veil     *parts.Button
	root     *fyne.Container
}

// searchHint is the width of the search in which its hint stands beside its key.
const searchHint float32 = 300

func newTop(words *view.Printer, manager string, act Actions) *Top {
	t := &Top{presence: newPresence(words, act.Presence)}
	t.Search = parts.NewField(words.T("search.hint"), false, act.Keys)
	t.Search.OnChanged = act.Searched
	t.Dial = parts.NewField(words.T("dial.hint"), false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		if mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter) {
			act.Dialled(t.Dial.Text)
			return true
		}
		return act.Keys(key, mod)
	})
	glass, phone := parts.NewIcon(look.Search, look.Muted), parts.NewIcon(look.Phone, look.Muted)
	searchKey := parts.NewLabel("Ctrl+K", look.Caption, look.Muted)
	dialKey := parts.NewLabel("Ctrl+T", look.Caption, look.Muted)
	who := parts.NewFit(manager, look.Body, look.Muted).Right()
	t.veil = parts.NewButton(words.T("veil.on"), "Ctrl+Shift+H", look.Hidden, parts.Plain, act.Veil)
	t.veil.Set(words.T("veil.on"), look.Hidden, true)
	t.veil.Hide()
	t.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		const line, dial float32 = topHeight - 1, 190
		name := min(fyne.MeasureText(manager, look.Body, fyne.TextStyle{}).Width, 130)
		if t.veil.Visible() {
			name = 0 // the one who shows his screen knows his name
		}
		who.Hidden = name == 0
		right := size.Width - look.Inset - name
		parts.PutMid(who, right, 0, name, line)
		right -= t.presence.width() + 10
		parts.Put(t.presence.tap, right, 8, t.presence.width(), line-16)
		if t.veil.Visible() {
			right = parts.PutRight(t.veil, right-10, 0, line)
		}
		width := min(right-16-dial-24-24-24-look.Inset, 480)
		hint := words.T("search.hint")
		if width < searchHint {
			hint = words.T("search.hint_short")
		}
		if t.Search.PlaceHolder != hint {
			t.Search.SetPlaceHolder(hint)
		}
		parts.Put(glass, look.Inset, 0, 16, line)
		parts.Put(t.Search, look.Inset+24, 7, width, 31)
		parts.PutMid(searchKey, look.Inset+24+width-48, 0, 42, line)
		x := look.Inset + 24 + width + 24
		parts.Put(phone, x, 0, 16, line)
		parts.Put(t.Dial, x+24, 7, dial, 31)
		parts.PutMid(dialKey, x+24+dial-46, 0, 42, line)
	}}, glass, t.Search, searchKey, phone, t.Dial, dialKey, t.presence.tap, t.veil, who)
	return t
}

// Presence shows what the manager says of himself, and whether new calls come.
func (v *View) Presence(text string, takes bool) { v.Top.presence.set(text, takes) }

// Veil says in the bar that amounts are hidden: a screen without them looks as if
// nobody owed anything.
func (v *View) Veil(on bool) {
	v.Top.veil.Hidden = !on
	v.Top.root.Refresh()
}
