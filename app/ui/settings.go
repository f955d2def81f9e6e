package ui

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
	"pult/app/ui/internal/sound"
	"pult/app/view"
)

// Settings is what the window of settings works with. Methods with a context may
// take long and are asked in the background.
type Settings interface {
	Read() crm.Settings
	Save(ctx context.Context, s crm.Settings) (crm.Saved, error)
	// TryPhone registers the account that was typed; crm.ErrConflict says that
	// this panel holds it already.
	TryPhone(ctx context.Context, s crm.Settings) error
	// TryOneC asks the base that was typed what it is.
	TryOneC(ctx context.Context, s crm.Settings) (title string, err error)
}

// settingsRoom is the window of settings, while it is open.
type settingsRoom struct {
	window fyne.Window // nil when it is closed
	view   *settings.View
}

// looks is the saving of what has effect at once.
type looks struct{ busy, again bool }

// settingsPages are those there is something to set on.
func (p *Panel) settingsPages() (pages []settings.Page) {
	if p.Settings != nil {
		pages = append(pages, settings.General, settings.OneC, settings.Phone, settings.Record, settings.Keys, settings.More)
	}
	if p.Sound != nil {
		pages = append(pages, settings.Sound)
	}
	return pages
}

// openSettings opens the window on a page, or brings it to the front; false says
// that there is nothing to set.
func (p *Panel) openSettings(page settings.Page) bool {
	pages := p.settingsPages()
	if len(pages) == 0 || page == settings.Sound && p.Sound == nil {
		return false
	}
	if p.Settings == nil {
		page = settings.Sound
	}
	r := &p.settings
	if r.window == nil {
		r.window = p.app.NewWindow(p.Words.T("set.title"))
		r.view = settings.New(p.Words, pages, false, settings.Actions{
			Page: func(page settings.Page) { p.turnSettings(page) }, Save: p.saveSettings, Try: p.trySettings, Look: p.lookSettings,
			Restart: p.restart, Keys: p.settingsKey, File: p.openSettingsFile,
		})
		r.window.SetPadded(false)
		r.window.SetContent(r.view.Object())
		r.window.Resize(fyne.NewSize(settings.Width, settings.Height))
		r.window.SetOnClosed(func() {
			p.leaveSound()
			p.settings = settingsRoom{}
		})
		r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { p.settingsKey(e.Name, 0) })
		onGo(r.window.Canvas(), func() {
			if r.view != nil && r.view.Page() != settings.Sound {
				p.saveSettings()
			}
		})
		for _, c := range digits(ctrl) {
			r.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}, func(fyne.Shortcut) { p.settingsKey(c.key, c.mod) })
		}
		if p.Settings != nil {
			r.view.Show(p.Settings.Read())
		}
		r.window.Show()
	} else {
		r.window.RequestFocus()
	}
	p.turnSettings(page)
	return true
}

// openSettingsFile opens the file of the settings in what the system opens texts
// with.
func (p *Panel) openSettingsFile(path string) {
	err := p.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
	if err != nil {
		p.Log.Warn("settings file", "error", err)
	}
	p.settings.view.Said(p.Words.T("set.file_where", path), view.Quiet, false)
}

// turnSettings shows another page. The devices are open only while theirs is.
func (p *Panel) turnSettings(page settings.Page) {
	r := &p.settings
	r.view.Open(page)
	switch {
	case page != settings.Sound:
		p.leaveSound()
		r.view.Sound(nil)
	case p.sound.window == nil:
		p.enterSound(r.window)
		r.view.Sound(p.sound.view.Object())
	}
}

// settingsKey is for keys in the window; it tells whether it was one.
func (p *Panel) settingsKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	r := &p.settings
	switch {
	case r.window == nil:
		return false
	case mod == ctrl && len(key) == 1 && key[0] >= '1' && key[0] <= '9':
		if pages := p.settingsPages(); int(key[0]-'1') < len(pages) {
			p.turnSettings(pages[key[0]-'1'])
		}
	case mod != 0:
		return false
	case key == fyne.KeyEscape:
		r.window.Close()
	case r.view.Page() == settings.Sound:
		return p.soundWindowKey(key)
	case key == fyne.KeyF6 && r.view.Page() == settings.More:
		now, _ := r.view.Read()
		p.openSettingsFile(now.File)
	case key == fyne.KeyF5 && (r.view.Page() == settings.OneC || r.view.Page() == settings.Phone):
		p.trySettings(r.view.Page())
	default:
		return false
	}
	return true
}

// lookSettings shows at once what has effect at once, and keeps it.
func (p *Panel) lookSettings() {
	now, _ := p.settings.view.Read()
	if p.Theme != now.Theme {
		p.wear(now.Theme)
	}
	if l := view.Language(now.Language); p.Words.Language() != l {
		p.speak(l)
	}
}

// keepLook keeps what has effect at once. Saves follow each other, so an older
// choice can never come after a newer one.
func (p *Panel) keepLook() {
	r := &p.looks
	if p.Settings == nil {
		return
	}
	if r.again = r.busy; r.busy {
		return
	}
	r.busy = true
	theme, language := p.Theme, string(p.Words.Language())
	p.ask(func(ctx context.Context) func() {
		s := p.Settings.Read()
		s.Theme, s.Language = theme, language
		_, err := p.Settings.Save(ctx, s)
		return func() {
			r.busy = false
			if r.again {
				p.keepLook()
			} else if err != nil {
				p.fault(err)
			}
		}
	})
}

func (p *Panel) saveSettings() {
	r := p.settings
	s, ok := r.view.Read()
	if !ok {
		r.view.Said(p.Words.T("set.bad_days"), view.Danger, false)
		return
	}
	p.ask(func(ctx context.Context) func() {
		saved, err := p.Settings.Save(ctx, s)
		return func() {
			if p.settings.window != r.window {
				return
			}
			text, tone := p.Words.SettingsSaved(saved, err)
			if err == nil {
				if refused, loud := p.takeKeys(); refused != "" {
					text, tone = refused, loud
				}
			}
			r.view.Said(text, tone, err == nil && saved.Restart && p.Restart != nil)
		}
	})
}

// restart begins the panel anew, but never under a call.
func (p *Panel) restart() {
	if len(p.calls.live) > 0 {
		p.settings.view.Said(p.Words.T("set.restart_call"), view.Warning, true)
		return
	}
	p.Restart()
	p.leave()
}

// trySettings tries what was typed, saved or not.
func (p *Panel) trySettings(page settings.Page) {
	r := p.settings
	s, _ := r.view.Read()
	tell := func(text string, tone view.Tone, running bool) {
		if p.settings.window == r.window && r.window != nil {
			r.view.Tell(page, text, tone, running)
		}
	}
	tell(p.Words.T("set.trying"), view.Quiet, true)
	line := p.status.Line
	p.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, trialLimit)
		defer cancel()
		text, tone := try(ctx, p.Words, p.Settings, page, s)
		if page == settings.Phone && text == "" { // this panel holds the account
			text, tone = p.Words.T("set.phone_held", p.Words.Line(line)), view.Normal
			if line.State == crm.LineRegistered {
				tone = view.Good
			} else if p.Reconnect != nil {
				p.Reconnect()
			}
		}
		p.bridge.post(func() { tell(text, tone, false) })
	})
}

// try words what came of trying one account; nothing when the panel holds it.
func try(ctx context.Context, words *view.Printer, with Settings, page settings.Page, s crm.Settings) (string, view.Tone) {
	began := time.Now()
	if page == settings.OneC {
		if s.OneC.Address == "" {
			return words.T("set.no_address"), view.Warning
		}
		title, err := with.TryOneC(ctx, s)
		if err != nil {
			return words.TryFailed(view.OneC, err), view.Danger
		}
		return words.T("set.onec_good", title, time.Since(began).Milliseconds()), view.Good
	}
	if s.Phone.Address == "" || s.Phone.User == "" {
		return words.T("set.no_address"), view.Warning
	}
	err := with.TryPhone(ctx, s)
	switch {
	case errors.Is(err, crm.ErrConflict):
		return "", view.Normal
	case err != nil:
		return words.TryFailed(view.Telephone, err), view.Danger
	}
	return words.T("set.phone_good", s.Phone.User), view.Good
}

// settingsShortcut opens the page that wants a hand, else the first.
func (p *Panel) settingsShortcut(chord) bool {
	if p.status.Sound != nil {
		return p.openSettings(settings.Sound)
	}
	return p.openSettings(settings.General)
}

// openSound opens the page of the sound.
func (p *Panel) openSound() bool { return p.openSettings(settings.Sound) }

// enterSound begins what the page of the sound needs.
func (p *Panel) enterSound(window fyne.Window) {
	r := &p.sound
	*r = soundRoom{window: window, view: sound.New(p.Words, sound.Actions{Choose: p.chooseSound, Try: p.trySound})}
	r.view.Show(crm.SoundDevices{}, p.Sound.Choice())
	view := r.view
	p.work.start(func(ctx context.Context) {
		ctx, cut := context.WithCancel(ctx)
		defer cut()
		p.bridge.post(func() {
			if p.sound.view != view {
				cut()
				return
			}
			p.sound.cut = cut
		})
		p.watchSound(ctx)
	})
}
