// Package claim finds ports for the programs that tests start.
package claim

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"syscall"
	"testing"
)

// Systems give out ports from 32768 up by themselves, and baresip takes those of
// its sound from 20000 up: in between nobody comes by chance.
const (
	lowestPort  = 10000
	highestPort = 19999
)

// Port finds a port of 127.0.0.1 for UDP and TCP that no other test takes until
// this one ends. A program is told a number, takes it a moment later, and takes it
// again after a restart, so the number itself is claimed: by a socket on another
// address of loopback, which tests of other packages see as well. Nor does a client
// that calls a server which is away connect to itself, as it may at a port that the
// system gives out.
func Port(tb testing.TB) netip.AddrPort {
	tb.Helper()
	for range 1000 {
		port := lowestPort + rand.IntN(highestPort-lowestPort)
		claim, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 255, 255, 254), Port: port})
		switch {
		case errors.Is(err, syscall.EADDRNOTAVAIL): // a system with one address of loopback
		case err != nil:
			continue
		default:
			tb.Cleanup(func() { _ = claim.Close() })
		}
		addr := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(port))
		if free(addr) {
			return addr
		}
	}
	tb.Fatal("no port is free")
	return netip.AddrPort{}
}

// free tells whether an address can be listened at now.
func free(addr netip.AddrPort) bool {
	packets, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(addr))
	if err != nil {
		return false
	}
	defer packets.Close()
	stream, err := net.ListenTCP("tcp4", net.TCPAddrFromAddrPort(addr))
	if err != nil {
		return false
	}
	return stream.Close() == nil
}
