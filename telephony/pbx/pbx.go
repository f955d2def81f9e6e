// Package pbx is a small exchange on loopback UDP: a registrar with passwords,
// callers and callees who follow a script, and sound both ways. Tests and the
// practice company ring real telephones with it.
package pbx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

// Options describe an exchange. Zero values of all fields but Users are good.
type Options struct {
	Addr      netip.AddrPort    // where to listen; 127.0.0.1 and a free port by default
	Users     map[string]string // extensions and their passwords
	Realm     string            // "pult" by default
	Algorithm string            // of the digest: MD5 by default, or SHA-256
	Expiry    time.Duration     // granted to registrations; what is asked for by default
	MinExpiry time.Duration     // shorter wishes are answered with 423
	NonceUses int               // a nonce is stale after so many requests; never by default
	T1        time.Duration     // timer of RFC 3261 section 17; 500 ms by default
	Log       *slog.Logger

	// Callee says who answers a number that an extension dials, and how. By
	// default everybody answers after 100 ms and talks until hung up.
	Callee func(number string) Callee
	// Refer says what becomes of a call that an extension hands over to an
	// address. By default it is taken and the other side answers.
	Refer func(to string) Referral
	// Voicemail takes calls of extensions to themselves; else they ring.
	Voicemail bool
	// SRTP says whether the outside protects its voice; by default it does not.
	SRTP media.Policy
	// NoEvents is an exchange that knows no telephone events (RFC 4733).
	NoEvents bool
	// NoEventsOf is an event that nobody may subscribe to (489).
	NoEventsOf string
	// Dialogs says what those who watch the dialogs of an extension are told of
	// its calls, and of calls with a number that is no extension here. By default
	// only what Tell says; else that holds until the next call and after it.
	Dialogs Dialogs
}

// PBX is the exchange.
type PBX struct {
	options Options
	link    *wire.UDP
	inbox   chan func()
	done    chan struct{}
	tasks   sync.WaitGroup

	// Owned by the goroutine of Serve.
	endpoint *transact.Endpoint
	bindings map[string][]binding
	waiting  map[string][]chan struct{} // for a registration
	calls    []*Call                    // all there ever were, in order
	open     map[string]*Call           // by Call-ID
	nonces   map[string]*nonce
	watchers map[string]*watcher // subscriptions by Call-ID
	states   map[topic]string    // what was told last
	registry Registry
}

// ErrRefused is a change that an extension does not want, or not now.
var ErrRefused = errors.New("pbx: refused")

// ErrStopped is an exchange that is not being served.
var ErrStopped = errors.New("pbx: stopped")

// New binds the socket; nothing is answered before Serve.
func New(options Options) (*PBX, error) {
	if !options.Addr.IsValid() {
		options.Addr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0)
	}
	if options.Realm == "" {
		options.Realm = "pult"
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Callee == nil {
		options.Callee = func(string) Callee { return Callee{RingFor: 100 * time.Millisecond} }
	}
	link, err := wire.ListenUDP(options.Addr)
	if err != nil {
		return nil, fmt.Errorf("pbx: %w", err)
	}
	p := &PBX{
		options: options, link: link,
		inbox: make(chan func(), 1024), done: make(chan struct{}),
		bindings: make(map[string][]binding), waiting: make(map[string][]chan struct{}),
		open: make(map[string]*Call), nonces: make(map[string]*nonce),
		watchers: make(map[string]*watcher), states: make(map[topic]string),
	}
	p.endpoint = transact.NewEndpoint(p, transact.Timing{T1: options.T1})
	p.endpoint.Use(link)
	return p, nil
}

// Addr is where telephones register.
func (p *PBX) Addr() netip.AddrPort { return p.link.Local() }

// Serve answers until the context ends. An exchange is served once.
func (p *PBX) Serve(ctx context.Context) error {
	p.tasks.Go(func() {
		_ = p.link.Serve(wire.Reader{
			Deliver: func(packet wire.Packet) { p.post(func() { p.endpoint.Receive(packet) }) },
			Garbled: func(size int) { p.options.Log.Warn("message cannot be read", "bytes", size) },
		})
	})
	for {
		select {
		case f := <-p.inbox:
			f()
		case <-p.endpoint.Alarms.C():
			p.endpoint.Alarms.Run()
		case <-ctx.Done():
			p.close()
			return ctx.Err()
		}
	}
}

func (p *PBX) close() {
	for _, c := range p.open {
		c.end("exchange stopped", 0)
	}
	close(p.done)
	_ = p.link.Close()
	p.endpoint.Alarms.Close()
	p.tasks.Wait()
}

func (p *PBX) post(f func()) bool {
	select {
	case p.inbox <- f:
		return true
	case <-p.done:
		return false
	}
}

// do runs a function on the goroutine of Serve and waits for it.
func (p *PBX) do(ctx context.Context, f func()) error {
	ran := make(chan struct{})
	if !p.post(func() { f(); close(ran) }) {
		return ErrStopped
	}
	select {
	case <-ran:
		return nil
	case <-p.done:
		return ErrStopped
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Request is called by the transactions for each new request.
func (p *PBX) Request(s *transact.Server) {
	switch s.Request.Method {
	case sip.REGISTER:
		p.register(s)
	case sip.INVITE:
		p.invited(s)
	case sip.CANCEL:
		p.cancelled(s)
	case sip.BYE:
		p.goodbye(s)
	case sip.REFER:
		p.referred(s)
	case sip.SUBSCRIBE:
		p.subscribed(s)
	case sip.INFO:
		p.informed(s)
	case sip.OPTIONS, sip.NOTIFY, sip.UPDATE:
		s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", ""))
	default:
		s.Respond(transact.Reply(s.Request, sip.StatusMethodNotAllowed, "Method Not Allowed", ""))
	}
}

// Ack is called by the transactions for the ACK of a 2xx.
func (p *PBX) Ack(req *sip.Request) {
	if c := p.open[req.CallID().Value()]; c != nil && c.server != nil {
		c.server.Acked()
	}
}

func (p *PBX) contact() *sip.ContactHeader {
	local := p.link.Local()
	return &sip.ContactHeader{
		Address: sip.Uri{Scheme: "sip", User: "pbx", Host: local.Addr().String(), Port: int(local.Port())},
		Params:  sip.NewParams(),
	}
}
