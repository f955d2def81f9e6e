package media

import (
	"fmt"
	"net"
	"net/netip"
	"time"
)

// Move goes on on another address of this machine, with a port of its own. The
// other side finds it by the next packet, or by a description.
func (s *Session) Move(host netip.Addr) error {
	next, err := Open(host)
	if err != nil {
		return fmt.Errorf("move: %w", err)
	}
	s.mu.Lock()
	old := next.conn
	select {
	case <-s.stop: // what was opened is closed at once
	default:
		old, s.conn, s.local, s.latched = s.conn, next.conn, next.local, false
	}
	s.mu.Unlock()
	return old.Close()
}

// socket is what is sent by now, and read from.
func (s *Session) socket() *net.UDPConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

// Heard says whether a packet came lately.
func (s *Session) Heard(lately time.Duration) bool {
	last := s.Stats().LastReceived
	return !last.IsZero() && time.Since(last) < lately
}
