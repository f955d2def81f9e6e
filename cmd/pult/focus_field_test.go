//go:build field

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/store"
	"pult/telephony/pbx"
)

// bePanel has the test program be the panel of a home folder: the toolkit runs once
// in a process.
const bePanel = "PULT_TEST_BE_PANEL"

func panelOf(home string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	return run(ctx, []string{"--home", home})
}

// desk is a panel that runs as a program of its own, at an exchange of the test.
type desk struct {
	*desktop
	exchange *pbx.PBX
	home     string
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{desktop: openDesktop(t)}
	d.exchange, d.home = openExchange(t)
	s, err := store.Open(t.Context(), store.Options{Dir: d.home})
	if err != nil {
		t.Fatal(err)
	}
	batch := crm.Batch{Clients: []crm.Client{{Ref: client, Name: "Вектор", Phones: []crm.Phone{{Number: phone.Plan{}.Parse(clientNumber)}}}}}
	if _, err := s.Cache.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), bePanel+"="+d.home)
	cmd.Stderr = os.Stderr
	begin(t, cmd)
	if err := d.exchange.Registered(t.Context(), "101"); err != nil {
		t.Fatal(err)
	}
	d.window("^Пульт$")
	return d
}

// drawn is how many pop-ups have been on the screen so far.
func (d *desk) drawn() int {
	d.t.Helper()
	log, err := os.ReadFile(filepath.Join(d.home, "pult.log"))
	if err != nil {
		d.t.Fatal(err)
	}
	return bytes.Count(log, []byte("pop-up drawn"))
}

// other is a window of another program that tells of every key.
type other struct {
	mu   sync.Mutex
	told strings.Builder
}

func (o *other) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.told.Write(p)
}

func (o *other) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.told.String()
}

var keyCode = regexp.MustCompile(`keycode (\d+)`)

// codes are the keys that were pressed in the window.
func (o *other) codes() (list []string) {
	for part := range strings.SplitSeq(o.text(), "KeyPress event") {
		if m := keyCode.FindStringSubmatch(part); m != nil {
			list = append(list, m[1])
		}
	}
	return list
}

// openOther opens that window and gives it the keyboard.
func (d *desk) openOther() *other {
	d.t.Helper()
	o := &other{}
	cmd := exec.Command("stdbuf", "-oL", "xev", "-name", "other", "-event", "keyboard", "-event", "focus")
	cmd.Stdout, cmd.Stderr = o, os.Stderr
	begin(d.t, cmd)
	d.front("^other$")
	d.until("the other window has the keyboard", func() bool { return strings.Contains(o.text(), "FocusIn event") })
	return o
}

// Letters typed into another window while clients ring all arrive there: the pop-up
// never has the keyboard, not for a moment.
func TestRingsLeaveTheKeyboardAlone(t *testing.T) {
	const rings, letters = 50, "фывапролджйцукен"
	d := openDesk(t)
	o := d.openOther()
	active := d.run("xdotool", "getactivewindow")
	for n := range rings {
		call, err := d.exchange.Ring(t.Context(), pbx.Caller{From: clientNumber, Extension: "101"})
		if err != nil {
			t.Fatal(err)
		}
		d.write(letters) // while the pop-up comes
		d.until("the pop-up is on the screen", func() bool { return d.drawn() == n+1 })
		d.write(letters) // while it stands there
		if n == 0 {
			d.standsOnTop()
		}
		if err := call.Hangup(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.write(letters) // while it goes
		if _, err := call.Over(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Repeat(strings.Join(codesOf(letters), " ")+" ", 3*rings)
	d.until("all letters have arrived", func() bool { return len(o.codes()) >= len(strings.Fields(want)) })
	if got := strings.Join(o.codes(), " ") + " "; got != want {
		t.Errorf("%d letters were typed, %d arrived", len(strings.Fields(want)), len(strings.Fields(got)))
	}
	if now := d.run("xdotool", "getactivewindow"); now != active {
		t.Error("another window is active after the rings")
	}
	if strings.Contains(o.text(), "FocusOut event") {
		t.Error("the other window lost the keyboard")
	}
}

// A call is seen over a window that covers the whole screen, which keeps the keyboard.
func TestRingOverAFullScreen(t *testing.T) {
	d := openDesk(t)
	o := d.openOther()
	d.run("wmctrl", "-r", "other", "-b", "add,fullscreen")
	other := d.window("^other$")
	d.until("the other window covers the screen", func() bool {
		return strings.Contains(d.run("xdotool", "getwindowgeometry", other), "Geometry: 1366x768")
	})
	d.run("xdotool", "mousemove", "1144", "600")
	for n := range 3 {
		call, err := d.exchange.Ring(t.Context(), pbx.Caller{From: clientNumber, Extension: "101"})
		if err != nil {
			t.Fatal(err)
		}
		d.until("the pop-up is on the screen", func() bool { return d.drawn() == n+1 })
		id := d.window("^Входящий звонок$")
		d.until("the mouse is over the pop-up", func() bool {
			return strings.Contains(d.run("xdotool", "getmouselocation", "--shell")+"\n", "WINDOW="+id+"\n")
		})
		d.write("фы")
		if err := call.Hangup(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := call.Over(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.until("the letters have arrived", func() bool { return len(o.codes()) == 2*(n+1) })
	}
}

// standsOnTop looks at the pop-up that is on the screen: above all, in the corner.
func (d *desk) standsOnTop() {
	d.t.Helper()
	id := d.window("^Входящий звонок$")
	d.until("the pop-up stands above all windows", func() bool {
		stacking := strings.Fields(strings.ReplaceAll(d.run("xprop", "-root", "_NET_CLIENT_LIST_STACKING"), ",", " "))
		return stacking[len(stacking)-1] == hex(d.t, id) &&
			strings.Contains(d.run("xprop", "-id", id, "_NET_WM_STATE"), "_NET_WM_STATE_ABOVE")
	})
	d.until("the pop-up stands in the corner", func() bool {
		place := d.run("xdotool", "getwindowgeometry", id)
		return strings.Contains(place, "Position: 934,488") && strings.Contains(place, "Geometry: 420x268")
	})
}

// hex is the id of a window as xprop writes it.
func hex(t *testing.T, id string) string {
	t.Helper()
	var n int64
	if _, err := fmt.Sscan(id, &n); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%#x", n)
}
