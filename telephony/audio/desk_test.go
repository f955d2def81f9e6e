package audio

import (
	"fmt"
	"io"
	"sync"
	"time"

	"pult/app/crm"
)

// desk is a pretended machine: devices can be plugged in and pulled out. Each
// gives its own level as sound.
type desk struct {
	mu      sync.Mutex
	plugged map[string]int16 // level by name; the name "" is the default
	faults  map[string]error
	dead    map[string]bool // open and never call
	up      []*pretended
	opens   int
}

func newDesk() *desk {
	return &desk{plugged: map[string]int16{}, faults: map[string]error{}, dead: map[string]bool{}}
}

func (d *desk) plug(name string, level int16) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plugged[name] = level
}

// kill plugs in a device that opens and never calls.
func (d *desk) kill(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plugged[name], d.dead[name] = headset, true
}

// pull takes a device out; those who use it are told, as good drivers do.
func (d *desk) pull(name string) {
	d.mu.Lock()
	delete(d.plugged, name)
	var ended []*pretended
	for _, p := range d.up {
		if p.name == name {
			ended = append(ended, p)
		}
	}
	d.mu.Unlock()
	for _, p := range ended {
		p.halt()
		p.stopped()
	}
}

func (d *desk) list() (Listing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var l Listing
	for name := range d.plugged {
		if name != "" {
			l.Inputs = append(l.Inputs, Device{Name: name})
		}
	}
	l.Outputs = l.Inputs
	return l, nil
}

func (d *desk) open(k kind, name string, work func([]int16), stopped func()) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opens++
	if err := d.faults[name]; err != nil {
		return nil, err
	}
	level, ok := d.plugged[name]
	if !ok {
		return nil, fmt.Errorf("%q: %w", name, crm.ErrNotFound)
	}
	p := &pretended{desk: d, name: name, stopped: stopped, stop: make(chan struct{}), dead: d.dead[name]}
	d.up = append(d.up, p)
	p.done.Go(func() { p.run(k, level, work) })
	return p, nil
}

// running is how many devices are open.
func (d *desk) running() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.up)
}

func (d *desk) tries() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opens
}

func (d *desk) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []string
	for _, p := range d.up {
		all = append(all, p.name)
	}
	return all
}

// pretended is a device in use.
type pretended struct {
	desk    *desk
	name    string
	dead    bool
	stopped func()
	stop    chan struct{}
	once    sync.Once
	done    sync.WaitGroup
}

func (p *pretended) run(k kind, level int16, work func([]int16)) {
	ticker := time.NewTicker(periodMilli * time.Millisecond)
	defer ticker.Stop()
	samples := make([]int16, Rate/50)
	for {
		select {
		case <-p.stop:
			return
		case <-ticker.C:
		}
		if p.dead {
			continue
		}
		if k == capture {
			for i := range samples {
				samples[i] = level
			}
		}
		work(samples)
	}
}

func (p *pretended) halt() { p.once.Do(func() { close(p.stop) }) }

func (p *pretended) Close() error {
	p.halt()
	p.done.Wait()
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	for i, other := range p.desk.up {
		if other == p {
			p.desk.up = append(p.desk.up[:i], p.desk.up[i+1:]...)
			break
		}
	}
	return nil
}
