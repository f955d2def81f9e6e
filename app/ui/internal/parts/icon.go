package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

const iconSize float32 = 16

// Icon is a picture of the set in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	icon  look.Icon
	color fyne.ThemeColorName
}

// NewIcon makes a picture; none shows nothing and keeps its place.
func NewIcon(icon look.Icon, color fyne.ThemeColorName) *Icon {
	i := &Icon{icon: icon, color: color}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another picture.
func (i *Icon) Set(icon look.Icon, color fyne.ThemeColorName) {
	if i.icon != icon || i.color != color {
		i.icon, i.color = icon, color
		i.Refresh()
	}
}

// CreateRenderer is the toolkit's way to draw.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(i.icon.Resource(i.color))
	img.FillMode = canvas.ImageFillContain
	img.SetMinSize(fyne.NewSquareSize(iconSize))
	img.Hidden = img.Resource == nil
	return &iconRenderer{icon: i, img: img}
}

type iconRenderer struct {
	icon *Icon
	img  *canvas.Image
}

func (r *iconRenderer) Layout(size fyne.Size) {
	r.img.Resize(fyne.NewSquareSize(iconSize))
	r.img.Move(fyne.NewPos((size.Width-iconSize)/2, (size.Height-iconSize)/2))
}

func (r *iconRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(iconSize) }

func (r *iconRenderer) Refresh() {
	res := r.icon.icon.Resource(r.icon.color)
	r.img.Hidden = res == nil
	if r.img.Resource != res {
		r.img.Resource = res
		r.img.Refresh()
	}
}

func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *iconRenderer) Destroy()                     {}
