package ui

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"

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
	// TryAccount is the same for one of the further accounts.
	TryAccount(ctx context.Context, s crm.Settings, row int) error
	// TryBell looks whether 1C could be heard; open tells that anybody in the
	// network can listen to it.
	TryBell(ctx context.Context, s crm.Settings) (open bool, err error)
	// MailServers are where the mailbox of an address most likely is, TryMail logs in
	// to both as they were typed: of the first mailbox, row -1, or of a further one. Told
	// hears of every step, on a goroutine of its own.
	MailServers(address, provider string) crm.MailHome
	// FindMail asks the network who keeps the mail of an address.
	FindMail(ctx context.Context, address string) crm.MailHome
	// MailByBrowser tells whether a mailbox is entered in the browser, ConsentMail has
	// its owner allow us in there; page is what the browser shows afterwards.
	MailByBrowser(m crm.Mailbox) bool
	ConsentMail(ctx context.Context, m crm.Mailbox, open func(address string) error, page func(error) string) error
	TryMail(ctx context.Context, s crm.Settings, row int, told func(crm.MailTrial)) crm.MailTrial
	// TryOneC asks the base that was typed what it is.
	TryOneC(ctx context.Context, s crm.Settings) (title string, err error)
}

// settingsRoom is the window of settings, while it is open.
type settingsRoom struct {
	window fyne.Window // nil when it is closed
	view   *settings.View
	post   *mailDoor // of its page of mail
}

// looks is the saving of what has effect at once.
type looks struct{ busy, again bool }

// settingsPages are those there is something to set on.
func (p *Panel) settingsPages() (pages []settings.Page) {
	if p.Settings != nil {
		pages = append(pages, settings.General, settings.OneC, settings.Phone, settings.Accounts, settings.Mail, settings.Boxes, settings.Colleagues,
			settings.Discount, settings.Record, settings.Keys, settings.More)
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
		r.post = &mailDoor{words: p.Words, with: p.Settings, work: p.work, bridge: p.bridge, open: p.app.OpenURL, done: p.Consented}
		r.view = settings.New(p.Words, pages, false, settings.Actions{
			Page: func(page settings.Page) { p.turnSettings(page) }, Save: p.saveSettings, Try: p.trySettings, Look: p.lookSettings,
			Restart: p.restart, Keys: p.settingsKey, File: p.openSettingsFile, Mail: r.post.actions(),
		})
		r.post.view = r.view
		r.window.SetPadded(false)
		r.window.SetContent(r.view.Object())
		r.window.Resize(fyne.NewSize(settings.Width, settings.Height))
		r.window.SetOnClosed(func() {
			p.leaveSound()
			p.settings.post.leave()
			p.settings = settingsRoom{}
		})
		r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { p.settingsKey(e.Name, 0) })
		onGo(r.window.Canvas(), func() {
			if r.view != nil && r.view.Page() != settings.Sound {
				p.saveSettings()
			}
		})
		for _, c := range append(digits(ctrl), chord{ctrl, fyne.Key0}, chord{ctrl, fyne.KeyDelete}) {
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
	case r.view.Key(key, mod):
	case mod == ctrl && len(key) == 1 && key[0] >= '0' && key[0] <= '9':
		// Ctrl+0 is the tenth.
		if pages, at := p.settingsPages(), (int(key[0]-'0')+9)%10; at < len(pages) {
			p.turnSettings(pages[at])
		}
	case mod != 0:
		return false
	case key == fyne.KeyEscape:
		r.window.Close()
	case r.view.Page() == settings.Sound:
		return p.soundWindowKey(key)
	case key == fyne.KeyF6 && r.view.Page() == settings.More:
		p.openSettingsFile(r.view.File())
	case key == fyne.KeyF7 && (r.view.Page() == settings.Mail || r.view.Page() == settings.Boxes):
		r.post.enter(r.view.Page())
	case key == fyne.KeyF5 && r.view.Tries(r.view.Page()):
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
	s, wrong := r.view.Read()
	if wrong != nil {
		p.settingWrong(wrong)
		return
	}
	p.ask(func(ctx context.Context) func() {
		saved, err := p.Settings.Save(ctx, s)
		return func() {
			if p.settings.window != r.window {
				return
			}
			var misfit *crm.Misfit
			if errors.As(err, &misfit) && p.settingWrong(misfit) {
				return
			}
			text, tone := p.Words.SettingsSaved(saved, err)
			if err == nil {
				p.settingsKept()
				if refused, loud := p.takeKeys(); refused != "" {
					text, tone = refused, loud
				}
			}
			r.view.Said(text, tone, err == nil && saved.Restart && p.Restart != nil)
		}
	})
}

// settingWrong says beside the field what is wrong with it; false that no page has it.
func (p *Panel) settingWrong(m *crm.Misfit) bool {
	text := p.Words.Misfit(m)
	if !p.settings.view.Wrong(m, text) {
		return false
	}
	p.settings.view.Said(p.Words.T("set.not_saved"), view.Danger, false)
	return true
}

// settingsKept shows what was saved: a password that was typed is kept now, and
// new rows stand in the file. The place of pop-ups has effect at once.
func (p *Panel) settingsKept() {
	kept := p.Settings.Read()
	p.settings.view.Wrong(nil, "")
	p.settings.view.Show(kept)
	p.Corner = CornerOf(kept.Popup)
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
