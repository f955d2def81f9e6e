package native

import (
	"unsafe"

	"fyne.io/fyne/v2/driver"
)

var (
	cursorPlace = user32.NewProc("GetCursorPos")
	flashWindow = user32.NewProc("FlashWindowEx")
)

// pointer is where the mouse is.
func pointer() (x, y int, ok bool) {
	var at struct{ x, y int32 }
	done, _, _ := cursorPlace.Call(uintptr(unsafe.Pointer(&at)))
	return int(at.x), int(at.y), done != 0
}

// Of FLASHWINFO.
const (
	flashStop  = 0
	flashTray  = 2
	flashUntil = 0xC // until the window is in front
)

// attend has the entry of a window in the task bar flash, or ends that.
func attend(context any, on bool) {
	window, ok := context.(driver.WindowsWindowContext)
	if !ok || window.HWND == 0 {
		return
	}
	info := struct {
		size   uint32
		window uintptr
		flags  uint32
		count  uint32
		rate   uint32
	}{window: window.HWND, flags: flashStop}
	info.size = uint32(unsafe.Sizeof(info))
	if on {
		info.flags = flashTray | flashUntil
	}
	_, _, _ = flashWindow.Call(uintptr(unsafe.Pointer(&info)))
}
