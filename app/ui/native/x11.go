//go:build (linux || freebsd || openbsd || netbsd) && !wayland

package native

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>
#include <X11/Xatom.h>

static void pult_atoms(Display *d, Window w, const char *name, char **values, int n) {
	Atom list[4];
	XInternAtoms(d, values, n, False, list);
	XChangeProperty(d, w, XInternAtom(d, name, False), XA_ATOM, 32, PropModeReplace, (unsigned char *)list, n);
}

// A window that says that it was never used by a person is not given the focus
// when it is mapped (EWMH, _NET_WM_USER_TIME). A notification is kept out of the
// task bar and out of the way of Alt+Tab. The manager takes _NET_WM_STATE away
// when a window is hidden and reads it when it is shown, so it is said each time.
static void pult_calm(unsigned long window) {
	static char *type[] = {"_NET_WM_WINDOW_TYPE_NOTIFICATION"};
	static char *state[] = {"_NET_WM_STATE_ABOVE", "_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"};
	Display *d = XOpenDisplay(NULL);
	if (d == NULL) {
		return;
	}
	unsigned long never = 0;
	XChangeProperty(d, (Window)window, XInternAtom(d, "_NET_WM_USER_TIME", False), XA_CARDINAL, 32,
		PropModeReplace, (unsigned char *)&never, 1);
	pult_atoms(d, (Window)window, "_NET_WM_WINDOW_TYPE", type, 1);
	pult_atoms(d, (Window)window, "_NET_WM_STATE", state, 3);
	XCloseDisplay(d);
}
*/
import "C"

import "fyne.io/fyne/v2/driver"

// calm marks a window for the window manager. It holds from the next time
// the window is shown.
func calm(context any) {
	if x11, ok := context.(driver.X11WindowContext); ok && x11.WindowHandle != 0 {
		C.pult_calm(C.ulong(x11.WindowHandle))
	}
}
