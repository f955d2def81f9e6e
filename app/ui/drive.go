package ui

import (
	"image"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/exchange"
	"pult/app/ui/internal/files"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/sound"
)

// OpenCard opens the card of a client.
func (p *Panel) OpenCard(client crm.Ref) {
	p.bridge.post(func() { p.openClient(client, "") })
}

// Search types text into the search.
func (p *Panel) Search(text string) {
	p.bridge.post(func() {
		p.main.Canvas().Focus(p.shell.Top.Search)
		p.shell.Top.Search.SetText(text)
	})
}

// Type types text into the note.
func (p *Panel) Type(text string) {
	p.bridge.post(func() {
		p.main.Canvas().Focus(p.strip.Note)
		p.strip.Note.SetText(text)
	})
}

// TypeHand types text into the form that hands a talk over.
func (p *Panel) TypeHand(text string) {
	p.bridge.post(func() { p.strip.TypeHand(text) })
}

// Resize gives the main window another size.
func (p *Panel) Resize(width, height float32) {
	p.bridge.post(func() { p.main.Resize(fyne.NewSize(width, height)) })
}

// Press presses a key as it is printed: "F2", "Esc", "Enter", "Ctrl+K", "Alt+3".
func (p *Panel) Press(key string) {
	pressed := readChord(key)
	p.bridge.post(func() { p.key(pressed.key, pressed.mod) })
}

// CaptureSound takes a picture of the window of the sound; none when it is closed.
func (p *Panel) CaptureSound() (picture image.Image) {
	done := make(chan struct{})
	p.bridge.post(func() {
		defer close(done)
		if p.sound.window != nil {
			picture = p.sound.window.Canvas().Capture()
		}
	})
	select {
	case <-done:
	case <-p.gone:
	}
	return picture
}

// PressExchange presses a key in the window of the exchange, or opens it.
func (p *Panel) PressExchange(key string) {
	p.bridge.post(func() {
		if p.exchange.window == nil {
			p.openExchange(exchange.Data)
			return
		}
		p.exchangeKey(&fyne.KeyEvent{Name: readChord(key).key})
	})
}

// LookFile opens the window of files on one.
func (p *Panel) LookFile(path string) {
	p.bridge.post(func() {
		p.openFiles(files.Rows)
		p.lookFile(path)
	})
}

// PressFiles presses a key in the window of files.
func (p *Panel) PressFiles(key string) {
	p.bridge.post(func() {
		if p.files.window != nil {
			p.files.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: readChord(key).key})
		}
	})
}

// LookCallees opens the window of lists from files on one.
func (p *Panel) LookCallees(path string) {
	p.bridge.post(func() {
		p.openCallees()
		p.lookCallees(path)
	})
}

// PressCallees presses a key in that window.
func (p *Panel) PressCallees(key string) {
	p.bridge.post(func() {
		if p.callees.window != nil {
			p.callees.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: readChord(key).key})
		}
	})
}

// OpenLetter opens a letter to be read.
func (p *Panel) OpenLetter(id crm.ID) { p.bridge.post(func() { p.openLetter(id) }) }

// PressLetter presses a key in the window of a letter.
func (p *Panel) PressLetter(key string) {
	p.bridge.post(func() {
		if p.letter.window == nil {
			return
		}
		if sign := []rune(key); len(sign) == 1 {
			p.letterRune(sign[0])
			return
		}
		p.letterKey(readChord(key).key, readChord(key).mod)
	})
}

// PressCompose presses a key in the window a letter is written in.
func (p *Panel) PressCompose(key string) {
	p.bridge.post(func() { p.composeKey(readChord(key).key, readChord(key).mod) })
}

// PressMaking presses a key in the window a call list is put together in, or opens it.
// What has the focus there takes the key first.
func (p *Panel) PressMaking(key string) {
	pressed := readChord(key)
	p.bridge.post(func() {
		if p.making.window == nil {
			p.openMaking()
			return
		}
		canvas := p.making.window.Canvas()
		switch hand := canvas.Focused(); {
		case pressed.key == fyne.KeyTab:
			canvas.FocusNext()
		case hand != nil && pressed.mod == 0:
			hand.TypedKey(&fyne.KeyEvent{Name: pressed.key})
		default:
			p.makingKey(pressed.key, pressed.mod)
		}
	})
}

// TypeMaking types into what has the focus there.
func (p *Panel) TypeMaking(text string) {
	p.bridge.post(func() {
		if p.making.window == nil || p.making.window.Canvas().Focused() == nil {
			return
		}
		for _, r := range text {
			p.making.window.Canvas().Focused().TypedRune(r)
		}
	})
}

// Listen opens the recording of the line of the story that is chosen after so
// many steps.
func (p *Panel) Listen(steps int) {
	p.bridge.post(func() {
		for range steps {
			p.card.Move(1)
		}
		if row, ok := p.card.Chosen(); ok {
			p.openRecording(row)
		}
	})
}

// Try begins a test in the window of the sound: 0 the bell, 1 the microphone,
// 2 the line.
func (p *Panel) Try(test int) { p.bridge.post(func() { p.trySound(sound.Trial(test)) }) }

// Capture takes a picture of the main window and, when a call rings, of its
// pop-up. It waits for the screen, so the toolkit's goroutine must not call it;
// it gives nothing when the panel is gone.
func (p *Panel) Capture() (main, popup image.Image) {
	done := make(chan struct{})
	p.bridge.post(func() {
		defer close(done)
		main = p.main.Canvas().Capture()
		if w := p.rings.windows[0]; w.call != nil {
			popup = w.window.Canvas().Capture()
		}
	})
	select {
	case <-done:
	case <-p.gone:
	}
	return main, popup
}

// Shown is what of the main window a hand at the keyboard goes by.
type Shown struct {
	State string // the big word of the strip
	Wrap  bool   // it asks what came of a call
	Focus string // "note", "results", "step", "form", "field", "search", "dial" or nothing
	Note  string
	Step  string
	Lists int    // call lists to choose from, where they are in sight
	Entry crm.ID // whose turn it is in the list that is open
	Asks  string // what the list says over its digits
	Saved bool   // what came of the call of that entry is on disk
}

// Shown tells what stands in the main window now; nothing when the panel is gone.
func (p *Panel) Shown() (shown Shown) {
	done := make(chan struct{})
	p.bridge.post(func() {
		defer close(done)
		face := p.strip.Face()
		shown = Shown{State: face.State, Wrap: face.Wrap, Note: p.strip.Note.Text, Step: p.strip.Step.Text, Entry: p.calling.entry.ID, Saved: p.calling.saved}
		if p.lists.section == shell.Lists && p.calling.list.IsZero() {
			shown.Lists = len(p.calling.lists)
		}
		if p.guide != nil && p.onList() {
			shown.Asks = p.guide.Face().Title
		}
		switch focused := p.main.Canvas().Focused(); {
		case focused == nil:
		case p.strip.Holds(focused):
			shown.Focus = "form"
		case focused == fyne.Focusable(p.strip.Note):
			shown.Focus = "note"
		case focused == fyne.Focusable(p.strip.Results):
			shown.Focus = "results"
		case p.guide != nil && focused == fyne.Focusable(p.guide.Field):
			shown.Focus = "field" // of the list
		case focused == fyne.Focusable(p.strip.Step):
			shown.Focus = "step"
		case focused == fyne.Focusable(p.shell.Top.Search):
			shown.Focus = "search"
		case focused == fyne.Focusable(p.shell.Top.Dial):
			shown.Focus = "dial"
		}
	})
	select {
	case <-done:
	case <-p.gone:
	}
	return shown
}
