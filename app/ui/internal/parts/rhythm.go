package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

// Rhythm is a line of time with a dot for each order, the days between them, today
// and the span the next order is expected in.
type Rhythm struct {
	widget.BaseWidget
	shown   view.Rhythm
	today   string
	hovered int
	hint    Hinted
}

// NewRhythm makes an empty line; today names the mark of the present day.
func NewRhythm(today string, hint Hinted) *Rhythm {
	r := &Rhythm{today: today, hovered: -1, hint: hint}
	r.ExtendBaseWidget(r)
	return r
}

// Set shows orders.
func (r *Rhythm) Set(shown view.Rhythm) {
	r.shown, r.hovered = shown, -1
	r.Refresh()
}

// Shown is what is drawn.
func (r *Rhythm) Shown() view.Rhythm { return r.shown }

// MouseIn tells of an order.
func (r *Rhythm) MouseIn(e *desktop.MouseEvent) { r.MouseMoved(e) }

// forecastHovered stands for the span of the next order.
const forecastHovered = 1 << 20

// MouseMoved tells of the order that is next to the mouse, or of the forecast.
func (r *Rhythm) MouseMoved(e *desktop.MouseEvent) {
	found, near := -1, float32(12)
	for i, beat := range r.shown.Orders {
		away := e.Position.X - r.x(beat.At)
		if away = max(away, -away); away < near {
			found, near = i, away
		}
	}
	if found < 0 && r.shown.Hint != "" && e.Position.X >= r.x(r.shown.From)-dot && e.Position.X <= r.x(r.shown.To)+dot {
		found = forecastHovered
	}
	if found == r.hovered {
		return
	}
	r.hovered = found
	r.Refresh()
	switch {
	case found < 0:
		r.hint("", fyne.Position{})
	case found == forecastHovered:
		r.hint(r.shown.Hint, above(r, (r.x(r.shown.From)+r.x(r.shown.To))/2))
	default:
		r.hint(r.shown.Orders[found].Hint, above(r, r.x(r.shown.Orders[found].At)))
	}
}

// MouseOut tells of none.
func (r *Rhythm) MouseOut() {
	r.hovered = -1
	r.Refresh()
	r.hint("", fyne.Position{})
}

// dot is half of what an order is drawn as.
const dot float32 = 4

// x is where a moment is on the line.
func (r *Rhythm) x(at float32) float32 { return dot + at*(r.Size().Width-2*dot) }

// CreateRenderer is the toolkit's way to draw.
func (r *Rhythm) CreateRenderer() fyne.WidgetRenderer {
	return &rhythmRenderer{
		chart: r, axis: canvas.NewRectangle(nil), span: canvas.NewRectangle(nil), today: canvas.NewRectangle(nil),
		todayText: canvas.NewText("", nil), expected: canvas.NewText("", nil),
	}
}

type rhythmRenderer struct {
	chart               *Rhythm
	axis, span, today   *canvas.Rectangle
	todayText, expected *canvas.Text
	dots                []*canvas.Circle
	gaps                []*canvas.Text
}

func (r *rhythmRenderer) Layout(size fyne.Size) {
	shown := r.chart.shown
	some := len(shown.Orders) > 0
	r.axis.Hidden, r.today.Hidden, r.todayText.Hidden = !some, !some, !some
	r.span.Hidden, r.expected.Hidden = shown.Expected == "", shown.Expected == ""
	if !some {
		return
	}
	const foot float32 = 16
	line := (size.Height - foot) * 0.6
	Put(r.axis, 0, line, size.Width, 1)
	for i, beat := range shown.Orders {
		x := r.chart.x(beat.At)
		Put(r.dots[i], x-dot, line-dot, 2*dot, 2*dot)
		r.gaps[i].Hidden = true
		if i == 0 {
			continue
		}
		least, from := r.gaps[i].MinSize(), r.chart.x(shown.Orders[i-1].At)
		if least.Width+2 < x-from-2*dot {
			r.gaps[i].Hidden = false
			Put(r.gaps[i], (from+x-least.Width)/2, line-least.Height-1, least.Width, least.Height)
		}
	}
	today := r.chart.x(shown.Today)
	Put(r.today, today, line-16, 1, 32)
	least := r.todayText.MinSize()
	Put(r.todayText, min(max(today-least.Width/2, 0), size.Width-least.Width), size.Height-least.Height, least.Width, least.Height)
	from, to := r.chart.x(shown.From), r.chart.x(shown.To)
	Put(r.span, min(from, to-6), line-9, max(to-from, 6), 19)
	least = r.expected.MinSize()
	Put(r.expected, min(max((from+to-least.Width)/2, 0), size.Width-least.Width), line-11-least.Height, least.Width, least.Height)
}

func (r *rhythmRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 60) }

func (r *rhythmRenderer) Refresh() {
	shown := r.chart.shown
	for len(r.dots) < len(shown.Orders) {
		r.dots, r.gaps = append(r.dots, canvas.NewCircle(nil)), append(r.gaps, canvas.NewText("", nil))
	}
	r.dots, r.gaps = r.dots[:len(shown.Orders)], r.gaps[:len(shown.Orders)]
	r.axis.FillColor, r.today.FillColor = look.Color(look.Edge), look.Color(look.Text)
	r.span.FillColor, r.span.StrokeColor, r.span.StrokeWidth, r.span.CornerRadius = look.Color(look.Tint), look.Color(look.Accent), 1, 3
	write := func(t *canvas.Text, text string, color fyne.ThemeColorName) {
		t.Text, t.TextSize, t.Color = text, look.Caption-1, look.Color(color)
	}
	write(r.todayText, r.chart.today, look.Muted)
	write(r.expected, shown.Expected, look.Accent)
	for i, beat := range shown.Orders {
		color := look.Accent
		if i == r.chart.hovered {
			color = look.Text
		}
		r.dots[i].FillColor = look.Color(color)
		write(r.gaps[i], beat.Gap, look.Muted)
	}
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}

func (r *rhythmRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.axis, r.span, r.today, r.todayText, r.expected}
	for i := range r.dots {
		all = append(all, r.dots[i], r.gaps[i])
	}
	return all
}
func (r *rhythmRenderer) Destroy() {}
