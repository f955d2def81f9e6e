package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/popup"
)

// ringWindows is how many calls are shown at once; of further ones the topmost
// pop-up tells the number. They are made at the start: making one takes longer
// than a ring should wait.
const ringWindows = 2

// lingers is how long a pop-up says that a colleague has answered.
const lingers = 3 * time.Second

// rings are the pop-ups, from the corner of the screen upwards.
type rings struct {
	panel   *Panel
	windows [ringWindows]*ringWindow
	gone    []*call // answered elsewhere, still said
}

// ringWindow is one pop-up. It is shown and hidden, never destroyed.
type ringWindow struct {
	window fyne.Window
	view   *popup.View
	call   *call
}

func newRings(p *Panel) *rings {
	r := &rings{panel: p}
	for i := range r.windows {
		r.windows[i] = r.build()
	}
	return r
}

func (r *rings) build() *ringWindow {
	p := r.panel
	w := &ringWindow{}
	if driver, ok := p.app.Driver().(desktop.Driver); ok {
		w.window = driver.CreateSplashWindow() // no frame: the pop-up draws its own
	} else {
		w.window = p.app.NewWindow("")
	}
	w.window.SetPadded(false)
	w.window.SetFixedSize(true)
	w.compose(p)
	w.window.Resize(fyne.NewSize(popup.Width, popup.Height))
	w.window.SetCloseIntercept(w.reject(p))
	w.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { w.key(p, e.Name) })
	if onTop, ok := w.window.(desktop.Window); ok {
		onTop.RequestAlwaysOnTop()
	}
	return w
}

// compose makes what the pop-up shows, in the language of now.
func (w *ringWindow) compose(p *Panel) {
	w.window.SetTitle(p.Words.T("app.ring"))
	w.view = popup.New(p.Words, popup.Actions{
		Answer: w.answer(p), Reject: w.reject(p), Hand: w.hand(p), Choose: func(i int) { p.assign(w.call, i) },
	})
	w.window.SetContent(w.view.Object())
}

func (r *rings) recompose() {
	for _, w := range r.windows {
		w.compose(r.panel)
	}
	r.draw()
}

func (w *ringWindow) answer(p *Panel) func() {
	return func() {
		if w.call != nil {
			p.answerCall(w.call.ID)
		}
	}
}

func (w *ringWindow) reject(p *Panel) func() {
	return func() {
		if w.call != nil {
			p.reject(w.call, p.rejected())
		}
	}
}

func (w *ringWindow) hand(p *Panel) func() {
	return func() {
		if w.call != nil {
			p.forward(w.call)
		}
	}
}

// key acts on keys while the pop-up has the focus, which it takes only when it
// is clicked.
func (w *ringWindow) key(p *Panel, name fyne.KeyName) {
	switch {
	case name == fyne.KeyF2:
		w.answer(p)()
	case name == fyne.KeyF4:
		w.reject(p)()
	case name == fyne.KeyF9:
		w.hand(p)()
	case len(name) == 1 && name >= "1" && int(name[0]-'1') < popup.MaxChoices && w.call != nil:
		p.assign(w.call, int(name[0]-'1'))
	}
}

// warm makes the windows known to the system before the first ring, so that
// showing one is but a matter of drawing.
func (r *rings) warm() {
	if r.panel.Native == nil {
		return
	}
	for _, w := range r.windows {
		r.panel.Native.ShowQuietly(w.window)
		w.window.Hide()
	}
}

// draw shows the calls that ring, oldest at the corner.
func (r *rings) draw() {
	var list []*call
	list = append(list, r.gone...)
	for _, one := range r.panel.calls.live {
		if !ours(one) {
			list = append(list, one)
		}
	}
	for i, w := range r.windows {
		if i >= len(list) {
			w.call = nil
			w.window.Hide()
			continue
		}
		more := 0
		if i == len(r.windows)-1 {
			more = len(list) - len(r.windows)
		}
		r.show(w, i, list[i], more)
	}
}

func (r *rings) show(w *ringWindow, place int, one *call, more int) {
	fresh := w.call == nil
	w.call = one
	w.view.Show(r.panel.face(one, more))
	w.view.Timer(r.panel.elapsed(one, r.panel.now()))
	if !fresh {
		return
	}
	r.place(w.window, place)
	if r.panel.Native != nil {
		r.panel.Native.ShowQuietly(w.window)
		return
	}
	w.window.Show()
}

// place puts a window at the lower right of the work area, one above another.
func (r *rings) place(window fyne.Window, n int) {
	on, ok := window.(desktop.Window)
	if !ok || r.panel.Native == nil {
		return
	}
	const margin = 12
	x, y, width, height := r.panel.Native.WorkArea()
	scale := window.Canvas().Scale()
	w, h := int(popup.Width*scale), int(popup.Height*scale)
	on.RequestPosition(x+width-w-margin, y+height-(n+1)*(h+margin))
}

// over takes a pop-up off when its call has ended; that a colleague has
// it is said for a moment first.
func (r *rings) over(one *call) {
	forwarded := one.Outcome == crm.Transferred && one.AnsweredAt.IsZero()
	if one.Outcome != crm.Elsewhere && !forwarded {
		return
	}
	r.gone = append(r.gone, one)
	time.AfterFunc(lingers, func() {
		r.panel.bridge.post(func() {
			r.gone = without(r.gone, one)
			r.draw()
		})
	})
}

func without(list []*call, one *call) []*call {
	var rest []*call
	for _, other := range list {
		if other != one {
			rest = append(rest, other)
		}
	}
	return rest
}

func (r *rings) timers(now time.Time) {
	for _, w := range r.windows {
		if w.call != nil && w.call.Open() {
			w.view.Timer(r.panel.elapsed(w.call, now))
		}
	}
}

// called is the number that was called, without what the exchange puts round it.
func called(text string) string { return strings.TrimPrefix(strings.TrimSpace(text), "sip:") }
