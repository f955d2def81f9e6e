package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Spans is a whole as one thin bar of parts, each in a colour of its own. The bar
// is thinner than the room it takes, so that a mouse finds it.
type Spans struct {
	widget.BaseWidget
	colors  []fyne.ThemeColorName
	parts   []float32 // 0…1
	hints   []string
	hovered int
	hint    Hinted
}

// NewSpans makes an empty bar with a colour for each of its parts.
func NewSpans(colors []fyne.ThemeColorName, hint Hinted) *Spans {
	s := &Spans{colors: colors, hovered: -1, hint: hint}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows parts of a whole with what is said of each.
func (s *Spans) Set(parts []float32, hints []string) {
	s.parts, s.hints, s.hovered = parts, hints, -1
	s.Refresh()
}

// MouseIn shows the value of a part.
func (s *Spans) MouseIn(e *desktop.MouseEvent) { s.MouseMoved(e) }

// MouseMoved shows the value of another one.
func (s *Spans) MouseMoved(e *desktop.MouseEvent) {
	for i := range s.parts {
		from, width := s.span(i)
		if width == 0 || e.Position.X < from || e.Position.X > from+width+1 || i == s.hovered {
			continue
		}
		s.hovered = i
		s.Refresh()
		s.hint(s.hints[i], above(s, from+width/2))
		return
	}
}

// MouseOut shows none.
func (s *Spans) MouseOut() {
	s.hovered = -1
	s.Refresh()
	s.hint("", fyne.Position{})
}

// span is where a part begins and how wide it is; none is 0 wide.
func (s *Spans) span(i int) (from, width float32) {
	for _, part := range s.parts[:i+1] {
		from += width
		width = 0
		if part > 0 {
			width = max(part*s.Size().Width, 3)
		}
	}
	return from, width
}

// CreateRenderer is the toolkit's way to draw.
func (s *Spans) CreateRenderer() fyne.WidgetRenderer {
	r := &spansRenderer{spans: s}
	for range s.colors {
		r.rects = append(r.rects, canvas.NewRectangle(nil))
	}
	return r
}

type spansRenderer struct {
	spans *Spans
	rects []*canvas.Rectangle
}

func (r *spansRenderer) Layout(size fyne.Size) {
	for i, rect := range r.rects {
		if i >= len(r.spans.parts) {
			Put(rect, 0, 0, 0, 0)
			continue
		}
		height := min(size.Height, 4)
		if i == r.spans.hovered {
			height = min(size.Height, 8)
		}
		from, width := r.spans.span(i)
		Put(rect, from, size.Height-height, max(width-1, 0), height)
	}
}

func (r *spansRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 8) }

func (r *spansRenderer) Refresh() {
	for i, rect := range r.rects {
		rect.FillColor = look.Color(r.spans.colors[i])
	}
	r.Layout(r.spans.Size())
	canvas.Refresh(r.spans)
}

func (r *spansRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(r.rects))
	for i, rect := range r.rects {
		all[i] = rect
	}
	return all
}
func (r *spansRenderer) Destroy() {}
