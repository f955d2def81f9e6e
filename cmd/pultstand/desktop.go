package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// desktop is the X screen, driven as a person would: windows, keys, a camera.
type desktop struct{}

func (desktop) run(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	// xdotool types Cyrillic only in a UTF-8 locale that exists.
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// window waits for a window with that title and gives its id.
func (d desktop) window(ctx context.Context, title string) (string, error) {
	ids, err := d.run(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", title)
	if err != nil {
		return "", err
	}
	if err := d.settle(ctx); err != nil {
		return "", err
	}
	id, _, _ := strings.Cut(ids, "\n")
	return id, nil
}

// settle gives a window that is there the time to be painted.
func (desktop) settle(ctx context.Context) error {
	select {
	case <-time.After(1500 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d desktop) activate(ctx context.Context, window string) error {
	_, err := d.run(ctx, "xdotool", "windowactivate", "--sync", window)
	return err
}

func (d desktop) focused(ctx context.Context) (string, error) {
	return d.run(ctx, "xdotool", "getactivewindow")
}

func (d desktop) key(ctx context.Context, key string) error {
	_, err := d.run(ctx, "xdotool", "key", key)
	return err
}

// jcuken are the letters of the Russian layout on the keys of three rows, from
// the X keycode of each row on.
var jcuken = map[int]string{24: "йцукенгшщзхъ", 38: "фывапролджэ", 52: "ячсмитьбю"}

// typeText strikes the keys a person would strike in the Russian layout.
func (d desktop) typeText(ctx context.Context, text string) error {
	args := []string{"key", "--delay", "30"}
	for _, letter := range text {
		code, err := keyOf(letter)
		if err != nil {
			return err
		}
		args = append(args, code)
	}
	_, err := d.run(ctx, "xdotool", args...)
	return err
}

// typeDigits strikes the keys of the upper row.
func (d desktop) typeDigits(ctx context.Context, digits string) error {
	args := []string{"key", "--delay", "30"}
	for _, digit := range digits {
		args = append(args, strconv.Itoa(10+int(digit-'0'+9)%10)) // 1 is the first key, 0 the tenth
	}
	_, err := d.run(ctx, "xdotool", args...)
	return err
}

func keyOf(letter rune) (string, error) {
	switch letter {
	case ' ':
		return "65", nil
	case '.':
		return "61", nil
	}
	for code, row := range jcuken {
		for i, r := range []rune(row) {
			if r == letter {
				return strconv.Itoa(code + i), nil
			}
		}
	}
	return "", fmt.Errorf("no key for %q", letter)
}

func (d desktop) photograph(ctx context.Context, path string) error {
	_, err := d.run(ctx, "import", "-window", "root", path)
	return err
}

// panel is the panel under way.
type panel struct {
	cmd *exec.Cmd
	log *os.File
}

func startPanel(ctx context.Context, s *settings) (*panel, error) {
	log, err := os.Create(filepath.Join(s.out, "panel.log"))
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, s.panel, "--home", s.Home)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start the panel: %w", err), log.Close())
	}
	return &panel{cmd, log}, nil
}

// close asks the panel to end, as a session does that is logged out.
func (p *panel) close() error {
	defer p.log.Close()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("the panel had ended by itself: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("the panel did not close well: %w", err)
		}
		return nil
	case <-time.After(stepTime):
		return errors.Join(errors.New("the panel does not close"), p.cmd.Process.Kill())
	}
}
