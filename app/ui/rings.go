package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/popup"
)

// ringWindows is how many calls are shown at once; of further ones the last pop-up
// tells the number. The first is made at the start. Each costs 11 MB once it was drawn,
// and two calls that ring at once are rare: who is talking has none on the screen.
const (
	ringWindows = 3
	warmWindows = 1
)

// lingers is how long a pop-up says that a colleague has answered.
const lingers = 3 * time.Second

// rings are the pop-ups, from the corner of the screen on. A call keeps its window
// and its place until it is over: nothing that is read, or about to be clicked, moves
// because another call has ended.
type rings struct {
	panel   *Panel
	windows []*ringWindow
	gone    []*call // answered elsewhere, still said
	alarm   bool    // the task bar and the tray say that it rings
}

// ringWindow is one pop-up. It is shown and hidden, never destroyed.
type ringWindow struct {
	window fyne.Window
	view   *popup.View
	call   *call
}

func newRings(p *Panel) *rings {
	r := &rings{panel: p}
	for range warmWindows {
		r.windows = append(r.windows, r.build())
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
	for as, key := range popup.SortKeys {
		c := readChord(key)
		w.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}, func(fyne.Shortcut) { w.sort(p, popup.Sort(as)) })
	}
	if onTop, ok := w.window.(desktop.Window); ok {
		onTop.RequestAlwaysOnTop()
	}
	return w
}

// compose makes what the pop-up shows, in the language of now.
func (w *ringWindow) compose(p *Panel) {
	w.window.SetTitle(p.Words.T("app.ring"))
	w.view = popup.New(p.Words, popup.Actions{
		Answer: w.answer(p), Reject: w.reject(p), Hand: w.hand(p), Card: w.card(p), Choose: func(i int) { p.assign(w.call, i) },
		Sort: func(as popup.Sort) { w.sort(p, as) },
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

// card opens the card of who rings, in the main window.
func (w *ringWindow) card(p *Panel) func() {
	return func() {
		if p.openRing(w.call) {
			p.toFront()
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
	case name == fyne.KeyF5:
		w.card(p)()
	case len(name) == 1 && name >= "1" && int(name[0]-'1') < popup.MaxChoices && w.call != nil:
		p.assign(w.call, int(name[0]-'1'))
	}
}

// warm makes the windows known to the system before the first ring, so that
// showing one is but a matter of drawing.
func (r *rings) warm() {
	for _, w := range r.windows {
		r.acquaint(w)
	}
}

// acquaint shows a window for a moment. The toolkit puts a new one into the middle of
// the screen, wherever it is asked to be.
func (r *rings) acquaint(w *ringWindow) {
	if r.panel.Native != nil {
		r.panel.Native.ShowQuietly(w.window)
		w.window.Hide()
	}
}

// draw shows the calls that ring.
func (r *rings) draw() {
	waiting := append([]*call(nil), r.gone...)
	for _, one := range r.panel.calls.live {
		if !ours(one) {
			waiting = append(waiting, one)
		}
	}
	for _, w := range r.windows {
		if w.call == nil {
			continue
		}
		if i := slices.IndexFunc(waiting, func(o *call) bool { return o.ID == w.call.ID }); i >= 0 {
			w.call = waiting[i] // read anew, it is another copy
			waiting = slices.Delete(waiting, i, i+1)
			continue
		}
		w.vacate()
	}
	r.makeRoom(len(waiting))
	for i, w := range r.windows {
		fresh := w.call == nil
		if fresh && len(waiting) > 0 {
			w.call, waiting = waiting[0], waiting[1:]
		}
		if w.call != nil {
			more := 0
			if i == len(r.windows)-1 {
				more = len(waiting)
			}
			r.show(w, i, more, fresh)
		}
	}
	r.raise(r.panel.calls.ringing() != nil)
	r.spare()
}

// spare makes the next window as soon as two calls ring and no window is free: the one
// after need not wait for it, and a panel that never has two at once does without.
func (r *rings) spare() {
	taken := func() bool {
		return len(r.windows) > warmWindows && len(r.windows) < ringWindows && !slices.ContainsFunc(r.windows, func(w *ringWindow) bool { return w.call == nil })
	}
	if !taken() {
		return
	}
	r.panel.bridge.post(func() { // what rings is drawn first
		if taken() {
			r.add()
		}
	})
}

func (r *rings) add() {
	w := r.build()
	r.windows = append(r.windows, w)
	r.acquaint(w)
}

// vacate takes a window off the screen and lets go of the pictures of its texts. The
// toolkit keeps each for a minute and would free these only when this window is drawn
// again: after a busy hour that would be all of that hour's. Content that is given anew
// is drawn anew.
func (w *ringWindow) vacate() {
	w.call = nil
	w.window.Hide()
	w.window.SetContent(w.view.Object())
}

// makeRoom makes a window for each call that waits for one, as far as there may be.
func (r *rings) makeRoom(waiting int) {
	for _, w := range r.windows {
		if w.call == nil {
			waiting--
		}
	}
	for ; waiting > 0 && len(r.windows) < ringWindows; waiting-- {
		r.add()
	}
}

// raise has the task bar and the tray say that somebody rings: the pop-up may be on
// another screen than the eyes.
func (r *rings) raise(on bool) {
	if r.alarm == on {
		return
	}
	r.alarm = on
	if r.panel.Native != nil {
		r.panel.Native.Attend(r.panel.main, on)
	}
	r.panel.drawTrayIcon()
}

func (r *rings) show(w *ringWindow, place, more int, fresh bool) {
	w.view.Show(r.panel.face(w.call, more))
	w.view.Timer(r.panel.elapsed(w.call, r.panel.now()))
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

// place puts a window at its place in the work area: one over another, and where the
// screen ends in a column beside.
func (r *rings) place(window fyne.Window, n int) {
	on, ok := window.(desktop.Window)
	if !ok || r.panel.Native == nil {
		return
	}
	corner := r.panel.Corner
	on.RequestPosition(corner.spot(r.panel.Native.AreaOf(corner.Screen), window.Canvas().Scale(), n))
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
