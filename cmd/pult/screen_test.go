package main

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"pult/app/view"
)

func TestScreenWithoutOpenGL(t *testing.T) {
	t.Setenv(softGL, "") // put back after the test
	if err := os.Unsetenv(softGL); err != nil {
		t.Fatal(err)
	}
	words := view.New(view.Russian, time.UTC, time.Now)
	var begun int
	var told []string
	again := func() { begun++ }
	tell := func(s string) { told = append(told, s) }
	broken := func() error { return errors.New("no GLX") }
	if !screen(t.Context(), words, func() error { return nil }, again, tell) || begun+len(told) > 0 {
		t.Error("a screen that works is not used")
	}
	if screen(t.Context(), words, broken, again, tell) {
		t.Error("the panel opens without a screen")
	}
	if runtime.GOOS == "linux" && (begun != 1 || len(told) > 0 || os.Getenv(softGL) != "1") {
		t.Errorf("begun anew %d times, told %v", begun, told)
	}
	if screen(t.Context(), words, broken, again, tell) || len(told) != 1 || !strings.Contains(told[0], "OpenGL") {
		t.Errorf("told %v", told)
	}
}
