//go:build (linux || freebsd || openbsd || netbsd) && !wayland

package native

/*
#cgo LDFLAGS: -lX11
#include <poll.h>
#include <unistd.h>
#include <X11/Xlib.h>
#include <X11/XKBlib.h>

static int pult_failed;

static int pult_fails(Display *d, XErrorEvent *e) {
	pult_failed = e->error_code;
	return 0;
}

// A key is asked for with each state of Caps Lock and Num Lock: X compares them
// exactly. What another program has taken is an error, which would end ours.
static int pult_take(Display *d, int code, unsigned held) {
	static const unsigned locks[] = {0, LockMask, Mod2Mask, LockMask | Mod2Mask};
	pult_failed = 0;
	XErrorHandler before = XSetErrorHandler(pult_fails);
	for (int i = 0; i < 4; i++)
		XGrabKey(d, code, held | locks[i], DefaultRootWindow(d), False, GrabModeAsync, GrabModeAsync);
	XSync(d, False);
	if (pult_failed)
		for (int i = 0; i < 4; i++)
			XUngrabKey(d, code, held | locks[i], DefaultRootWindow(d));
	XSync(d, False);
	XSetErrorHandler(before);
	return pult_failed;
}

// Waits for a key: its code, with what is held in the higher bits; -1 for the end.
// A key that is held down counts once.
static int pult_wait(Display *d, int end, int *down) {
	const unsigned held = ControlMask | Mod1Mask | ShiftMask;
	for (;;) {
		while (XPending(d)) {
			XEvent e;
			XNextEvent(d, &e);
			if (e.type == KeyRelease && (int)e.xkey.keycode == *down)
				*down = 0;
			if (e.type == KeyPress && (int)e.xkey.keycode != *down) {
				*down = e.xkey.keycode;
				return e.xkey.keycode | (e.xkey.state & held) << 8;
			}
		}
		struct pollfd wait[2] = {{ConnectionNumber(d), POLLIN, 0}, {end, POLLIN, 0}};
		if (poll(wait, 2, -1) > 0 && wait[1].revents)
			return -1;
		if (wait[0].revents & (POLLERR | POLLHUP))
			return -1;
	}
}
*/
import "C"

import (
	"fmt"
	"os"

	"github.com/go-gl/glfw/v3.4/glfw"

	"pult/app/crm"
)

// take has its own connection to the X server, which the goroutine owns that
// waits; a pipe ends it.
func take(keys []globalKey, pressed func(int)) (release func(), errs []error) {
	errs = make([]error, len(keys))
	refuse := func(err error) (func(), []error) {
		for i, k := range keys {
			if k.key != 0 {
				errs[i] = err
			}
		}
		return nil, errs
	}
	if glfw.GetPlatform() == glfw.PlatformWayland {
		return refuse(fmt.Errorf("keys under Wayland: %w", crm.ErrRefused))
	}
	display := C.XOpenDisplay(nil)
	if display == nil {
		return refuse(fmt.Errorf("keys without an X server: %w", crm.ErrRefused))
	}
	listen, end, err := os.Pipe()
	if err != nil {
		C.XCloseDisplay(display)
		return refuse(fmt.Errorf("keys: %w: %w", crm.ErrRefused, err))
	}
	C.XkbSetDetectableAutoRepeat(display, C.True, nil)
	taken := map[C.int]int{}
	for i, k := range keys {
		if k.key == 0 {
			continue
		}
		code, held := C.int(glfw.GetKeyScancode(k.key)), k.held()
		if code <= 0 || C.pult_take(display, code, held) != 0 {
			errs[i] = fmt.Errorf("key %s: %w", k.name, crm.ErrConflict)
			continue
		}
		taken[code|C.int(held)<<8] = i
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer C.XCloseDisplay(display)
		defer listen.Close()
		var down C.int
		for {
			got := C.pult_wait(display, C.int(listen.Fd()), &down)
			if got < 0 {
				return
			}
			if i, ours := taken[got]; ours {
				pressed(i)
			}
		}
	}()
	return once(func() {
		_ = end.Close()
		<-done
	}), errs
}

func (k globalKey) held() (mask C.uint) {
	for _, m := range []struct {
		on   bool
		mask C.uint
	}{{k.ctrl, C.ControlMask}, {k.alt, C.Mod1Mask}, {k.shift, C.ShiftMask}} {
		if m.on {
			mask |= m.mask
		}
	}
	return mask
}
