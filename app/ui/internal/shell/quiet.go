package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// quiet is the switch "do not disturb". Its width is that of the longer word, so
// nothing beside it moves, and while it is on it stands out: forgotten, it costs
// calls.
type quiet struct {
	words *view.Printer
	icon  *parts.Icon
	text  *parts.Label
	key   *parts.Label
	frame *parts.Plate
	tap   *parts.Tap
}

func newQuiet(words *view.Printer, tapped func()) *quiet {
	q := &quiet{
		words: words, icon: parts.NewIcon(look.Lamp, look.Good),
		text: parts.NewLabel("", look.Body, look.Text), key: parts.NewLabel("Ctrl+Shift+D", look.Caption, look.Muted),
		frame: parts.NewFrame(look.Surface, look.Edge, look.Corner),
	}
	q.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		q.frame.Resize(size)
		parts.Put(q.icon, 8, 0, 16, size.Height)
		parts.PutMid(q.text, 30, 0, size.Width-40, size.Height)
		parts.PutRight(q.key, size.Width-10, 0, size.Height)
	}}, q.frame, q.icon, q.text, q.key), tapped)
	q.set(false)
	return q
}

func (q *quiet) width() float32 {
	var word float32
	for _, key := range []string{"quiet.off", "quiet.on"} {
		word = max(word, fyne.MeasureText(q.words.T(key), look.Body, fyne.TextStyle{Bold: true}).Width)
	}
	return 30 + word + 10 + q.key.MinSize().Width + 10
}

func (q *quiet) set(on bool) {
	word, icon, color := "quiet.off", look.Lamp, look.Good
	ground, border, text := look.Surface, look.Edge, look.Text
	if on {
		word, icon, color = "quiet.on", look.Quiet, look.Warning
		ground, border, text = look.WarningTint, look.Warning, look.Warning
	}
	q.frame.Border = border
	q.frame.Color = ground
	q.frame.Refresh()
	q.icon.Set(icon, color)
	q.text.Bold = on
	q.text.SetColored(q.words.T(word), text)
	q.text.Refresh()
	q.tap.Refresh()
}
