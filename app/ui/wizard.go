package ui

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/settings"
	"pult/app/view"
)

// wizard is the first start: the pages of the settings, one after another.
type wizard struct {
	app    fyne.App
	words  *view.Printer
	with   Settings
	window fyne.Window
	view   *settings.View
	bridge *bridge
	work   *work
	post   *mailDoor
	sound  *Panel // the page of the sound is a panel's; this one has no windows
	done   bool
}

// FirstStart asks for what the panel cannot guess, until all is said or the window
// is closed; true says that the panel may open. It must be called on the main
// goroutine.
func FirstStart(ctx context.Context, app fyne.App, words *view.Printer, with Settings, sound Sound) bool {
	w := newWizard(app, words, with, sound)
	w.work.begin(ctx)
	stop := context.AfterFunc(ctx, func() { w.bridge.post(app.Quit) })
	defer stop()
	w.window.ShowAndRun()
	w.bridge.close()
	w.sound.leaveSound()
	w.work.wait()
	return w.done
}

func newWizard(app fyne.App, words *view.Printer, with Settings, sound Sound) *wizard {
	app.Settings().SetTheme(look.New(""))
	w := &wizard{app: app, words: words.Twin(), with: with, bridge: newBridge(), work: newWork()}
	w.sound = &Panel{Deps: Deps{Sound: sound, Words: w.words, Log: slog.Default()}, bridge: w.bridge, work: w.work}
	w.window = app.NewWindow("")
	w.window.SetPadded(false)
	w.window.Resize(fyne.NewSize(settings.Width, settings.Height))
	w.window.SetOnClosed(w.bridge.close)
	w.compose()
	s := with.Read()
	s.Language = string(words.Language()) // of who reads it, whatever the file would say
	w.view.Show(s)
	return w
}

// compose makes the pages in the language of now.
func (w *wizard) compose() {
	pages := []settings.Page{settings.General, settings.OneC, settings.Phone, settings.Mail}
	if w.sound.Sound != nil {
		pages = append(pages, settings.Sound)
	}
	w.post.leave() // what was asked was asked for pages that are gone
	w.post = &mailDoor{words: w.words, with: w.with, work: w.work, bridge: w.bridge, open: w.app.OpenURL}
	w.view = settings.New(w.words, pages, true, settings.Actions{
		Page: w.open, Save: w.next, Try: w.try, Look: w.look,
		Back: func() { w.turn(-1) },
		Keys: w.key, Mail: w.post.actions(),
	})
	w.post.view = w.view
	w.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { w.key(e.Name, 0) })
	onGo(w.window.Canvas(), w.next)
	w.window.SetTitle(w.words.T("app.name") + ": " + w.words.T("set.first"))
	w.window.SetContent(w.view.Object())
	w.view.Said(w.words.T("set.first_hint"), view.Quiet, false)
}

// key is for keys of the pages: F5 tries an account, on the page of the sound
// there are three.
func (w *wizard) key(key fyne.KeyName, mod fyne.KeyModifier) bool {
	switch page := w.view.Page(); {
	case mod != 0:
		return false
	case key == fyne.KeyReturn || key == fyne.KeyEnter:
		w.next() // no field has the focus that would tell of it
	case page == settings.Sound:
		return w.sound.soundWindowKey(key)
	case key == fyne.KeyF7 && page == settings.Mail:
		w.post.enter(page)
	case key == fyne.KeyF5 && page != settings.General:
		w.try(page)
	default:
		return false
	}
	return true
}

// onGo does what the button with Ctrl+Enter does, when no field has the focus.
func onGo(canvas fyne.Canvas, do func()) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: ctrl}, func(fyne.Shortcut) { do() })
	}
}

// open shows a page. The devices are open only while theirs is. What was said
// before is kept first: the choice of devices is kept as it is made.
func (w *wizard) open(page settings.Page) {
	if page == settings.Sound && w.view.Page() != settings.Sound {
		w.save(func() {
			w.view.Open(page)
			w.sound.enterSound(w.window)
			w.view.Sound(w.sound.sound.view.Object())
		})
		return
	}
	if page != settings.Sound {
		w.sound.leaveSound()
		w.view.Sound(nil)
	}
	w.view.Open(page)
	if page != settings.Sound {
		w.view.Begin()
	}
}

func (w *wizard) turn(steps int) bool {
	p, ok := w.view.Next(steps)
	if ok {
		w.open(p)
	}
	return ok
}

// look changes language and theme under the hands.
func (w *wizard) look() {
	s, _ := w.view.Read()
	w.app.Settings().SetTheme(look.New(s.Theme))
	if l := view.Language(s.Language); l != w.words.Language() {
		w.words.Speak(l)
		w.compose()
		w.view.Show(s)
	}
}

// next goes on; from the last page it saves and is over.
func (w *wizard) next() {
	if w.turn(1) {
		return
	}
	w.save(func() {
		w.done = true
		w.window.Close()
	})
}

// save keeps what stands in the pages and goes on when it is kept.
func (w *wizard) save(then func()) {
	s, _ := w.view.Read()
	w.ask(func(ctx context.Context) func() {
		saved, err := w.with.Save(ctx, s)
		return func() {
			var misfit *crm.Misfit
			if errors.As(err, &misfit) && w.view.Wrong(misfit, w.words.Misfit(misfit)) {
				w.view.Said(w.words.T("set.not_saved"), view.Danger, false)
				return
			}
			if err != nil {
				text, tone := w.words.SettingsSaved(saved, err)
				w.view.Said(text, tone, false)
				return
			}
			then()
		}
	})
}

func (w *wizard) try(page settings.Page) {
	if page == settings.Mail {
		w.post.try(page)
		return
	}
	s, _ := w.view.Read() // no number is asked for here
	shown := w.view
	shown.Tell(page, w.words.T("set.trying"), view.Quiet, true)
	w.ask(func(ctx context.Context) func() {
		text, tone := try(ctx, w.words, w.with, page, s, -1)
		return func() { shown.Tell(page, text, tone, false) }
	})
}

// wizardPatience bounds trying and saving: a keychain may sit behind a question.
const wizardPatience = time.Minute

func (w *wizard) ask(question func(ctx context.Context) (answer func())) {
	w.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, wizardPatience)
		defer cancel()
		w.bridge.post(question(ctx))
	})
}
