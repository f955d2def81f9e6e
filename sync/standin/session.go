package standin

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// SessionMode says how the extension uses infobase sessions again (attribute
// reuseSessions of the publication).
type SessionMode int

// The modes of sessions.
const (
	SessionsAuto   SessionMode = iota // autouse: a pool, the IBSession header is ignored
	SessionsManual                    // use: IBSession starts and ends a session kept by its cookie
	SessionsOff                       // dontuse: every request starts one of its own
)

// sessionPool is the pool of infobase sessions kept by the web server
// extension: an idle one dies, starting another is slow, and the pool has an
// end (guide 17.7, attributes sessionMaxAge, poolSize and poolTimeout).
type sessionPool struct {
	mu     sync.Mutex
	last   time.Time
	busy   int
	freed  chan struct{}        // closed when a session comes free
	opened map[string]time.Time // sessions kept by their caller, with last use
}

func (p *sessionPool) init() {
	p.opened, p.freed = map[string]time.Time{}, make(chan struct{})
}

// enter takes a session; false means that none came free in time.
func (p *sessionPool) enter(ctx context.Context, habits *Options) (release func(), ok bool) {
	timer := time.NewTimer(habits.PoolTimeout)
	defer timer.Stop()
	p.mu.Lock()
	for habits.PoolSize > 0 && p.busy >= habits.PoolSize {
		freed := p.freed
		p.mu.Unlock()
		select {
		case <-freed:
		case <-timer.C:
			return nil, false
		case <-ctx.Done():
			return nil, false
		}
		p.mu.Lock()
	}
	p.busy++
	cold := habits.ColdStart > 0 && (habits.Sessions == SessionsOff || time.Since(p.last) > habits.SessionLife)
	p.last = time.Now()
	p.mu.Unlock()
	if cold {
		pause(ctx, habits.ColdStart)
	}
	return p.leave, true
}

func (p *sessionPool) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = time.Now()
	p.busy--
	close(p.freed)
	p.freed = make(chan struct{})
}

// manual keeps sessions the caller starts and ends itself. It answers false for
// a session that is not there.
func (p *sessionPool) manual(w http.ResponseWriter, r *http.Request, life time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	wish := r.Header.Get("IBSession")
	cookie, err := r.Cookie("ibsession")
	if err != nil {
		if wish == "start" {
			id := newGUID(0, "session", len(p.opened)).String()
			p.opened[id] = time.Now()
			http.SetCookie(w, &http.Cookie{Name: "ibsession", Value: id, Path: "/", HttpOnly: true})
		}
		return true
	}
	used, ok := p.opened[cookie.Value]
	if !ok || used.IsZero() || time.Since(used) > life {
		return false
	}
	p.opened[cookie.Value] = time.Now()
	if wish == "finish" {
		p.opened[cookie.Value] = time.Time{}
	}
	return true
}

// pause waits, unless the caller gives up first.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
