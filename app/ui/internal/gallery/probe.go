//go:build gallery

package main

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// probe lies in the main window, unseen, and tells when a frame is on the screen:
// the toolkit asks a widget for its objects while it draws, and does what waits
// for it only when the frame is whole.
type probe struct {
	widget.BaseWidget
	armed   bool
	drawn   func()
	pressed time.Time
	text    string // the answer to it is waited for
}

func newProbe() *probe {
	p := &probe{}
	p.ExtendBaseWidget(p)
	return p
}

// lie puts it into the window.
func (p *probe) lie(w fyne.Window) { w.SetContent(container.NewStack(w.Content(), p)) }

// answered is told that the answer to a text is in the list, and says how long
// after the key it could be seen.
func (p *probe) answered(text string) {
	if text == "" || text != p.text {
		return
	}
	pressed := p.pressed
	p.text, p.armed = "", true
	p.drawn = func() { fmt.Println("answered", time.Since(pressed)) }
	p.Refresh()
}

func (p *probe) CreateRenderer() fyne.WidgetRenderer { return &probeRenderer{p} }

type probeRenderer struct{ probe *probe }

func (r *probeRenderer) Layout(fyne.Size)   {}
func (r *probeRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *probeRenderer) Refresh()           {}
func (r *probeRenderer) Destroy()           {}

func (r *probeRenderer) Objects() []fyne.CanvasObject {
	if r.probe.armed {
		r.probe.armed = false
		go fyne.Do(r.probe.drawn)
	}
	return nil
}
