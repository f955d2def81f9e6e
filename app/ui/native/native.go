// Package native is what the window system can do and Fyne does not offer: to
// show a window without taking the focus, and to tell which part of the screen
// is free. It links GLFW, so only programs import it; tests of the panel do not.
package native

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"

	"pult/app/ui"
)

// Windows speaks to the window system of this machine. The zero value is ready;
// its methods belong to the toolkit's goroutine.
type Windows struct{}

// ShowQuietly shows a window and leaves the focus where it is. GLFW asks for the
// focus by itself unless the window was created with a hint, which Fyne does not
// set; hints are global, so it is put back for the next window.
func (Windows) ShowQuietly(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if ok {
		native.RunNative(calm) // a window shown before: the manager has forgotten all
	}
	glfw.WindowHint(glfw.FocusOnShow, glfw.False)
	w.Show()
	glfw.WindowHint(glfw.FocusOnShow, glfw.True)
	if ok {
		native.RunNative(calm) // one shown for the first time had no handle before
	}
}

// WorkArea is the part of the main screen that no panel of the system covers.
func (Windows) WorkArea() (x, y, width, height int) {
	monitor := glfw.GetPrimaryMonitor()
	if monitor == nil {
		return 0, 0, 0, 0
	}
	return monitor.GetWorkarea()
}

// AreaOf is the work area of a screen: "pointer" for the one the mouse is on, its
// number, anything else for the main one.
func (w Windows) AreaOf(screen string) ui.Area {
	monitors := glfw.GetMonitors()
	if n, err := strconv.Atoi(screen); err == nil && n >= 1 && n <= len(monitors) {
		return areaOf(monitors[n-1])
	}
	if x, y, ok := pointer(); ok && screen == "pointer" {
		for _, m := range monitors {
			left, top := m.GetPos()
			if mode := m.GetVideoMode(); mode != nil && x >= left && x < left+mode.Width && y >= top && y < top+mode.Height {
				return areaOf(m)
			}
		}
	}
	x, y, width, height := w.WorkArea()
	return ui.Area{X: x, Y: y, Width: width, Height: height}
}

func areaOf(m *glfw.Monitor) ui.Area {
	x, y, width, height := m.GetWorkarea()
	return ui.Area{X: x, Y: y, Width: width, Height: height}
}

// Attend has the entry of a window in the task bar ask for a look until the window
// is used, or ends that.
func (Windows) Attend(w fyne.Window, on bool) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) { attend(context, on) })
	}
}
