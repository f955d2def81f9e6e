package strip

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// pickMost is how many answers a question may have: they have digits.
const pickMost = 9

// Picker asks a question that a digit answers: why a client is not to be called, how
// a consent was given. The digit 0 narrows the answer, where it can be narrowed.
type Picker struct {
	widget.BaseWidget
	act    Actions
	chips  [pickMost + 1]*chip // the last has the digit 0
	count  int
	own    int // the answer in words of one's own; -1 for none
	words  *parts.Field
	narrow bool
	frame  *parts.Plate
	body   *fyne.Container
}

func newPicker(hint string, act Actions) *Picker {
	p := &Picker{act: act, frame: parts.NewFrame(look.Clear, look.Accent, look.Corner)}
	p.words = parts.NewField(hint, false, onEnter(func() {
		if text := strings.TrimSpace(p.words.Text); text != "" {
			p.act.Picked(p.own, text)
		}
	}, act.Keys))
	objects := []fyne.CanvasObject{p.frame}
	for i := range p.chips {
		digit := string(rune('0' + (i+1)%(pickMost+1)))
		p.chips[i] = newChip(digit, func() { p.pick(i) })
		objects = append(objects, p.chips[i].tap)
	}
	p.body = container.New(&parts.Place{Lay: p.lay}, append(objects, p.words)...)
	p.ExtendBaseWidget(p)
	return p
}

// Ask shows answers, behind them the one in words of one's own where it has a name;
// narrow is what the digit 0 narrows them to, none when empty.
func (p *Picker) Ask(answers []string, own, narrow string) {
	p.own = -1
	if own != "" {
		answers, p.own = append(slices.Clone(answers), own), len(answers)
	}
	p.words.SetText("")
	p.words.Hide()
	p.count, p.narrow = min(len(answers), pickMost), false
	for i, c := range p.chips {
		text := ""
		switch {
		case i < p.count:
			text = answers[i]
		case i == pickMost:
			text = narrow
		}
		c.name.SetColored(text, look.Text)
		c.tap.Ground(look.Clear)
	}
	p.Refresh()
}

// Narrow tells that the answer is to be narrowed.
func (p *Picker) Narrow() bool { return p.narrow }

// lay sets the answers into two rows, and what narrows them behind the last.
func (p *Picker) lay(size fyne.Size) {
	p.frame.Resize(size)
	parts.Put(p.words, 3, 3, size.Width-6, 30)
	const row = 20
	x, y := float32(3), float32(2)
	for _, c := range p.chips {
		show(c.tap, c.name.Text != "" && !p.words.Visible())
		if c.name.Text == "" {
			continue
		}
		width := c.name.MinSize().Width + 19
		if x+width > size.Width && x > 3 {
			x, y = 3, y+row
		}
		parts.Put(c.tap, x, y, width, row-1)
		x += width + 3
	}
}

func (p *Picker) pick(i int) {
	switch {
	case i == p.own:
		p.words.Show()
		p.Refresh()
		p.act.Own(p.words)
	case i < p.count:
		p.act.Picked(i, "")
	case i == pickMost && p.chips[i].name.Text != "":
		p.narrow = !p.narrow
		color, ground := look.Text, look.Clear
		if p.narrow {
			color, ground = look.Accent, look.Tint
		}
		p.chips[i].name.Bold = p.narrow
		p.chips[i].name.SetColored(p.chips[i].name.Text, color)
		p.chips[i].tap.Ground(ground)
		p.Refresh()
	}
}

// TypedRune takes a digit. Other letters are nobody's: a question is open.
func (p *Picker) TypedRune(typed rune) {
	if typed >= '0' && typed <= '9' {
		p.pick((int(typed-'0') + pickMost) % (pickMost + 1))
	}
}

// TypedKey gives the panel its keys.
func (p *Picker) TypedKey(e *fyne.KeyEvent) { p.act.Keys(e.Name, 0) }

// TypedShortcut gives the panel its keys.
func (p *Picker) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok {
		p.act.Keys(c.KeyName, c.Modifier)
	}
}

// FocusGained is of no interest: the question is framed as long as it is open.
func (p *Picker) FocusGained() {}

// FocusLost is of no interest.
func (p *Picker) FocusLost() {}

// CreateRenderer is the toolkit's way to draw.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

// newPick is the form that holds the question.
func (v *View) newPick(act Actions) *form {
	v.picker = newPicker(v.words.T("pick.own_hint"), act)
	f := &form{fault: parts.NewFit("", look.Caption, look.Muted)}
	f.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(f.fault, 1, -2, size.Width, footHeight)
		parts.Put(v.picker, 0, footHeight, size.Width, noteHeight-2)
	}}, v.picker, f.fault)
	f.root.Hide()
	return f
}

// OpenPick asks a question and returns what takes the focus.
func (v *View) OpenPick(question string, answers []string, own, narrow string) fyne.Focusable {
	v.picker.Ask(answers, own, narrow)
	v.swap(Pick, question)
	v.forms[Pick].fault.SetColored(question, look.Text)
	return v.picker
}

// Narrowed tells that the answer was narrowed by the digit 0.
func (v *View) Narrowed() bool { return v.picker.Narrow() }

// TypePick types a digit as the answer, for tests and pictures.
func (v *View) TypePick(digit rune) { v.picker.TypedRune(digit) }
