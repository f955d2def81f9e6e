package ui

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"pult/app/crm"
)

// long is a work of a window that takes its time.
type long struct {
	cut context.CancelFunc // ends the work under way; nil without one
	at  crm.Progress
}

// runLong does a long work in the background. What comes of it is done on the screen
// while the window that has asked is still there.
func (p *Panel) runLong(l *long, there func() bool, draw func(), work func(ctx context.Context, told func(crm.Progress)) func(stopped bool)) {
	ctx, cut := context.WithCancel(context.Background())
	l.cut, l.at = cut, crm.Progress{Stage: crm.StageRead}
	here := func(do func()) {
		p.bridge.post(func() {
			if there() {
				do()
				draw()
			}
		})
	}
	p.work.start(func(life context.Context) {
		stop := context.AfterFunc(life, cut)
		defer stop()
		defer cut()
		end := work(ctx, func(at crm.Progress) { here(func() { l.at = at }) })
		stopped := ctx.Err() != nil
		here(func() {
			l.cut = nil
			end(stopped)
		})
	})
	draw()
}

// askFile asks for a file in the window of the system; none is an empty path.
func askFile(window fyne.Window, folder string, ends []string, done func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			done("")
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		done(path)
	}, window)
	d.SetFilter(storage.NewExtensionFileFilter(ends))
	if at, err := storage.ListerForURI(storage.NewFileURI(folder)); err == nil {
		d.SetLocation(at)
	}
	d.Resize(window.Canvas().Size())
	d.Show()
}

// pasteFile takes the file that was copied in another program: its path, or what
// file managers put beside it.
func (p *Panel) pasteFile(take func(path string)) {
	line, _, _ := strings.Cut(strings.TrimSpace(p.app.Clipboard().Content()), "\n")
	path := strings.Trim(strings.TrimSpace(line), `"`)
	if link, err := url.Parse(path); err == nil && link.Scheme == "file" {
		path = link.Path
	}
	if filepath.IsAbs(path) {
		take(path)
	}
}
