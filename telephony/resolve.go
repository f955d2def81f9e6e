package telephony

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"pult/app/crm"
)

// destinations are the addresses of an exchange in the order to try them (RFC
// 3263 section 4). A name without a port is asked for its SRV records first.
func destinations(ctx context.Context, names *net.Resolver, s server) ([]netip.AddrPort, error) {
	if s.port == 0 {
		if _, err := netip.ParseAddr(s.host); err != nil {
			if all := serviceAddrs(ctx, names, s); len(all) > 0 {
				return all, nil
			}
		}
	}
	addrs, err := hostAddrs(ctx, names, s.host)
	if err != nil {
		return nil, err
	}
	all := make([]netip.AddrPort, len(addrs))
	for i, addr := range addrs {
		all[i] = netip.AddrPortFrom(addr, s.portOrDefault())
	}
	return all, nil
}

// services are the names that RFC 3263 section 4.1 gives the transports.
var services = map[string][2]string{"udp": {"sip", "udp"}, "tcp": {"sip", "tcp"}, "tls": {"sips", "tcp"}}

// serviceAddrs follows SRV records. The resolver puts them in order: by priority,
// and within one at random by weight (RFC 2782). Without any, or when none leads
// to an address, the name itself is one.
func serviceAddrs(ctx context.Context, names *net.Resolver, s server) []netip.AddrPort {
	service := services[s.transport]
	_, records, err := names.LookupSRV(ctx, service[0], service[1], s.host)
	if err != nil && len(records) == 0 {
		return nil
	}
	var all []netip.AddrPort
	for _, r := range records {
		addrs, err := hostAddrs(ctx, names, r.Target)
		if r.Port == 0 || err != nil {
			continue // the others may do
		}
		for _, addr := range addrs {
			all = append(all, netip.AddrPortFrom(addr, r.Port))
		}
	}
	return all
}

// hostAddrs finds the addresses of a host, IPv4 first.
func hostAddrs(ctx context.Context, names *net.Resolver, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr.Unmap()}, nil
	}
	addrs, err := names.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("telephony: look up the exchange: %w", err)
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	slices.SortStableFunc(addrs, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	if len(addrs) == 0 {
		return nil, fmt.Errorf("telephony: the exchange has no address: %w", crm.ErrOffline)
	}
	return addrs, nil
}

// dial opens a link to the first destination that has not failed since one last
// worked. A stream that cannot be opened leads on to the next at once.
func (a *actor) dial(ctx context.Context, failed map[netip.AddrPort]bool, port uint16) (connected, error) {
	all, err := destinations(ctx, a.cfg.resolver, a.line.server)
	if err != nil {
		return connected{}, err
	}
	up := connected{peers: make(map[netip.AddrPort]bool), choices: len(all)}
	var untried []netip.AddrPort
	for _, d := range all {
		up.peers[d] = true
		if !failed[d] {
			untried = append(untried, d)
		}
	}
	if len(untried) == 0 {
		untried = all
	}
	var faults error
	for i, d := range untried {
		link, err := a.open(ctx, d, port)
		if err == nil {
			up.link, up.peer, up.spare = link, d, len(untried)-1-i
			return up, nil
		}
		faults = errors.Join(faults, err)
	}
	return connected{}, faults
}

// failOver goes to another destination of the exchange, if one is left that has
// not failed (RFC 3263 section 4.3). When all have, the first is tried again
// after a pause.
func (a *actor) failOver() bool {
	if !a.peer.IsValid() || a.stopping {
		return false
	}
	a.avoided[a.peer] = true
	if a.spare == 0 {
		clear(a.avoided)
		return false
	}
	a.spare = 0
	a.reconnect()
	return true
}
