package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/view"
	"pult/sync/standin"
	"pult/telephony/pbx"
)

// Keys are struck by their place on the keyboard: a Russian layout has no Latin
// signs to name them by.
const (
	keyGo = "ctrl+36" // Enter
	keyE  = "ctrl+26"
	keyI  = "ctrl+31"
	keyK  = "ctrl+45"
	keyT  = "ctrl+28"
	keyV  = "ctrl+55"
	keyN  = "ctrl+57"
	keyU  = "ctrl+30"
	keyW  = "ctrl+25"
	keyH  = "ctrl+shift+43"
)

// ctrlDigit is Ctrl with a digit from 1 on.
func ctrlDigit(n int) string { return fmt.Sprintf("ctrl+%d", 9+n) }

// tour photographs every window in one theme and one language.
type tour struct {
	*play
	look  string // "ru-light"
	theme string
	words *view.Printer
	dir   string
	err   error // the first thing that went wrong; what follows it is left out
}

// screens photographs all windows in both themes and both languages, in the
// practice company, into the folder of the flags.
func screens(ctx context.Context, s *settings, out io.Writer) error {
	c, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	dir := s.out
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	s.out = filepath.Dir(s.Home) // for the log of the panel
	for _, theme := range []string{"light", "dark"} {
		for _, lang := range []view.Language{view.Russian, view.English} {
			began := time.Now()
			t := &tour{
				play: &play{company: c, s: s, out: out, client: standin.DemoClient()},
				look: string(lang) + "-" + theme, theme: theme, dir: dir, words: view.New(lang, time.Local, time.Now),
			}
			if err := t.make(ctx, lang); err != nil {
				return fmt.Errorf("%s: %w", t.look, err)
			}
			fmt.Fprintf(out, "%5.1f s  %s\n", time.Since(began).Seconds(), t.look)
		}
	}
	return nil
}

// make takes the pictures of one look.
func (t *tour) make(ctx context.Context, lang view.Language) (err error) {
	if err := t.first(ctx, lang); err != nil {
		return err
	}
	cfg, err := conf.Load(t.s.Home)
	if err == nil {
		err = cfg.Save("", map[string]any{"language": string(lang), "theme": t.theme})
	}
	if err != nil {
		return err
	}
	panel, err := startPanel(ctx, t.s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, panel.close()) }()
	for _, part := range []func(context.Context){t.begins, t.calls, t.lists, t.windows} {
		if part(ctx); t.err != nil {
			return errors.Join(t.err, t.screen.photograph(context.WithoutCancel(ctx), filepath.Join(t.s.out, "failed.png")))
		}
	}
	return nil
}

// do is one step, unless an earlier one has failed.
func (t *tour) do(step func() error) {
	if t.err == nil {
		t.err = step()
	}
}

// strike presses keys one after another.
func (t *tour) strike(ctx context.Context, keys ...string) {
	for _, key := range keys {
		t.do(func() error { return t.screen.key(ctx, key) })
		t.do(func() error { return pause(ctx, 250*time.Millisecond) })
	}
}

// shoot photographs the window of a title, "" for the whole screen, with as many
// colours as a window has.
func (t *tour) shoot(ctx context.Context, name, title string) {
	t.do(func() error {
		id := "root"
		if err := pause(ctx, 900*time.Millisecond); err != nil {
			return err
		}
		if title != "" {
			var err error
			if id, err = t.find(ctx, title); err != nil {
				return err
			}
		}
		path := filepath.Join(t.dir, t.look+"-"+name+".png")
		_, err := t.screen.run(ctx, "import", "-window", id, "-strip", "-dither", "None", "-colors", "64", "-define", "png:compression-level=9", "PNG8:"+path)
		return err
	})
}

// find waits for a window. Others that open and close meanwhile make a search
// fail, so it is made again.
func (t *tour) find(ctx context.Context, title string) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	err = until(ctx, 300*time.Millisecond, func() (bool, error) {
		found, err := t.screen.run(ctx, "xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
		if err != nil {
			return false, ctx.Err()
		}
		id, _, _ = strings.Cut(found, "\n")
		return id != "", nil
	})
	return id, err
}

// opened waits until a window has the keyboard.
func (t *tour) opened(ctx context.Context, title string) {
	t.do(func() error {
		id, err := t.find(ctx, title)
		if err == nil {
			err = t.screen.activate(ctx, id)
		}
		return errors.Join(err, pause(ctx, time.Second))
	})
}

// shut leaves a window for the main one.
func (t *tour) shut(ctx context.Context) {
	t.strike(ctx, "Escape")
	t.opened(ctx, t.words.T("app.name"))
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// first is the first start, on a home folder that is empty.
func (t *tour) first(ctx context.Context, lang view.Language) error {
	home := filepath.Join(filepath.Dir(t.s.Home), "first-"+t.look)
	if err := os.RemoveAll(home); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, t.s.panel, "--home", home, "--lang", string(lang))
	cmd.Env = append(os.Environ(), "FYNE_THEME="+t.theme)
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // closed before it was done
	}()
	title := t.words.T("app.name") + ": " + t.words.T("set.first")
	t.opened(ctx, title)
	t.shoot(ctx, "first-1", title)
	for _, name := range []string{"first-2", "first-3", "first-4", "first-5"} {
		t.strike(ctx, keyGo)
		t.shoot(ctx, name, title)
	}
	return t.err
}

// begins waits until the panel knows its clients.
func (t *tour) begins(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	t.do(func() error { return t.company.exchange.Registered(ctx, extension) })
	t.do(func() error { return t.readsClients(ctx) })
	t.do(func() error { return t.offersList(ctx) })
	t.opened(ctx, t.words.T("app.name"))
}

// ring has a client call.
func (t *tour) ring(ctx context.Context, from string) *pbx.Call {
	var call *pbx.Call
	t.do(func() (err error) {
		call, err = t.company.exchange.Ring(ctx, pbx.Caller{From: from, To: "79750500500", Extension: extension})
		if err == nil {
			_, err = call.Wait(ctx, pbx.Ringing)
		}
		return err
	})
	return call
}

// calls are a ring, a talk, what came of it; callers of other kinds; a call of
// one's own.
func (t *tour) calls(ctx context.Context) {
	popup := t.words.T("app.ring")
	demo := standin.DemoClients()
	for _, one := range []struct{ name, from string }{{"popup-several", demo[2].Phone}, {"popup-unknown", "+78123334455"}} {
		call := t.ring(ctx, one.from)
		t.shoot(ctx, one.name, popup)
		t.do(func() error { return call.Hangup(ctx) })
		t.do(func() error { _, err := call.Over(ctx); return err })
	}
	call := t.ring(ctx, t.client.Phone)
	t.shoot(ctx, "popup", popup)
	t.shoot(ctx, "ring", "")
	t.strike(ctx, "F2")
	t.do(func() error { _, err := call.Wait(ctx, pbx.Talking); return err })
	t.do(func() error { return t.screen.settle(ctx) })
	t.do(func() error { return t.screen.typeText(ctx, note) })
	t.shoot(ctx, "talk", "")
	t.strike(ctx, "F9")
	t.shoot(ctx, "transfer", "")
	t.strike(ctx, "Escape", "F4")
	t.do(func() error { _, err := call.Over(ctx); return err })
	t.shoot(ctx, "wrapup", "")
	t.strike(ctx, keyGo)
	t.shoot(ctx, "card", "")
	for i, name := range []string{"card-1c", "card-goods", "card-terms"} {
		t.strike(ctx, fmt.Sprintf("alt+%d", 14+i))
		t.shoot(ctx, name, "")
	}
	t.strike(ctx, "alt+10", keyT)
	t.do(func() error { return t.screen.typeDigits(ctx, "84955550112") })
	t.shoot(ctx, "dial", "")
	t.strike(ctx, "ctrl+38", "Delete", "Escape")
}

// lists are the sections, the search, and amounts that are hidden.
func (t *tour) lists(ctx context.Context) {
	for i, name := range []string{"day", "calls", "colleagues", "tray"} {
		t.strike(ctx, ctrlDigit(i+1))
		t.shoot(ctx, name, "")
	}
	for name, text := range map[string]string{"search": "сев", "commands": "тема"} {
		t.strike(ctx, keyK)
		t.do(func() error { return t.screen.typeText(ctx, text) })
		t.shoot(ctx, name, "")
		t.strike(ctx, "Escape", "Escape")
	}
	t.strike(ctx, ctrlDigit(1), keyH)
	t.shoot(ctx, "hidden", "")
	t.strike(ctx, keyH)
}

// windows are those beside the main one.
func (t *tour) windows(ctx context.Context) {
	title := t.words.T("set.title")
	t.strike(ctx, "F12")
	t.opened(ctx, title)
	for i, name := range []string{"general", "1c", "phone", "accounts", "mail", "colleagues", "discount", "record", "keys", "more"} {
		t.strike(ctx, ctrlDigit(i+1))
		t.shoot(ctx, "settings-"+name, title)
	}
	t.shut(ctx)
	t.strike(ctx, keyK)
	t.do(func() error { return t.screen.typeText(ctx, "звук") })
	t.strike(ctx, "Return")
	t.opened(ctx, title)
	t.shoot(ctx, "settings-sound", title)
	t.shut(ctx)
	t.letters(ctx)
	t.callList(ctx)
	t.strike(ctx, keyE)
	title = t.words.T("exchange.title")
	t.opened(ctx, title)
	for i, name := range []string{"exchange", "exchange-aside"} {
		t.strike(ctx, fmt.Sprint(10+i))
		t.shoot(ctx, name, title)
	}
	t.shut(ctx)
	t.brought(ctx)
	t.strike(ctx, "F1")
	t.shoot(ctx, "keys", t.words.T("keys.title"))
}

// letters are the section of mail, a letter that is read and an answer to it.
func (t *tour) letters(ctx context.Context) {
	t.do(func() error {
		_, err := t.company.write(t.client.Name, crm.Address{}, "Счёт на прошлый заказ", "Добрый день.\nПришлите, пожалуйста, счёт на прошлый заказ и срок отгрузки.", "")
		return err
	})
	t.strike(ctx, ctrlDigit(5), "Escape")
	t.do(func() error { return pause(ctx, 3*time.Second) }) // the letter is on its way
	t.shoot(ctx, "mail", "")
	title := t.words.T("letter.title")
	t.strike(ctx, "Down", "Return")
	t.opened(ctx, title)
	t.shoot(ctx, "letter", title)
	t.strike(ctx, "27") // R, in whatever layout
	title = t.words.T("compose.title")
	t.opened(ctx, title)
	t.shoot(ctx, "compose", title)
	t.strike(ctx, "Escape")
	t.opened(ctx, t.words.T("letter.title"))
	t.shut(ctx)
}

// callList is the section of call lists, a list at work, who is not called and what has
// come of it.
func (t *tour) callList(ctx context.Context) {
	t.strike(ctx, ctrlDigit(6), "Escape")
	t.shoot(ctx, "lists", "")
	t.strike(ctx, keyN)
	title := t.words.T("newlist.title")
	t.opened(ctx, title)
	for i, name := range []string{"newlist", "newlist-filter", "newlist-how"} {
		t.strike(ctx, ctrlDigit(i+1))
		t.shoot(ctx, name, title)
	}
	t.shut(ctx)
	t.strike(ctx, "Down", "Return", "space")
	t.shoot(ctx, "list", "")
	for name, key := range map[string]string{"list-why": keyW, "list-report": keyU} {
		t.strike(ctx, key)
		t.shoot(ctx, name, "")
		t.strike(ctx, "Escape")
	}
	t.strike(ctx, ctrlDigit(1))
}

// clientsFile is a file as firms have them, with what goes wrong in them.
const clientsFile = "Контрагент;Моб. тел.;ИНН;Город;Долг, руб.\n" +
	"ООО «Тихая гавань»;8 (973) 111-22-33;;Казань;124 500,00\n" +
	"Вектор;8 973 055-01-12;0071000014;Москва;\n" +
	"ИП Лапин;7,91E+10;;Тверь;\n" +
	";8 973 000-00-00;;Тула;\n" +
	"АО «Полдень»;8 (974) 222-33-44;7704010002;Пермь;18 000\n" +
	"Итого;;;;142 500,00\n"

// brought is the window of import and export.
func (t *tour) brought(ctx context.Context) {
	title := t.words.T("files.title")
	path := filepath.Join(filepath.Dir(t.s.Home), "клиенты.csv")
	t.do(func() error { return os.WriteFile(path, []byte(clientsFile), 0o600) })
	t.do(func() error {
		paste := exec.CommandContext(ctx, "xclip", "-selection", "clipboard")
		paste.Stdin = strings.NewReader(path)
		return paste.Run()
	})
	t.strike(ctx, keyI)
	t.opened(ctx, title)
	t.strike(ctx, keyV)
	t.shoot(ctx, "import", title)
	for i, name := range []string{"import-columns", "export"} {
		t.strike(ctx, fmt.Sprint(11+2*i))
		t.shoot(ctx, name, title)
	}
	t.shut(ctx)
}
