package media

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// Move goes on on another address of this machine, with a port of its own. The
// other side finds it by the next packet, or by a description.
func (s *Session) Move(host netip.Addr) error {
	conn, local, err := bind(host)
	if err != nil {
		return err
	}
	s.mu.Lock()
	old := conn
	select {
	case <-s.stop: // what was opened is closed at once
	default:
		old, s.conn, s.local, s.latched = s.conn, conn, local, false
	}
	s.mu.Unlock()
	return old.Close()
}

// bind opens a socket on the address that the other side will see.
func bind(host netip.Addr) (*net.UDPConn, netip.AddrPort, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(host, 0)))
	if err != nil {
		return nil, netip.AddrPort{}, fmt.Errorf("media: bind: %w", err)
	}
	local, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		_ = conn.Close()
		return nil, netip.AddrPort{}, errors.New("media: bind: no local address")
	}
	return conn, netip.AddrPortFrom(host, local.AddrPort().Port()), nil
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
