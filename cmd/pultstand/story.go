package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// stepTime bounds one step. One reads 5,000 clients on a slow machine, one calls a whole
// list.
const stepTime = 5 * time.Minute

// note is what the manager of the story types.
const note = "ждет счет до среды. бюджет согласован"

// play is a story under way.
type play struct {
	company *company
	s       *settings
	out     io.Writer
	screen  desktop
	client  standin.Demo
	call    *pbx.Call
	focus   string // window that had the keyboard before the ring
}

// scene is one step of the story.
type scene struct {
	says    string // what is seen when it has worked
	act     func(*play, context.Context) error
	picture string // name of its picture; one without a name is for build/demo alone
}

var scenes = []scene{
	{"the panel registers at the exchange", (*play).registers, ""},
	{"the clients of 1C are in the cache", (*play).readsClients, ""},
	{"a call list waits for the manager", (*play).offersList, ""},
	{"the main window stands", (*play).stands, "main"},
	{"a client rings: the pop-up is on the screen", (*play).rings, "popup"},
	{"the pop-up took no focus", (*play).keepsFocus, ""},
	{"F2 answers", (*play).answers, ""},
	{"a note is typed", (*play).types, "call"},
	{"F4 hangs up", (*play).hangsUp, ""},
	{"call and note are in the history", (*play).remembers, "card"},
	{"the record is in 1C, once", (*play).reaches1C, ""},
	{"a short call list is called to its end, by keys alone", (*play).callsList, ""},
}

// story plays one call on a real screen with real keys, and stops at the first
// step that fails.
func story(ctx context.Context, s *settings, out io.Writer) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := os.MkdirAll(s.out, 0o755); err != nil {
		return err
	}
	c, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	panel, err := startPanel(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, panel.close()) }()

	p := &play{company: c, s: s, out: out, client: standin.DemoClient()}
	began := time.Now()
	for i, scene := range scenes {
		if err := p.perform(ctx, i+1, scene); err != nil {
			return fmt.Errorf("step %d of %d, %s: %w", i+1, len(scenes), scene.says, err)
		}
		fmt.Fprintf(out, "%5.1f s  %s\n", time.Since(began).Seconds(), scene.says)
	}
	return nil
}

// perform plays a step and photographs the screen: each under its number, some
// under a name for the documents too.
func (p *play) perform(ctx context.Context, number int, s scene) error {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	if err := s.act(p, ctx); err != nil {
		failed := filepath.Join(p.s.out, "failed.png")
		return errors.Join(err, p.screen.photograph(context.WithoutCancel(ctx), failed))
	}
	step := filepath.Join(p.s.out, fmt.Sprintf("step-%02d.png", number))
	if err := p.screen.photograph(ctx, step); err != nil || s.picture == "" {
		return err
	}
	raw, err := os.ReadFile(step)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.s.out, "screen-"+s.picture+".png"), raw, 0o644)
}

func (p *play) registers(ctx context.Context) error {
	return p.company.exchange.Registered(ctx, extension)
}

func (p *play) readsClients(ctx context.Context) error {
	return until(ctx, 300*time.Millisecond, func() (bool, error) {
		var answer struct{ Clients []struct{ Debt string } }
		if err := p.ask(ctx, &answer, "lookup", p.client.Phone); err != nil {
			return false, err
		}
		return len(answer.Clients) == 1 && answer.Clients[0].Debt == p.client.Debt.String(), nil
	})
}

func (p *play) stands(ctx context.Context) error {
	window, err := p.screen.window(ctx, "^Пульт$")
	if err != nil {
		return err
	}
	if err := p.screen.activate(ctx, window); err != nil {
		return err
	}
	p.focus, err = p.screen.focused(ctx)
	return err
}

func (p *play) rings(ctx context.Context) (err error) {
	p.call, err = p.company.exchange.Ring(ctx, pbx.Caller{From: p.client.Phone, To: "79750500500", Extension: extension})
	if err != nil {
		return err
	}
	if _, err := p.call.Wait(ctx, pbx.Ringing); err != nil {
		return err
	}
	_, err = p.screen.window(ctx, "^Входящий звонок$")
	return err
}

func (p *play) keepsFocus(ctx context.Context) error {
	now, err := p.screen.focused(ctx)
	if err == nil && now != p.focus {
		err = fmt.Errorf("window %s has the keyboard now, %s had it", now, p.focus)
	}
	return err
}

func (p *play) answers(ctx context.Context) error {
	if err := p.screen.key(ctx, "F2"); err != nil {
		return err
	}
	record, err := p.call.Wait(ctx, pbx.Talking)
	if err == nil && record.State != pbx.Talking {
		err = fmt.Errorf("the call is %s", record.State)
	}
	if err != nil {
		return err
	}
	// The exchange knows of the answer before it is seen on the screen.
	return p.screen.settle(ctx)
}

func (p *play) types(ctx context.Context) error {
	if err := p.screen.typeText(ctx, note); err != nil {
		return err
	}
	// It is on disk before anybody presses a key for it.
	return p.awaitHistory(ctx)
}

func (p *play) hangsUp(ctx context.Context) error {
	if err := p.screen.key(ctx, "F4"); err != nil {
		return err
	}
	_, err := p.call.Over(ctx)
	return err
}

func (p *play) remembers(ctx context.Context) error {
	if err := p.awaitHistory(ctx); err != nil {
		return err
	}
	return p.screen.settle(ctx)
}

// awaitHistory waits for the note in the client's history.
func (p *play) awaitHistory(ctx context.Context) error {
	return until(ctx, 200*time.Millisecond, func() (bool, error) {
		var lines []struct{ Kind, Text string }
		if err := p.ask(ctx, &lines, "history", "--client", p.client.Ref); err != nil {
			return false, err
		}
		return len(lines) == 1 && lines[0].Kind == "call" && lines[0].Text == note, nil
	})
}

func (p *play) reaches1C(ctx context.Context) error {
	return until(ctx, 200*time.Millisecond, func() (bool, error) {
		records := p.company.base.Calls()
		if len(records) > 1 {
			return false, fmt.Errorf("%d records of one call", len(records))
		}
		return len(records) == 1 && strings.Contains(records[0].Description, note), nil
	})
}

// ask runs pultctl beside the open panel, as an administrator would.
func (p *play) ask(ctx context.Context, into any, args ...string) error {
	args = append(args, "--json", "--home", p.s.Home)
	raw, err := exec.CommandContext(ctx, p.s.console, args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return fmt.Errorf("pultctl %s: %w: %s", args[0], err, exit.Stderr)
		}
		return fmt.Errorf("pultctl %s: %w", args[0], err)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// until asks again and again: what happens on a screen announces itself to the
// eye alone. An error may pass, as that of files which the panel is just making.
func until(ctx context.Context, every time.Duration, done func() (bool, error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		ok, err := done()
		if ok {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(errors.New("it did not happen in time"), err)
		}
	}
}
