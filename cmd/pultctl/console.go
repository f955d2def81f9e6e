package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// console is what a command works with.
type console struct {
	conf.Flags
	cfg   *conf.Config
	words *view.Printer
	log   *slog.Logger
	in    io.Reader
	out   io.Writer
	errs  io.Writer

	mu      sync.Mutex // guards out: events and answers come from two sides
	once    bool
	check   bool
	rounds  bool
	aside   bool
	retry   bool
	call    bool
	client  string
	note    string
	drawn   struct{ list, entry crm.ID } // by an agent, last
	limit   int
	lead    crm.Lead
	intake  intakeFlags
	export  string
	draft   draftFlags
	callees calleeFlags
	report  struct{ file, behind string } // of a list
}

// print writes one JSON value on one line.
func (c *console) print(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.out.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

func (c *console) printf(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.out, format, args...)
}

// withStation opens the stores for a command that only looks.
func (c *console) withStation(ctx context.Context, mode station.Mode, do func(*station.Station) error) (err error) {
	s, err := station.Open(ctx, c.cfg, mode, c.log)
	if err != nil {
		return c.explain(view.Start, err)
	}
	defer func() {
		if closeErr := s.Close(); err == nil {
			err = closeErr
		}
	}()
	return do(s)
}

// explained is an error with the sentence for people.
type explained struct {
	text string
	err  error
}

func (e *explained) Error() string { return e.text + " (" + e.err.Error() + ")" }
func (e *explained) Unwrap() error { return e.err }

// errUsage is of a command whose words or flags make no sense: its exit code is 2.
var errUsage = errors.New("wrong usage")

// misused is an error of who typed the command.
func misused(text string, err error) error {
	return &explained{text: text, err: fmt.Errorf("%w: %w", errUsage, err)}
}

// misread names the word that could not be understood.
func (c *console) misread(word string) error {
	return &explained{text: c.words.T("error.invalid", word), err: crm.ErrInvalid}
}

func (c *console) explain(area view.Area, err error) error {
	text := c.words.Error(area, err)
	if area == view.OneC { // who works on a console can do something about it
		text += "\n" + c.words.Cure(err)
	}
	return &explained{text: text, err: err}
}
