package transact

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestAlarmsRunInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAlarms()
		defer a.Close()
		began := time.Now()
		var got []string
		note := func(s string) func() {
			return func() { got = append(got, s+" "+time.Since(began).String()) }
		}
		a.After(3*time.Second, note("late"))
		stopped := a.After(time.Second, note("stopped"))
		a.After(2*time.Second, func() {
			note("middle")()
			a.After(500*time.Millisecond, note("chained"))
		})
		a.After(2*time.Second, note("same moment"))
		stopped.Stop()
		(*Alarm)(nil).Stop()
		for len(got) < 4 {
			<-a.C()
			a.Run()
		}
		want := []string{"middle 2s", "same moment 2s", "chained 2.5s", "late 3s"}
		if !slices.Equal(got, want) {
			t.Errorf("ran %q, want %q", got, want)
		}
	})
}
