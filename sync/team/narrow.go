package team

import (
	"net"
	"sync"
)

// narrow is a listener that holds so many connections at once; the next one waits
// outside.
type narrow struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newNarrow(l net.Listener, most int) *narrow {
	return &narrow{Listener: l, places: make(chan struct{}, most), closed: make(chan struct{})}
}

// Accept waits for a place, then for a connection.
func (n *narrow) Accept() (net.Conn, error) {
	select {
	case n.places <- struct{}{}:
	case <-n.closed:
		return nil, net.ErrClosed
	}
	conn, err := n.Listener.Accept()
	if err != nil {
		<-n.places
		return nil, err //nolint:wrapcheck // the server looks into it
	}
	return &placed{Conn: conn, leave: sync.OnceFunc(func() { <-n.places })}, nil
}

// Close lets nobody in any more.
func (n *narrow) Close() error {
	n.once.Do(func() { close(n.closed) })
	return n.Listener.Close()
}

// placed is a connection that gives its place free.
type placed struct {
	net.Conn
	leave func()
}

// Close ends the connection.
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
