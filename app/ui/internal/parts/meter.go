package parts

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

const (
	// quietest is where a meter begins: 60 dB under full level.
	quietest = 60
	// tooLoud is where sound begins to be cut off.
	tooLoud = 0.97
)

// Meter is a thin bar that shows how loud it is. It falls slowly, so that a word
// can be seen.
type Meter struct {
	widget.BaseWidget
	level float32 // of the bar, 0 to 1
	loud  bool
}

// NewMeter makes a meter that shows silence.
func NewMeter() *Meter {
	m := &Meter{}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows a peak from 0 to 1 of full level.
func (m *Meter) Set(peak float64) {
	level := float32(0)
	if peak > 0 {
		level = float32(max(0, 1+20*math.Log10(peak)/quietest))
	}
	level = max(min(level, 1), m.level-0.12)
	loud := peak >= tooLoud
	if level != m.level || loud != m.loud {
		m.level, m.loud = level, loud
		m.Refresh()
	}
}

// Level is the length of the bar, from 0 to 1.
func (m *Meter) Level() float32 { return m.level }

// CreateRenderer is the toolkit's way to draw.
func (m *Meter) CreateRenderer() fyne.WidgetRenderer {
	r := &meterRenderer{meter: m, ground: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type meterRenderer struct {
	meter       *Meter
	ground, bar *canvas.Rectangle
}

const meterHeight float32 = 6

func (r *meterRenderer) Layout(size fyne.Size) {
	y := (size.Height - meterHeight) / 2
	Put(r.ground, 0, y, size.Width, meterHeight)
	Put(r.bar, 0, y, size.Width*r.meter.level, meterHeight)
}

func (r *meterRenderer) MinSize() fyne.Size { return fyne.NewSize(60, meterHeight) }

func (r *meterRenderer) Refresh() {
	r.ground.FillColor, r.bar.FillColor = look.Color(look.Line), look.Color(look.Accent)
	if r.meter.loud {
		r.bar.FillColor = look.Color(look.Warning)
	}
	r.ground.CornerRadius, r.bar.CornerRadius = meterHeight/2, meterHeight/2
	r.Layout(r.meter.Size())
	canvas.Refresh(r.meter)
}

func (r *meterRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.bar}
}
func (r *meterRenderer) Destroy() {}
