package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/parts"
)

// Tool is a button over the list of a section.
type Tool struct {
	Text, Key string
	First     bool // the one thing to do here
	Do        func()
}

// tools are the buttons over the list, on as many lines as they need.
type tools struct {
	shown   []Tool
	buttons []fyne.CanvasObject
	root    *fyne.Container
}

const (
	toolsSide float32 = 10
	toolsGap  float32 = 6
	toolTall  float32 = 30
)

func newTools() *tools {
	t := &tools{}
	t.root = container.New(&parts.Place{Lay: func(size fyne.Size) { t.flow(size.Width, true) }})
	t.root.Hide()
	return t
}

// flow sets the buttons from the left, line by line, and tells how high that is.
func (t *tools) flow(width float32, set bool) float32 {
	if len(t.buttons) == 0 {
		return 0
	}
	x, y := toolsSide, float32(6)
	for _, b := range t.buttons {
		w := min(b.MinSize().Width, width-2*toolsSide)
		if x > toolsSide && x+w > width-toolsSide {
			x, y = toolsSide, y+toolTall+toolsGap
		}
		if set {
			parts.Put(b, x, y, w, toolTall)
		}
		x += w + toolsGap
	}
	return y + toolTall + 4
}

// Tools shows buttons over the list, or takes them away. Those that stand there stay
// as they are.
func (v *View) Tools(list ...Tool) {
	t := v.tools
	if slices.EqualFunc(list, t.shown, func(a, b Tool) bool { return a.Text == b.Text && a.Key == b.Key }) {
		return
	}
	t.shown, t.buttons = list, nil
	for _, one := range list {
		tone := parts.Plain
		if one.First {
			tone = parts.Primary
		}
		t.buttons = append(t.buttons, parts.NewButton(one.Text, one.Key, "", tone, one.Do))
	}
	t.root.Objects = t.buttons
	t.root.Hidden = len(list) == 0
	v.lay(v.root.Size())
	v.root.Refresh()
}
