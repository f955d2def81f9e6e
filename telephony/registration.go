package telephony

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

const (
	// passwordTries is how often a password is offered before the line waits for
	// the user: more would get the whole office locked out by fail2ban.
	passwordTries = 2
	// staleTries bounds how often one round may be told that its nonce is old.
	staleTries = 4
	// minExpiry keeps a registrar from making us busy with refreshing.
	minExpiry = 10 * time.Second
	maxExpiry = 24 * time.Hour
)

// registration is what the line knows about its place at the registrar.
type registration struct {
	creds    credentials
	callID   string
	tag      string
	seq      uint32
	expiry   time.Duration
	contact  netip.AddrPort // ours, as the registrar can reach it
	bound    netip.AddrPort // the contact it has of us
	tries    int            // passwords offered in this round
	stale    int            // old nonces in this round
	moves    int            // changes of contact in this round
	round    int            // answers of earlier rounds are void
	faults   int            // network faults in a row
	next     *transact.Alarm
	silence  *transact.Alarm  // no answer has come
	silences int              // of this REGISTER
	request  *transact.Client // the last REGISTER
}

// rest plans nothing more.
func (r *registration) rest() {
	r.next.Stop()
	r.silence.Stop()
	if r.request != nil {
		r.request.Abandon()
		r.request = nil
	}
}

func newRegistration(cfg Config, password string) registration {
	return registration{
		creds:  credentials{user: cfg.User, password: password},
		callID: sip.GenerateTagN(24), tag: sip.GenerateTagN(10),
		expiry: cfg.Expiry,
	}
}

// register starts a round: a REGISTER and what its answers ask for.
func (a *actor) register() {
	a.reg.rest()
	if !a.pulse.pongs { // an empty line may still wait for its answer
		a.pulse.stop()
	}
	a.pulse.next.Stop()
	if a.stopping {
		return
	}
	a.reg.round++
	a.reg.tries, a.reg.stale, a.reg.moves = 0, 0, 0
	a.sendRegister()
}

func (a *actor) sendRegister() {
	req := a.registerRequest()
	ours := a.contact(a.reg.contact)
	seconds := strconv.Itoa(int(a.reg.expiry / time.Second))
	ours.Params.Add("expires", seconds)
	req.AppendHeader(ours)
	if old := a.reg.bound; old.IsValid() && old != a.reg.contact {
		// One request puts the new binding in place of the old one, and touches
		// nobody else's.
		gone := a.contact(old)
		gone.Params.Add("expires", "0")
		req.AppendHeader(gone)
	}
	req.AppendHeader(sip.NewHeader("Expires", seconds))
	req.SetBody(nil)

	fresh := !a.reg.creds.proven
	signed := a.reg.creds.sign(req)
	round := a.reg.round
	a.reg.silence.Stop()
	a.reg.silences = 0
	a.reg.silence = a.endpoint.Alarms.After(min(silencePause, a.endpoint.Timing.Life()), a.silent)
	a.reg.request = a.endpoint.Send(req, a.peer, func(res *sip.Response, err error) {
		if round != a.reg.round || a.stopping {
			return
		}
		a.reg.silence.Stop()
		if err != nil {
			a.registrationFault(err)
			return
		}
		a.registerAnswered(res, signed && fresh)
	})
}

func (a *actor) registerRequest() *sip.Request {
	r := &a.reg
	req := sip.NewRequest(sip.REGISTER, a.line.server.uri(""))
	me := a.line.server.uri(a.cfg.User)
	req.AppendHeader(&sip.FromHeader{Address: me, Params: sip.HeaderParams{{K: "tag", V: r.tag}}})
	req.AppendHeader(&sip.ToHeader{Address: *me.Clone(), Params: sip.NewParams()})
	callID := sip.CallIDHeader(r.callID)
	req.AppendHeader(&callID)
	r.seq++
	req.AppendHeader(&sip.CSeqHeader{SeqNo: r.seq, MethodName: sip.REGISTER})
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("User-Agent", userAgent))
	return req
}

// contact is our address as Contact header.
func (a *actor) contact(at netip.AddrPort) *sip.ContactHeader {
	host := at.Addr().WithZone("").String()
	if at.Addr().Is6() {
		host = "[" + host + "]"
	}
	uri := sip.Uri{Scheme: "sip", User: a.cfg.User, Host: host, Port: int(at.Port())}
	if t := a.line.server.transport; t != "udp" {
		uri.UriParams = sip.HeaderParams{{K: "transport", V: t}}
	}
	return &sip.ContactHeader{Address: uri, Params: sip.NewParams()}
}

// registerAnswered acts on a response. offered says that it judges a password.
func (a *actor) registerAnswered(res *sip.Response, offered bool) {
	switch code := res.StatusCode; {
	case code < 200:
	case code < 300:
		a.registered(res)
	case isChallenge(res):
		a.registerChallenged(res, offered)
	case code == sip.StatusIntervalToBrief:
		a.registerBriefly(res)
	case code == sip.StatusForbidden || code == sip.StatusNotFound:
		a.registrationDenied(res)
	default:
		a.registrationRefused(res)
	}
}

func (a *actor) registerChallenged(res *sip.Response, offered bool) {
	r := &a.reg
	if !r.creds.take(res) {
		a.registrationFault(fmt.Errorf("telephony: no known way to authenticate: %w", crm.ErrRefused))
		return
	}
	if offered && !r.creds.challenge.Stale {
		r.tries++
	} else {
		r.stale++
	}
	switch {
	case r.tries >= passwordTries:
		a.registrationDenied(res)
	case r.stale > staleTries:
		a.registrationFault(fmt.Errorf("telephony: nonces grow old at once: %w", crm.ErrRefused))
	default:
		a.sendRegister()
	}
}

// registerBriefly takes the shortest lifetime the registrar grants (RFC 3261
// section 10.2.8).
func (a *actor) registerBriefly(res *sip.Response) {
	least := time.Duration(headerNumber(res, "min-expires")) * time.Second
	if least <= a.reg.expiry || least > maxExpiry {
		a.registrationFault(fmt.Errorf("telephony: 423 without a use: %w", crm.ErrRefused))
		return
	}
	a.reg.expiry = least
	a.sendRegister()
}

func (a *actor) registered(res *sip.Response) {
	r := &a.reg
	r.creds.proven = true
	r.bound = r.contact
	r.faults = 0
	clear(a.avoided)
	if seen := a.seenAs(res); seen != r.contact && r.moves == 0 {
		r.moves++
		r.contact = seen
		a.sendRegister()
		return
	}
	expiry := min(max(a.granted(res), minExpiry), maxExpiry)
	// Refresh at 50 to 75 %: spread, and early enough for one more try.
	pause := expiry/2 + rand.N(expiry/4)
	if a.pulse.blind {
		pause = min(pause, blindPause*3/4+rand.N(blindPause/4))
	}
	r.next = a.endpoint.Alarms.After(pause, a.register)
	a.keepAlive()
	a.stand()
	a.setStatus(crm.LineRegistered, nil)
	a.moveCalls()
	a.subscribeAll()
}

// seenAs is our address as the registrar saw it (RFC 3581). Over a stream it
// does not matter: requests come back on the connection.
func (a *actor) seenAs(res *sip.Response) netip.AddrPort {
	if a.link.Reliable() {
		return a.reg.contact
	}
	seen := a.link.Local()
	if host, ok := res.Via().Params.Get("received"); ok {
		if addr, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
			seen = netip.AddrPortFrom(addr.Unmap(), seen.Port())
		}
	}
	if text, ok := res.Via().Params.Get("rport"); ok {
		if port, err := strconv.ParseUint(text, 10, 16); err == nil && port > 0 {
			seen = netip.AddrPortFrom(seen.Addr(), uint16(port))
		}
	}
	return seen
}

// granted is the lifetime of our own binding. Some registrars tell it in the
// Contact only, some in Expires only.
func (a *actor) granted(res *sip.Response) time.Duration {
	if c, ok := a.ourBinding(res); ok {
		if text, ok := c.Params.Get("expires"); ok {
			if seconds, err := strconv.ParseUint(text, 10, 31); err == nil && seconds > 0 {
				return time.Duration(seconds) * time.Second
			}
		}
	}
	if seconds := headerNumber(res, "expires"); seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	return a.reg.expiry
}

// registrationDenied stops until Retry: another try with the same password would
// only lock the account.
func (a *actor) registrationDenied(res *sip.Response) {
	a.reg.round++
	a.reg.rest()
	a.pulse.stop()
	a.guard.next.Stop()
	a.reg.creds.challenge = nil
	a.setStatus(crm.LineRefused, &crm.Fault{
		Kind: crm.ErrDenied, Subject: a.line.server.host, Detail: statusText(res),
	})
}

// registrationRefused is an answer that a later try may change.
func (a *actor) registrationRefused(res *sip.Response) {
	if res.StatusCode == sip.StatusServiceUnavailable && a.failOver() {
		return
	}
	pause := time.Duration(headerNumber(res, "retry-after")) * time.Second
	a.registrationLater(&crm.Fault{
		Kind: crm.ErrRefused, Subject: a.line.server.host, Detail: statusText(res),
	}, min(pause, time.Hour))
}

// registrationFault is a network that does not carry. The next try looks the
// registrar up and binds anew: what has changed may be the address.
func (a *actor) registrationFault(err error) {
	if a.link != nil && a.failOver() {
		return
	}
	a.dropLink()
	if fault, ok := a.untrusted(err); ok {
		a.registrationLater(fault, untrustedPause)
		return
	}
	if !errors.Is(err, crm.ErrRefused) {
		err = a.unreached(err.Error())
	}
	a.registrationLater(err, 0)
}

func (a *actor) registrationLater(err error, atLeast time.Duration) {
	a.reg.round++
	a.reg.rest()
	if a.stopping {
		return
	}
	pause := a.cfg.pauses[min(a.reg.faults, len(a.cfg.pauses)-1)]
	if errors.Is(err, crm.ErrOffline) {
		pause = min(pause, a.cfg.ceiling)
	}
	a.reg.faults++
	pause = max(pause*3/4+rand.N(pause/2+1), atLeast)
	a.reg.next = a.endpoint.Alarms.After(pause, a.tryAgain)
	a.setStatus(crm.LineConnecting, err)
}

// tryAgain connects or registers, whichever is missing.
func (a *actor) tryAgain() {
	a.reg.next.Stop()
	if a.link == nil {
		a.connect()
		return
	}
	a.register()
}

// unregister takes back our own binding, never everybody's ("*" would silence
// the desk phone and the mobile of the same user).
func (a *actor) unregister() {
	a.reg.round++
	a.reg.rest()
	a.pulse.stop()
	a.guard.next.Stop()
	if a.link == nil || !a.reg.bound.IsValid() {
		return
	}
	a.partings++
	a.sendUnregister(2)
}

func (a *actor) sendUnregister(tries int) {
	req := a.registerRequest()
	gone := a.contact(a.reg.bound)
	gone.Params.Add("expires", "0")
	req.AppendHeader(gone)
	req.SetBody(nil)
	a.reg.creds.sign(req)
	a.endpoint.Send(req, a.peer, func(res *sip.Response, err error) {
		switch {
		case err == nil && res.StatusCode < 200:
		case err == nil && isChallenge(res) && tries > 0 && a.reg.creds.take(res):
			a.sendUnregister(tries - 1)
		default:
			a.parted()
		}
	})
}

func (a *actor) parted() { a.partings = max(0, a.partings-1) }

func headerNumber(res *sip.Response, name string) uint64 {
	h := res.GetHeader(name)
	if h == nil {
		return 0
	}
	text, _, _ := strings.Cut(h.Value(), ";")
	text, _, _ = strings.Cut(text, "(") // "Retry-After: 120 (lunch)"
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 31)
	if err != nil {
		return 0
	}
	return n
}

func statusText(res *sip.Response) string {
	return strconv.Itoa(res.StatusCode) + " " + res.Reason
}
