package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Bars is a strip of months. The last three stand out: they are what the figure
// beside them counts.
type Bars struct {
	widget.BaseWidget
	values []float32 // 0…1
	strong int
}

// NewBars makes an empty strip; the last strong bars are drawn in the accent.
func NewBars(strong int) *Bars {
	b := &Bars{strong: strong}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows values between 0 and 1.
func (b *Bars) Set(values []float32) {
	b.values = values
	b.Refresh()
}

// CreateRenderer is the toolkit's way to draw.
func (b *Bars) CreateRenderer() fyne.WidgetRenderer { return &barsRenderer{bars: b} }

type barsRenderer struct {
	bars  *Bars
	rects []fyne.CanvasObject
}

func (r *barsRenderer) Layout(size fyne.Size) {
	n := float32(len(r.rects))
	if n == 0 {
		return
	}
	const gap = 2
	width := (size.Width - gap*(n-1)) / n
	for i, rect := range r.rects {
		height := max(1, r.bars.values[i]*size.Height)
		Put(rect, float32(i)*(width+gap), size.Height-height, width, height)
	}
}

func (r *barsRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 12) }

func (r *barsRenderer) Refresh() {
	if len(r.rects) != len(r.bars.values) {
		r.rects = nil
		for range r.bars.values {
			r.rects = append(r.rects, canvas.NewRectangle(nil))
		}
	}
	for i, o := range r.rects {
		rect, _ := o.(*canvas.Rectangle)
		rect.FillColor = look.Color(look.Edge)
		if i >= len(r.rects)-r.bars.strong {
			rect.FillColor = look.Color(look.Accent)
		}
		if r.bars.values[i] == 0 {
			rect.FillColor = look.Color(look.Line)
		}
	}
	r.Layout(r.bars.Size())
	canvas.Refresh(r.bars)
}

func (r *barsRenderer) Objects() []fyne.CanvasObject { return r.rects }
func (r *barsRenderer) Destroy()                     {}
