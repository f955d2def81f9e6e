package telephony

import (
	"errors"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

func (w watcher) DialledElsewhere(r crm.Ring) {
	w.note(fact{kind: "elsewhere", ring: r, call: r.Call})
}

// pair is a desk phone and the line beside it, both registered as one extension.
type pair struct {
	pbx    *pbx.PBX
	desk   *stage
	beside *stage
	told   watcher // of the line beside
}

func startPair(t *testing.T, o pbx.Options, cfg ...func(*Config)) *pair {
	t.Helper()
	if o.Callee == nil {
		o.Callee = func(number string) pbx.Callee {
			return pbx.Callee{RingFor: 50 * time.Millisecond, Bridge: number == testUser}
		}
	}
	x := &pair{pbx: startPBX(t, o)}
	x.desk = startLine(t, testConfig(x.pbx.Addr().String()))
	x.desk.told.awaitState(t, crm.LineRegistered)
	beside := testConfig(x.pbx.Addr().String())
	beside.Companion = true
	beside.newsPause = limit // unless a test waits for news that do not come
	for _, change := range cfg {
		change(&beside)
	}
	x.beside, x.told = startWatching(t, beside)
	x.told.awaitState(t, crm.LineRegistered)
	if o.NoEventsOf != pbx.Lamps {
		waitFor(t, func() (known bool) {
			x.beside.inside(t, func(a *actor) { known = a.desk.known })
			return known
		})
	}
	t.Cleanup(func() {
		if n := x.beside.wave.opened.Load(); n != 0 {
			t.Errorf("the line beside opened %d sound devices", n)
		}
	})
	return x
}

// noNews is for calls of which the dialog package will tell nothing.
func noNews(c *Config) { c.newsPause = 200 * time.Millisecond }

// ring calls both telephones and gives the calls and what each of them was told.
func (x *pair) ring(t *testing.T) (branches []*pbx.Call, desk, beside crm.ID) {
	t.Helper()
	branches, err := x.pbx.RingAll(within(t), pbx.Caller{From: "89123456789", Extension: testUser})
	if err != nil || len(branches) != 2 {
		t.Fatal(len(branches), err)
	}
	ring := x.told.awaitRing(t)
	if ring.Number.String() != "+79123456789" {
		t.Errorf("ring %+v", ring)
	}
	return branches, x.desk.told.awaitRing(t).Call, ring.Call
}

// only gives the one fact of a kind and complains of more.
func (x *pair) only(t *testing.T, kind string, n int) {
	t.Helper()
	if got := x.told.count(ofKind(kind)); got != n {
		t.Errorf("%d times %s, want %d; told %v", got, kind, n, x.told.kinds())
	}
}

func eachExchange(t *testing.T, test func(*testing.T, pbx.Options)) {
	t.Helper()
	for _, dialogs := range []pbx.Dialogs{pbx.NamedDialogs, pbx.BareDialogs} {
		t.Run(string(dialogs), func(t *testing.T) {
			t.Parallel()
			test(t, pbx.Options{Dialogs: dialogs})
		})
	}
}

// A call that rings at both is answered at the desk phone: beside it, that is a talk
// with a beginning and an end, and not a sound of it.
func TestCompanionFollowsATalk(t *testing.T) {
	eachExchange(t, func(t *testing.T, o pbx.Options) {
		x := startPair(t, o)
		branches, desk, beside := x.ring(t)
		if err := x.desk.line.Answer(within(t), desk); err != nil {
			t.Fatal(err)
		}
		x.told.awaitKind(t, "answered", beside)
		x.only(t, "ended", 0)
		if err := x.desk.line.Hangup(within(t), desk); err != nil {
			t.Fatal(err)
		}
		if end := x.told.awaitEnd(t, beside); end.Outcome != crm.Answered {
			t.Errorf("ended %+v", end)
		}
		codes := 0
		for _, b := range branches {
			r, err := b.Over(within(t))
			if err != nil {
				t.Fatal(err)
			}
			codes += r.Code
		}
		if codes != 487 {
			t.Errorf("the branches ended with codes %d in all, want one 487", codes)
		}
		x.only(t, "ringing", 1)
		x.only(t, "elsewhere", 0)
		x.beside.assertNoCalls(t)
	})
}

// A caller who gives up, and one whom a colleague took: the desk phone stays idle,
// so neither is a talk.
func TestCompanionOfACallThatNobodyTookHere(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(t *testing.T, o pbx.Options) {
		each := func(t *testing.T, text string, want crm.Outcome) {
			x := startPair(t, o, noNews)
			branches, err := x.pbx.RingAll(within(t), pbx.Caller{
				From: "89123456789", Extension: testUser, Elsewhere: text != "",
			})
			if err != nil {
				t.Fatal(err)
			}
			beside := x.told.awaitRing(t).Call
			x.desk.told.awaitRing(t)
			for _, b := range branches {
				if err := b.Hangup(within(t)); err != nil {
					t.Fatal(err)
				}
			}
			if end := x.told.awaitEnd(t, beside); end.Outcome != want {
				t.Errorf("%q ended %+v", text, end)
			}
			x.only(t, "answered", 0)
			x.beside.assertNoCalls(t)
		}
		t.Run("given up", func(t *testing.T) { each(t, "", crm.Missed) })
		t.Run("elsewhere", func(t *testing.T) { each(t, "elsewhere", crm.Elsewhere) })
	})
}

// What the desk phone turns away must not go on ringing because of us.
func TestCompanionOfACallTurnedAway(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	branches, desk, beside := x.ring(t)
	if err := x.desk.line.Reject(within(t), desk, crm.RejectBusy); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, beside); end.Outcome != crm.Rejected {
		t.Errorf("ended %+v", end)
	}
	for _, b := range branches {
		if r, err := b.Over(within(t)); err != nil || r.Code != 486 {
			t.Errorf("a branch %+v, %v", r, err)
		}
	}
}

// Without the dialog package nobody can say at which telephone it was answered, or
// for how long: it is not made up.
func TestCompanionWithoutDialogPackage(t *testing.T) {
	x := startPair(t, pbx.Options{NoEventsOf: pbx.Lamps})
	_, desk, beside := x.ring(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, beside); end.Outcome != crm.Elsewhere || end.By != "" {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "answered", 0)
}

// Calls that are made by hand at the desk phone are calls of the desk.
func TestCompanionOfCallsDialledByHand(t *testing.T) {
	busy := func(number string) pbx.Callee {
		if number == "102" {
			return pbx.Callee{RingFor: 50 * time.Millisecond, Refuse: 486}
		}
		return pbx.Callee{RingFor: 50 * time.Millisecond}
	}
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs, Callee: busy})
	ours := crm.NewID(time.Now())
	if err := x.desk.line.Dial(within(t), ours, phone.Number{E164: 79123456789}); err != nil {
		t.Fatal(err)
	}
	began := x.told.await(t, "a call at the desk phone", 1, ofKind("elsewhere")).ring
	if began.Number.String() != "+79123456789" {
		t.Errorf("it dials %+v", began)
	}
	x.told.awaitKind(t, "remote", began.Call)
	x.told.awaitKind(t, "answered", began.Call)
	if err := x.desk.line.Hangup(within(t), ours); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, began.Call); end.Outcome != crm.Answered {
		t.Errorf("ended %+v", end)
	}
	if err := x.desk.line.Dial(within(t), crm.NewID(time.Now()), phone.Number{Short: "102"}); err != nil {
		t.Fatal(err)
	}
	again := x.told.await(t, "another call", 2, ofKind("elsewhere")).ring
	if end := x.told.awaitEnd(t, again.Call); end.Outcome != crm.Busy || end.Code != 486 {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "ringing", 0)
	x.beside.assertNoCalls(t)
}

// A caller who hides is one caller, however often the exchange tells of it; and one
// of whom the dialog package alone tells rings too.
func TestCompanionOfAHiddenCaller(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	branches, err := x.pbx.RingAll(within(t), pbx.Caller{From: "anonymous", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	beside := x.told.awaitRing(t).Call
	if err := x.desk.line.Answer(within(t), x.desk.told.awaitRing(t).Call); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", beside)
	for _, b := range branches {
		if err := b.Hangup(within(t)); err != nil {
			t.Fatal(err)
		}
	}
	x.told.awaitEnd(t, beside)
	x.only(t, "ringing", 1)
}

// A call that rings at the desk phone alone, for its exchange knows another number
// of it, is told by the dialog package from ring to end.
func TestCompanionOfAnotherExtension(t *testing.T) {
	x := startPair(t, pbx.Options{
		Dialogs: pbx.NamedDialogs, Users: map[string]string{testUser: testPassword, "201": testPassword},
	}, func(c *Config) { c.User, c.DeskPhone = "201", testUser })
	call, err := x.pbx.Ring(within(t), pbx.Caller{From: "89123456789", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	desk := x.desk.told.awaitRing(t).Call
	ring := x.told.awaitRing(t)
	if ring.Number.String() != "+79123456789" {
		t.Errorf("ring %+v", ring)
	}
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", ring.Call)
	if err := call.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ring.Call); end.Outcome != crm.Answered {
		t.Errorf("ended %+v", end)
	}
	missed, err := x.pbx.Ring(within(t), pbx.Caller{From: "89123456789", Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	again := x.told.await(t, "another ring", 2, ofKind("ringing")).ring
	if err := missed.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, again.Call); end.Outcome != crm.Missed {
		t.Errorf("ended %+v", end)
	}
	x.beside.assertNoCalls(t)
}

// The desk phone is the only one that can do things with a call.
func TestCompanionCannotTouchACall(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	_, desk, id := x.ring(t)
	line, ctx := x.beside.line, within(t)
	refused := func(when string) {
		t.Helper()
		for what, err := range map[string]error{
			"answer": line.Answer(ctx, id), "hangup": line.Hangup(ctx, id), "reject": line.Reject(ctx, id, crm.RejectDecline),
			"hold": line.Hold(ctx, id, true), "keys": line.DTMF(ctx, id, "1"), "mute": line.Mute(ctx, id, true),
			"transfer": line.Transfer(ctx, id, phone.Number{Short: "102"}), "record": line.Record(ctx, id, nil),
			"join": line.Join(ctx, id, desk), "conference": line.Conference(ctx, true),
		} {
			if !errors.Is(err, crm.ErrNotHere) {
				t.Errorf("%s, %s: %v", when, what, err)
			}
		}
	}
	refused("while it rings")
	if err := x.desk.line.Answer(ctx, desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", id)
	refused("in a talk")
	if err := line.Hangup(ctx, crm.NewID(time.Now())); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("no such call: %v", err)
	}
	x.only(t, "ended", 0)
}

// Do not disturb of the panel is not that of the desk phone.
func TestCompanionUndisturbedLeavesTheDeskPhoneAlone(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	x.beside.line.SetDoNotDisturb(true)
	_, desk, beside := x.ring(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", beside)
	x.only(t, "ended", 0)
}

// When the news of the desk phone cease in the middle of a talk and come back
// after it, its end is when it was last heard of.
func TestCompanionLosesTheNewsOfATalk(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	_, desk, beside := x.ring(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", beside)
	var lost time.Time
	x.beside.inside(t, func(a *actor) {
		disconnected{a.link, errors.New("unplugged")}.handle(a)
		lost = a.desk.lostAt
	})
	if err := x.desk.line.Hangup(within(t), desk); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, beside); end.Outcome != crm.Answered || end.At.Before(lost) || end.At.After(time.Now()) {
		t.Errorf("ended %+v, lost at %s", end, lost)
	}
	x.beside.assertNoCalls(t)
}

// Stopping ends what is followed and leaves the desk phone in its talk.
func TestCompanionStops(t *testing.T) {
	x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
	branches, desk, beside := x.ring(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", beside)
	x.beside.stop()
	if end := x.told.awaitEnd(t, beside); end.Outcome != crm.Interrupted {
		t.Errorf("ended %+v", end)
	}
	talks := 0
	for _, b := range branches {
		if r, err := b.Record(within(t)); err == nil && r.State == pbx.Talking {
			talks++
		}
	}
	if talks != 1 {
		t.Errorf("%d talks at the desk phone", talks)
	}
}

// What an exchange may send to a branch that only rings: nothing of it ends in a
// sound or a fall.
func TestCompanionOfARawExchange(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.Companion = true
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.send(answer(p.request(sip.SUBSCRIBE), 489, "Bad Event", "", ""))
	ringing := func(id string) (crm.Ring, string) {
		t.Helper()
		n := s.told.count(ofKind("ringing"))
		p.send(p.message("INVITE", id, id, "", 1, "", rawSDP))
		tag := tagOf(p.response(id, 180, sip.INVITE))
		return s.told.await(t, "ring", n+1, ofKind("ringing")).ring, tag
	}
	ring, tag := ringing("bye")
	p.send(p.message("UPDATE", "bye", "u", tag, 2, "", ""), p.message("UPDATE", "bye", "v", tag, 3, "", rawSDP))
	p.response("bye", 491, "UPDATE")
	p.send(p.message("INVITE", "bye", "again", "", 1, "", rawSDP)) // by another way
	p.response("bye", 482, sip.INVITE)
	p.send(p.message("BYE", "bye", "b", tag, 4, "", ""), p.message("CANCEL", "bye", "bye", "", 1, "", ""),
		p.message("BYE", "bye", "c", tag, 5, "", ""))
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Missed {
		t.Errorf("ended %+v", end)
	}
	ring, _ = ringing("gone")
	p.send(p.message("CANCEL", "gone", "gone", "", 1, "Reason: Q.850;cause=26\r\n", ""))
	p.response("gone", 487, sip.INVITE)
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Elsewhere {
		t.Errorf("ended %+v", end)
	}
	p.send(p.message("INVITE", "replace", "replace", "", 1, "Replaces: x;to-tag=1;from-tag=2\r\n", rawSDP))
	p.response("replace", 481, sip.INVITE)
	s.assertNoCalls(t)
}
