package ui

import (
	"context"
	"sync"
	"time"
)

// work owns what runs in the background. Nothing outlives wait.
type work struct {
	mu      sync.Mutex
	ctx     context.Context //nolint:containedctx // the life of the panel, given once to Run
	cancel  context.CancelFunc
	running sync.WaitGroup
	stopped bool
}

func newWork() *work {
	w := &work{}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	return w
}

// begin ties the work to the life of the panel.
func (w *work) begin(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cancel()
	w.ctx, w.cancel = context.WithCancel(ctx)
}

// start runs a job unless the panel is going down.
func (w *work) start(job func(ctx context.Context)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	ctx := w.ctx
	w.running.Go(func() { job(ctx) })
}

// wait ends all jobs and waits for them.
func (w *work) wait() {
	w.mu.Lock()
	w.stopped = true
	w.cancel()
	w.mu.Unlock()
	w.running.Wait()
}

// askWithin bounds a question to the desk. Cards and searches come from local
// files; one that takes longer is better told of than waited for.
const askWithin = 20 * time.Second

// ask runs a question in the background. What it returns is done on the screen.
func (p *Panel) ask(question func(ctx context.Context) (answer func())) {
	p.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, askWithin)
		defer cancel()
		if answer := question(ctx); answer != nil {
			p.bridge.post(answer)
		}
	})
}

// act asks the desk to do something; a failure is told in a sentence.
func (p *Panel) act(do func(ctx context.Context) error) {
	p.ask(func(ctx context.Context) func() {
		err := do(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		return func() { p.fault(err) }
	})
}
