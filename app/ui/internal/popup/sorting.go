package popup

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Sort is what can be said of a caller nobody knows.
type Sort int

// Sorts, in the order they are read.
const (
	Lead    Sort = iota // a client who is new
	Attach              // a client who is known
	Spam                // nobody to talk to
	Private             // no business of the firm
	Sorts
)

// SortKeys are the keys of each, the same as in the main window.
var SortKeys = [Sorts]string{"Ctrl+Shift+N", "Ctrl+L", "Ctrl+Shift+S", "Ctrl+Shift+P"}

// sorting are buttons that say who a stranger is, two in a line.
type sorting struct {
	buttons [Sorts]*parts.Button
	root    *fyne.Container
	shown   bool
}

func newSorting(words *view.Printer, chosen func(Sort)) *sorting {
	s := &sorting{}
	var objects []fyne.CanvasObject
	for i, name := range [Sorts]string{"sort.lead", "sort.attach", "sort.spam", "sort.private"} {
		s.buttons[i] = parts.NewButton(words.T(name), SortKeys[i], "", parts.Link, func() { chosen(Sort(i)) })
		objects = append(objects, s.buttons[i])
	}
	s.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		for i, b := range s.buttons {
			parts.Put(b, float32(i%2)*sortWidth, float32(i/2)*sortHeight, b.MinSize().Width, sortHeight)
		}
	}}, objects...)
	s.root.Hide()
	return s
}

const (
	sortWidth  float32 = 200
	sortHeight float32 = 20
)

func (s *sorting) set(on, keyed bool) {
	s.shown = on
	for _, b := range s.buttons {
		b.Key(keyed)
	}
	visible(s.root, on)
}

// laySorting puts the buttons where clients have their months and their manager.
func (v *View) laySorting(size fyne.Size) {
	parts.Put(v.sorting.root, look.Inset-6, 180, size.Width-2*look.Inset+12, 2*sortHeight)
}

// Sorted is the button that says so of a stranger.
func (v *View) Sorted(as Sort) *parts.Button { return v.sorting.buttons[as] }
