package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

const (
	// writeLimit is how long a peer may refuse to read before the link is given up.
	writeLimit = 5 * time.Second
	// writeQueue is how many messages may wait for such a peer.
	writeQueue = 256
)

var errQueueFull = errors.New("wire: the peer does not read")

// Stream is a link over one TCP or TLS connection.
type Stream struct {
	conn    net.Conn
	network string
	local   netip.AddrPort
	peer    netip.AddrPort
	out     chan []byte
	closed  chan struct{}
	once    sync.Once
}

// DialStream connects over TCP, or over TLS when a configuration is given, from a
// port when that can be had.
func DialStream(ctx context.Context, peer netip.AddrPort, port uint16, secure *tls.Config) (*Stream, error) {
	network := "TCP"
	from := &net.Dialer{LocalAddr: &net.TCPAddr{Port: int(port)}}
	dial := from.DialContext
	if secure != nil {
		network = "TLS"
		dial = (&tls.Dialer{NetDialer: from, Config: secure}).DialContext
	}
	conn, err := dial(ctx, "tcp", peer.String())
	if err != nil && port != 0 {
		from.LocalAddr = nil
		conn, err = dial(ctx, "tcp", peer.String())
	}
	if err != nil {
		return nil, fmt.Errorf("wire: connect: %w", err)
	}
	return NewStream(conn, network)
}

// NewStream takes over a connection.
func NewStream(conn net.Conn, network string) (*Stream, error) {
	local, ok := conn.LocalAddr().(*net.TCPAddr)
	peer, ok2 := conn.RemoteAddr().(*net.TCPAddr)
	if !ok || !ok2 {
		_ = conn.Close()
		return nil, errors.New("wire: not a TCP connection")
	}
	return &Stream{
		conn: conn, network: network,
		local: unmap(local.AddrPort()), peer: unmap(peer.AddrPort()),
		out: make(chan []byte, writeQueue), closed: make(chan struct{}),
	}, nil
}

// Serve reads messages in order, several from one segment or one from several.
func (s *Stream) Serve(r Reader) error {
	written := make(chan struct{})
	go func() {
		defer close(written)
		s.write()
	}()
	err := s.read(r)
	_ = s.Close()
	<-written
	return err
}

func (s *Stream) read(r Reader) error {
	var (
		parser = sip.NewParser()
		buffer = make([]byte, 32<<10)
		f      frames
	)
	for {
		n, err := s.conn.Read(buffer)
		at := time.Now()
		if err != nil {
			return fmt.Errorf("wire: read: %w", err)
		}
		data := buffer[:n]
		if f.between() {
			trimmed := bytes.TrimLeft(data, "\r\n")
			switch empty := len(data) - len(trimmed); { // RFC 5626 section 3.5.1
			case empty == 2*len(crlf) && len(trimmed) == 0:
				_ = s.Send(crlf, s.peer) // a ping wants its pong
			case empty == len(crlf) && r.Pong != nil:
				r.Pong()
			}
			data = trimmed
		}
		if len(data) == 0 {
			continue
		}
		f.add(data)
		if err := s.deliver(parser, &f, at, r); err != nil {
			r.Garbled(n)
			return err
		}
	}
}

// deliver hands on all whole messages. One that cannot be read is answered like a
// datagram, for the borders between the others are still known.
func (s *Stream) deliver(parser *sip.Parser, f *frames, at time.Time, r Reader) error {
	for {
		data, err := f.next()
		if err != nil || data == nil {
			return err
		}
		message, err := Parse(parser, data)
		if err == nil {
			r.Deliver(Packet{Message: message, From: s.peer, At: at})
			continue
		}
		answer := refusal(data)
		switch {
		case answer != nil:
			_ = s.Send(answer, s.peer)
		case !bytes.HasPrefix(data, []byte("SIP/2.0 ")) && !bytes.HasPrefix(data, []byte("ACK ")):
			return ErrGarbled
		}
		r.Garbled(len(data))
	}
}

// write is apart from Send so that a peer which does not read cannot hold up
// the owner of the line.
func (s *Stream) write() {
	for {
		select {
		case message := <-s.out:
			_ = s.conn.SetWriteDeadline(time.Now().Add(writeLimit))
			if _, err := s.conn.Write(message); err != nil {
				_ = s.Close()
				return
			}
		case <-s.closed:
			return
		}
	}
}

// Send queues one message.
func (s *Stream) Send(message []byte, _ netip.AddrPort) error {
	select {
	case <-s.closed:
		return net.ErrClosed
	default:
	}
	select {
	case s.out <- message:
		return nil
	default:
		_ = s.Close()
		return errQueueFull
	}
}

// Local is this end of the connection.
func (s *Stream) Local() netip.AddrPort { return s.local }

// Peer is the other end of the connection.
func (s *Stream) Peer() netip.AddrPort { return s.peer }

// Network is "TCP" or "TLS".
func (s *Stream) Network() string { return s.network }

// Reliable is true.
func (s *Stream) Reliable() bool { return true }

// Keepalive sends a ping of two empty lines.
func (s *Stream) Keepalive(to netip.AddrPort) error {
	return s.Send([]byte("\r\n\r\n"), to)
}

// Close ends Serve.
func (s *Stream) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closed)
		err = s.conn.Close()
	})
	return err
}
