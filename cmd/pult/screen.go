package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"pult/app/view"
)

// softGL makes Mesa draw without a graphics card.
const softGL = "LIBGL_ALWAYS_SOFTWARE"

// screen makes sure that the panel can be drawn. Where OpenGL is missing the
// program starts itself once more with the software one; when that does not help
// it says so by other means than a window of ours. False ends the program.
func screen(ctx context.Context, words *view.Printer, probe func() error, again func(), tell func(string)) bool {
	err := probe()
	if err == nil {
		return true
	}
	if _, tried := os.LookupEnv(softGL); !tried && runtime.GOOS == "linux" {
		_ = os.Setenv(softGL, "1")
		if ctx.Err() == nil {
			again()
		}
		return false
	}
	tell(words.T("start.no_gl", err.Error()))
	return false
}

// tellPlainly shows a sentence without OpenGL: on the console and by what the
// system has for that.
func tellPlainly(ctx context.Context, title string) func(string) {
	return func(sentence string) {
		fmt.Fprintln(os.Stderr, "pult:", sentence)
		tools := [][]string{
			{"zenity", "--error", "--title", title, "--text", sentence},
			{"kdialog", "--title", title, "--error", sentence},
			{"xmessage", "-center", sentence},
		}
		switch runtime.GOOS {
		case "windows":
			tools = [][]string{{"msg", "*", sentence}}
		case "darwin":
			tools = [][]string{{"osascript", "-e", fmt.Sprintf("display alert %q", sentence)}}
		}
		for _, words := range tools {
			if exec.CommandContext(ctx, words[0], words[1:]...).Run() == nil { //nolint:gosec // programs of the system, a sentence of ours
				return
			}
		}
	}
}
