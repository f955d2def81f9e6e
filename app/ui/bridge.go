package ui

import (
	"sync"

	"fyne.io/fyne/v2"
)

// bridge brings work to the toolkit's goroutine. Whatever gathers while that
// goroutine is busy is done in one turn, so a flood of news costs few turns.
type bridge struct {
	do func(func()) // fyne.Do; tests run their own turn

	mu     sync.Mutex
	queue  []func()
	asked  bool // a turn is on its way
	closed bool
}

func newBridge() *bridge { return &bridge{do: fyne.Do} }

// post queues a step. After close it is dropped: there is no screen any more.
func (b *bridge) post(step func()) {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return
	}
	b.queue = append(b.queue, step)
	ask := !b.asked
	b.asked = true
	b.mu.Unlock()
	if ask {
		b.do(b.turn)
	}
}

// turn takes all that has gathered.
func (b *bridge) turn() {
	b.mu.Lock()
	steps := b.queue
	b.queue, b.asked = nil, false
	b.mu.Unlock()
	for _, step := range steps {
		step()
	}
}

func (b *bridge) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed, b.queue = true, nil
}
