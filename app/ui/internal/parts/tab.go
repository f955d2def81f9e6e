package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
)

// Tab is one way to look at what is under it, with the key that chooses it.
type Tab struct {
	name, key *Label
	under     *Plate
	tap       *Tap
}

// NewTab makes a tab.
func NewTab(name, key string, chosen func()) *Tab {
	t := &Tab{
		name:  NewLabel(name, look.Body, look.Muted),
		key:   NewLabel(key, look.Caption, look.Muted),
		under: NewPlate(look.Clear),
	}
	t.tap = NewTap(container.New(&Place{
		Grow: func() fyne.Size {
			return fyne.NewSize(t.name.MinSize().Width+t.key.MinSize().Width+18, 28)
		},
		Lay: func(size fyne.Size) {
			name := t.name.MinSize().Width
			PutMid(t.name, 8, 0, name, size.Height)
			PutMid(t.key, 12+name, 0, t.key.MinSize().Width, size.Height)
			Put(t.under, 8, size.Height-2, name, 2)
		},
	}, t.name, t.key, t.under), chosen)
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
