package native

import (
	"strings"
	"sync"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Keys are keys of the panel that work while another program has the keyboard.
// The zero value is ready; its methods belong to the toolkit's goroutine.
type Keys struct {
	release func()
}

// Take asks the system for keys as they are printed, "Ctrl+Alt+A", in place of
// those taken before; an empty one is none. Each has its answer: nil,
// crm.ErrConflict when another program has it, crm.ErrRefused where the system
// gives none. pressed is told which, on a goroutine of ours, until Release.
func (k *Keys) Take(keys []string, pressed func(key int)) []error {
	k.Release()
	list := make([]globalKey, len(keys))
	for i, text := range keys {
		list[i] = readKey(text)
	}
	var errs []error
	k.release, errs = take(list, pressed)
	return errs
}

// Release gives all keys back and waits for what is under way.
func (k *Keys) Release() {
	if k.release != nil {
		k.release()
		k.release = nil
	}
}

// globalKey is a place on the keyboard with what is held beside it. Places know
// no layout: Ctrl+Alt+A is the same key when Russian is typed.
type globalKey struct {
	ctrl, alt, shift bool
	key              glfw.Key // 0 for none
	name             string
}

func readKey(text string) (k globalKey) {
	for _, m := range []struct {
		name string
		held *bool
	}{{"Ctrl+", &k.ctrl}, {"Alt+", &k.alt}, {"Shift+", &k.shift}} {
		text, *m.held = strings.CutPrefix(text, m.name)
	}
	k.name = text
	switch {
	case len(text) == 1 && (text[0] >= 'A' && text[0] <= 'Z' || text[0] >= '0' && text[0] <= '9'):
		k.key = glfw.Key(text[0]) // GLFW names these by their signs
	case len(text) > 1 && text[0] == 'F':
		n := 0
		for _, digit := range text[1:] {
			n = n*10 + int(digit-'0')
		}
		if n >= 1 && n <= 12 {
			k.key = glfw.KeyF1 + glfw.Key(n-1)
		}
	}
	return k
}

// once makes an end that may be asked for twice.
func once(end func()) func() {
	var done sync.Once
	return func() { done.Do(end) }
}
