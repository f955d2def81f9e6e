// Package run starts the services of a program, restarts the ones that fail and
// stops them in order.
package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// Service is something that works until its context ends.
type Service struct {
	Name  string
	Serve func(ctx context.Context) error
}

// ErrFinal wrapped by a service's error says that a restart would not help.
var ErrFinal = errors.New("final")

const (
	firstPause = time.Second
	maxPause   = time.Minute
	// A service that has worked this long has earned a fresh start.
	healthy = time.Minute
)

// All runs the services until ctx ends. They are stopped one by one, the last
// first, each waited for: what a later one still sends, an earlier one still
// receives.
func All(ctx context.Context, log *slog.Logger, services ...Service) {
	type running struct {
		stop context.CancelFunc
		done chan struct{}
	}
	started := make([]running, len(services))
	for i, s := range services {
		own, stop := context.WithCancel(context.WithoutCancel(ctx))
		started[i] = running{stop, make(chan struct{})}
		go func() {
			defer close(started[i].done)
			keep(own, log, s)
		}()
	}
	<-ctx.Done()
	for i := len(started) - 1; i >= 0; i-- {
		started[i].stop()
		<-started[i].done
	}
}

// keep runs one service and starts it again after a failure, with a pause that
// grows.
func keep(ctx context.Context, log *slog.Logger, s Service) {
	pause := firstPause
	for {
		began := time.Now()
		err := guarded(ctx, s)
		if ctx.Err() != nil {
			return
		}
		if errors.Is(err, ErrFinal) {
			log.ErrorContext(ctx, "a service has ended for good", "service", s.Name, "error", err)
			return
		}
		if time.Since(began) > healthy {
			pause = firstPause
		}
		log.ErrorContext(ctx, "a service failed and is started again", "service", s.Name, "pause", pause, "error", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		pause = min(2*pause, maxPause)
	}
}

// guarded turns a panic into an error: one broken part must not end a call in
// another.
func guarded(ctx context.Context, s Service) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	if err := s.Serve(ctx); err != nil {
		return err
	}
	if ctx.Err() == nil {
		return errors.New("ended by itself")
	}
	return nil
}
