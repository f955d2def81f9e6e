package wire

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/emiago/sipgo/sip"
)

// readBuffer asks the system to hold a burst (wake from sleep, a ring group)
// while the reader is busy, in bytes.
const readBuffer = 1 << 20

// UDP is a link over one bound socket.
type UDP struct {
	conn  *net.UDPConn
	local netip.AddrPort
}

// ListenUDP binds a socket. Port 0 lets the system choose.
func ListenUDP(at netip.AddrPort) (*UDP, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(at))
	if err != nil {
		return nil, fmt.Errorf("wire: bind: %w", err)
	}
	// The system may grant less; that costs retransmissions, not calls.
	_ = conn.SetReadBuffer(readBuffer)
	local, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		_ = conn.Close()
		return nil, errors.New("wire: bind: no local address")
	}
	return &UDP{conn: conn, local: unmap(local.AddrPort())}, nil
}

// Serve reads datagrams in the order of arrival.
func (u *UDP) Serve(r Reader) error {
	parser := sip.NewParser()
	buffer := make([]byte, MaxMessage)
	for {
		n, from, err := u.conn.ReadFromUDPAddrPort(buffer)
		at := time.Now()
		if err != nil {
			return fmt.Errorf("wire: read: %w", err)
		}
		from = unmap(from)
		if r.Accept != nil && !r.Accept(from) || isKeepalive(buffer[:n]) {
			continue
		}
		message, err := Parse(parser, buffer[:n])
		if err != nil {
			if answer := refusal(buffer[:n]); answer != nil {
				_ = u.Send(answer, from)
			}
			r.Garbled(n)
			continue
		}
		r.Deliver(Packet{Message: message, From: from, At: at})
	}
}

// Send writes one datagram of any size; the system fragments what does not fit.
func (u *UDP) Send(message []byte, to netip.AddrPort) error {
	if _, err := u.conn.WriteToUDPAddrPort(message, to); err != nil {
		return fmt.Errorf("wire: send: %w", err)
	}
	return nil
}

// Local is the bound address.
func (u *UDP) Local() netip.AddrPort { return u.local }

// Network is "UDP".
func (u *UDP) Network() string { return "UDP" }

// Reliable is false: datagrams get lost.
func (u *UDP) Reliable() bool { return false }

// Keepalive sends one empty line.
func (u *UDP) Keepalive(to netip.AddrPort) error { return u.Send(crlf, to) }

// Close ends Serve.
func (u *UDP) Close() error { return u.conn.Close() }

// Source is the address the system would send from to reach a peer. Connecting
// a UDP socket sends nothing.
func Source(peer netip.AddrPort) (netip.Addr, error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(peer))
	if err != nil {
		return netip.Addr{}, fmt.Errorf("wire: no way to the peer: %w", err)
	}
	defer conn.Close()
	local, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		return netip.Addr{}, errors.New("wire: no way to the peer")
	}
	return unmap(local.AddrPort()).Addr(), nil
}
