// Package native is what the window system can do and Fyne does not offer: to
// show a window without taking the focus, and to tell which part of the screen
// is free. It links GLFW, so only programs import it; tests of the panel do not.
package native

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/go-gl/glfw/v3.4/glfw"
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
