// Command pultctl is Pult on the console, for administrators and scripts: the
// same desk as the panel, without a window.
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
	"slices"
	"strings"
	"syscall"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/view"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is one word pultctl understands.
type command struct {
	name    string
	args    string // what follows the name, for the usage text
	summary string
	least   int // words it needs
	most    int // words it takes; -1 for any number
	flags   func(*flag.FlagSet, *console)
	run     func(context.Context, *console, []string) error
}

func commands() []command {
	return append([]command{
		{name: "agent", summary: "the desk without a window: events out, commands in", run: agent},
		{name: "sync", summary: "read 1C and send what waits for it", flags: syncFlags, run: syncOneC},
		{name: "lookup", args: "NUMBER", summary: "who it is", least: 1, most: 1, run: lookup},
		{name: "search", args: "TEXT", summary: "clients by part of name, number, INN, e-mail", least: 1, most: -1, run: search},
		{name: "card", args: "ID", summary: "the card of a client", least: 1, most: 1, run: card},
		{name: "history", args: "[--client ID]", summary: "the timeline, newest first", flags: historyFlags, run: history},
		{name: "letters", args: "TEXT [--client ID]", summary: "letters of clients by words", least: 1, most: -1, flags: historyFlags, run: letters},
		{name: "day", summary: "what waits: callbacks, missed calls, promises, unknown callers", run: day},
		{name: "tasks", summary: "next steps that are not done, by their time", run: tasks},
		{name: "doctor", summary: "checks disk, 1C, telephone, mail and sound, each with a cure", run: doctor},
		{name: "mailbox", args: "[NAME]", summary: "logs in to the mailboxes, or to one of them, and tells of each step", most: 1, run: mailbox},
		{name: "sound", args: "[--call]", summary: "microphones and loudspeakers by name, whether they work; or a test call to oneself", flags: soundFlags, run: sound},
		{name: "lead", args: "NAME", summary: "a new client, to be entered in 1C", least: 1, most: 1, flags: leadFlags, run: lead},
		{name: "import", args: "FILE...", summary: "clients and debts from CSV, XLSX or CommerceML (also zipped); --dry-run, --undo, --list", most: 50, flags: importFlags, run: importFile},
		{name: "duplicates", args: "[--csv FILE]", summary: "clients that may be one, and wrong numbers", flags: duplicatesFlags, run: duplicates},
		{name: "outbox", args: "[--retry]", summary: "facts that wait for 1C or are stuck, with reasons", flags: outboxFlags, run: outbox},
	}, append(listCommands(), runCommands()...)...)
}

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	c := &console{in: in, out: out, errs: errs}
	if len(args) > 0 && (args[0] == "--version" || args[0] == "-version") {
		fmt.Fprintln(out, "pultctl", conf.Version)
		return exitDone
	}
	cmd, rest, ok := choose(args)
	if !ok {
		usage(errs, groupOf(args))
		return exitUsage
	}
	set := flag.NewFlagSet("pultctl "+cmd.name, flag.ContinueOnError)
	set.SetOutput(errs)
	c.Register(set)
	if cmd.flags != nil {
		cmd.flags(set, c)
	}
	set.Usage = func() {
		fmt.Fprintf(errs, "usage: pultctl %s\n%s\n\n", strings.TrimSpace(cmd.name+" "+cmd.args), cmd.summary)
		set.PrintDefaults()
	}
	words, err := conf.Parse(set, rest)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		return exitUsage
	}
	if c.Version {
		fmt.Fprintln(out, "pultctl", conf.Version)
		return exitDone
	}
	if len(words) < cmd.least || cmd.most >= 0 && len(words) > cmd.most {
		fmt.Fprintf(errs, "usage: pultctl %s %s\n", cmd.name, cmd.args)
		return exitUsage
	}
	return c.execute(ctx, cmd, words)
}

// choose finds the command. Flags may stand before it.
func choose(args []string) (command, []string, bool) {
	for i, arg := range args {
		for _, cmd := range commands() {
			n := cmd.fits(args[i:])
			if n > 0 {
				return cmd, append(append([]string{}, args[:i]...), args[i+n:]...), true
			}
		}
		if arg == "" || arg[0] != '-' && (i == 0 || args[i-1] != "--home" && args[i-1] != "--lang") {
			break
		}
	}
	return command{}, nil, false
}

// fits tells how many words are the name of the command, 0 when they are not.
func (cmd command) fits(words []string) int {
	name := strings.Fields(cmd.name)
	if len(words) < len(name) || !slices.Equal(words[:len(name)], name) {
		return 0
	}
	return len(name)
}

// groupOf tells what the first word of names of two words was, when the second makes
// no name: who meant a call list wants to see its commands alone.
func groupOf(args []string) string {
	for _, cmd := range commands() {
		if first, _, two := strings.Cut(cmd.name, " "); two && slices.Contains(args, first) {
			return first
		}
	}
	return ""
}

// helpColumn is how wide the calls are in the list of commands; what is longer has a
// line of its own.
const helpColumn = 24

// usage prints the commands, or those of one group.
func usage(w io.Writer, group string) {
	fmt.Fprintf(w, "usage: pultctl %s [--home DIR] [--json] [--lang ru|en]\n", strings.TrimSpace(group+" COMMAND"))
	for _, cmd := range commands() {
		if !strings.HasPrefix(cmd.name, group) {
			continue
		}
		call := strings.TrimSpace(cmd.name + " " + cmd.args)
		if len(call) > helpColumn {
			call += fmt.Sprintf("\n  %-*s", helpColumn, "")
		}
		fmt.Fprintf(w, "  %-*s %s\n", helpColumn, call, cmd.summary)
	}
}

// execute runs a command on the settings of the home folder.
func (c *console) execute(ctx context.Context, cmd command, words []string) int {
	cfg, err := c.Config()
	if err != nil {
		c.words = view.New(view.Language(c.Lang), time.Local, time.Now)
		fmt.Fprintln(c.errs, "pultctl:", c.words.Error(view.Start, err))
		if errors.Is(err, crm.ErrInvalid) {
			return exitUsage
		}
		return exitFailed
	}
	c.cfg = cfg
	c.words = view.New(view.Language(cfg.Language), cfg.Zone(), time.Now)
	c.log = slog.New(slog.NewTextHandler(c.errs, &slog.HandlerOptions{Level: slog.LevelError}))
	if err := cmd.run(ctx, c, words); err != nil {
		var said *explained
		if errors.As(err, &said) {
			fmt.Fprintln(c.errs, "pultctl:", said.text)
		} else {
			fmt.Fprintln(c.errs, "pultctl:", err)
		}
		if errors.Is(err, errUsage) {
			return exitUsage
		}
		return exitFailed
	}
	return exitDone
}
