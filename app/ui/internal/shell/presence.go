package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// presence says whether calls are let through, and asks for another answer. Its
// width is that of the longest word, so nothing beside it moves, and while calls are
// turned away it stands out: forgotten, it costs calls.
type presence struct {
	words *view.Printer
	icon  *parts.Icon
	text  *parts.Label
	key   *parts.Label
	frame *parts.Plate
	tap   *parts.Tap
}

func newPresence(words *view.Printer, tapped func()) *presence {
	q := &presence{
		words: words, icon: parts.NewIcon(look.Lamp, look.Good),
		text: parts.NewFit("", look.Body, look.Text), key: parts.NewLabel("Ctrl+Shift+B", look.Caption, look.Muted),
		frame: parts.NewFrame(look.Surface, look.Edge, look.Corner),
	}
	q.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		q.frame.Resize(size)
		parts.Put(q.icon, 8, 0, 16, size.Height)
		right := parts.PutRight(q.key, size.Width-10, 0, size.Height)
		parts.PutMid(q.text, 30, 0, right-36, size.Height)
	}}, q.frame, q.icon, q.text, q.key), tapped)
	q.set(words.T("presence.free"), true)
	return q
}

func (q *presence) width() float32 {
	var word float32
	for _, text := range []string{q.words.T("presence.free"), q.words.T("presence.quiet"), q.words.T("presence.rest") + ", " + q.words.T("presence.minutes", 88)} {
		word = max(word, fyne.MeasureText(text, look.Body, fyne.TextStyle{Bold: true}).Width)
	}
	return 30 + word + 12 + q.key.MinSize().Width + 10
}

func (q *presence) set(text string, takes bool) {
	icon, color := look.Quiet, look.Warning
	ground, border, ink := look.WarningTint, look.Warning, look.Warning
	if takes {
		icon, color = look.Lamp, look.Good
		ground, border, ink = look.Surface, look.Edge, look.Text
	}
	q.frame.Border = border
	q.frame.Color = ground
	q.frame.Refresh()
	q.icon.Set(icon, color)
	q.text.Bold = !takes
	q.text.SetColored(text, ink)
	q.text.Refresh()
	q.tap.Refresh()
}
