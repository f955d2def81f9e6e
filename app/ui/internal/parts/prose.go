package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Prose is a plain text on as many lines as its height has room for, in the
// middle of it.
type Prose struct {
	widget.BaseWidget
	Text  string
	point float32
	color fyne.ThemeColorName
	align fyne.TextAlign
}

// NewProse makes a text.
func NewProse(text string, point float32, color fyne.ThemeColorName) *Prose {
	p := &Prose{Text: text, point: point, color: color}
	p.ExtendBaseWidget(p)
	return p
}

// Centered sets its lines into the middle.
func (p *Prose) Centered() *Prose {
	p.align = fyne.TextAlignCenter
	return p
}

// Set shows another text in a colour.
func (p *Prose) Set(text string, color fyne.ThemeColorName) {
	if p.Text != text || p.color != color {
		p.Text, p.color = text, color
		p.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer { return &proseRenderer{prose: p} }

type proseRenderer struct {
	prose *Prose
	lines []fyne.CanvasObject
}

func (r *proseRenderer) Layout(size fyne.Size) {
	p := r.prose
	line := fyne.MeasureText("Щ", p.point, fyne.TextStyle{}).Height - 1
	most := max(int(size.Height/line), 1)
	texts := wrap(p.Text, p.point, size.Width, most)
	for len(r.lines) < len(texts) {
		r.lines = append(r.lines, canvas.NewText("", nil))
	}
	y := max((size.Height-float32(len(texts))*line)/2, 0)
	for i, o := range r.lines {
		text, _ := o.(*canvas.Text)
		text.Text = ""
		if i < len(texts) {
			text.Text = texts[i]
		}
		text.Color, text.TextSize, text.Alignment = look.Color(p.color), p.point, p.align
		Put(text, 0, y+float32(i)*line, size.Width, line)
	}
}

// wrap breaks a text into lines; what does not fit the last one is cut off.
func wrap(text string, point, width float32, most int) []string {
	if width <= 0 || text == "" {
		return nil
	}
	var lines []string
	words := strings.Split(text, " ")
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, Cut(strings.Join(words, " "), point, false, width))
		}
		n := len(words)
		for n > 1 && fyne.MeasureText(strings.Join(words[:n], " "), point, fyne.TextStyle{}).Width > width {
			n--
		}
		lines = append(lines, Cut(strings.Join(words[:n], " "), point, false, width))
		words = words[n:]
	}
	return lines
}

func (r *proseRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.prose.point+4) }

func (r *proseRenderer) Refresh() {
	r.Layout(r.prose.Size())
	canvas.Refresh(r.prose)
}

func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *proseRenderer) Destroy()                     {}

// Tall is the height that has room for all of the text at a width.
func (p *Prose) Tall(width float32) float32 {
	line := fyne.MeasureText("Щ", p.point, fyne.TextStyle{}).Height - 1
	return float32(max(len(wrap(p.Text, p.point, width, 99)), 1)) * line
}
