package parts

import "fyne.io/fyne/v2"

// Place is a layout given by a function: screens with fixed places are easier
// to read as a few lines of coordinates than as boxes in boxes.
type Place struct {
	Min  fyne.Size
	Lay  func(size fyne.Size)
	Grow func() fyne.Size // in place of Min when the size depends on what is shown
}

// Layout calls the function.
func (p *Place) Layout(_ []fyne.CanvasObject, size fyne.Size) { p.Lay(size) }

// MinSize is what the place was said to need.
func (p *Place) MinSize([]fyne.CanvasObject) fyne.Size {
	if p.Grow != nil {
		return p.Grow()
	}
	return p.Min
}

// Put sets an object at x, y with a width and a height.
func Put(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(width, 0), max(height, 0)))
}

// PutMid sets an object of its own height into the middle of a line.
func PutMid(o fyne.CanvasObject, x, y, width, line float32) {
	height := o.MinSize().Height
	Put(o, x, y+(line-height)/2, width, height)
}

// PutRight sets an object of its own width so that it ends at right, in the
// middle of a line, and returns where it begins.
func PutRight(o fyne.CanvasObject, right, y, line float32) float32 {
	width := o.MinSize().Width
	PutMid(o, right-width, y, width, line)
	return right - width
}
