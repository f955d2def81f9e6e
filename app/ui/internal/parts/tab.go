package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
)

// Tab is one way to look at what is under it, with the key that chooses it.
type Tab struct {
	name, key  *Label
	cap, under *Plate
	tap        *Tap
}

// NewTab makes a tab. A key of one sign stands in a frame: «Вложения 2» would tell of
// two.
func NewTab(name, key string, chosen func()) *Tab {
	t := &Tab{
		name:  NewLabel(name, look.Body, look.Muted),
		key:   NewLabel(key, look.Caption, look.Muted),
		cap:   NewFrame(look.Clear, look.Clear, 3),
		under: NewPlate(look.Clear),
	}
	if len(key) == 1 {
		t.cap.Border = look.Edge
	}
	t.tap = NewTap(container.New(&Place{
		Grow: func() fyne.Size {
			return fyne.NewSize(t.name.MinSize().Width+t.key.MinSize().Width+22, 28)
		},
		Lay: func(size fyne.Size) {
			name := t.name.MinSize().Width
			PutMid(t.name, 8, 0, name, size.Height)
			key := t.key.MinSize()
			PutMid(t.key, 16+name, 0, key.Width, size.Height)
			Put(t.cap, 12+name, (size.Height-key.Height)/2, key.Width+8, key.Height)
			Put(t.under, 8, size.Height-2, name, 2)
		},
	}, t.name, t.cap, t.key, t.under), chosen)
	return t
}

// Object is what to put on the screen.
func (t *Tab) Object() *Tap { return t.tap }

// Mark shows whether the tab holds.
func (t *Tab) Mark(on bool) {
	color, under := look.Muted, look.Clear
	if on {
		color, under = look.Text, look.Accent
	}
	t.name.SetColored(t.name.Text, color)
	t.under.Set(under)
}

// Name changes what the tab says.
func (t *Tab) Name(name string) {
	if t.name.Text != name {
		t.name.Set(name)
		t.tap.Refresh()
	}
}

// Text is what the tab says.
func (t *Tab) Text() string { return t.name.Text }
