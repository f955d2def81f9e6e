//go:build field

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The toolkit lives on the first thread of a process, so tests run on another one
// and hand it what is to be done there.
var firstThread = make(chan func())

func init() { runtime.LockOSThread() }

func TestMain(m *testing.M) {
	if home := os.Getenv(bePanel); home != "" {
		os.Exit(panelOf(home))
	}
	code := make(chan int)
	go func() { code <- m.Run() }()
	for {
		select {
		case do := <-firstThread:
			do()
		case c := <-code:
			os.Exit(c)
		}
	}
}

// stepTime bounds one wait. Nothing waits for it unless it fails.
const stepTime = 2 * time.Minute

// desktop is an X screen of its own, with a window manager and a Russian keyboard.
type desktop struct {
	t    *testing.T
	keys int // pressed so far, letters apart
}

func openDesktop(t *testing.T) *desktop {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{write}
	begin(t, x)
	_ = write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not start: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("LIBGL_ALWAYS_SOFTWARE", "1")
	t.Setenv("LANG", "ru_RU.UTF-8")
	d := &desktop{t: t}
	d.run("setxkbmap", "ru")
	d.run("xset", "r", "off") // a key of a busy machine is not up in time
	begin(t, exec.Command("openbox"))
	d.until("the window manager is there", func() bool {
		return strings.Contains(d.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "window id")
	})
	return d
}

// begin starts a program that ends with the test.
func begin(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

func (d *desktop) run(name string, args ...string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), stepTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		d.t.Fatalf("%s %v: %v: %s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// window waits for a window that can be seen. A search that meets a window which is
// just going away fails, so it is asked until it has found.
func (d *desktop) window(title string) (id string) {
	d.t.Helper()
	d.until("there is a window "+title, func() bool {
		out, err := exec.CommandContext(d.t.Context(), "xdotool", "search", "--onlyvisible", "--name", title).Output()
		id, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
		return err == nil && id != ""
	})
	return id
}

// front waits for a window and gives it the keyboard.
func (d *desktop) front(title string) {
	d.t.Helper()
	d.run("xdotool", "windowactivate", "--sync", d.window(title))
}

// press strikes keys one after another and counts them.
func (d *desktop) press(keys ...string) {
	d.t.Helper()
	for _, key := range keys {
		d.run("xdotool", "key", key)
		d.keys++
	}
}

// jcuken are the keys of the Russian layout by their X codes.
var jcuken = map[int]string{10: "1234567890", 24: "йцукенгшщзхъ", 38: "фывапролджэ", 52: "ячсмитьбю.", 65: " "}

// codesOf are the keys of a text in that layout.
func codesOf(text string) (list []string) {
	for _, letter := range text {
		for code, row := range jcuken {
			for i, r := range []rune(row) {
				if r == letter {
					list = append(list, fmt.Sprint(code+i))
				}
			}
		}
	}
	return list
}

// write strikes the keys of a text as a person does.
func (d *desktop) write(text string) {
	d.t.Helper()
	codes := codesOf(text)
	if len(codes) != len([]rune(text)) {
		d.t.Fatalf("no keys for %q", text)
	}
	d.run("xdotool", append([]string{"key"}, codes...)...)
}

// until waits for a condition.
func (d *desktop) until(what string, holds func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(stepTime); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.t.Fatalf("not in time: %s", what)
		}
	}
}
