//go:build (linux || freebsd || openbsd || netbsd) && !wayland

package native

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>
#include <X11/Xatom.h>

static void pult_set_atom(Display *d, Window w, const char *name, const char *value) {
	Atom v = XInternAtom(d, value, False);
	XChangeProperty(d, w, XInternAtom(d, name, False), XA_ATOM, 32, PropModeReplace, (unsigned char *)&v, 1);
}

// A window that says that it was never used by a person is not given the focus
// when it is mapped (EWMH, _NET_WM_USER_TIME). A notification is kept out of the
// task bar and out of the way of Alt+Tab.
static void pult_unfocusable(unsigned long window) {
	Display *d = XOpenDisplay(NULL);
	if (d == NULL) {
		return;
	}
	unsigned long never = 0;
	XChangeProperty(d, (Window)window, XInternAtom(d, "_NET_WM_USER_TIME", False), XA_CARDINAL, 32,
		PropModeReplace, (unsigned char *)&never, 1);
	pult_set_atom(d, (Window)window, "_NET_WM_WINDOW_TYPE", "_NET_WM_WINDOW_TYPE_NOTIFICATION");
	XCloseDisplay(d);
}
*/
import "C"

import "fyne.io/fyne/v2/driver"

// unfocusable marks a window for the window manager. It holds from the next time
// the window is shown.
func unfocusable(context any) {
	if x11, ok := context.(driver.X11WindowContext); ok && x11.WindowHandle != 0 {
		C.pult_unfocusable(C.ulong(x11.WindowHandle))
	}
}
