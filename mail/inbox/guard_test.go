package inbox

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// A connection on which something moves lives, whichever way it moves; one that is
// silent while an answer is due is closed, and one that owes none is let be.
func TestSilenceWhileAnAnswerIsDue(t *testing.T) {
	for name, c := range map[string]struct {
		due, writes, alive bool
	}{
		"nothing is due":     {false, false, true},
		"silent":             {true, false, false},
		"a letter goes up":   {true, true, true},
		"nothing is awaited": {false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ours, theirs := net.Pipe()
				defer theirs.Close()
				go func() { _, _ = io.Copy(io.Discard, theirs) }()
				g := newGuarded(ours)
				defer g.Close()
				answered := g.due(10 * time.Second)
				if !c.due {
					answered()
				}
				for range 6 {
					time.Sleep(6 * time.Second)
					if c.writes {
						_, _ = g.Write([]byte("a piece"))
					}
				}
				if _, err := g.Write([]byte("x")); (err == nil) != c.alive {
					t.Errorf("after half a minute: %v", err)
				}
			})
		})
	}
}

// Two answers that are due at once are waited for until the second has come.
func TestTwoAnswersAreDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		go func() { _, _ = io.Copy(io.Discard, theirs) }()
		g := newGuarded(ours)
		defer g.Close()
		first, second := g.due(10*time.Second), g.due(10*time.Second)
		first()
		time.Sleep(11 * time.Second)
		if _, err := g.Write([]byte("x")); err == nil {
			t.Error("the second was not waited for")
		}
		second()
	})
}
