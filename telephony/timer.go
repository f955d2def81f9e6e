package telephony

import (
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

const (
	// supported are the extensions we know: session timers (RFC 4028) and calls
	// that take the place of others (RFC 3891).
	supported = "timer, replaces, from-change"
	// minSession is the shortest session interval there may be (RFC 4028 section 4).
	minSession = 90 * time.Second
	maxSession = 24 * time.Hour
	// sessionGrace is how long before its end a session that nobody refreshed is
	// given up (RFC 4028 section 10).
	sessionGrace = 32 * time.Second
)

// sessionTimer is what was agreed on about signs of life (RFC 4028).
type sessionTimer struct {
	every time.Duration // zero without
	ours  bool          // we refresh
	alarm *transact.Alarm
}

// claim puts the agreed interval into a request of ours.
func (t *sessionTimer) claim(req *sip.Request) {
	if t.every > 0 {
		who := "uas"
		if t.ours {
			who = "uac"
		}
		req.AppendHeader(sip.NewHeader("Session-Expires", sessionValue(t.every, who)))
	}
}

func sessionValue(every time.Duration, refresher string) string {
	return strconv.Itoa(int(every/time.Second)) + ";refresher=" + refresher
}

// sessionExpires reads an interval and who is to refresh; "" when that is open.
func sessionExpires(m sip.Message) (every time.Duration, refresher string) {
	text := valueOf(m, "session-expires", "x")
	number, params, _ := strings.Cut(text, ";")
	seconds, err := strconv.ParseUint(strings.TrimSpace(number), 10, 31)
	if err != nil {
		return 0, ""
	}
	for param := range strings.SplitSeq(params, ";") {
		if name, value, _ := strings.Cut(param, "="); strings.EqualFold(strings.TrimSpace(name), "refresher") {
			refresher = strings.ToLower(strings.TrimSpace(value))
		}
	}
	return min(time.Duration(seconds)*time.Second, maxSession), refresher
}

// valueOf is the value of a header by its long or its compact name.
func valueOf(m sip.Message, names ...string) string {
	for _, name := range names {
		if all := m.GetHeaders(name); len(all) > 0 {
			return strings.TrimSpace(all[0].Value())
		}
	}
	return ""
}

// lists says whether a header that lists words has one of them.
func lists(m sip.Message, word string, names ...string) bool {
	for _, name := range names {
		for _, h := range m.GetHeaders(name) {
			for part := range strings.SplitSeq(h.Value(), ",") {
				if strings.EqualFold(strings.TrimSpace(part), word) {
					return true
				}
			}
		}
	}
	return false
}

// tooBrief refuses an interval that would make us busy with nothing else. A side
// that does not know timers is spared: a proxy asked in its name.
func (a *actor) tooBrief(s *transact.Server) bool {
	every, _ := sessionExpires(s.Request)
	if every == 0 || every >= a.cfg.minSession || !lists(s.Request, "timer", "supported", "k") {
		return false
	}
	res := transact.Reply(s.Request, 422, "Session Interval Too Small", "")
	res.AppendHeader(sip.NewHeader("Min-SE", strconv.Itoa(int(a.cfg.minSession/time.Second))))
	s.Respond(res)
	return true
}

// timerAsked answers what an INVITE or UPDATE says about session timers (RFC 4028
// section 9). We refresh only when asked to, or when only we can.
func (a *actor) timerAsked(c *call, req *sip.Request, res *sip.Response) {
	every, refresher := sessionExpires(req)
	if every == 0 {
		a.keepSession(c, 0, false)
		return
	}
	knows := lists(req, "timer", "supported", "k")
	if refresher != "uac" && refresher != "uas" {
		refresher = "uac"
		if !knows {
			refresher = "uas"
		}
	}
	res.AppendHeader(sip.NewHeader("Session-Expires", sessionValue(every, refresher)))
	if knows {
		res.AppendHeader(sip.NewHeader("Require", "timer"))
	}
	a.keepSession(c, every, refresher == "uas")
}

// timerAgreed reads what a 2xx to a request of ours says (RFC 4028 section 7.2).
func (a *actor) timerAgreed(c *call, res *sip.Response) {
	every, refresher := sessionExpires(res)
	if every > 0 {
		every = max(every, a.cfg.minSession)
	}
	a.keepSession(c, every, refresher != "uas")
}

func (a *actor) keepSession(c *call, every time.Duration, ours bool) {
	c.timer.alarm.Stop()
	c.timer = sessionTimer{every: every, ours: ours}
	switch {
	case every == 0:
	case ours:
		c.timer.alarm = a.endpoint.Alarms.After(every/2, func() { a.refreshSession(c) })
	default:
		c.timer.alarm = a.endpoint.Alarms.After(every-min(sessionGrace, every/3), func() {
			a.hangup(c, crm.CallEnd{Outcome: crm.Answered, Reason: "session expired", At: time.Now()}, 0)
		})
	}
}

// refreshSession gives the sign of life: by UPDATE, which needs no description, or
// else by an INVITE like the last one.
func (a *actor) refreshSession(c *call) {
	if c.ended || c.phase != talking {
		return
	}
	if !c.updates {
		a.refreshByInvite(c)
		return
	}
	build := func() *sip.Request {
		req := c.dialog.Request(sip.UPDATE)
		a.introduce(req)
		c.timer.claim(req)
		return req
	}
	a.request(c, build, 1, func(res *sip.Response, err error) {
		switch {
		case c.ended:
		case a.isGone(c, res, err):
			a.hangup(c, crm.CallEnd{Outcome: crm.Answered, Reason: "the other side is gone", At: time.Now()}, 0)
		case err != nil: // the link is down
			a.keepSession(c, c.timer.every, c.timer.ours)
		case res.StatusCode < 300:
			c.dialog.Refresh(res.Contact())
			a.timerAgreed(c, res)
			a.answeredBy(c, res)
		case res.StatusCode == 422:
			least := time.Duration(headerNumber(res, "min-se")) * time.Second
			c.timer.every = min(max(least, c.timer.every), maxSession)
			a.refreshByInvite(c)
		default:
			a.refreshByInvite(c)
		}
	})
}

func (a *actor) refreshByInvite(c *call) {
	c.refresh = true
	a.settle(c)
}

// learn notes what the other side can do.
func (c *call) learn(m sip.Message) {
	if len(m.GetHeaders("allow")) > 0 {
		c.updates = lists(m, "UPDATE", "allow")
	}
}
