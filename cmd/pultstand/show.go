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
		if err := c.firstCall(ctx); err != nil && ctx.Err() == nil {
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

// firstCall rings as soon as the panel is registered and has read its clients.
func (c *company) firstCall(ctx context.Context) error {
	if err := c.exchange.Registered(ctx, extension); err != nil {
		return fmt.Errorf("the panel does not register: %w", err)
	}
	select {
	case <-time.After(5 * time.Second): // time to look at the window first
	case <-ctx.Done():
		return ctx.Err()
	}
	demo := standin.DemoClient()
	_, err := c.exchange.Ring(ctx, pbx.Caller{From: demo.Phone, To: "79750500500", Extension: extension})
	return err
}
