package parts

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Wave is the sound of a talk to look at and to seek in: our side above, theirs
// below. What was played is drawn in full. Without levels it is a plain bar.
type Wave struct {
	widget.BaseWidget
	ours, theirs []float32
	at           float32 // played so far, 0 to 1
	drag         float32 // where the mouse holds it; negative when it does not
	sought       func(float32)
}

// NewWave makes an empty one; sought is told where to go, from 0 to 1.
func NewWave(sought func(float32)) *Wave {
	w := &Wave{sought: sought, drag: -1}
	w.ExtendBaseWidget(w)
	return w
}

// Set shows other levels, from 0 to 1 each.
func (w *Wave) Set(ours, theirs []float32) {
	w.ours, w.theirs = ours, theirs
	w.Refresh()
}

// At shows how much has been played.
func (w *Wave) At(at float32) {
	if w.at != at {
		w.at = at
		w.Refresh()
	}
}

// Cursor is the hand.
func (w *Wave) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped seeks.
func (w *Wave) Tapped(e *fyne.PointEvent) { w.sought(w.where(e.Position)) }

// Dragged moves the mark; the sound follows when it is let go.
func (w *Wave) Dragged(e *fyne.DragEvent) {
	w.drag = w.where(e.Position)
	w.Refresh()
}

// DragEnd seeks.
func (w *Wave) DragEnd() {
	at := w.drag
	w.drag = -1
	if at >= 0 {
		w.at = at
		w.sought(at)
	}
}

func (w *Wave) where(p fyne.Position) float32 {
	return min(max(p.X/max(w.Size().Width, 1), 0), 1)
}

// Shown is where the mark stands, from 0 to 1.
func (w *Wave) Shown() float32 {
	if w.drag >= 0 {
		return w.drag
	}
	return w.at
}

// CreateRenderer is the toolkit's way to draw.
func (w *Wave) CreateRenderer() fyne.WidgetRenderer {
	r := &waveRenderer{wave: w, mark: canvas.NewRectangle(look.Color(look.Text))}
	r.picture = canvas.NewRaster(r.draw)
	return r
}

type waveRenderer struct {
	wave    *Wave
	picture *canvas.Raster
	mark    *canvas.Rectangle
}

func (r *waveRenderer) Layout(size fyne.Size) {
	r.picture.Resize(size)
	Put(r.mark, min(size.Width*r.wave.Shown(), size.Width-2), 0, 2, size.Height)
}

func (r *waveRenderer) MinSize() fyne.Size { return fyne.NewSize(120, 32) }

func (r *waveRenderer) Refresh() {
	r.mark.FillColor = look.Color(look.Text)
	r.Layout(r.wave.Size())
	r.picture.Refresh()
	r.mark.Refresh()
}

func (r *waveRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.picture, r.mark}
}
func (r *waveRenderer) Destroy() {}

// draw paints both lanes, each around its own middle.
func (r *waveRenderer) draw(width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	played := int(r.wave.Shown() * float32(width))
	r.lane(img, 0, height/2, played, r.wave.ours, look.Accent)
	r.lane(img, height/2, height-height/2, played, r.wave.theirs, look.Muted)
	return img
}

func (r *waveRenderer) lane(img *image.NRGBA, top, height, played int, levels []float32, name fyne.ThemeColorName) {
	full, _ := color.NRGBAModel.Convert(look.Color(name)).(color.NRGBA)
	pale := full
	pale.A = 0x60
	width := img.Bounds().Dx()
	most := float32(0.05) // a quiet recording is drawn as high as a loud one
	for _, v := range levels {
		most = max(most, v)
	}
	for x := range width {
		c := pale
		if x < played {
			c = full
		}
		half := 0
		if len(levels) > 0 {
			// The root makes quiet words visible.
			level := math.Sqrt(float64(levels[x*len(levels)/width] / most))
			half = int(level * float64(height-2) / 2)
		}
		middle := top + height/2
		bar := image.Rect(x, middle-half, x+1, middle+half+1)
		draw.Draw(img, bar, image.NewUniform(c), image.Point{}, draw.Src)
	}
}
