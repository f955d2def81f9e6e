package native

import (
	"testing"

	"github.com/go-gl/glfw/v3.4/glfw"
)

func TestKeysAreReadAsTheyArePrinted(t *testing.T) {
	for text, want := range map[string]globalKey{
		"Ctrl+Alt+A":   {ctrl: true, alt: true, key: glfw.KeyA, name: "A"},
		"Alt+Shift+F2": {alt: true, shift: true, key: glfw.KeyF2, name: "F2"},
		"Ctrl+F12":     {ctrl: true, key: glfw.KeyF12, name: "F12"},
		"Ctrl+0":       {ctrl: true, key: glfw.Key0, name: "0"},
		"":             {},
		"Ctrl+F13":     {ctrl: true, name: "F13"},
	} {
		if got := readKey(text); got != want {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
}
