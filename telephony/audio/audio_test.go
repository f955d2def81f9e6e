package audio

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestNullDeviceRunsInRealTime(t *testing.T) {
	var spoken, heard atomic.Int64
	enough := make(chan struct{})
	began := time.Now()
	s, err := (&Devices{Null: true}).Open(
		func(in []int16) { spoken.Add(int64(len(in))) },
		func(out []int16) {
			if n := heard.Add(int64(len(out))); n >= 8000 && n-int64(len(out)) < 8000 {
				close(enough)
			}
		})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-enough:
	case <-time.After(time.Minute):
		t.Errorf("in a minute %d samples were spoken and %d heard", spoken.Load(), heard.Load())
	}
	took := time.Since(began)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if took < 200*time.Millisecond {
		t.Errorf("half a second of sound took %v", took)
	}
	after := heard.Load()
	<-time.After(3 * periodMilli * time.Millisecond) // time of a device, not of a program
	if heard.Load() != after {
		t.Error("the device calls after Close")
	}
}

// Whatever the machine has, a call gets a session.
func TestAlwaysOpens(t *testing.T) {
	s, err := (&Devices{}).Open(func([]int16) {}, func([]int16) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
