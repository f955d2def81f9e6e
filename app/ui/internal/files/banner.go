package files

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// banner says how it stands, and how much of a work is done.
type banner struct {
	said                     *parts.Prose
	ground, bar, track, done *parts.Plate
	part                     float32 // of the work that is done; less than nothing for none
}

func newBanner() *banner {
	return &banner{
		said: parts.NewProse("", look.Body, look.Text), ground: parts.NewPlate(look.Background), bar: parts.NewPlate(look.Line),
		track: parts.NewPlate(look.Line), done: parts.NewPlate(look.Accent), part: -1,
	}
}

func (b *banner) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.ground, b.bar, b.said, b.track, b.done}
}

func (b *banner) lay(x, y, width, height float32) {
	parts.Put(b.ground, x, y, width, height)
	parts.Put(b.bar, x, y, 4, height)
	parts.Put(b.said, x+14, y+1, width-24, height-8)
	parts.Put(b.track, x+4, y+height-4, width-4, 4)
	parts.Put(b.done, x+4, y+height-4, (width-4)*max(b.part, 0), 4)
}

func (b *banner) say(sentence string, tone view.Tone, part float32) {
	ground, bar := look.Background, look.Good
	switch tone {
	case view.Danger:
		ground, bar = look.DangerTint, look.Danger
	case view.Warning:
		ground, bar = look.WarningTint, look.Warning
	case view.Quiet:
		ground, bar = look.Tint, look.Accent
	}
	b.said.Set(sentence, look.Text)
	b.ground.Set(ground)
	b.bar.Set(bar)
	b.part = part
	b.track.Hidden, b.done.Hidden = part < 0, part < 0
}
