//go:build (linux || freebsd || openbsd || netbsd) && !wayland

package native

/*
#cgo LDFLAGS: -lX11
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/Xatom.h>

static void pult_atoms(Display *d, Window w, const char *name, char **values, int n) {
	Atom list[4];
	XInternAtoms(d, values, n, False, list);
	XChangeProperty(d, w, XInternAtom(d, name, False), XA_ATOM, 32, PropModeReplace, (unsigned char *)list, n);
}

// Whether the window in use covers the whole screen. What the manager puts above it
// differs; most put nothing there.
static int pult_fullscreen(Display *d) {
	Atom type, *list = NULL;
	Window *active = NULL;
	int format, found = 0;
	unsigned long n = 0, left, states = 0;
	if (XGetWindowProperty(d, DefaultRootWindow(d), XInternAtom(d, "_NET_ACTIVE_WINDOW", False), 0, 1, False, XA_WINDOW,
			&type, &format, &n, &left, (unsigned char **)&active) != Success || active == NULL) {
		return 0;
	}
	if (n == 1 && *active != None && XGetWindowProperty(d, *active, XInternAtom(d, "_NET_WM_STATE", False), 0, 32, False, XA_ATOM,
			&type, &format, &states, &left, (unsigned char **)&list) == Success && list != NULL) {
		Atom full = XInternAtom(d, "_NET_WM_STATE_FULLSCREEN", False);
		for (unsigned long i = 0; i < states; i++) {
			found = found || list[i] == full;
		}
		XFree(list);
	}
	XFree(active);
	return found;
}

// A window may be gone when it is asked about; that is no reason to end the program.
static int pult_ignore(Display *d, XErrorEvent *e) { return 0; }

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
	XSync(d, False);
	XErrorHandler before = XSetErrorHandler(pult_ignore);
	XSetWindowAttributes how = {0};
	how.override_redirect = pult_fullscreen(d) ? True : False;
	XChangeWindowAttributes(d, (Window)window, CWOverrideRedirect, &how);
	if (how.override_redirect) {
		XRaiseWindow(d, (Window)window);
	}
	XSync(d, False);
	XSetErrorHandler(before);
	XCloseDisplay(d);
}

// Where the mouse is, on a screen that may span several monitors.
static int pult_pointer(int *x, int *y) {
	Display *d = XOpenDisplay(NULL);
	if (d == NULL) {
		return 0;
	}
	Window root, child;
	int wx, wy;
	unsigned int mask;
	int ok = XQueryPointer(d, DefaultRootWindow(d), &root, &child, x, y, &wx, &wy, &mask);
	XCloseDisplay(d);
	return ok;
}

// A window that wants attention: its entry in the task bar flashes until it is used
// (EWMH), and managers that know no better see the old hint (ICCCM).
static void pult_attention(unsigned long window, int on) {
	Display *d = XOpenDisplay(NULL);
	if (d == NULL) {
		return;
	}
	XEvent e = {0};
	e.xclient.type = ClientMessage;
	e.xclient.window = (Window)window;
	e.xclient.message_type = XInternAtom(d, "_NET_WM_STATE", False);
	e.xclient.format = 32;
	e.xclient.data.l[0] = on;
	e.xclient.data.l[1] = XInternAtom(d, "_NET_WM_STATE_DEMANDS_ATTENTION", False);
	e.xclient.data.l[3] = 1;
	XSendEvent(d, DefaultRootWindow(d), False, SubstructureNotifyMask | SubstructureRedirectMask, &e);
	XWMHints *hints = XGetWMHints(d, (Window)window);
	if (hints == NULL) {
		hints = XAllocWMHints();
	}
	if (hints != NULL) {
		hints->flags = on ? hints->flags | XUrgencyHint : hints->flags & ~XUrgencyHint;
		XSetWMHints(d, (Window)window, hints);
		XFree(hints);
	}
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

// pointer is where the mouse is.
func pointer() (x, y int, ok bool) {
	var cx, cy C.int
	ok = C.pult_pointer(&cx, &cy) != 0
	return int(cx), int(cy), ok
}

// attend asks for a look at a window, or says that there is no need any more.
func attend(context any, on bool) {
	if x11, ok := context.(driver.X11WindowContext); ok && x11.WindowHandle != 0 {
		flag := C.int(0)
		if on {
			flag = 1
		}
		C.pult_attention(C.ulong(x11.WindowHandle), flag)
	}
}
