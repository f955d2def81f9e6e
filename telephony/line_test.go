package telephony

import (
	"context"
	"runtime"
	"testing"

	"pult/app/crm"
	"pult/telephony/pbx"
)

func TestServeLeavesNoGoroutines(t *testing.T) {
	e := startPBX(t, pbx.Options{})
	if _, err := e.Registry(within(t)); err != nil { // all of its goroutines run
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	s := startLine(t, testConfig(e.Addr().String()))
	s.pbx = e
	s.told.awaitState(t, crm.LineRegistered)
	_, ring := s.call(t, pbx.Caller{})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return s.wave.opened.Load() == 1 })
	s.dial(t)
	s.stop()
	// The sound of the exchange's own ends of both calls goes a moment later.
	waitFor(t, func() bool { return runtime.NumGoroutine() <= before })
}

// A supervisor may serve a line again after it has stopped, but not twice at once.
func TestServeAgain(t *testing.T) {
	s := start(t, pbx.Options{})
	if err := s.line.Serve(within(t)); err == nil {
		t.Error("served twice at once")
	}
	s.stop()
	serve(t, func(ctx context.Context) error { return s.line.Serve(ctx) })
	s.told.await(t, "second registration", 2, func(f fact) bool { return f.status.State == crm.LineRegistered })
}
