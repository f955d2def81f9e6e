package native

import (
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// Probe tells whether a window with OpenGL can be had: the toolkit ends the
// program without a word to the user when it cannot. It belongs to the main
// goroutine, before the toolkit starts.
func Probe() error {
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("window system: %w", err)
	}
	defer glfw.Terminate()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(8, 8, "", nil, nil)
	if err != nil {
		return fmt.Errorf("OpenGL: %w", err)
	}
	w.Destroy()
	return nil
}
