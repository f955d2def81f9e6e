// Package wire carries SIP messages over UDP, TCP and TLS and keeps the order in
// which they arrived: one goroutine reads a link, parses and delivers, so that a
// CANCEL can never overtake the INVITE before it.
package wire

import (
	"bytes"
	"errors"
	"net/netip"
	"time"

	"github.com/emiago/sipgo/sip"
)

// MaxMessage is the longest message read, in bytes; the longest datagram UDP
// can carry.
const MaxMessage = 65535

// Packet is one message with where it came from and when its bytes were read.
type Packet struct {
	Message sip.Message
	From    netip.AddrPort
	At      time.Time
}

// Reader says what a link does with what it reads. All functions are
// called on the goroutine of Serve.
type Reader struct {
	Accept  func(netip.AddrPort) bool // false drops a datagram before it is parsed; nil takes all
	Deliver func(Packet)              // may block: reading waits
	Garbled func(size int)            // unreadable input; never the bytes, they are private
	Pong    func()                    // the answer to Keepalive over a stream; nil when of no interest
}

// Link is a socket that carries SIP.
type Link interface {
	// Serve reads until the link is closed or fails. It never returns nil.
	Serve(Reader) error
	// Send writes one message. A link with one peer ignores the address.
	Send(message []byte, to netip.AddrPort) error
	// Local is the address this side sends from.
	Local() netip.AddrPort
	// Network is the transport as the Via header names it: UDP, TCP, TLS.
	Network() string
	// Reliable tells a transport which repeats lost data itself.
	Reliable() bool
	// Keepalive sends the empty lines which hold NAT bindings open (RFC 5626
	// section 3.5.1).
	Keepalive(to netip.AddrPort) error
	Close() error
}

// ErrGarbled is a stream whose message borders are lost.
var ErrGarbled = errors.New("wire: stream is not SIP")

var crlf = []byte("\r\n")

// Parse reads one datagram. The parser belongs to somebody else and its input
// to anybody, so a panic is a message that cannot be read.
func Parse(parser *sip.Parser, data []byte) (message sip.Message, err error) {
	defer func() {
		if recover() != nil {
			message, err = nil, ErrGarbled
		}
	}()
	message, err = parser.ParseSIP(data)
	if err == nil && (message == nil || !isWhole(message)) {
		err = ErrGarbled
	}
	if err == nil {
		tidy(message)
	}
	return message, err
}

// isKeepalive tells datagrams that carry nothing but line ends or zero bytes.
func isKeepalive(data []byte) bool {
	return len(bytes.Trim(data, "\r\n\x00 ")) == 0
}

func unmap(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}
