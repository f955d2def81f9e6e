package inbox

import (
	"net"
	"sync"
	"time"
)

// guarded closes a connection that is silent while an answer is due. The library
// waits for an answer for ever, and a link that died halfway says nothing.
type guarded struct {
	net.Conn
	in *tolerant

	mu    sync.Mutex // guards what follows
	timer *time.Timer
	wait  time.Duration
	asked int // answers that are due
}

func newGuarded(conn net.Conn) *guarded {
	return &guarded{Conn: conn, in: newTolerant(conn)}
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	g.moved(n)
	return n, err
}

// Write is a sign of life too: a server says nothing while a large letter goes up.
func (g *guarded) Write(p []byte) (int, error) {
	n, err := g.Conn.Write(p)
	g.moved(n)
	return n, err
}

func (g *guarded) moved(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n > 0 && g.asked > 0 {
		g.timer.Reset(g.wait)
	}
}

// due is called before something is asked; the returned function after the answer.
func (g *guarded) due(patience time.Duration) (answered func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wait = patience
	if g.asked++; g.timer == nil {
		g.timer = time.AfterFunc(patience, func() { _ = g.Close() })
	} else {
		g.timer.Reset(patience)
	}
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.asked--; g.asked == 0 {
			g.timer.Stop()
		}
	}
}
