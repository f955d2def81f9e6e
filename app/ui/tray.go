package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/look"
)

// keepInTray lets the panel live on when its window is closed, where there is a
// tray it can be brought back from. Without one closing ends the panel: a window
// nobody can find would still take calls.
func (p *Panel) keepInTray() {
	if _, ok := p.app.(desktop.App); !ok || p.Tray == nil {
		return
	}
	p.main.SetCloseIntercept(func() {
		if p.Tray() {
			p.notes.flush()
			p.main.Hide()
			return
		}
		p.main.Close()
	})
	p.drawTrayIcon()
	p.drawTray()
}

// drawTrayIcon shows in the tray whether somebody rings.
func (p *Panel) drawTrayIcon() {
	tray, ok := p.app.(desktop.App)
	if !ok || p.Tray == nil {
		return
	}
	icon := look.Phone.Resource(look.Accent)
	if !p.presence.Takes() {
		icon = look.Quiet.Resource(look.Warning)
	}
	if p.rings != nil && p.rings.alarm {
		icon = look.In.Resource(look.Danger)
	}
	tray.SetSystemTrayIcon(icon)
}

// drawTray words the menu in the tray.
func (p *Panel) drawTray() {
	tray, ok := p.app.(desktop.App)
	if !ok || p.Tray == nil {
		return
	}
	leave := fyne.NewMenuItem(p.Words.T("tray.quit"), p.leave)
	leave.IsQuit = true
	tray.SetSystemTrayMenu(fyne.NewMenu(p.Words.T("app.name"),
		fyne.NewMenuItem(p.Words.T("tray.show"), func() {
			p.main.Show()
			p.main.RequestFocus()
		}),
		fyne.NewMenuItem(p.Words.T(map[bool]string{true: "tray.break", false: "tray.free"}[p.presence.Takes()]), func() {
			if p.presence.Takes() {
				p.say(crm.PresenceBreak, "")
				return
			}
			p.say(crm.PresenceFree, "")
		}),
		fyne.NewMenuItemSeparator(), leave,
	))
}
