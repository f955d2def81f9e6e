package telephony

import (
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

const (
	messagesEvent = "message-summary"
	messagesType  = "application/simple-message-summary"
	// maxSummary and maxMessages bound what a hostile summary may say.
	maxSummary  = 16 << 10
	maxMessages = 9999
)

// MessagesListener is a Listener that also wants the voicemail lamp. It is used
// when the Listener given to New has this method and Config.Mailbox is on.
type MessagesListener interface {
	// MessagesWaiting tells how many voice messages are new and how many were
	// heard already: at first what there is, then each change. An exchange that
	// says no more than that there are any gives 1 and 0.
	MessagesWaiting(new, old int)
}

// messages is the voicemail of the account (RFC 3842).
type messages struct {
	known    bool
	new, old int
}

// watchMessages asks to be told of our own mailbox.
func (a *actor) watchMessages() {
	if !a.cfg.Mailbox {
		return
	}
	a.watch(&subscription{
		event: messagesEvent, accept: messagesType, user: a.cfg.User,
		news: (*actor).messagesNews,
		lost: func(*actor) {}, // messages do not go away because the line does
	}, 0)
}

func (a *actor) messagesNews(req *sip.Request) {
	fresh, old, ok := summary(req.Body())
	if !ok {
		a.log.Warn("message summary cannot be read", "bytes", len(req.Body()))
		return
	}
	now := messages{true, fresh, old}
	if now == a.mailbox {
		return
	}
	a.mailbox = now
	a.tell.say(func(l Listener) {
		if m, ok := l.(MessagesListener); ok {
			m.MessagesWaiting(fresh, old)
		}
	})
}

// summary reads a body of RFC 3842 section 5.2. Of the kinds of messages the lamp
// knows only voice.
func summary(body []byte) (fresh, old int, ok bool) {
	if len(body) > maxSummary {
		return 0, 0, false
	}
	waiting, counted := false, false
	for line := range strings.Lines(string(body)) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "messages-waiting":
			yes, no := strings.EqualFold(value, "yes"), strings.EqualFold(value, "no")
			if !yes && !no {
				return 0, 0, false
			}
			ok, waiting = true, yes
		case "voice-message":
			value, _, _ = strings.Cut(value, "(") // urgent ones, counted already
			first, second, both := strings.Cut(value, "/")
			var good bool
			if fresh, good = count(first); !good || !both {
				return 0, 0, false
			}
			if old, good = count(second); !good {
				return 0, 0, false
			}
			counted = true
		}
	}
	switch {
	case !ok:
		return 0, 0, false
	case waiting && !counted:
		fresh = 1
	}
	return fresh, old, true
}

func count(text string) (int, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 32)
	return int(min(n, maxMessages)), err == nil
}
