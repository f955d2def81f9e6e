package card

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// menu lists the numbers that have no line of their own.
func (p *phones) menu() {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(p.more)
	if canvas == nil || len(p.list) <= maxPhones {
		return
	}
	var items []*fyne.MenuItem
	for _, phone := range p.list[maxPhones:] {
		items = append(items, fyne.NewMenuItem(phone.Text+"  "+phone.Who, func() { p.call(phone.Number) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.more)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), canvas, at.AddXY(0, phoneHeight))
}
