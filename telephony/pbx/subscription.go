package pbx

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

// Events that extensions may subscribe to.
const (
	Messages = "message-summary" // RFC 3842
	Lamps    = "dialog"          // RFC 4235
)

var kinds = map[string]string{
	Messages: "application/simple-message-summary",
	Lamps:    "application/dialog-info+xml",
}

// subscribeFor is granted to subscriptions.
const subscribeFor = 10 * time.Minute

// topic is what can be watched: an event of an extension.
type topic struct{ event, extension string }

// watcher is a subscription of an extension.
type watcher struct {
	topic   topic
	by      string // extension
	dialog  *dialog.Dialog
	version int
	asked   int // SUBSCRIBE requests
}

// Watchers counts the SUBSCRIBE requests of each subscription to an event of an
// extension that is open now.
func (p *PBX) Watchers(ctx context.Context, event, extension string) ([]int, error) {
	var all []int
	err := p.do(ctx, func() {
		for _, w := range p.watchers {
			if w.topic == (topic{event, extension}) {
				all = append(all, w.asked)
			}
		}
	})
	return all, err
}

// TellMessages says what lies in the mailbox of an extension.
func (p *PBX) TellMessages(ctx context.Context, extension string, fresh, old int) error {
	waiting := "no"
	if fresh > 0 {
		waiting = "yes"
	}
	body := fmt.Sprintf("Messages-Waiting: %s\r\nVoice-Message: %d/%d (0/0)\r\n", waiting, fresh, old)
	return p.tell(ctx, topic{Messages, extension}, body)
}

// Tell says a state to all who watch it, and to who will. "VERSION" in the body
// becomes the number of the news.
func (p *PBX) Tell(ctx context.Context, event, extension, body string) error {
	return p.tell(ctx, topic{event, extension}, body)
}

func (p *PBX) tell(ctx context.Context, t topic, body string) error {
	return p.do(ctx, func() { p.say(t, body) })
}

func (p *PBX) say(t topic, body string) {
	p.states[t] = body
	p.push(t, body)
}

// push tells those who watch.
func (p *PBX) push(t topic, body string) {
	for _, w := range p.watchers {
		if w.topic == t {
			p.notify(w, body, "active;expires="+seconds(subscribeFor))
		}
	}
}

// EndWatching ends all subscriptions to an event of an extension for a reason of
// RFC 6665 section 4.1.3; no reason forgets them without a word, as a restart does.
func (p *PBX) EndWatching(ctx context.Context, event, extension, reason string) error {
	return p.do(ctx, func() {
		for id, w := range p.watchers {
			if w.topic != (topic{event, extension}) {
				continue
			}
			delete(p.watchers, id)
			if reason != "" {
				p.notify(w, "", "terminated;reason="+reason)
			}
		}
	})
}

// subscribed is a SUBSCRIBE: the first of a dialog, a refresh, or its end.
func (p *PBX) subscribed(s *transact.Server) {
	req := s.Request
	event := headerText(req, "event")
	if kinds[event] == "" || p.options.NoEventsOf == event {
		s.Respond(transact.Reply(req, 489, "Bad Event", ""))
		return
	}
	if !p.authorised(s, sip.StatusUnauthorized, "WWW-Authenticate", "Authorization") {
		return
	}
	w := p.watchers[req.CallID().Value()]
	if tagged := req.To().Params.Has("tag"); tagged && (w == nil || !w.dialog.Owns(req)) {
		s.Respond(transact.Reply(req, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
		return
	} else if !tagged {
		tag := sip.GenerateTagN(12)
		w = &watcher{
			topic: topic{event, req.Recipient.User}, by: req.From().Address.User,
			dialog: dialog.Incoming(req, tag),
		}
		p.watchers[req.CallID().Value()] = w
	}
	w.asked++
	w.dialog.Refresh(req.Contact())
	lifetime := headerText(req, "expires")
	res := transact.Reply(req, sip.StatusOK, "OK", w.dialog.LocalTag)
	res.AppendHeader(p.contact())
	res.AppendHeader(sip.NewHeader("Expires", lifetime))
	s.Respond(res)
	state := "active;expires=" + lifetime
	if n, err := strconv.Atoi(lifetime); err != nil || n == 0 {
		delete(p.watchers, req.CallID().Value())
		state = "terminated;reason=timeout"
	}
	p.notify(w, p.stateOf(w.topic), state)
}

func (p *PBX) stateOf(t topic) string {
	if t.event == Lamps && p.options.Dialogs != "" {
		return p.dialogsOf(t.extension, nil)
	}
	return p.states[t]
}

func (p *PBX) notify(w *watcher, body, state string) {
	w.version++
	req := w.dialog.Request(sip.NOTIFY)
	req.AppendHeader(p.contact())
	req.AppendHeader(sip.NewHeader("Event", w.topic.event))
	req.AppendHeader(sip.NewHeader("Subscription-State", state))
	if body != "" {
		kind := sip.ContentTypeHeader(kinds[w.topic.event])
		req.AppendHeader(&kind)
		req.SetBody([]byte(versioned(body, w.version)))
	}
	p.endpoint.Send(req, p.where(w.by, w.dialog.Target), func(*sip.Response, error) {})
}

func versioned(body string, n int) string {
	return strings.ReplaceAll(body, "VERSION", strconv.Itoa(n))
}
