package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// trayApp is an app of a desktop with a tray.
type trayApp struct {
	fyne.App
	menu *fyne.Menu
}

func (a *trayApp) SetSystemTrayMenu(m *fyne.Menu)  { a.menu = m }
func (a *trayApp) SetSystemTrayIcon(fyne.Resource) {}
func (a *trayApp) SetSystemTrayWindow(fyne.Window) {}

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
