package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// show opens the panel on the company and has a client call it. It ends with
// the panel.
func show(ctx context.Context, s *settings, out io.Writer) error {
	c, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer c.close()
	if err := c.announce(s, out); err != nil {
		return err
	}
	panel := exec.CommandContext(ctx, s.panel, "--home", s.Home)
	panel.Stdout, panel.Stderr = os.Stdout, os.Stderr
	if err := panel.Start(); err != nil {
		return fmt.Errorf("start the panel: %w", err)
	}
	c.tasks.Go(func() {
		if err := c.firstCall(ctx, s); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "pultstand:", err)
		}
	})
	err = panel.Wait()
	c.close()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("the panel: %w", err)
	}
	return nil
}

// firstCall rings as soon as the panel is registered and knows who will call,
// and within nine seconds anyway: a call is the point of a demonstration.
func (c *company) firstCall(ctx context.Context, s *settings) error {
	if err := c.exchange.Registered(ctx, extension); err != nil {
		return fmt.Errorf("the panel does not register: %w", err)
	}
	demo := standin.DemoClient()
	p := &play{company: c, s: s, client: demo}
	soon, cancel := context.WithTimeout(ctx, 8*time.Second)
	defer cancel()
	if err := p.readsClients(soon); err == nil {
		if err := p.offersList(ctx); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "pultstand:", err) // the call comes all the same
		}
		_ = p.screen.settle(soon) // time to look at the window first
	}
	_, err := c.exchange.Ring(ctx, pbx.Caller{From: demo.Phone, To: "79750500500", Extension: extension})
	return err
}
