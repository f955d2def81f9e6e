package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// several are things of one kind beside the first, telephone accounts or mailboxes: a
// list to choose from, and the one that is chosen below it.
type several[T any] struct {
	view    *View
	page    Page
	fresh   T                   // a new one
	untold  string              // what one without a name is called
	title   func(*T) string     // what one is called
	bind    func(*item, *T) any // where a setting of it is; nil for none
	turned  func()              // another one is shown; may be nil
	list    []T
	at      int
	turning bool

	chosen    *parts.Choice
	frame     *parts.Plate
	add, drop *parts.Button
	none      *parts.Prose
	bar       *fyne.Container
}

// lay makes what is shown above the settings.
func (a *several[T]) lay(none string) {
	v := a.view
	a.none = parts.NewProse(v.words.T(none), look.Body, look.Muted)
	a.chosen = parts.NewChoice(nil, nil, v.keys, nil, func() {
		if !a.turning && !v.filling {
			a.turn(a.chosen.SelectedIndex())
		}
	})
	a.frame = parts.NewFrame(look.Surface, look.Edge, look.Corner)
	a.add = parts.NewButton(v.words.T("set.add"), "Ins", "", parts.Plain, a.insert)
	a.drop = parts.NewButton(v.words.T("set.remove"), "Ctrl+Del", "", parts.Plain, a.remove)
	a.bar = container.New(&parts.Place{Min: fyne.NewSize(100, 30), Lay: func(size fyne.Size) {
		x := float32(0)
		if a.chosen.Visible() {
			parts.Put(a.frame, 0, 0, 200, 30)
			parts.Put(a.chosen, 1, 1, 198, 28)
			x = 208
		}
		for _, b := range []*parts.Button{a.add, a.drop} {
			width := b.MinSize().Width
			parts.Put(b, x, 0, width, 30)
			x += width + 8
		}
		parts.Put(a.none, x, 0, size.Width-x, 30)
	}}, a.frame, a.chosen, a.add, a.drop, a.none)
}

// fill shows a list, the one that was chosen before or the first.
func (a *several[T]) fill(list []T) {
	a.list = slices.Clone(list)
	a.at = max(min(a.at, len(list)-1), 0)
	a.show()
}

// items are the fields of one.
func (a *several[T]) items() []*item { return a.view.items[a.page] }

// row is which of them is shown; -1 when there is none.
func (a *several[T]) row() int {
	if len(a.list) == 0 {
		return -1
	}
	return a.at
}

// show draws the one that is chosen.
func (a *several[T]) show() {
	a.turning = true
	names := make([]string, len(a.list))
	for i := range a.list {
		if names[i] = a.title(&a.list[i]); names[i] == "" {
			names[i] = a.untold
		}
	}
	a.chosen.Offer(names, names)
	some := len(a.list) > 0
	if some {
		a.chosen.SetSelectedIndex(a.at)
	}
	a.chosen.Hidden, a.frame.Hidden, a.drop.Hidden, a.none.Hidden = !some, !some, !some, some
	for _, it := range a.items() {
		it.hide(!some)
		if some {
			if value := a.bind(it, &a.list[a.at]); value != nil {
				it.fill(value)
			}
		}
	}
	a.turning = false
	if a.turned != nil {
		a.turned()
	}
	a.bar.Refresh()
	a.view.bodies[a.page].Refresh()
}

// keep takes what is typed into the list; what is no number is told by its key.
func (a *several[T]) keep() (wrong string) {
	if a.at >= len(a.list) {
		return ""
	}
	for _, it := range a.items() {
		if value := a.bind(it, &a.list[a.at]); value != nil && !it.take(value) && wrong == "" {
			wrong = it.key
		}
	}
	return wrong
}

func (a *several[T]) turn(to int) {
	if to < 0 || to >= len(a.list) {
		return
	}
	a.keep()
	a.at = to
	a.show()
}

func (a *several[T]) insert() {
	a.keep()
	a.list = append(a.list, a.fresh)
	a.at = len(a.list) - 1
	a.show()
	a.view.focus(a.items()[0])
}

func (a *several[T]) remove() {
	if a.at >= len(a.list) {
		return
	}
	a.list = slices.Delete(a.list, a.at, a.at+1)
	a.at = max(min(a.at, len(a.list)-1), 0)
	a.show()
}
