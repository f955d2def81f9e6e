// Package parts holds the small pieces screens are put together from: texts that
// follow the theme and cut themselves with an ellipsis, hairlines, buttons that
// print their key, fields that let keys of the panel through, rows and bars.
package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Label is one line of text. It is far cheaper than the toolkit's label and,
// when Fit is set, gives up width and ends in an ellipsis.
type Label struct {
	widget.BaseWidget
	Text  string
	Point float32
	Color fyne.ThemeColorName
	Bold  bool
	Align fyne.TextAlign
	Fit   bool
	Least float32 // a text too long is made smaller down to this before it is cut
}

// NewLabel makes a label in a size and a colour of the theme.
func NewLabel(text string, size float32, color fyne.ThemeColorName) *Label {
	l := &Label{Text: text, Point: size, Color: color}
	l.ExtendBaseWidget(l)
	return l
}

// NewFit makes a label that is cut to the width it is given.
func NewFit(text string, size float32, color fyne.ThemeColorName) *Label {
	l := NewLabel(text, size, color)
	l.Fit = true
	return l
}

// NewBold makes a bold label that is cut to the width it is given.
func NewBold(text string, size float32, color fyne.ThemeColorName) *Label {
	l := NewFit(text, size, color)
	l.Bold = true
	return l
}

// Right aligns the text to the right edge, as figures are.
func (l *Label) Right() *Label {
	l.Align = fyne.TextAlignTrailing
	return l
}

// Set shows another text. Nothing is drawn anew when it is the same.
func (l *Label) Set(text string) {
	if l.Text != text {
		l.Text = text
		l.Refresh()
	}
}

// SetColored shows another text in another colour.
func (l *Label) SetColored(text string, color fyne.ThemeColorName) {
	if l.Text != text || l.Color != color {
		l.Text, l.Color = text, color
		l.Refresh()
	}
}

// shrunk is the size at which the text fits width, or the least one.
func (l *Label) shrunk(width float32) float32 {
	point := l.Point
	for l.Least > 0 && width > 0 && point > l.Least &&
		fyne.MeasureText(l.Text, point, fyne.TextStyle{Bold: l.Bold}).Width > width {
		point--
	}
	return point
}

// CreateRenderer is the toolkit's way to draw.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	r := &labelRenderer{label: l, text: canvas.NewText("", look.Color(l.Color))}
	r.apply()
	return r
}

type labelRenderer struct {
	label *Label
	text  *canvas.Text
}

func (r *labelRenderer) apply() {
	r.text.Color = look.Color(r.label.Color)
	r.text.TextSize = r.label.Point
	r.text.TextStyle.Bold = r.label.Bold
	r.text.Alignment = r.label.Align
	r.text.Text = r.label.Text
	if r.label.Fit {
		width := r.label.Size().Width
		r.text.TextSize = r.label.shrunk(width)
		r.text.Text = Cut(r.label.Text, r.text.TextSize, r.label.Bold, width)
	}
}

func (r *labelRenderer) Layout(size fyne.Size) {
	r.apply()
	r.text.Move(fyne.NewPos(0, 0))
	r.text.Resize(size)
}

func (r *labelRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.label.Text, r.label.Point, fyne.TextStyle{Bold: r.label.Bold})
	if r.label.Fit {
		size.Width = 0
	}
	return size
}

func (r *labelRenderer) Refresh() {
	r.apply()
	r.text.Refresh()
}

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *labelRenderer) Destroy()                     {}
