package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Tone is how loud a button speaks.
type Tone int

// Tones.
const (
	Plain   Tone = iota // outlined
	Primary             // the one thing to do here
	Ending              // ends a call: red word, outlined
	Link                // text alone
	Switch              // stands pressed calmly: what it switches on is no warning
)

// Dress is how much of itself a button shows; a narrow strip has no room for all.
type Dress int

// Dresses.
const (
	Full    Dress = iota // picture, word and key
	Worded               // word and key
	Picture              // picture and key: for what everybody knows by its picture
)

// Button is a control that prints the key it can be pressed with.
type Button struct {
	widget.BaseWidget
	text     string
	may      []string // all it may say: the width is that of the longest
	dress    Dress
	key      string
	icon     look.Icon
	tone     Tone
	tapped   func()
	hovered  bool
	pressed  bool // shown as switched on
	disabled bool
	keyless  bool // the key means another button now
	lit      fyne.ThemeColorName
	hovering func(bool)
}

// NewButton makes a button; key may be empty for what has none.
func NewButton(text, key string, icon look.Icon, tone Tone, tapped func()) *Button {
	b := &Button{text: text, key: key, icon: icon, tone: tone, tapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// Or keeps room for other texts, so that the buttons beside it stay where they
// are when this one is pressed.
func (b *Button) Or(texts ...string) *Button {
	b.may = append([]string{b.text}, texts...)
	return b
}

// Lit gives the picture a colour of its own: a lamp beside a word.
func (b *Button) Lit(color fyne.ThemeColorName) {
	if b.lit != color {
		b.lit = color
		b.Refresh()
	}
}

// OnHover is told when the mouse comes and goes: who shows the button can say
// more about it elsewhere.
func (b *Button) OnHover(told func(bool)) { b.hovering = told }

// Wear shows more or less of the button.
func (b *Button) Wear(d Dress) {
	if b.dress != d {
		b.dress = d
		b.Refresh()
	}
}

// Text is what the button says.
func (b *Button) Text() string { return b.text }

// Set changes what the button says and whether it stands pressed.
func (b *Button) Set(text string, icon look.Icon, pressed bool) {
	if b.text != text || b.icon != icon || b.pressed != pressed {
		b.text, b.icon, b.pressed = text, icon, pressed
		b.Refresh()
	}
}

// Key prints the key of the button, or leaves it out while the key means
// another one.
func (b *Button) Key(on bool) {
	if b.keyless == on {
		b.keyless = !on
		b.Refresh()
	}
}

// Enable lets the button be pressed or not.
func (b *Button) Enable(on bool) {
	if b.disabled == on {
		b.disabled = !on
		b.Refresh()
	}
}

// Tapped presses it.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.tapped != nil {
		b.tapped()
	}
}

// MouseIn shows that it can be pressed.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hover(true) }

// MouseMoved is of no interest.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (b *Button) MouseOut() { b.hover(false) }

func (b *Button) hover(on bool) {
	b.hovered = on
	b.Refresh()
	if b.hovering != nil {
		b.hovering(on)
	}
}

// Cursor is the hand over what can be pressed.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is the toolkit's way to draw.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b,
		ground: canvas.NewRectangle(nil),
		text:   canvas.NewText("", nil),
		key:    canvas.NewText("", nil),
		icon:   NewIcon(b.icon, look.Text),
	}
	r.apply()
	return r
}

type buttonRenderer struct {
	button *Button
	ground *canvas.Rectangle
	text   *canvas.Text
	key    *canvas.Text
	icon   *Icon
}

const (
	buttonHeight float32 = 30
	buttonSide   float32 = 12
	buttonGap    float32 = 7
)

// colors of ground, outline, text and key.
func (b *Button) colors() (ground, edge, text, key fyne.ThemeColorName) {
	ground, edge, text, key = look.Surface, look.Edge, look.Text, look.Muted
	switch b.tone {
	case Primary:
		ground, edge, text, key = look.Accent, look.Accent, look.OnAccent, look.OnAccent
	case Ending:
		text = look.Danger
	case Link:
		ground, edge, text = look.Clear, look.Clear, look.Accent
	}
	switch {
	case b.disabled:
		ground, edge, text, key = look.Surface, look.Line, look.Muted, look.Muted
	case b.pressed && b.tone == Switch:
		ground, edge, text, key = look.Surface, look.Accent, look.Accent, look.Accent
	case b.pressed:
		ground, edge = look.WarningTint, look.Warning
		text, key = look.Warning, look.Warning
	case b.hovered && b.tone != Primary:
		ground = look.Hover
	}
	return ground, edge, text, key
}

func (r *buttonRenderer) apply() {
	b := r.button
	ground, edge, text, key := b.colors()
	r.ground.FillColor, r.ground.StrokeColor = look.Color(ground), look.Color(edge)
	r.ground.StrokeWidth, r.ground.CornerRadius = 1, look.Corner
	r.text.Text, r.text.Color, r.text.TextSize = b.text, look.Color(text), look.Body
	r.text.Hidden, r.icon.Hidden = !b.worded(), !b.pictured()
	r.key.Hidden = b.keyless
	r.key.Text, r.key.Color, r.key.TextSize = b.key, look.Color(key), look.Caption
	if b.lit != "" && !b.disabled {
		text = b.lit
	}
	r.icon.Set(b.icon, text)
}

func (b *Button) worded() bool   { return b.dress != Picture }
func (b *Button) pictured() bool { return b.icon != "" && b.dress != Worded }

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	x := (size.Width - r.content(r.text.MinSize().Width, !r.button.keyless)) / 2
	if r.button.pictured() {
		r.icon.Resize(fyne.NewSize(iconSize, size.Height))
		r.icon.Move(fyne.NewPos(x, 0))
		x += iconSize + buttonGap
	}
	if r.button.worded() {
		min := r.text.MinSize()
		r.text.Resize(min)
		r.text.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		x += min.Width + buttonGap
	}
	min := r.key.MinSize()
	r.key.Resize(min)
	r.key.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
}

// content is how wide it all is with a word of that width, with its key or while
// the key means another button.
func (r *buttonRenderer) content(word float32, keyed bool) float32 {
	width := -buttonGap
	if r.button.worded() {
		width += word + buttonGap
	}
	if r.button.pictured() {
		width += iconSize + buttonGap
	}
	if r.button.key != "" && keyed {
		width += r.key.MinSize().Width + buttonGap
	}
	return width
}

func (r *buttonRenderer) MinSize() fyne.Size {
	side := buttonSide
	switch {
	case r.button.tone == Link:
		side = 6
	case r.button.dress != Full:
		side = 10
	}
	word := r.text.MinSize().Width
	for _, text := range r.button.may {
		word = max(word, fyne.MeasureText(text, look.Body, fyne.TextStyle{}).Width)
	}
	return fyne.NewSize(r.content(word, true)+2*side, buttonHeight)
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.text, r.key}
}
func (r *buttonRenderer) Destroy() {}
