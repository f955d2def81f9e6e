package standin

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// sessionPool is the pool of infobase sessions kept by the web server
// extension: an idle one dies, starting another is slow, and the pool has an
// end (guide 17.7, attributes sessionMaxAge, poolSize and poolTimeout).
type sessionPool struct {
	mu      sync.Mutex
	last    time.Time
	cold    time.Duration
	life    time.Duration
	slots   chan struct{}
	timeout time.Duration
	opened  map[string]time.Time // sessions kept by their caller, with last use
}

func (p *sessionPool) init(opt Options) {
	p.cold, p.life, p.timeout = opt.ColdStart, opt.SessionLife, opt.PoolTimeout
	p.opened = map[string]time.Time{}
	if opt.PoolSize > 0 {
		p.slots = make(chan struct{}, opt.PoolSize)
	}
}

// enter takes a session; false means that none came free in time.
func (p *sessionPool) enter(ctx context.Context) (release func(), ok bool) {
	if p.slots != nil {
		timer := time.NewTimer(p.timeout)
		defer timer.Stop()
		select {
		case p.slots <- struct{}{}:
		case <-timer.C:
			return nil, false
		case <-ctx.Done():
			return nil, false
		}
	}
	p.mu.Lock()
	cold := p.cold > 0 && time.Since(p.last) > p.life
	p.last = time.Now()
	p.mu.Unlock()
	if cold {
		pause(ctx, p.cold)
	}
	return p.leave, true
}

func (p *sessionPool) leave() {
	p.mu.Lock()
	p.last = time.Now()
	p.mu.Unlock()
	if p.slots != nil {
		<-p.slots
	}
}

// manual keeps sessions the caller starts and ends itself. It answers false for
// a session that is not there.
func (p *sessionPool) manual(w http.ResponseWriter, r *http.Request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	wish := r.Header.Get("IBSession")
	cookie, err := r.Cookie("ibsession")
	if err != nil {
		if wish == "start" {
			id := newGUID(0, "session", len(p.opened)).String()
			p.opened[id] = time.Now()
			http.SetCookie(w, &http.Cookie{Name: "ibsession", Value: id, Path: Root, HttpOnly: true})
		}
		return true
	}
	used, ok := p.opened[cookie.Value]
	if !ok || used.IsZero() || time.Since(used) > p.life {
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
