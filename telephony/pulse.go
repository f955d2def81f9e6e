package telephony

import (
	"math/rand/v2"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

// An exchange that restarts forgets us without a word over UDP: until the next
// refresh nobody reaches us. So it is asked every few seconds, by a REGISTER
// without Contact (RFC 3261 section 10.2.3), whether it still knows us. OPTIONS
// would be lighter, but answers the same before and after a restart that was
// shorter than the pause, and nothing else in its answer tells the two apart. A
// refresh as often would make exchanges write each time; a question is answered
// from memory and registers anew only when that is needed. It also holds the NAT
// binding open. 200 workstations ask 76 times a second in all, half a percent of
// a core of Kamailio. An exchange far away is asked less often: offices behind
// one address must not look like a flood there. An exchange that does not answer
// questions is sent refreshes instead, each blindPause.
//
// Over TCP and TLS a restart ends the connection, so empty lines do (RFC 5626
// section 3.5.1), as long as the exchange answers them.
const (
	probeNear = 3 * time.Second
	probeFar  = 20 * time.Second
	// probeLimit has room for two repetitions of the question.
	probeLimit = 1750 * time.Millisecond
	blindPause = 15 * time.Second
	// pingTries are empty lines without an answer until the exchange is taken for
	// one that never answers them, and asked as over UDP.
	pingTries = 3
	// pongLimit is the silence after which a connection is dead whose other end
	// has answered empty lines before.
	pongLimit = 10 * time.Second
	// An exchange that has never listed our Contact is asked again soon after it was
	// registered: unlistedTries times in a row are no restarts.
	unlistedPause = 200 * time.Millisecond
	unlistedTries = 5
)

// pulse looks whether the exchange lives and knows us.
type pulse struct {
	next     *transact.Alarm
	limit    *transact.Alarm // of what was asked
	question *transact.Client
	pings    int  // without a sign of life since
	tried    int  // empty lines that an exchange has not answered which never did
	pongs    bool // the exchange answers empty lines
	deaf     bool // it does not
	listed   bool // our Contact was in an answer
	unlisted int  // answers without it before the first with it
	blind    bool // the exchange does not say whether it knows us
}

func (p *pulse) stop() {
	p.next.Stop()
	p.limit.Stop()
	if p.question != nil {
		p.question.Abandon()
		p.question = nil
	}
}

// meet begins with a new link. What an exchange does not do is remembered; what it
// does has to be shown again, for it may be another one by now.
func (p *pulse) meet(again bool) {
	*p = pulse{deaf: p.deaf && again, blind: p.blind && again, listed: p.listed && again}
}

// keepAlive begins after each registration.
func (a *actor) keepAlive() {
	a.pulse.stop()
	a.pulse.pings = 0
	a.probeLater()
}

func (a *actor) probeLater() {
	every := a.cfg.probe
	if every == 0 {
		every = probeFar
		if at := a.peer.Addr(); at.IsPrivate() || at.IsLoopback() || at.IsLinkLocalUnicast() {
			every = probeNear
		}
	}
	if a.pulse.unlisted > 0 && every > 0 {
		every = unlistedPause
	}
	if every > 0 {
		a.pulse.next = a.endpoint.Alarms.After(every*3/4+rand.N(every/4), a.probe)
	}
}

func (a *actor) probe() {
	p := &a.pulse
	switch {
	case a.link.Reliable() && !p.deaf:
		a.ping()
	case !p.blind:
		a.ask(passwordTries)
	}
}

func (a *actor) ping() {
	p := &a.pulse
	_ = a.link.Keepalive(a.peer)
	p.pings++
	switch {
	case p.pongs && p.pings == 1:
		p.limit = a.endpoint.Alarms.After(pongLimit, a.lifeless)
	case !p.pongs:
		p.tried++
		p.deaf = p.tried >= pingTries
	}
	a.probeLater()
}

// ponged is the answer to an empty line.
type ponged struct{ link wire.Link }

func (e ponged) handle(a *actor) {
	if e.link == a.link {
		a.pulse.pongs, a.pulse.deaf = true, false
		a.alive()
	}
}

// alive is anything that came over a stream.
func (a *actor) alive() {
	if a.link != nil && a.link.Reliable() && a.pulse.pings > 0 {
		a.pulse.pings = 0
		a.pulse.limit.Stop()
	}
}

// lifeless is a connection that nobody answers on.
func (a *actor) lifeless() {
	a.log.Info("the connection is dead")
	a.setStatus(crm.LineConnecting, a.unreached(transact.ErrTimeout.Error()))
	a.reconnect()
}

// ask asks the exchange whether it knows us. A challenge may be answered, since
// nonces grow old; a wrong password is left to register.
func (a *actor) ask(tries int) {
	req := a.registerRequest()
	req.SetBody(nil)
	a.reg.creds.sign(req)
	round := a.reg.round
	a.pulse.limit.Stop()
	a.pulse.limit = a.endpoint.Alarms.After(min(probeLimit, a.endpoint.Timing.Life()), a.unanswered)
	a.pulse.question = a.endpoint.Send(req, a.peer, func(res *sip.Response, err error) {
		switch {
		case round != a.reg.round || a.stopping:
		case err != nil:
			a.unanswered()
		case res.StatusCode >= 200:
			a.pulse.limit.Stop()
			a.answered(res, tries-1)
		}
	})
}

func (a *actor) answered(res *sip.Response, tries int) {
	p := &a.pulse
	switch {
	case isChallenge(res) && tries > 0 && a.reg.creds.take(res):
		a.ask(tries)
	case res.StatusCode < 300 && a.lists(res):
		a.reg.creds.proven = true
		p.listed, p.unlisted = true, 0
		a.probeLater()
	case res.StatusCode < 300:
		a.reg.creds.proven = true
		if !p.listed {
			p.unlisted++
		}
		p.blind = p.unlisted >= unlistedTries
		a.log.Info("the exchange has forgotten us", "blind", p.blind)
		a.forgotten()
	case res.StatusCode >= 500: // for the moment
		a.probeLater()
	default:
		p.blind = !isChallenge(res)
		a.register()
	}
}

// forgotten registers anew at an exchange that has lost what it knew.
func (a *actor) forgotten() {
	a.subscriptionsLost()
	a.register()
}

// unanswered is an exchange that may be gone: a REGISTER is repeated from now on
// until it answers.
func (a *actor) unanswered() {
	a.log.Info("the exchange does not answer")
	a.register()
	a.silent()
}

// lists says whether a response lists our Contact.
func (a *actor) lists(res *sip.Response) bool {
	_, ok := a.ourBinding(res)
	return ok
}

// ourBinding is our own among the Contacts of a response: other phones of the same
// user are listed too.
func (a *actor) ourBinding(res *sip.Response) (*sip.ContactHeader, bool) {
	ours := a.contact(a.reg.contact).Address
	for _, h := range res.GetHeaders("contact") {
		c, ok := h.(*sip.ContactHeader)
		if ok && c.Address.User == ours.User && c.Address.Host == ours.Host && c.Address.Port == ours.Port {
			return c, true
		}
	}
	return nil, false
}

// unreached says that the exchange does not answer.
func (a *actor) unreached(why string) error {
	return &crm.Fault{Kind: crm.ErrOffline, Subject: a.line.server.host, Detail: why}
}
