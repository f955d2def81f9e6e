package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Para is a short text on one line, or on two when one is not enough, in the
// middle of the height it is given.
type Para struct {
	widget.BaseWidget
	Text  string
	point float32
	color fyne.ThemeColorName
}

// NewPara makes a bold text of up to two lines.
func NewPara(point float32, color fyne.ThemeColorName) *Para {
	p := &Para{point: point, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another text in a colour.
func (p *Para) Set(text string, color fyne.ThemeColorName) {
	if p.Text != text || p.color != color {
		p.Text, p.color = text, color
		p.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw.
func (p *Para) CreateRenderer() fyne.WidgetRenderer {
	r := &paraRenderer{para: p, first: canvas.NewText("", nil), second: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type paraRenderer struct {
	para          *Para
	first, second *canvas.Text
}

func (r *paraRenderer) Layout(size fyne.Size) {
	p := r.para
	first, rest := split(p.Text, p.point, size.Width)
	line := fyne.MeasureText("Щ", p.point, bold).Height
	y := (size.Height - line) / 2
	if rest != "" {
		y = (size.Height - 2*line + 4) / 2
	}
	r.first.Text = first
	r.second.Text = Cut(rest, p.point, true, size.Width)
	Put(r.first, 0, y, size.Width, line)
	Put(r.second, 0, y+line-4, size.Width, line)
}

var bold = fyne.TextStyle{Bold: true}

// split breaks text after the last word that fits width.
func split(text string, point, width float32) (first, rest string) {
	if width <= 0 || fyne.MeasureText(text, point, bold).Width <= width {
		return text, ""
	}
	words := strings.Split(text, " ")
	for n := len(words) - 1; n > 0; n-- {
		head := strings.Join(words[:n], " ")
		if fyne.MeasureText(head, point, bold).Width <= width {
			return head, strings.Join(words[n:], " ")
		}
	}
	return Cut(text, point, true, width), ""
}

func (r *paraRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.para.point+4) }

func (r *paraRenderer) Refresh() {
	for _, t := range []*canvas.Text{r.first, r.second} {
		t.Color, t.TextSize, t.TextStyle = look.Color(r.para.color), r.para.point, bold
	}
	r.Layout(r.para.Size())
	canvas.Refresh(r.para)
}

func (r *paraRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.first, r.second} }
func (r *paraRenderer) Destroy()                     {}
