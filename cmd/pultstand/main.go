// Command pultstand is the practice company on loopback: a base of 1C, a
// telephone exchange with callers, a mailbox, and a control address to make things happen.
// It is for lessons, demonstrations and tests; everybody in it is invented.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"pult/app/conf"
	"pult/sync/standin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// settings are the flags of pultstand.
type settings struct {
	conf.Flags
	clients       int
	documents     int
	rows          int // of contacts
	configuration string
	seed          int64
	control       string // address of the control page
	onec          string // address of the base
	sip           string // address of the exchange
	panel         string // path of pult, for show and story
	console       string // path of pultctl, for story
	out           string // where story leaves its pictures
}

const usageText = `usage: pultstand [show|story|screens] --home DIR [flags]
  (nothing)  serve until interrupted; DIR/pult.toml leads a panel here
  show       also start the panel, and have a client call it
  story      start the panel, play one call by itself, check and photograph it
  screens    start the panel and photograph every window, in both themes and languages
`

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	var s settings
	set := flag.NewFlagSet("pultstand", flag.ContinueOnError)
	set.SetOutput(errs)
	set.Usage = func() { fmt.Fprint(errs, usageText); set.PrintDefaults() }
	s.Register(set)
	set.IntVar(&s.clients, "clients", 0, "live clients (5000)")
	set.IntVar(&s.documents, "documents", 0, "documents of trade, about (7 for a client)")
	set.IntVar(&s.rows, "contact-rows", 0, "rows of contacts, about (5 for a client)")
	set.StringVar(&s.configuration, "configuration", "ut11", "configuration of 1C: ut11, unf3 or bp3")
	set.Int64Var(&s.seed, "seed", 1, "the same seed makes the same company")
	set.StringVar(&s.control, "control", "127.0.0.1:0", "control address")
	set.StringVar(&s.onec, "onec", "127.0.0.1:0", "address of the 1C base")
	set.StringVar(&s.sip, "sip", "127.0.0.1:0", "address of the telephone exchange")
	set.StringVar(&s.panel, "panel", besideUs("pult"), "path of pult, for show and story")
	set.StringVar(&s.console, "console", besideUs("pultctl"), "path of pultctl, for story")
	set.StringVar(&s.out, "out", ".", "where story leaves its pictures")
	words, err := conf.Parse(set, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case s.Version:
		fmt.Fprintln(out, "pultstand", conf.Version)
		return 0
	}
	do, ok := map[string]func(context.Context, *settings, io.Writer) error{"": serve, "show": show, "story": story, "screens": screens}[first(words)]
	if !ok || len(words) > 1 || !slices.Contains(standin.Configurations(), s.configuration) || s.Home == "" || s.clients < 0 || s.documents < 0 || s.rows < 0 {
		set.Usage()
		return 2
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err := do(ctx, &s, out); err != nil {
		fmt.Fprintln(errs, "pultstand:", err)
		return 1
	}
	return 0
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// besideUs is a program in our own folder.
func besideUs(name string) string {
	self, err := os.Executable()
	if err != nil {
		return name
	}
	return filepath.Join(filepath.Dir(self), name)
}

// serve runs the company until it is interrupted.
func serve(ctx context.Context, s *settings, out io.Writer) error {
	c, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	if err := c.announce(s, out); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
