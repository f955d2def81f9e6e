package standin

import (
	"context"
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
}

func (p *sessionPool) init(opt Options) {
	p.cold, p.life, p.timeout = opt.ColdStart, opt.SessionLife, opt.PoolTimeout
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

// pause waits, unless the caller gives up first.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
