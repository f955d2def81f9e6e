package telephony

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

const (
	lampEvent = "dialog"
	lampType  = "application/dialog-info+xml"
	// maxLamps is more than anybody has in view, and maxExtension more than any
	// exchange names its telephones.
	maxLamps     = 200
	maxExtension = 64
	// gapPause is how long to wait before asking for the whole when a part was
	// lost: an exchange that miscounts must not keep us busy.
	gapPause = 5 * time.Second
)

// LampListener is a Listener that also wants the lamps of colleagues, see Watch. It
// is used when the Listener given to New has this method.
type LampListener interface {
	// LampChanged tells each change of a watched extension, which is crm.LampUnknown
	// until the first.
	LampChanged(extension string, state crm.Lamp)
}

// Watch asks the exchange for the state of these extensions from now on, in place
// of those of before; none ends it. It returns when the wish is noted: what the
// exchange says to it comes as LampChanged. The wish may be given before Serve and
// outlives connections. Extensions are digits, Latin letters and "+-_.*", at most
// 200 of them, else crm.ErrInvalid.
func (l *Line) Watch(ctx context.Context, extensions []string) error {
	wanted := slices.Compact(slices.Sorted(slices.Values(extensions)))
	if len(wanted) > maxLamps {
		return fmt.Errorf("telephony: %d lamps are more than %d: %w", len(wanted), maxLamps, crm.ErrInvalid)
	}
	for _, extension := range wanted {
		if !isExtension(extension) {
			return fmt.Errorf("telephony: no extension that can be watched: %w", crm.ErrInvalid)
		}
	}
	l.watched.Store(&wanted)
	if l.serving.Load() == nil {
		return nil // Serve looks itself
	}
	return l.command(ctx, &watchCommand{newReply()})
}

func isExtension(text string) bool {
	return text != "" && len(text) <= maxExtension && !strings.ContainsFunc(text, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("+-_.*", r)
	})
}

type watchCommand struct{ reply }

func (e *watchCommand) handle(a *actor) {
	a.watchLamps()
	e.c <- nil
}

// lamp is an extension that is watched.
type lamp struct {
	dialogs
	extension    string
	state        crm.Lamp
	subscription *subscription
}

// watchLamps brings the subscriptions in line with what is wanted.
func (a *actor) watchLamps() {
	var wanted []string
	if w := a.line.watched.Load(); w != nil {
		wanted = *w
	}
	for extension, one := range a.lamps {
		if !slices.Contains(wanted, extension) {
			delete(a.lamps, extension)
			a.unsubscribe(one.subscription)
		}
	}
	after := time.Duration(0)
	for _, extension := range wanted {
		if a.lamps[extension] != nil {
			continue
		}
		one := &lamp{extension: extension, state: crm.LampUnknown}
		one.subscription = &subscription{
			event: lampEvent, accept: lampType, user: extension, empty: true,
			news: func(a *actor, req *sip.Request) { a.lampNews(one, req) },
			lost: func(a *actor) { a.lampLost(one) },
		}
		a.lamps[extension] = one
		a.watch(one.subscription, after)
		after += subscribeStep
	}
}

func (a *actor) lampNews(one *lamp, req *sip.Request) {
	info, err := one.newsOf(req)
	if err != nil {
		a.log.Warn("dialog-info cannot be read", "bytes", len(req.Body()), "err", err)
		return
	}
	if _, gap := one.take(info, time.Now()); gap {
		a.mendGap(one.subscription)
	}
	a.nameWhoTook()
	a.tellLamp(one, one.shown())
}

// mendGap asks for the whole, when a part of it was lost.
func (a *actor) mendGap(s *subscription) {
	s.next.Stop()
	s.next = a.endpoint.Alarms.After(gapPause, func() { a.subscribe(s) })
}

// shown is the one state of all that an extension does at once.
func (one *lamp) shown() crm.Lamp {
	state := crm.LampIdle
	for _, d := range one.all {
		if d.state == crm.LampTalking {
			return d.state
		}
		state = d.state
	}
	if !one.known {
		return crm.LampUnknown
	}
	return state
}

func (a *actor) lampLost(one *lamp) {
	one.lose()
	a.tellLamp(one, crm.LampUnknown)
}

func (a *actor) tellLamp(one *lamp, state crm.Lamp) {
	if one.state == state || a.lamps[one.extension] != one {
		return
	}
	one.state = state
	extension := one.extension
	a.tell.say(func(l Listener) {
		if lamps, ok := l.(LampListener); ok {
			lamps.LampChanged(extension, state)
		}
	})
}
