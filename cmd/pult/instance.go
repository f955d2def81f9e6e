package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// A second start hands its link to the panel that is open, over a socket in the
// home folder: only the owner of the folder reaches it.

// maxLink bounds what another program may hand over, in bytes.
const maxLink = 1024

func socketPath(home string) string { return filepath.Join(home, "pult.sock") }

// handOver gives the link to the open panel; an empty one brings it to front.
func handOver(ctx context.Context, home, link string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socketPath(home))
	if err != nil {
		return fmt.Errorf("reach the open panel: %w", err)
	}
	defer conn.Close()
	if _, err := fmt.Fprintln(conn, strings.ReplaceAll(link, "\n", "")); err != nil {
		return fmt.Errorf("reach the open panel: %w", err)
	}
	return nil
}

// receive takes links until ctx ends. The lock on the folder is ours, so a
// socket that is left there belongs to a panel that was killed.
func receive(ctx context.Context, home string, take func(link string)) error {
	path := socketPath(home)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("socket of an earlier panel: %w", err)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(fmt.Errorf("socket: %w", err), l.Close())
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	var visitors sync.WaitGroup
	defer visitors.Wait()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("socket: %w", err)
		}
		visitors.Go(func() {
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
			lines := bufio.NewScanner(conn)
			lines.Buffer(make([]byte, maxLink), maxLink)
			if lines.Scan() {
				take(strings.TrimSpace(lines.Text()))
			}
		})
	}
}
