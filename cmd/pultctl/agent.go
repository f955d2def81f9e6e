package main

import (
	"bufio"
	"context"
	"strings"

	"pult/app/station"
)

// eventQueue is what may wait for a slow reader of our output.
const eventQueue = 4096

// agent is the desk without a window: events on stdout, commands on stdin. The
// end of stdin does not end it: a service has none.
func agent(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Calls, func(s *station.Station) error {
		ctx, quit := context.WithCancel(ctx)
		defer quit()
		events := s.Feed.Subscribe(eventQueue)
		printed := make(chan error, 1)
		go func() {
			var err error
			for e := range events.C {
				if err == nil {
					err = c.printEvent(e)
				}
				if err != nil {
					quit() // nobody reads us any more
				}
			}
			printed <- err
		}()
		go c.commands(ctx, s, quit)
		s.Run(ctx)
		events.Close()
		return <-printed
	})
}

// commands obeys stdin. The goroutine may outlive the agent in a read that
// nothing can interrupt; it holds nothing.
func (c *console) commands(ctx context.Context, s *station.Station, quit func()) {
	lines := bufio.NewScanner(c.in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		word, rest, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch word {
		case "":
			continue
		case "quit":
			quit()
			return
		}
		if err := c.obey(ctx, s, word, strings.TrimSpace(rest)); err != nil {
			_ = c.print(faultEvent{Event: "error", Command: word, Text: c.refusal(err)})
		}
	}
}
