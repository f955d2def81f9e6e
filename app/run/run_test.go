package run

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func until(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func TestServicesStopInReverseOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var stopped []string
		service := func(name string) Service {
			return Service{name, func(ctx context.Context) error {
				err := until(ctx)
				stopped = append(stopped, name)
				return err
			}}
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			All(ctx, slog.New(slog.DiscardHandler), service("store"), service("desk"), service("line"))
		}()
		synctest.Wait()
		cancel()
		<-done
		if want := []string{"line", "desk", "store"}; !slices.Equal(stopped, want) {
			t.Errorf("stopped %v, want %v", stopped, want)
		}
	})
}

func TestFailedServiceIsStartedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		starts := 0
		s := Service{"line", func(ctx context.Context) error {
			starts++
			switch starts {
			case 1:
				return errors.New("cable")
			case 2:
				panic("bug")
			}
			return until(ctx)
		}}
		done := make(chan struct{})
		go func() { defer close(done); All(ctx, slog.New(slog.DiscardHandler), s) }()
		time.Sleep(10 * time.Second) // the bubble's clock, not ours
		cancel()
		<-done
		if starts != 3 {
			t.Errorf("%d starts, want 3: the first, after an error, after a panic", starts)
		}
	})
}

func TestFinalErrorIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		starts := 0
		s := Service{"line", func(context.Context) error { starts++; return ErrFinal }}
		done := make(chan struct{})
		go func() { defer close(done); All(ctx, slog.New(slog.DiscardHandler), s) }()
		time.Sleep(time.Hour)
		cancel()
		<-done
		if starts != 1 {
			t.Errorf("%d starts of a service that said final", starts)
		}
	})
}
