// Command pult is the panel: the desk of a manager on the screen.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2/app"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/feed"
	"pult/app/station"
	"pult/app/ui"
	"pult/app/ui/native"
	"pult/app/view"
)

// appID names the program to the window system.
const appID = "com.pult.panel"

func main() {
	native.SpareMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	var flags conf.Flags
	set := flag.NewFlagSet("pult", flag.ContinueOnError)
	flags.Register(set)
	words, err := conf.Parse(set, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil || len(words) > 1:
		fmt.Fprintln(os.Stderr, "usage: pult [--home DIR] [tel:NUMBER]")
		return 2
	case flags.Version:
		fmt.Println("pult", conf.Version)
		return 0
	}
	plain := view.New(view.Language(flags.Lang), time.Local, time.Now)
	again := func() { startAgain(ctx) }
	if !screen(ctx, plain, native.Probe, again, tellPlainly(ctx, plain.T("app.name"))) {
		return 1
	}
	cfg, err := flags.Config()
	if errors.Is(err, crm.ErrNotFound) {
		return firstStart(ctx, flags)
	}
	if err != nil {
		return refuse(ctx, view.New(view.Language(flags.Lang), time.Local, time.Now), err)
	}
	link := ""
	if len(words) == 1 {
		link = words[0]
	}
	return panel(ctx, cfg, link)
}

// panel opens the station and shows it until the window is closed.
func panel(ctx context.Context, cfg *conf.Config, link string) int {
	texts := view.New(view.Language(cfg.Language), cfg.Zone(), time.Now)
	log, closeLog, err := openLog(cfg.Home())
	if err != nil {
		return refuse(ctx, texts, err)
	}
	defer closeLog()
	slog.SetDefault(log)
	s, err := station.Open(ctx, cfg, station.Calls, log)
	if errors.Is(err, crm.ErrConflict) {
		// A panel is open on this folder: it gets what we were started with.
		if err = handOver(ctx, cfg.Home(), link); err == nil {
			return 0
		}
	}
	if err != nil {
		return refuse(ctx, texts, err)
	}
	// The station outlives the screen: what is typed is saved as the screen closes.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { s.Run(work) })
	setScale(cfg.Scale)
	restart := false
	parts := deps(work, s, log)
	parts.Restart = func() { restart = true }
	if cfg.Tray {
		parts.Tray = native.Tray
	}
	screen := ui.New(app.NewWithID(appID), parts)
	running.Go(func() {
		if err := receive(work, cfg.Home(), screen.Link); err != nil {
			log.ErrorContext(work, "links from other programs are not taken", "error", err)
		}
	})
	if link != "" {
		screen.Link(link)
	}
	err = screen.Run(ctx)
	cancel()
	running.Wait()
	if err := errors.Join(err, s.Close()); err != nil && !errors.Is(err, context.Canceled) {
		log.ErrorContext(ctx, "the panel did not close well", "error", err)
		return 1
	}
	if restart {
		return startAgain(ctx)
	}
	return 0
}

func deps(ctx context.Context, s *station.Station, log *slog.Logger) ui.Deps {
	d := ui.Deps{
		Desk: s.Desk, Events: s.Feed.Subscribe, Words: s.Words, Native: native.Windows{}, Hotkeys: &native.Keys{},
		Recordings: s.Player, Sound: s.Sound, Files: s.Files(), Lists: s.Calling(), Callees: s.Callees(), Making: s.Making(),
		Settings: station.NewSettings(s.Conf, system{home: s.Conf.Home()}, log),
		Manager:  s.Conf.Manager, Theme: s.Conf.Theme, Log: log,
		Corner:    ui.CornerOf(crm.PopupPlace{Corner: s.Conf.Popup.Corner, Screen: s.Conf.Popup.Screen}),
		Status:    func() ui.Status { return status(ctx, s, log) },
		Consented: s.Consented,
		About:     func(ctx context.Context) []string { return about(ctx, s) },
		RingDrawn: func(call crm.ID, took time.Duration) {
			// The id was made when the INVITE came.
			log.InfoContext(ctx, "pop-up drawn", "since_invite_ms", time.Since(call.Time()).Milliseconds(), "took_ms", took.Milliseconds())
		},
	}
	if room := s.MailRoom(); room != nil {
		d.Mail = room
	}
	if s.Lines != nil {
		d.Reconnect = s.Lines.Retry
	}
	if s.Puller != nil {
		d.Refresh, d.Exchange = s.Puller.Kick, s.Exchange()
	}
	return d
}

// about are figures of the workstation that name nobody.
func about(ctx context.Context, s *station.Station) []string {
	lines := []string{"pult " + conf.Version}
	if clients, phones, err := s.Store.Cache.Count(ctx); err == nil {
		lines = append(lines, fmt.Sprintf("cache: clients %d, numbers %d", clients, phones))
	}
	if fresh, err := s.Store.Cache.Freshness(ctx); err == nil {
		for _, f := range fresh {
			lines = append(lines, fmt.Sprintf("  %s: %d, read %s", f.Kind, f.Rows, f.At.UTC().Format(time.RFC3339)))
		}
	}
	if free, err := station.FreeSpace(s.Conf.Home()); err == nil {
		lines = append(lines, fmt.Sprintf("disk: free %d MB", free>>20))
	}
	return append(lines, fmt.Sprintf("accounts %d, recording %t, written to 1C: %d kinds", len(s.Conf.Accounts()), s.Conf.Record.On, len(s.Conf.OneC.Write)))
}

// status is what the status bar shows before the first event.
func status(ctx context.Context, s *station.Station, log *slog.Logger) ui.Status {
	var st ui.Status
	st.Line.State = crm.LineOff
	if s.Lines != nil {
		st.Line.State = crm.LineConnecting
	}
	st.Sound = s.Sound.Trouble()
	for _, box := range s.Mailboxes {
		st.Mail = append(st.Mail, feed.MailboxState(box.Watcher.State()))
	}
	var err, freshErr error
	st.Waiting, st.Stuck, err = s.Store.Journal.OutboxCount(ctx)
	fresh, freshErr := s.Store.Cache.Freshness(ctx)
	for _, f := range fresh {
		if st.AsOf.IsZero() || f.At.Before(st.AsOf) {
			st.AsOf = f.At // a panel is as fresh as its oldest part
		}
	}
	if err := errors.Join(err, freshErr); err != nil {
		log.ErrorContext(ctx, "the state at start could not be read", "error", err)
	}
	return st
}

// refuse says on the console and in a window why the panel cannot open: most
// managers start it from an icon.
func refuse(ctx context.Context, texts *view.Printer, err error) int {
	fmt.Fprintln(os.Stderr, "pult:", err)
	a := app.NewWithID(appID)
	ui.Refuse(ctx, a, texts, err)
	return 1
}
