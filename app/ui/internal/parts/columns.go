package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

// Columns are months: paid below, unpaid on top of it. The last ones stand out:
// they are what the figure beside them counts. A tall chart names its months.
type Columns struct {
	widget.BaseWidget
	columns []view.Column
	strong  int
	hovered int
	hint    Hinted
}

// Hinted is told what is under the mouse: a text and the middle of the upper edge
// of what it is about, from the corner of the window. An empty text is nothing.
type Hinted func(text string, at fyne.Position)

// NewColumns makes an empty chart; the last strong columns are drawn in the accent.
// Without a hint it is only looked at.
func NewColumns(strong int, hint Hinted) *Columns {
	if hint == nil {
		hint = func(string, fyne.Position) {}
	}
	c := &Columns{strong: strong, hovered: -1, hint: hint}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows columns.
func (c *Columns) Set(columns []view.Column) {
	c.columns, c.hovered = columns, -1
	c.Refresh()
}

// MouseIn shows the value of a month.
func (c *Columns) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved shows the value of another one.
func (c *Columns) MouseMoved(e *desktop.MouseEvent) {
	n := len(c.columns)
	if n == 0 || c.Size().Width <= 0 {
		return
	}
	i := min(max(int(e.Position.X/c.Size().Width*float32(n)), 0), n-1)
	if i == c.hovered {
		return
	}
	c.hovered = i
	c.Refresh()
	pitch := c.Size().Width / float32(n)
	c.hint(c.columns[i].Hint, above(c, (float32(i)+0.5)*pitch))
}

// MouseOut shows none.
func (c *Columns) MouseOut() {
	c.hovered = -1
	c.Refresh()
	c.hint("", fyne.Position{})
}

// above is a place over an object, so far from its left edge.
func above(o fyne.CanvasObject, x float32) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(x, 0)
}

// CreateRenderer is the toolkit's way to draw.
func (c *Columns) CreateRenderer() fyne.WidgetRenderer { return &columnsRenderer{chart: c} }

type columnsRenderer struct {
	chart  *Columns
	paid   []*canvas.Rectangle
	unpaid []*canvas.Rectangle
	labels []*canvas.Text
}

// tallChart is from where months are named.
const tallChart float32 = 60

func (r *columnsRenderer) Layout(size fyne.Size) {
	n := float32(len(r.paid))
	if n == 0 {
		return
	}
	gap, foot := float32(2), float32(0)
	if size.Height >= tallChart {
		gap, foot = 6, 16
	}
	pitch := size.Width / n
	height := size.Height - foot
	for i, column := range r.chart.columns {
		x := float32(i)*pitch + gap/2
		width := pitch - gap
		low := max(1, column.Paid*height)
		high := column.Unpaid * height
		if high > 0 {
			high = max(high, 2)
			low = min(low, max(height-high, 0))
		}
		Put(r.paid[i], x, height-low, width, low)
		Put(r.unpaid[i], x, height-low-high, width, high)
		label := r.labels[i]
		label.Hidden = foot == 0
		least := label.MinSize()
		Put(label, x+(width-least.Width)/2, size.Height-least.Height, least.Width, least.Height)
	}
}

func (r *columnsRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 12) }

func (r *columnsRenderer) Refresh() {
	columns := r.chart.columns
	if len(r.paid) != len(columns) {
		r.paid, r.unpaid, r.labels = nil, nil, nil
		for range columns {
			r.paid, r.unpaid = append(r.paid, canvas.NewRectangle(nil)), append(r.unpaid, canvas.NewRectangle(nil))
			r.labels = append(r.labels, canvas.NewText("", nil))
		}
	}
	for i, column := range columns {
		color := look.Edge
		switch {
		case column.Paid+column.Unpaid == 0:
			color = look.Line
		case i >= len(columns)-r.chart.strong:
			color = look.Accent
		}
		r.paid[i].FillColor = look.Color(color)
		r.unpaid[i].FillColor = look.Color(look.Warning)
		if i == r.chart.hovered {
			r.paid[i].FillColor = look.Color(look.Text)
		}
		r.labels[i].Text, r.labels[i].TextSize, r.labels[i].Color = column.Label, look.Caption-1, look.Color(look.Muted)
	}
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}

func (r *columnsRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, 3*len(r.paid))
	for i := range r.paid {
		all = append(all, r.paid[i], r.unpaid[i], r.labels[i])
	}
	return all
}
func (r *columnsRenderer) Destroy() {}
