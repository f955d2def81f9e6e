package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// MaxTabs is how many calls have a line of their own. More at once one person
// cannot keep apart; the pop-ups tell of further ones.
const MaxTabs = 4

// Tab is one call of several.
type Tab struct {
	Name  string
	State string // what it is doing, in a word
	Time  string
	Key   string // what leads to it; none for the one that is heard
	Icon  look.Icon
	Front bool // it is heard
	Late  bool // it waits for us: on hold, or ringing
}

// tab draws a Tab: the picture and the bold name stay when the room is short.
type tab struct {
	icon              *parts.Icon
	name, state, time *parts.Label
	key               *parts.Label
	frame             *parts.Plate
	tap               *parts.Tap
}

func newTab(tapped func()) *tab {
	t := &tab{
		icon: parts.NewIcon("", look.Muted), name: parts.NewFit("", look.Body, look.Text),
		state: parts.NewLabel("", look.Caption, look.Muted), time: parts.NewLabel("", look.Caption, look.Muted),
		key: parts.NewLabel("", look.Caption, look.Muted), frame: parts.NewFrame(look.Clear, look.Edge, look.Corner),
	}
	t.tap = parts.NewTap(container.New(&parts.Place{Lay: t.lay}, t.frame, t.icon, t.name, t.state, t.time, t.key), tapped)
	return t
}

// stateRoom is the width from which the state is written out beside its picture.
const stateRoom float32 = 230

// leastName is room for a letter or two.
const leastName float32 = 24

func (t *tab) lay(size fyne.Size) {
	t.frame.Resize(size)
	parts.Put(t.icon, 6, 0, 16, size.Height)
	right := size.Width - 8
	if t.key.Text != "" {
		right = parts.PutRight(t.key, right, 0, size.Height) - 8
	}
	right = parts.PutRight(t.time, right, 0, size.Height) - 6
	show(t.state, size.Width >= stateRoom)
	if size.Width >= stateRoom {
		right = parts.PutRight(t.state, right, 0, size.Height) - 6
	}
	show(t.name, right >= 27+leastName) // a name without room would be written over the rest
	parts.PutMid(t.name, 27, 0, right-27, size.Height)
}

func (t *tab) set(f Tab) {
	ground, border, color := look.Clear, look.Edge, look.Muted
	switch {
	case f.Front:
		ground, border, color = look.Surface, look.Accent, look.Good
	case f.Late:
		color = look.Warning
	}
	t.frame.Border = border
	t.frame.Set(ground)
	t.frame.Refresh()
	t.icon.Set(f.Icon, color)
	t.name.Bold = f.Front
	t.name.Set(f.Name)
	t.state.SetColored(f.State, color)
	t.time.Set(f.Time)
	t.key.Set(f.Key)
	t.tap.Refresh()
}

// showTabs shows a line for each call when there are several.
func (v *View) showTabs(list []Tab) {
	for i, t := range v.tabs {
		show(t.tap, i < len(list))
		if i < len(list) {
			t.set(list[i])
		}
	}
}

// Tabs shows the calls anew: their times go on.
func (v *View) Tabs(list []Tab) {
	if len(list) > MaxTabs {
		list = list[:MaxTabs]
	}
	v.face.Tabs = list
	v.showTabs(list)
}

// layTabs shares the room among the calls.
func (v *View) layTabs(x, width float32) {
	n := min(len(v.face.Tabs), MaxTabs)
	if n == 0 {
		return
	}
	const gap = 6
	each := min((width-gap*float32(n-1))/float32(n), 330)
	for i := range n {
		parts.Put(v.tabs[i].tap, x+float32(i)*(each+gap), whoTop, each, smallHeight)
	}
}
