package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// brief is a word under the sections that something is done. There it covers nothing, so
// nobody has to close it.
type brief struct {
	text *parts.Prose
	bar  *parts.Plate
	root *fyne.Container
}

const briefSide float32 = 8

func newBrief() *brief {
	b := &brief{text: parts.NewProse("", look.Body, look.Text), bar: parts.NewPlate(look.Good)}
	ground := parts.NewFrame(look.Surface, look.Edge, look.Corner)
	b.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		ground.Resize(size)
		parts.Put(b.bar, 0, 6, 3, size.Height-12)
		parts.Put(b.text, briefSide+2, 6, size.Width-2*briefSide, size.Height-12)
	}}, ground, b.bar, b.text)
	b.root.Hide()
	return b
}

// lay puts it over the foot of the sections, as high as what it says.
func (b *brief) lay(bottom float32) {
	width := navWidth - 2*briefSide
	height := b.text.Tall(width-2*briefSide) + 14
	parts.Put(b.root, briefSide, bottom-height-briefSide, width, height)
}

// Brief says that something is done; an empty text takes it away.
func (v *View) Brief(text string) {
	if text == v.BriefText() {
		return
	}
	v.brief.text.Set(text, look.Text)
	v.brief.root.Hidden = text == ""
	v.brief.lay(v.root.Size().Height - statusHeight)
	v.root.Refresh()
}

// BriefText is what it says; none when it is not there.
func (v *View) BriefText() string {
	if v.brief.root.Hidden {
		return ""
	}
	return v.brief.text.Text
}
