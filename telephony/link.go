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
	connectLimit = 10 * time.Second
	// streamLimit is for one address: the next try comes sooner than the system's
	// third repetition would.
	streamLimit = 4 * time.Second
)

// connected says that a socket toward the registrar is there.
type connected struct {
	link    wire.Link
	peer    netip.AddrPort
	peers   map[netip.AddrPort]bool // all destinations
	spare   int                     // other destinations that have not failed
	choices int                     // destinations in all
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
	if a.cfg.open != nil {
		return a.cfg.open(peer)
	}
	if a.line.server.transport != "udp" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, streamLimit)
		defer cancel()
	}
	switch a.line.server.transport {
	case "tcp":
		return wire.DialStream(ctx, peer, port, nil)
	case "tls":
		return wire.DialStream(ctx, peer, port, a.secure())
	}
	source := a.cfg.Listen
	if !source.IsValid() {
		var err error
		if source, err = a.cfg.source(peer); err != nil {
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
	known := make(map[netip.Addr]bool)
	for peer := range e.peers {
		known[peer.Addr()] = true
	}
	if len(a.calls) > 0 {
		for peer := range a.peers { // where the calls were made may still speak of them
			known[peer.Addr()] = true
		}
	}
	a.pulse.meet(e.peer == a.peer)
	a.link, a.peer, a.peers, a.spare, a.choices = e.link, e.peer, e.peers, e.spare, e.choices
	a.lastPort = e.link.Local().Port()
	a.reg.contact = e.link.Local()
	a.endpoint.Use(e.link)
	a.log.Info("connected", "transport", e.link.Network())
	link := e.link
	a.tasks.Go(func() {
		err := link.Serve(wire.Reader{
			// Law 11: whoever is not the exchange gets neither an answer nor a ring.
			Accept:  func(from netip.AddrPort) bool { return known[from.Addr()] },
			Deliver: func(p wire.Packet) { a.post(received(p)) },
			Garbled: func(size int) { a.log.Warn("sip message cannot be read", "bytes", size) },
			Pong:    func() { a.post(ponged{link}) },
		})
		a.post(disconnected{link, err})
	})
	a.stand()
	a.moveSound()
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
	a.pulse.stop()
	a.reg.silence.Stop()
	a.guard.next.Stop()
	a.subscriptionsLost()
}
