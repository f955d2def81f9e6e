//go:build field

package telephony

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
)

// talkTime is how long a call was talked, as it goes into the journal.
func (w *witness) talkTime(t *testing.T, id crm.ID) time.Duration {
	t.Helper()
	answered := w.await(t, "an answer", 1, func(f fact) bool { return f.kind == "answered" && f.call == id })
	end := w.awaitEnd(t, id)
	if end.Outcome != crm.Answered {
		t.Errorf("ended %+v", end)
	}
	return end.At.Sub(answered.since)
}

// sameTalk looks at the time of a talk as one who talked was told it and as one
// beside was: no less than they were heard to talk, no more than all of it took.
func sameTalk(t *testing.T, there, beside, heard, all time.Duration) {
	t.Helper()
	if min(there, beside) < heard || max(there, beside) > all {
		t.Errorf("talked for %s, told %s; heard for %s of %s", there, beside, heard, all)
	}
}

// hearsASecond waits for a second of sound and gives the time that it took.
func (s *stage) hearsASecond(t *testing.T) time.Duration {
	t.Helper()
	began, loud := time.Now(), s.wave.loud.Load()
	waitFor(t, func() bool { return s.wave.loud.Load() >= loud+50 })
	return time.Since(began)
}

func (x *pair) awaitNewsOfDesk(t *testing.T) {
	t.Helper()
	waitFor(t, func() (known bool) {
		x.beside.inside(t, func(a *actor) { known = a.desk.known })
		return known
	})
}

// A real exchange tells what the telephone of a colleague is doing, from the first
// moment on, when it has nothing to tell.
func TestKamailioLamps(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword, "102": "other", "103": "third"}, pbxtest.Presence)
	colleague := pbxtest.StartBaresip(t, pbxtest.Phone{User: "103", Password: "third", Registrar: k.Addr, Codec: "pcma", Manual: true})
	s, w := startWatching(t, testConfig(k.Addr.String()))
	w.awaitState(t, crm.LineRegistered)
	if err := s.line.Watch(within(t), []string{"103"}); err != nil {
		t.Fatal(err)
	}
	w.awaitLamp(t, "103", crm.LampIdle)
	cfg := testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	other := startLine(t, cfg)
	other.told.awaitState(t, crm.LineRegistered)
	for n := range 2 { // the second comes while the first is still told as over
		id := crm.NewID(time.Now())
		if err := other.line.Dial(within(t), id, phone.Number{Short: "103"}); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "103", crm.LampRinging)
		colleague.Rings(t, n+1)
		colleague.Do(t, "accept", "")
		w.awaitLamp(t, "103", crm.LampTalking)
		if err := other.line.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "103", crm.LampIdle)
	}
	colleague.Do(t, "dial", testUser)
	w.awaitLamp(t, "103", crm.LampTalking) // he dials
	s.told.awaitRing(t)
	colleague.Do(t, "hangup", "")
	w.awaitLamp(t, "103", crm.LampIdle)
}

// A call that a proxy forks is answered at the desk phone: beside it, that is a talk
// as long as it was.
func TestKamailioTellsOfATalkAtTheDeskPhone(t *testing.T) {
	desk, x, other := startBeside(t, true, pbxtest.Presence)
	x.awaitNewsOfDesk(t)
	id := crm.NewID(time.Now())
	if err := other.line.Dial(within(t), id, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	ring := x.told.awaitRing(t)
	if ring.Number.String() != "102" {
		t.Errorf("ring %+v", ring)
	}
	desk.Rings(t, 1)
	began := time.Now()
	desk.Do(t, "accept", "")
	x.told.awaitKind(t, "answered", ring.Call)
	other.told.awaitKind(t, "answered", id)
	heard := other.hearsASecond(t)
	desk.Do(t, "hangup", "")
	there, beside := other.told.talkTime(t, id), x.told.talkTime(t, ring.Call)
	sameTalk(t, there, beside, heard, time.Since(began))
	x.only(t, "ringing", 1)
	x.only(t, "ended", 1)
	x.beside.assertNoCalls(t)
}

// Nobody answers, and the caller gives up.
func TestKamailioTellsOfAMissedCall(t *testing.T) {
	desk, x, other := startBeside(t, true, pbxtest.Presence)
	x.awaitNewsOfDesk(t)
	x.beside.inside(t, func(a *actor) { noNews(&a.cfg) })
	id := crm.NewID(time.Now())
	if err := other.line.Dial(within(t), id, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	ring := x.told.awaitRing(t)
	desk.Rings(t, 1)
	if err := other.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ring.Call); end.Outcome != crm.Missed {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "answered", 0)
	x.beside.assertNoCalls(t)
}

// What is dialled by hand at the desk phone is a call of the desk.
func TestKamailioTellsWhatTheDeskPhoneDials(t *testing.T) {
	desk, x, other := startBeside(t, true, pbxtest.Presence)
	x.awaitNewsOfDesk(t)
	desk.Do(t, "dial", "102")
	theirs := other.told.awaitRing(t).Call
	began := x.told.await(t, "a call at the desk phone", 1, ofKind("elsewhere")).ring
	if began.Number.String() != "102" {
		t.Errorf("it dials %+v", began)
	}
	x.told.awaitKind(t, "remote", began.Call)
	lifted := time.Now()
	if err := other.line.Answer(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", began.Call)
	if err := other.line.Hangup(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	there, beside := other.told.talkTime(t, theirs), x.told.talkTime(t, began.Call)
	sameTalk(t, there, beside, 0, time.Since(lifted))
	x.only(t, "ringing", 0)
	x.only(t, "elsewhere", 1)
	x.only(t, "ended", 1)
	x.beside.assertNoCalls(t)
}

// A click is followed to its end: the dialogs of the desk phone are told, with our
// own leg among them.
func TestKamailioTellsWhatBecomesOfAClick(t *testing.T) {
	desk, x, other := startBeside(t, false, pbxtest.Presence)
	x.awaitNewsOfDesk(t)
	ours := crm.NewID(time.Now())
	if err := x.beside.line.Dial(within(t), ours, phone.Number{Short: "102"}); err != nil {
		t.Fatal(err)
	}
	theirs := other.told.awaitRing(t).Call
	began := time.Now()
	if err := other.line.Answer(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "answered", ours)
	desk.Talking(t, 2) // with us, then with the number
	talking := time.Now()
	other.deviceRuns(t) // baresip loops one talk only
	heard := time.Since(talking)
	x.only(t, "ended", 0)
	if err := other.line.Hangup(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	there, beside := other.told.talkTime(t, theirs), x.told.talkTime(t, ours)
	sameTalk(t, there, beside, heard, time.Since(began))
	x.only(t, "ringing", 0)
	x.only(t, "elsewhere", 0)
	x.beside.assertNoCalls(t)
}
