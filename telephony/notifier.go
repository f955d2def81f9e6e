package telephony

import "sync"

// notifier tells the listener what happened, in order, on its own goroutine. Its
// queue has no bound: it holds a handful of facts for each call, and none of
// them may be lost.
type notifier struct {
	mu     sync.Mutex
	more   sync.Cond
	facts  []func(Listener)
	closed bool
	done   chan struct{}
}

func newNotifier(l Listener) *notifier {
	n := &notifier{done: make(chan struct{})}
	n.more.L = &n.mu
	go n.run(l)
	return n
}

func (n *notifier) say(fact func(Listener)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.facts = append(n.facts, fact)
	n.more.Signal()
}

func (n *notifier) run(l Listener) {
	defer close(n.done)
	for {
		fact, ok := n.next()
		if !ok {
			return
		}
		fact(l)
	}
}

func (n *notifier) next() (func(Listener), bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for len(n.facts) == 0 && !n.closed {
		n.more.Wait()
	}
	if len(n.facts) == 0 {
		return nil, false
	}
	fact := n.facts[0]
	n.facts[0] = nil
	n.facts = n.facts[1:]
	return fact, true
}

// close waits until everything is told.
func (n *notifier) close() {
	n.mu.Lock()
	n.closed = true
	n.more.Signal()
	n.mu.Unlock()
	<-n.done
}
