package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Results asks what came of a talk: a digit or a click says. A refusal asks why in
// the same place. It takes the focus, for digits of a note must stay digits.
type Results struct {
	widget.BaseWidget
	words   *view.Printer
	act     Actions
	chosen  crm.Result
	reason  string
	why     bool // the reasons of a refusal are shown
	focused bool
	chips   [9]*chip
	frame   *parts.Plate
	body    *fyne.Container
}

// chip is one result with its digit.
type chip struct {
	digit, name *parts.Label
	tap         *parts.Tap
}

func newChip(digit string, tapped func()) *chip {
	c := &chip{digit: parts.NewLabel(digit, look.Caption, look.Muted), name: parts.NewLabel("", look.Caption, look.Text)}
	c.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(c.digit, 4, 0, 8, size.Height)
		parts.PutMid(c.name, 14, 0, size.Width-16, size.Height)
	}}, c.digit, c.name), tapped)
	return c
}

func newResults(words *view.Printer, act Actions) *Results {
	r := &Results{words: words, act: act, frame: parts.NewFrame(look.Clear, look.Clear, look.Corner)}
	objects := []fyne.CanvasObject{r.frame}
	for i := range r.chips {
		c := newChip(string(rune('1'+i)), func() { r.Pick(i) })
		r.chips[i] = c
		objects = append(objects, c.tap)
	}
	r.body = container.New(&parts.Place{Lay: r.lay}, objects...)
	r.ExtendBaseWidget(r)
	r.draw()
	return r
}

// lay sets the chips in two rows, each as wide as its word.
func (r *Results) lay(size fyne.Size) {
	r.frame.Resize(size)
	if r.place(look.Body) > size.Width {
		r.place(look.Caption)
	}
}

// firstRow is how many chips stand in the upper row.
const firstRow = 5

// place sets the chips in letters of a size and tells how wide the wider row is.
func (r *Results) place(letters float32) float32 {
	const row = 20
	x := [2]float32{3, 3}
	for i, c := range r.chips {
		line := i / firstRow
		c.name.Point = letters
		width := c.name.MinSize().Width + 19
		show(c.tap, c.name.Text != "")
		parts.Put(c.tap, x[line], float32(line)*row+2, width, row-1)
		x[line] += width + 3
	}
	return max(x[0], x[1])
}

// Set shows what was said of a call.
func (r *Results) Set(result crm.Result, reason string) {
	if r.chosen != result || r.reason != reason {
		r.chosen, r.reason = result, reason
		r.draw()
	}
}

// Why tells that the reasons of a refusal are shown.
func (r *Results) Why() bool { return r.why }

// Back leaves the reasons and tells whether they were shown.
func (r *Results) Back() bool {
	was := r.why
	r.why = false
	r.draw()
	return was
}

func (r *Results) draw() {
	for i, c := range r.chips {
		text, on := "", false
		switch {
		case r.why && i < len(crm.Refusals()):
			text, on = r.words.T("refusal."+crm.Refusals()[i]), r.reason == crm.Refusals()[i]
		case !r.why:
			text, on = r.words.Result(crm.Results()[i]), r.chosen == crm.Results()[i]
		}
		color, ground := look.Text, look.Clear
		if on {
			color, ground = look.Accent, look.Tint
		}
		c.name.Bold = on
		c.name.SetColored(text, color)
		c.tap.Ground(ground)
	}
	r.frame.Border = look.Clear
	if r.focused {
		r.frame.Border = look.Accent
	}
	r.frame.Refresh()
	r.body.Refresh()
	r.Refresh()
}

// Pick says the result, or the reason, under a digit.
func (r *Results) Pick(i int) {
	switch {
	case r.why && i >= len(crm.Refusals()):
	case r.why:
		r.why, r.reason = false, crm.Refusals()[i]
		r.draw()
		r.act.Result(crm.ResultRefused, r.reason)
	default:
		r.chosen, r.reason = crm.Results()[i], ""
		r.why = r.chosen == crm.ResultRefused
		r.draw()
		r.act.Result(r.chosen, "")
	}
}

// TypedRune takes a digit; anything else is meant for the note.
func (r *Results) TypedRune(typed rune) {
	if typed >= '1' && typed <= '9' {
		r.Pick(int(typed - '1'))
		return
	}
	r.act.Rune(typed)
}

// TypedKey gives the panel its keys. Enter is the end of the wrap-up.
func (r *Results) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		r.act.WrapDone()
	case fyne.KeyTab:
		r.act.Tabbed()
	case fyne.KeyEscape:
		if !r.Back() {
			r.act.Keys(e.Name, 0)
		}
	default:
		r.act.Keys(e.Name, 0)
	}
}

// TypedShortcut gives the panel its keys.
func (r *Results) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok {
		r.act.Keys(c.KeyName, c.Modifier)
	}
}

// AcceptsTab keeps Tab: it leads to the next step.
func (r *Results) AcceptsTab() bool { return true }

// FocusGained draws the frame.
func (r *Results) FocusGained() { r.focus(true) }

// FocusLost takes it away.
func (r *Results) FocusLost() { r.focus(false) }

func (r *Results) focus(on bool) {
	r.focused = on
	r.draw()
}

// CreateRenderer is the toolkit's way to draw.
func (r *Results) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }
