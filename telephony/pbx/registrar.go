package pbx

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"

	"pult/telephony/internal/transact"
)

// defaultExpiry is for telephones that ask for nothing (RFC 3261 section 10.3).
const defaultExpiry = time.Hour

// Registry counts what happened to registrations.
type Registry struct {
	Requests int // REGISTER requests, retransmissions not counted
	Refused  int // requests whose password was wrong
	Granted  int // bindings made or refreshed
	Removed  int // bindings taken back
	Stars    int // requests that took back everybody's bindings
}

// binding is where an extension can be reached.
type binding struct {
	uri   sip.Uri
	from  netip.AddrPort // where the REGISTER came from; NAT makes it differ from uri
	until time.Time
}

// Registry tells the counts so far.
func (p *PBX) Registry(ctx context.Context) (Registry, error) {
	var r Registry
	err := p.do(ctx, func() { r = p.registry })
	return r, err
}

// Registered waits until an extension can be called.
func (p *PBX) Registered(ctx context.Context, extension string) error {
	ready := make(chan struct{})
	err := p.do(ctx, func() {
		if len(p.reach(extension)) > 0 {
			close(ready)
			return
		}
		p.waiting[extension] = append(p.waiting[extension], ready)
	})
	if err != nil {
		return err
	}
	select {
	case <-ready:
		return nil
	case <-p.done:
		return ErrStopped
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Contacts lists the addresses of an extension as it gave them.
func (p *PBX) Contacts(ctx context.Context, extension string) ([]string, error) {
	var all []string
	err := p.do(ctx, func() {
		for _, b := range p.reach(extension) {
			all = append(all, b.uri.String())
		}
	})
	return all, err
}

// reach drops what has expired and gives the rest.
func (p *PBX) reach(extension string) []binding {
	var live []binding
	for _, b := range p.bindings[extension] {
		if time.Now().Before(b.until) {
			live = append(live, b)
		}
	}
	p.bindings[extension] = live
	return live
}

func (p *PBX) register(s *transact.Server) {
	req := s.Request
	p.registry.Requests++
	if !p.authorised(s, sip.StatusUnauthorized, "WWW-Authenticate", "Authorization") {
		return
	}
	extension := req.To().Address.User
	for _, h := range req.GetHeaders("contact") {
		c, ok := h.(*sip.ContactHeader)
		if !ok {
			continue
		}
		if c.Address.Wildcard {
			p.registry.Stars++
			delete(p.bindings, extension)
			continue
		}
		expiry := wanted(req, c)
		if expiry > 0 && expiry < p.options.MinExpiry {
			res := transact.Reply(req, sip.StatusIntervalToBrief, "Interval Too Brief", "")
			res.AppendHeader(sip.NewHeader("Min-Expires", seconds(p.options.MinExpiry)))
			s.Respond(res)
			return
		}
		p.bind(extension, c, s.From, expiry)
	}
	res := transact.Reply(req, sip.StatusOK, "OK", "")
	for _, b := range p.reach(extension) {
		c := &sip.ContactHeader{Address: b.uri, Params: sip.NewParams()}
		c.Params.Add("expires", seconds(time.Until(b.until).Round(time.Second)))
		res.AppendHeader(c)
	}
	s.Respond(res)
}

func (p *PBX) bind(extension string, c *sip.ContactHeader, from netip.AddrPort, expiry time.Duration) {
	var others []binding
	for _, b := range p.bindings[extension] {
		if b.uri.HostPort() != c.Address.HostPort() {
			others = append(others, b)
		}
	}
	p.bindings[extension] = others
	if expiry == 0 {
		p.registry.Removed++
		return
	}
	if p.options.Expiry > 0 {
		expiry = p.options.Expiry
	}
	p.registry.Granted++
	p.bindings[extension] = append(others, binding{*c.Address.Clone(), from, time.Now().Add(expiry)})
	for _, ready := range p.waiting[extension] {
		close(ready)
	}
	delete(p.waiting, extension)
}

// wanted is the lifetime a Contact asks for; zero takes it back.
func wanted(req *sip.Request, c *sip.ContactHeader) time.Duration {
	text, ok := c.Params.Get("expires")
	if !ok {
		h := req.GetHeader("expires")
		if h == nil {
			return defaultExpiry
		}
		text = h.Value()
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return defaultExpiry
	}
	return time.Duration(n) * time.Second
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// nonceLife bounds how long a nonce is remembered.
const nonceLife = time.Hour

// nonce is what a password was asked for with.
type nonce struct {
	born time.Time
	uses int
}

// good says whether it may be used once more; the most is 0 when that is no matter.
func (n *nonce) good(most int) bool {
	return n != nil && time.Since(n.born) < nonceLife && (most == 0 || n.uses < most)
}

// authorised checks the digest of a request, or asks for one.
func (p *PBX) authorised(s *transact.Server, code int, ask, answer string) bool {
	req := s.Request
	stale := false
	if h := req.GetHeader(answer); h != nil {
		given, err := digest.ParseCredentials(h.Value())
		if err == nil && p.matches(req, given) {
			if n := p.nonces[given.Nonce]; n.good(p.options.NonceUses) {
				n.uses++
				return true
			}
			stale = true
		} else {
			p.registry.Refused++
		}
	}
	for old, n := range p.nonces {
		if !n.good(p.options.NonceUses) {
			delete(p.nonces, old)
		}
	}
	fresh := sip.GenerateTagN(24)
	p.nonces[fresh] = &nonce{born: time.Now()}
	challenge := digest.Challenge{
		Realm: p.options.Realm, Nonce: fresh, Stale: stale,
		Algorithm: p.options.Algorithm, QOP: []string{"auth"},
	}
	res := transact.Reply(req, code, "Unauthorized", "")
	res.AppendHeader(sip.NewHeader(ask, challenge.String()))
	s.Respond(res)
	return false
}

// matches computes the digest anew and compares.
func (p *PBX) matches(req *sip.Request, given *digest.Credentials) bool {
	password, known := p.options.Users[given.Username]
	if !known || given.Username != req.From().Address.User {
		return false
	}
	challenge := &digest.Challenge{
		Realm: p.options.Realm, Nonce: given.Nonce, Algorithm: given.Algorithm, Opaque: given.Opaque,
	}
	if given.QOP != "" {
		challenge.QOP = []string{given.QOP}
	}
	expected, err := digest.Digest(challenge, digest.Options{
		Method: req.Method.String(), URI: given.URI, Count: given.Nc, Cnonce: given.Cnonce,
		Username: given.Username, Password: password,
	})
	return err == nil && expected.Response == given.Response
}
