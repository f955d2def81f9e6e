package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Options are a few answers side by side, all in sight, of which one holds. The arrows
// turn to the next one.
type Options struct {
	widget.BaseWidget
	names   []string
	at      int
	focused bool
	keys    Keys
	changed func()
}

// NewOptions makes one with the first answer chosen.
func NewOptions(names []string, keys Keys, changed func()) *Options {
	o := &Options{names: names, keys: keys, changed: changed}
	o.ExtendBaseWidget(o)
	return o
}

// At is the answer that holds.
func (o *Options) At() int { return o.at }

// Set turns to an answer; nobody is told.
func (o *Options) Set(i int) {
	if i >= 0 && i < len(o.names) && i != o.at {
		o.at = i
		o.Refresh()
	}
}

func (o *Options) turn(i int) {
	if i < 0 || i >= len(o.names) || i == o.at {
		return
	}
	o.Set(i)
	o.changed()
}

// Tapped turns to the answer under the mouse.
func (o *Options) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(o)
	}
	x := float32(0)
	for i := range o.names {
		if x += o.width(i); e.Position.X < x {
			o.turn(i)
			return
		}
	}
}

// FocusGained shows that the arrows turn.
func (o *Options) FocusGained() { o.focus(true) }

// FocusLost ends that.
func (o *Options) FocusLost() { o.focus(false) }

func (o *Options) focus(on bool) {
	o.focused = on
	o.Refresh()
}

// TypedRune is of no interest.
func (o *Options) TypedRune(rune) {}

// TypedKey turns by the arrows; the rest is the panel's.
func (o *Options) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		o.turn(o.at - 1)
	case fyne.KeyRight:
		o.turn(o.at + 1)
	case fyne.KeySpace:
		o.turn((o.at + 1) % len(o.names))
	default:
		if o.keys != nil {
			o.keys(e.Name, 0)
		}
	}
}

// TypedShortcut is for keys of the panel.
func (o *Options) TypedShortcut(s fyne.Shortcut) { PassOn(s, o.keys) }

const optionSide float32 = 14

func (o *Options) width(i int) float32 {
	return fyne.MeasureText(o.names[i], look.Body, fyne.TextStyle{}).Width + 2*optionSide
}

// CreateRenderer is the toolkit's way to draw.
func (o *Options) CreateRenderer() fyne.WidgetRenderer {
	r := &optionsRenderer{options: o, frame: canvas.NewRectangle(nil), chosen: canvas.NewRectangle(nil)}
	for range o.names {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.Refresh()
	return r
}

type optionsRenderer struct {
	options       *Options
	frame, chosen *canvas.Rectangle
	texts         []*canvas.Text
}

func (r *optionsRenderer) Layout(size fyne.Size) {
	x := float32(0)
	for i, t := range r.texts {
		width := r.options.width(i)
		least := t.MinSize()
		Put(t, x+(width-least.Width)/2, (size.Height-least.Height)/2, least.Width, least.Height)
		if i == r.options.at {
			Put(r.chosen, x+2, 2, width-4, size.Height-4)
		}
		x += width
	}
	Put(r.frame, 0, 0, x, size.Height)
}

func (r *optionsRenderer) MinSize() fyne.Size {
	width := float32(0)
	for i := range r.texts {
		width += r.options.width(i)
	}
	return fyne.NewSize(width, buttonHeight)
}

func (r *optionsRenderer) Refresh() {
	r.frame.FillColor, r.frame.StrokeWidth, r.frame.CornerRadius = look.Color(look.Surface), 1, look.Corner
	r.frame.StrokeColor = look.Color(look.Edge)
	if r.options.focused {
		r.frame.StrokeColor = look.Color(look.Accent)
	}
	r.chosen.FillColor, r.chosen.CornerRadius = look.Color(look.Tint), look.Corner-2
	for i, t := range r.texts {
		t.Text, t.TextSize, t.Color = r.options.names[i], look.Body, look.Color(look.Text)
		if i == r.options.at {
			t.Color = look.Color(look.Accent)
		}
	}
	r.Layout(r.options.Size())
	canvas.Refresh(r.options)
}

func (r *optionsRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.frame, r.chosen}
	for _, t := range r.texts {
		all = append(all, t)
	}
	return all
}
func (r *optionsRenderer) Destroy() {}
