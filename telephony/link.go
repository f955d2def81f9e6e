package telephony

import (
	"context"
	"maps"
	"net/netip"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/wire"
)

const (
	connectLimit    = 10 * time.Second
	keepaliveUDP    = 25 * time.Second
	keepaliveStream = 60 * time.Second
	// sleepGap between wall clock and monotonic clock means that the machine
	// slept: its address and its NAT binding may be gone.
	sleepGap = 5 * time.Second
)

// connected says that a socket toward the registrar is there.
type connected struct {
	link  wire.Link
	peer  netip.AddrPort
	peers map[netip.Addr]bool
	spare int // other destinations that have not failed
}

// unconnected says that there is none.
type unconnected struct{ err error }

// disconnected says that a link has failed.
type disconnected struct {
	link wire.Link
	err  error
}

// connect looks the registrar up and binds, away from the loop: a name server
// may take seconds.
func (a *actor) connect() {
	failed, port := maps.Clone(a.avoided), a.lastPort
	a.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(a.ctx, connectLimit)
		defer cancel()
		up, err := a.dial(ctx, failed, port)
		if err != nil {
			a.post(unconnected{err})
		} else if !a.post(up) {
			_ = up.link.Close()
		}
	})
}

func (a *actor) open(ctx context.Context, peer netip.AddrPort, port uint16) (wire.Link, error) {
	switch a.line.server.transport {
	case "tcp":
		return wire.DialStream(ctx, peer, nil)
	case "tls":
		return wire.DialStream(ctx, peer, a.secure())
	}
	source := a.cfg.Listen
	if !source.IsValid() {
		var err error
		if source, err = wire.Source(peer); err != nil {
			return nil, err
		}
	}
	// The port of before keeps our Contact and the NAT binding as they were.
	if link, err := wire.ListenUDP(netip.AddrPortFrom(source, port)); err == nil || port == 0 {
		return link, err
	}
	return wire.ListenUDP(netip.AddrPortFrom(source, 0))
}

func (e connected) handle(a *actor) {
	if a.stopping || a.link != nil {
		_ = e.link.Close()
		return
	}
	a.link, a.peer, a.peers, a.spare = e.link, e.peer, e.peers, e.spare
	a.lastPort = e.link.Local().Port()
	a.reg.contact = e.link.Local()
	a.endpoint.Use(e.link)
	a.log.Info("connected", "transport", e.link.Network())
	peers, link := e.peers, e.link
	a.tasks.Go(func() {
		err := link.Serve(wire.Reader{
			// Law 11: whoever is not the exchange gets neither an answer nor a ring.
			Accept:  func(from netip.AddrPort) bool { return peers[from.Addr()] },
			Deliver: func(p wire.Packet) { a.post(received(p)) },
			Garbled: func(size int) { a.log.Warn("sip message cannot be read", "bytes", size) },
		})
		a.post(disconnected{link, err})
	})
	a.register()
}

func (e unconnected) handle(a *actor) {
	if a.link == nil {
		clear(a.avoided) // those that were left have failed as well
		a.registrationFault(e.err)
	}
}

func (e disconnected) handle(a *actor) {
	if e.link == a.link {
		a.reg.round++ // the link speaks for its requests
		a.dropLink()
		if a.status.State != crm.LineRefused { // then only Retry may speak
			a.registrationFault(e.err)
		}
	}
}

// dropLink lets go of the socket. Calls stay: their sound has sockets of its own.
func (a *actor) dropLink() {
	if a.link == nil {
		return
	}
	_ = a.link.Close()
	a.link = nil
	a.endpoint.Use(nil)
	a.reg.keepalive.Stop()
	a.subscriptionsLost()
}

// keepAlive holds the NAT binding open and looks whether the network is still
// the one we bound to.
func (a *actor) keepAlive() {
	pause := keepaliveUDP
	if a.link.Reliable() {
		pause = keepaliveStream
	}
	last := time.Now()
	a.reg.keepalive.Stop()
	a.reg.keepalive = a.endpoint.Alarms.After(pause, func() {
		now := time.Now()
		slept := now.Round(0).Sub(last.Round(0))-now.Sub(last) > sleepGap
		if slept || a.moved() {
			a.log.Info("network changed", "slept", slept)
			a.dropLink()
			a.connect()
			return
		}
		_ = a.link.Keepalive(a.peer)
		a.keepAlive()
	})
}

// moved says that packets to the registrar would leave from another address now.
func (a *actor) moved() bool {
	if a.link.Reliable() || a.cfg.Listen.IsValid() {
		return false
	}
	source, err := wire.Source(a.peer)
	return err == nil && source != a.link.Local().Addr()
}
