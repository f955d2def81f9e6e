package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/feed"
)

// trayApp is an app of a desktop with a tray.
type trayApp struct {
	fyne.App
	menu *fyne.Menu
	icon fyne.Resource
}

func (a *trayApp) SetSystemTrayMenu(m *fyne.Menu)    { a.menu = m }
func (a *trayApp) SetSystemTrayIcon(i fyne.Resource) { a.icon = i }
func (a *trayApp) SetSystemTrayWindow(fyne.Window)   {}

func TestClosedWindowStaysInTheTray(t *testing.T) {
	s := newStage(t)
	app := &trayApp{App: test.NewTempApp(t)}
	s.app = app
	host := true
	s.Tray = func() bool { return host }
	s.keepInTray()
	if app.menu == nil || len(app.menu.Items) < 3 || app.menu.Items[0].Label != "Открыть Пульт" {
		t.Fatalf("the menu is %+v", app.menu)
	}
	if !app.menu.Items[len(app.menu.Items)-1].IsQuit {
		t.Error("there is no way out")
	}
	app.menu.Items[1].Action()
	s.until("calls are turned away from the tray", func() bool { return s.desk.did("presence break") == 1 })
}

// The picture in the tray is another one as long as somebody rings.
func TestTrayShowsThatSomebodyRings(t *testing.T) {
	s := newStage(t)
	app := &trayApp{App: test.NewTempApp(t)}
	s.app, s.Tray = app, func() bool { return true }
	s.keepInTray()
	calm := app.icon.Name()
	first, second := s.incoming(vector), s.incoming(romashka)
	alarm := app.icon.Name()
	if alarm == calm {
		t.Fatalf("it is %s all the time", calm)
	}
	s.end(first, crm.Missed)
	if got := app.icon.Name(); got != alarm {
		t.Errorf("it is %s while the second call rings", got)
	}
	second.AnsweredAt = noon
	s.feed.Publish(feed.CallAnswered{Call: second})
	s.until("it is calm in a talk", func() bool { return app.icon.Name() == calm })
}
