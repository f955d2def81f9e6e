package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Plate is a coloured rectangle that follows the theme: a ground, a hairline, a
// mark at the side of a line.
type Plate struct {
	widget.BaseWidget
	Color  fyne.ThemeColorName
	Border fyne.ThemeColorName
	Corner float32
	min    fyne.Size
}

// NewPlate makes a ground.
func NewPlate(color fyne.ThemeColorName) *Plate {
	p := &Plate{Color: color}
	p.ExtendBaseWidget(p)
	return p
}

// NewHairline makes a line one unit thick, in either direction.
func NewHairline() *Plate {
	p := NewPlate(look.Line)
	p.min = fyne.NewSize(1, 1)
	return p
}

// NewFrame makes a ground with an outline.
func NewFrame(color, border fyne.ThemeColorName, corner float32) *Plate {
	p := NewPlate(color)
	p.Border, p.Corner = border, corner
	return p
}

// Set changes the colour.
func (p *Plate) Set(color fyne.ThemeColorName) {
	if p.Color != color {
		p.Color = color
		p.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw.
func (p *Plate) CreateRenderer() fyne.WidgetRenderer {
	r := &plateRenderer{plate: p, rect: canvas.NewRectangle(look.Color(p.Color))}
	r.apply()
	return r
}

type plateRenderer struct {
	plate *Plate
	rect  *canvas.Rectangle
}

func (r *plateRenderer) apply() {
	r.rect.FillColor = look.Color(r.plate.Color)
	r.rect.CornerRadius = r.plate.Corner
	if r.plate.Border != "" {
		r.rect.StrokeColor = look.Color(r.plate.Border)
		r.rect.StrokeWidth = 1
	}
}

func (r *plateRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *plateRenderer) MinSize() fyne.Size           { return r.plate.min }
func (r *plateRenderer) Refresh()                     { r.apply(); r.rect.Refresh() }
func (r *plateRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *plateRenderer) Destroy()                     {}
