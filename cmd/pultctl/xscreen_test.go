//go:build bench

package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// xscreen is an X screen in memory whose pixels can be read without asking it.
type xscreen struct {
	display string
	pixels  *os.File
	header  int64
	stride  int64
}

func openXScreen(t *testing.T) *xscreen {
	t.Helper()
	dir := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-fbdir", dir, "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{write}
	started(t, x)
	_ = write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not start: %v", err)
	}
	s := &xscreen{display: ":" + strings.TrimSpace(number)}
	if s.pixels, err = os.Open(filepath.Join(dir, "Xvfb_screen0")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.pixels.Close() })
	words := make([]byte, 100) // the header of an XWD file: words, the most significant byte first
	if _, err := s.pixels.ReadAt(words, 0); err != nil {
		t.Fatal(err)
	}
	word := func(i int) int64 { return int64(binary.BigEndian.Uint32(words[4*i:])) }
	s.header, s.stride = word(0)+12*word(19), word(12)
	started(t, s.command("openbox"))
	return s
}

// started runs a program until the test is over.
func started(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
}

// command is a program on that screen.
func (s *xscreen) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "LANG=ru_RU.UTF-8", "FYNE_SCALE=1")
	return cmd
}

// pixel is a colour as 0xRRGGBB.
func (s *xscreen) pixel(t *testing.T, x, y int64) uint32 {
	t.Helper()
	four := make([]byte, 4)
	if _, err := s.pixels.ReadAt(four, s.header+y*s.stride+4*x); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return binary.LittleEndian.Uint32(four) & 0xFFFFFF
}

// until looks at the screen every half millisecond, and tells how long it took.
func (s *xscreen) until(t *testing.T, what string, holds func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !holds() {
		if time.Since(began) > stepTime {
			t.Fatalf("never seen on the screen: %s", what)
		}
		time.Sleep(500 * time.Microsecond)
	}
	return time.Since(began)
}

// painted tells that a window covers the screen and holds what is light.
func (s *xscreen) painted(t *testing.T) bool {
	light, all := 0, 0
	for x := int64(100); x < 1200; x += 50 {
		for y := int64(60); y < 700; y += 40 {
			c := s.pixel(t, x, y)
			all++
			if c>>16 >= 0xC0 && c>>8&0xFF >= 0xC0 && c&0xFF >= 0xC0 {
				light++
			}
		}
	}
	return light > all*2/3
}

// accent is the colour of the line on top of a pop-up, and of the bare one.
const accent = 0x0B6BCB

// shown tells that a pop-up stands in the corner, painted: from the line at its top
// to the button at its foot.
func (s *xscreen) shown(t *testing.T) bool {
	return s.pixel(t, 934+210, 488+2) == accent && s.pixel(t, 934+22, 488+241) == accent
}
