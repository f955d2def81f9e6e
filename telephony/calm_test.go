package telephony

import (
	"sync"
	"testing"
	"time"
)

// tries is how often something is measured that a busy machine can spoil.
const tries = 8

// alone is held by who measures again: others that do would be in the way.
var alone sync.Mutex

// calmly measures something that takes place in real time until there is nothing to
// complain of. What others do on the machine spoils it now and then, what is wrong
// with the line itself does so each time.
func calmly(t *testing.T, measure func() (complaint string)) {
	t.Helper()
	for try := 1; ; try++ {
		complaint := measure()
		switch {
		case complaint == "":
			return
		case try == tries:
			t.Errorf("each of %d times: %s", tries, complaint)
			return
		}
		t.Logf("spoilt: %s", complaint)
		if try == 1 {
			alone.Lock()
			defer alone.Unlock()
		}
		awaitCalm()
	}
}

// awaitCalm waits until the clock has come in time for a second, though not for long.
func awaitCalm() {
	const period, late = 10 * time.Millisecond, 30 * time.Millisecond
	tick := time.NewTicker(period)
	defer tick.Stop()
	began := time.Now()
	last, calm := began, began
	for last.Sub(calm) < time.Second && last.Sub(began) < 20*time.Second {
		<-tick.C
		now := time.Now()
		if now.Sub(last) > period+late {
			calm = now
		}
		last = now
	}
}
