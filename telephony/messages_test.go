package telephony

import (
	"fmt"
	"slices"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// watcher is a witness that wants lamps too.
type watcher struct{ *witness }

func (w watcher) MessagesWaiting(fresh, old int) {
	w.note(fact{kind: "messages", ring: crm.Ring{Display: fmt.Sprintf("%d/%d", fresh, old)}})
}

func (w watcher) awaitMessages(t testing.TB, what string) {
	t.Helper()
	w.await(t, "messages "+what, 1, func(f fact) bool { return f.kind == "messages" && f.ring.Display == what })
}

// startWatching registers a line whose listener wants lamps.
func startWatching(t testing.TB, cfg Config) (*stage, watcher) {
	t.Helper()
	s := &stage{told: newWitness(), wave: &fakeAudio{}}
	w := watcher{s.told}
	line, err := New(cfg, w, s.wave)
	if err != nil {
		t.Fatal(err)
	}
	s.line = line
	s.stop = serve(t, line.Serve)
	return s, w
}

func (s *stage) awaitWatchers(t testing.TB, event, extension string, want ...int) {
	t.Helper()
	waitFor(t, func() bool {
		all, err := s.pbx.Watchers(within(t), event, extension)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Equal(all, want)
	})
}

// refresh makes the line refresh its subscriptions now.
func (s *stage) refresh(t testing.TB) {
	t.Helper()
	s.inside(t, func(a *actor) {
		for _, sub := range a.snapshot() {
			a.subscribe(sub)
		}
	})
}

func TestMessagesWaiting(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	tell := func(fresh, old int) {
		if err := p.TellMessages(within(t), testUser, fresh, old); err != nil {
			t.Fatal(err)
		}
	}
	tell(2, 5)
	cfg := testConfig(p.Addr().String())
	cfg.Mailbox = true
	s, w := startWatching(t, cfg)
	s.pbx = p
	w.awaitMessages(t, "2/5")
	tell(3, 5)
	w.awaitMessages(t, "3/5")
	tell(3, 5) // nothing new
	tell(0, 8)
	w.awaitMessages(t, "0/8")
	s.awaitWatchers(t, pbx.Messages, testUser, 1)
	s.refresh(t)
	s.awaitWatchers(t, pbx.Messages, testUser, 2)
	// An exchange that has forgotten us, and one that ends it: we begin anew.
	if err := p.EndWatching(within(t), pbx.Messages, testUser, ""); err != nil {
		t.Fatal(err)
	}
	s.refresh(t)
	s.awaitWatchers(t, pbx.Messages, testUser, 1)
	if err := p.EndWatching(within(t), pbx.Messages, testUser, "deactivated"); err != nil {
		t.Fatal(err)
	}
	s.awaitWatchers(t, pbx.Messages, testUser, 1)
	tell(1, 0)
	w.awaitMessages(t, "1/0")
	if n := w.count(ofKind("messages")); n != 4 {
		t.Errorf("told %d times", n)
	}
	s.stop()
	s.awaitWatchers(t, pbx.Messages, testUser)
}

// Nobody subscribes who was not told to, and a refusal harms nothing.
func TestNoMailbox(t *testing.T) {
	p := startPBX(t, pbx.Options{NoEventsOf: pbx.Messages})
	s := startLine(t, testConfig(p.Addr().String()))
	s.pbx = p
	s.told.awaitState(t, crm.LineRegistered)
	s.inside(t, func(a *actor) {
		if len(a.subscriptions) != 0 {
			t.Error("subscribed without the wish")
		}
	})
	cfg := testConfig(p.Addr().String())
	cfg.Mailbox = true
	s, _ = startWatching(t, cfg)
	s.pbx = p
	s.told.awaitState(t, crm.LineRegistered)
	waitFor(t, func() bool {
		refused := false
		s.inside(t, func(a *actor) {
			for _, sub := range a.subscriptions {
				refused = sub.faults == 1 && !sub.next.Stopped()
			}
		})
		return refused
	})
	s.answered(t, pbx.Caller{})
}

// News that overtake the answer to the SUBSCRIBE, that come in the wrong order,
// of another event, and without having been asked for.
func TestNotifyOutOfTheOrdinary(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.Mailbox = true
	s, w := startWatching(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	subscribe := p.request(sip.SUBSCRIBE)
	tag, _ := subscribe.From().Params.Get("tag")
	id := subscribe.CallID().Value()
	notify := func(branch string, seq int, event, state, count string, want int) {
		extra := "Event: " + event + "\r\nSubscription-State: " + state + "\r\nContent-Type: " + messagesType + "\r\n"
		body := "Messages-Waiting: yes\r\nVoice-Message: " + count + "\r\n"
		m := p.message("NOTIFY", id, branch, tag, seq, extra, "")
		p.send(m[:len(m)-len("Content-Length: 0\r\n\r\n")] + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
		p.response(id, want, sip.NOTIFY)
	}
	notify("n1", 5, messagesEvent, "active", "1/0", 200)
	w.awaitMessages(t, "1/0")
	p.send(answer(subscribe, 200, "OK", "f"+id, ""))
	notify("n2", 4, messagesEvent, "active", "9/9", 500)
	notify("n3", 6, "presence", "active", "9/9", statusBadEvent)
	notify("n4", 7, messagesEvent, "active;expires=9999999999999", "x/y", 200)
	notify("n5", 8, messagesEvent, "active", "99999999/2", 200)
	w.awaitMessages(t, "9999/2")
	notify("n6", 9, messagesEvent, "terminated;reason=rejected;retry-after=-1", "2/2", 200)
	w.awaitMessages(t, "2/2")
	notify("n7", 10, messagesEvent, "active", "9/9", 481)
	tag = ""
	notify("n8", 11, messagesEvent, "active", "3/3", 200)
	w.awaitMessages(t, "3/3")
	if n := w.count(ofKind("messages")); n != 4 {
		t.Errorf("told %d times", n)
	}
	s.inside(t, func(a *actor) {
		for _, sub := range a.subscriptions {
			if sub.dialog != nil || sub.next.Stopped() {
				t.Error("does not rest after a rejection")
			}
		}
	})
}

func TestSummary(t *testing.T) {
	tests := []struct {
		body       string
		fresh, old int
		ok         bool
	}{
		{"Messages-Waiting: yes\r\nMessage-Account: sip:101@pbx\r\nVoice-Message: 4/8 (1/2)\r\n", 4, 8, true},
		{"messages-waiting:YES\nvoice-message: 4 / 8\n", 4, 8, true},
		{"Messages-Waiting: yes\r\n", 1, 0, true},
		{"Messages-Waiting: yes\r\nFax-Message: 2/0\r\nVoice-Message: 0/3\r\n", 0, 3, true},
		{"Messages-Waiting: no\r\n", 0, 0, true},
		{"Messages-Waiting: perhaps\r\n", 0, 0, false},
		{"Messages-Waiting: yes\r\nVoice-Message: 4\r\n", 0, 0, false},
		{"Messages-Waiting: yes\r\nVoice-Message: -4/1\r\n", 0, 0, false},
		{"Voice-Message: 1/1\r\n", 1, 1, false},
		{"", 0, 0, false},
		{string(make([]byte, maxSummary+1)), 0, 0, false},
	}
	for _, tt := range tests {
		fresh, old, ok := summary([]byte(tt.body))
		if ok != tt.ok || ok && (fresh != tt.fresh || old != tt.old) {
			t.Errorf("%.60q gives %d/%d %v", tt.body, fresh, old, ok)
		}
	}
}
