package telephony

import (
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

const (
	// subscribeFor is the lifetime we ask for.
	subscribeFor = 10 * time.Minute
	// subscribeTries is how many challenges a SUBSCRIBE may meet.
	subscribeTries = 2
	// subscribeRest is the pause after an answer that time alone will not change,
	// such as an exchange that knows no such event.
	subscribeRest = time.Hour
	// subscribeStep spreads many subscriptions after a registration.
	subscribeStep = 10 * time.Millisecond
)

// subscription is a wish to be told of a state (RFC 6665). It outlives its dialogs:
// when one is lost the next begins, as long as the line is registered.
type subscription struct {
	event, accept string
	user          string                     // whose state, an extension of the exchange
	news          func(*actor, *sip.Request) // a NOTIFY with a body of the right kind
	empty         bool                       // or with none: nothing is going on
	lost          func(*actor)               // the state is not known any more

	callID, tag string
	seq         uint32         // of the SUBSCRIBE that opens the dialog
	dialog      *dialog.Dialog // nil until the exchange has said anything
	contact     netip.AddrPort // ours, as the dialog has it
	creds       credentials
	round       int // answers of earlier rounds are void
	faults      int // in a row
	next        *transact.Alarm
}

// watch keeps a subscription from now on.
func (a *actor) watch(s *subscription, after time.Duration) {
	s.creds = credentials{user: a.cfg.User, password: *a.line.password.Load()}
	a.renew(s)
	s.next = a.endpoint.Alarms.After(after, func() { a.subscribe(s) })
}

// renew leaves the dialog of a subscription for one that is not open yet.
func (a *actor) renew(s *subscription) {
	delete(a.subscriptions, s.callID)
	s.round++
	s.next.Stop()
	s.dialog, s.seq = nil, 0
	s.callID, s.tag = sip.GenerateTagN(24), sip.GenerateTagN(12)
	a.subscriptions[s.callID] = s
}

// subscribeAll subscribes what is not, and tells the rest when our Contact has
// changed. It is called after each registration.
func (a *actor) subscribeAll() {
	after := time.Duration(0)
	for _, s := range a.subscriptions {
		if s.dialog != nil && s.contact == a.reg.contact {
			continue
		}
		if s.dialog == nil && !s.next.Stopped() {
			continue // it begins soon, or waits after a refusal
		}
		s.next.Stop()
		s.next = a.endpoint.Alarms.After(after, func() { a.subscribe(s) })
		after += subscribeStep
	}
}

// subscriptionsLost is a link that is gone. What the exchange tells of a dialog of
// before is answered with 481, which ends it there.
func (a *actor) subscriptionsLost() {
	for _, s := range a.snapshot() {
		a.renew(s)
		s.faults = 0
		s.lost(a)
	}
}

// snapshot allows to change the map while going through it.
func (a *actor) snapshot() []*subscription {
	all := make([]*subscription, 0, len(a.subscriptions))
	for _, s := range a.subscriptions {
		all = append(all, s)
	}
	return all
}

// subscribe sends a SUBSCRIBE: the first, or a refresh (RFC 6665 section 4.1.2).
// Without a registration it waits for subscribeAll.
func (a *actor) subscribe(s *subscription) {
	s.next.Stop()
	if a.stopping || a.link == nil || !a.reg.bound.IsValid() || a.subscriptions[s.callID] != s {
		return
	}
	s.round++
	s.contact = a.reg.contact
	a.sendSubscribe(s, subscribeTries)
}

func (a *actor) sendSubscribe(s *subscription, tries int) {
	req := a.subscribeRequest(s, subscribeFor)
	to := a.peer
	if s.dialog != nil {
		to = a.hop(s.dialog)
	}
	round := s.round
	a.endpoint.Send(req, to, func(res *sip.Response, err error) {
		if s.round != round || a.stopping || err == nil && res.StatusCode < 200 {
			return
		}
		if err == nil && isChallenge(res) && tries > 0 && s.creds.take(res) {
			a.sendSubscribe(s, tries-1)
			return
		}
		a.subscribeAnswered(s, req, res, err)
	})
}

func (a *actor) subscribeRequest(s *subscription, lifetime time.Duration) *sip.Request {
	var req *sip.Request
	if s.dialog != nil {
		req = s.dialog.Request(sip.SUBSCRIBE)
	} else {
		target, me := a.line.server.uri(s.user), a.line.server.uri(a.cfg.User)
		req = sip.NewRequest(sip.SUBSCRIBE, target)
		req.AppendHeader(&sip.FromHeader{Address: me, Params: sip.HeaderParams{{K: "tag", V: s.tag}}})
		req.AppendHeader(&sip.ToHeader{Address: *target.Clone(), Params: sip.NewParams()})
		callID := sip.CallIDHeader(s.callID)
		req.AppendHeader(&callID)
		s.seq++
		req.AppendHeader(&sip.CSeqHeader{SeqNo: s.seq, MethodName: sip.SUBSCRIBE})
		forwards := sip.MaxForwardsHeader(70)
		req.AppendHeader(&forwards)
	}
	a.introduce(req)
	req.AppendHeader(sip.NewHeader("Event", s.event))
	req.AppendHeader(sip.NewHeader("Accept", s.accept))
	req.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(int(lifetime/time.Second))))
	req.SetBody(nil)
	s.creds.sign(req)
	return req
}

func (a *actor) subscribeAnswered(s *subscription, req *sip.Request, res *sip.Response, err error) {
	switch {
	case err != nil:
		a.subscribeLater(s, 0)
	case res.StatusCode < 300:
		if s.dialog == nil { // unless a NOTIFY came first (RFC 6665 section 4.1.4)
			s.dialog = dialog.Outgoing(req, res)
		}
		a.refreshWithin(s, headerNumber(res, "expires"))
	case res.StatusCode == sip.StatusCallTransactionDoesNotExists, res.StatusCode == sip.StatusRequestTimeout,
		res.StatusCode >= 500 && res.StatusCode < 600 && res.StatusCode != 501:
		a.subscribeLater(s, time.Duration(headerNumber(res, "retry-after"))*time.Second)
	default:
		a.log.Info("not told of", "event", s.event, "code", res.StatusCode)
		a.subscribeLater(s, subscribeRest)
	}
}

// refreshWithin sets the next SUBSCRIBE at 50 to 75 % of the lifetime granted, in
// seconds; zero is a lifetime that nobody named.
func (a *actor) refreshWithin(s *subscription, seconds uint64) {
	lifetime := subscribeFor
	if seconds > 0 {
		lifetime = min(max(time.Duration(seconds)*time.Second, minExpiry), maxExpiry)
	}
	s.next.Stop()
	s.next = a.endpoint.Alarms.After(lifetime/2+rand.N(lifetime/4), func() { a.subscribe(s) })
}

// subscribeLater begins anew after a pause that grows from failure to failure.
func (a *actor) subscribeLater(s *subscription, atLeast time.Duration) {
	a.renew(s)
	s.lost(a)
	pause := a.cfg.pauses[min(s.faults, len(a.cfg.pauses)-1)]
	s.faults++
	pause = max(pause*3/4+rand.N(pause/2+1), min(atLeast, subscribeRest))
	s.next = a.endpoint.Alarms.After(pause, func() { a.subscribe(s) })
}

// unsubscribe ends a subscription here and at the exchange (RFC 6665 section
// 4.1.2.3).
func (a *actor) unsubscribe(s *subscription) {
	delete(a.subscriptions, s.callID)
	s.round++
	s.next.Stop()
	if s.dialog == nil || a.link == nil {
		return
	}
	a.partings++
	build := func() *sip.Request { return a.subscribeRequest(s, 0) }
	a.request(&call{dialog: s.dialog, creds: s.creds}, build, 1, func(*sip.Response, error) { a.parted() })
}

// notified takes a NOTIFY of a subscription; false says that it is of none.
func (a *actor) notified(r *transact.Server) bool {
	req := r.Request
	tag, _ := req.To().Params.Get("tag")
	s := a.subscriptions[req.CallID().Value()]
	if s == nil || tag != s.tag {
		return false
	}
	if s.dialog == nil { // it came before the answer to our SUBSCRIBE
		s.dialog = dialog.Incoming(req, s.tag)
		s.dialog.LocalSeq = s.seq
	}
	switch {
	case !s.dialog.Owns(req): // another fork of our SUBSCRIBE; one is enough
		a.noSuchCall(r)
	case !s.dialog.Next(req):
		r.Respond(transact.Reply(req, sip.StatusInternalServerError, "Out Of Order", ""))
	case !strings.EqualFold(eventOf(req), s.event):
		r.Respond(transact.Reply(req, statusBadEvent, "Bad Event", ""))
	default:
		r.Respond(transact.Reply(req, sip.StatusOK, "OK", ""))
		s.dialog.Refresh(req.Contact())
		a.takeNews(s, req)
	}
	return true
}

func (a *actor) takeNews(s *subscription, req *sip.Request) {
	state, params, _ := strings.Cut(valueOf(req, "subscription-state"), ";")
	state = strings.ToLower(strings.TrimSpace(state))
	if kind := req.ContentType(); kind != nil && len(req.Body()) > 0 {
		name, _, _ := strings.Cut(kind.Value(), ";")
		if strings.EqualFold(strings.TrimSpace(name), s.accept) {
			s.news(a, req)
		}
	} else if len(req.Body()) == 0 && s.empty && state == "active" {
		s.news(a, req)
	}
	switch state {
	case "active":
		s.faults = 0
		if seconds := numberParam(params, "expires"); seconds > 0 {
			a.refreshWithin(s, seconds)
		}
	case "terminated":
		least := time.Duration(numberParam(params, "retry-after")) * time.Second
		if reason := param(params, "reason"); strings.EqualFold(reason, "rejected") || strings.EqualFold(reason, "noresource") {
			least = subscribeRest // RFC 6665 section 4.1.3
		}
		a.subscribeLater(s, least)
	}
}

// eventOf is the event package of a message, without parameters.
func eventOf(req *sip.Request) string {
	event, _, _ := strings.Cut(valueOf(req, "event", "o"), ";")
	return strings.TrimSpace(event)
}

// param finds one of the parameters of a header, "" without it.
func param(params, name string) string {
	for one := range strings.SplitSeq(params, ";") {
		if key, value, _ := strings.Cut(one, "="); strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func numberParam(params, name string) uint64 {
	n, err := strconv.ParseUint(param(params, name), 10, 31)
	if err != nil {
		return 0
	}
	return n
}
