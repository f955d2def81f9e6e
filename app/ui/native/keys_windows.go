package native

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/go-gl/glfw/v3.4/glfw"
	"golang.org/x/sys/windows"

	"pult/app/crm"
)

var (
	registerHotKey    = user32.NewProc("RegisterHotKey")
	unregisterHotKey  = user32.NewProc("UnregisterHotKey")
	getMessage        = user32.NewProc("GetMessageW")
	postThreadMessage = user32.NewProc("PostThreadMessageW")
)

const (
	modAlt, modControl, modShift, modNoRepeat = 0x1, 0x2, 0x4, 0x4000

	messageHotkey, messageQuit = 0x312, 0x12
)

// message is a MSG of the system.
type message struct {
	window         uintptr
	message        uint32
	wParam, lParam uintptr
	time           uint32
	x, y           int32
	private        uint32
}

// take has a thread of its own: the system tells the thread that has asked.
func take(keys []globalKey, pressed func(int)) (release func(), errs []error) {
	asked, done := make(chan []error), make(chan struct{})
	var thread uint32
	go func() {
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		thread = windows.GetCurrentThreadId()
		answers := make([]error, len(keys))
		for i, k := range keys {
			if k.key == 0 {
				continue
			}
			if ok, _, err := registerHotKey.Call(0, uintptr(i), k.held(), k.code()); ok == 0 {
				answers[i] = fmt.Errorf("key %s: %w: %w", k.name, crm.ErrConflict, err)
			} else {
				defer unregisterHotKey.Call(0, uintptr(i)) //nolint:errcheck // the thread ends with it
			}
		}
		asked <- answers
		var m message
		for {
			more, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
			if int32(more) <= 0 {
				return
			}
			if m.message == messageHotkey {
				pressed(int(m.wParam))
			}
		}
	}()
	errs = <-asked
	return once(func() {
		_, _, _ = postThreadMessage.Call(uintptr(thread), messageQuit, 0, 0)
		<-done
	}), errs
}

func (k globalKey) held() uintptr {
	mask := uintptr(modNoRepeat)
	for _, m := range []struct {
		on   bool
		mask uintptr
	}{{k.ctrl, modControl}, {k.alt, modAlt}, {k.shift, modShift}} {
		if m.on {
			mask |= m.mask
		}
	}
	return mask
}

// code is the virtual key: letters and digits have their signs.
func (k globalKey) code() uintptr {
	const f1 = 0x70
	if k.key >= glfw.KeyF1 {
		return f1 + uintptr(k.key-glfw.KeyF1)
	}
	return uintptr(k.key)
}
