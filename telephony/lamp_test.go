package telephony

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

func (w watcher) LampChanged(extension string, state crm.Lamp) {
	w.note(fact{kind: "lamp", ring: crm.Ring{Called: extension, Display: string(state)}})
}

// awaitLamp waits for news of an extension and forgets all until then.
func (w watcher) awaitLamp(t testing.TB, extension string, state crm.Lamp) {
	t.Helper()
	is := func(f fact) bool {
		return f.kind == "lamp" && f.ring.Called == extension && f.ring.Display == string(state)
	}
	w.await(t, "lamp "+extension+" "+string(state), 1, is)
	w.forgetUntil("lamp", is)
}

func dialogInfoOf(state string, dialogs ...string) string {
	return `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="VERSION" state="` +
		state + `" entity="sip:102@127.0.0.1">` + strings.Join(dialogs, "") + `</dialog-info>`
}

func dialogOf(id, direction, state string) string {
	return `<dialog id="` + id + `" direction="` + direction + `"><state>` + state + `</state></dialog>`
}

func TestLamps(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	tell := func(body string) {
		if err := p.Tell(within(t), pbx.Lamps, "102", body); err != nil {
			t.Fatal(err)
		}
	}
	tell(dialogInfoOf("full"))
	s, w := startWatching(t, testConfig(p.Addr().String()))
	s.pbx = p
	w.awaitState(t, crm.LineRegistered)
	if err := s.line.Watch(within(t), []string{"103", "102", "102"}); err != nil {
		t.Fatal(err)
	}
	w.await(t, "102", 1, func(f fact) bool { return f.ring.Called == "102" && f.ring.Display == string(crm.LampIdle) })
	w.awaitLamp(t, "103", crm.LampIdle) // of whom the exchange has nothing to tell
	tell(dialogInfoOf("full", dialogOf("a", "recipient", "early")))
	w.awaitLamp(t, "102", crm.LampRinging)
	tell(dialogInfoOf("partial", dialogOf("a", "recipient", "confirmed")))
	w.awaitLamp(t, "102", crm.LampTalking)
	tell(dialogInfoOf("partial", dialogOf("b", "recipient", "early"))) // call waiting: still talking
	tell(dialogInfoOf("partial", dialogOf("a", "recipient", "terminated")))
	w.awaitLamp(t, "102", crm.LampRinging)
	tell(dialogInfoOf("partial", dialogOf("b", "recipient", "terminated")))
	w.awaitLamp(t, "102", crm.LampIdle)
	tell(dialogInfoOf("full", dialogOf("c", "initiator", "trying"))) // he dials
	w.awaitLamp(t, "102", crm.LampTalking)
	s.awaitWatchers(t, pbx.Lamps, "102", 1)
	s.awaitWatchers(t, pbx.Lamps, "103", 1)
	s.refresh(t)
	s.awaitWatchers(t, pbx.Lamps, "102", 2)
	// The exchange has forgotten: unknown until it knows us again.
	if err := p.EndWatching(within(t), pbx.Lamps, "102", ""); err != nil {
		t.Fatal(err)
	}
	s.refresh(t)
	w.await(t, "unknown, talking", 2, ofKind("lamp"))
	w.awaitLamp(t, "102", crm.LampTalking)
	if err := s.line.Watch(within(t), []string{"103"}); err != nil {
		t.Fatal(err)
	}
	s.awaitWatchers(t, pbx.Lamps, "102")
	s.stop()
	s.awaitWatchers(t, pbx.Lamps, "103")
	if n := w.count(func(f fact) bool { return f.kind == "lamp" && f.ring.Called == "102" }); n != 0 {
		t.Errorf("%d times a lamp changed that nobody watches", n)
	}
}

// The lamp of a colleague follows the calls with him, and shows what was said by hand
// while there are none.
func TestLampsFollowCalls(t *testing.T) {
	eachExchange(t, func(t *testing.T, o pbx.Options) {
		p := startPBX(t, o)
		s, w := startWatching(t, testConfig(p.Addr().String()))
		w.awaitState(t, crm.LineRegistered)
		if err := s.line.Watch(within(t), []string{"102"}); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "102", crm.LampIdle)
		dial := func() crm.ID {
			t.Helper()
			id := crm.NewID(time.Now())
			if err := s.line.Dial(within(t), id, phone.Number{Short: "102"}); err != nil {
				t.Fatal(err)
			}
			return id
		}
		call := dial()
		w.awaitLamp(t, "102", crm.LampRinging)
		w.awaitLamp(t, "102", crm.LampTalking)
		if err := s.line.Hangup(within(t), call); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "102", crm.LampIdle)
		if err := p.Tell(within(t), pbx.Lamps, "102", dialogInfoOf("full", dialogOf("a", "recipient", "early"))); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "102", crm.LampRinging)
		call = dial()
		w.awaitLamp(t, "102", crm.LampTalking)
		if err := s.line.Hangup(within(t), call); err != nil {
			t.Fatal(err)
		}
		w.awaitLamp(t, "102", crm.LampRinging)
	})
}

// The wish may come before the line is served, and when the line goes down nothing
// is known any more.
func TestWatchBeforeServe(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	if err := p.Tell(within(t), pbx.Lamps, "102", dialogInfoOf("full")); err != nil {
		t.Fatal(err)
	}
	w := watcher{newWitness()}
	line, err := New(testConfig(p.Addr().String()), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := line.Watch(within(t), []string{"102"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		stop := serve(t, line.Serve)
		w.awaitLamp(t, "102", crm.LampIdle)
		stop()
		w.awaitLamp(t, "102", crm.LampUnknown)
	}
}

// A link that is gone takes the lamps with it; the next one brings them back.
func TestLampsAfterALostLink(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	if err := p.Tell(within(t), pbx.Lamps, "102", dialogInfoOf("full")); err != nil {
		t.Fatal(err)
	}
	s, w := startWatching(t, testConfig(p.Addr().String()))
	w.awaitState(t, crm.LineRegistered)
	if err := s.line.Watch(within(t), []string{"102"}); err != nil {
		t.Fatal(err)
	}
	w.awaitLamp(t, "102", crm.LampIdle)
	s.inside(t, func(a *actor) { disconnected{a.link, errors.New("unplugged")}.handle(a) })
	w.await(t, "unknown, idle", 2, ofKind("lamp"))
	w.awaitLamp(t, "102", crm.LampIdle)
}

func TestWatchOfNonsense(t *testing.T) {
	line, err := New(testConfig("127.0.0.1:9"), newWitness(), nil)
	if err != nil {
		t.Fatal(err)
	}
	many := make([]string, maxLamps+1)
	for i := range many {
		many[i] = fmt.Sprint(1000 + i)
	}
	for _, bad := range [][]string{{""}, {"1 2"}, {"a@b"}, {"<"}, {"1\r\n2"}, {strings.Repeat("1", maxExtension+1)}, many} {
		if err := line.Watch(context.Background(), bad); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

func TestLampFollowsParts(t *testing.T) {
	info := func(version uint32, full bool, dialogs ...dialogState) dialogInfo {
		return dialogInfo{version, full, dialogs}
	}
	one := &lamp{}
	take := func(info dialogInfo) bool {
		_, gap := one.take(info, time.Time{})
		return gap
	}
	if !take(info(3, false, dialogState{id: "a", state: crm.LampTalking})) || one.shown() != crm.LampUnknown {
		t.Error("a part was believed without the whole")
	}
	if take(info(4, true)) || one.shown() != crm.LampIdle {
		t.Error("the whole was not believed")
	}
	if take(info(4, false, dialogState{id: "a", state: crm.LampTalking})) || one.shown() != crm.LampIdle {
		t.Error("an old part was believed")
	}
	if !take(info(6, false, dialogState{id: "a", state: crm.LampTalking})) || one.shown() != crm.LampTalking {
		t.Error("a gap was not seen")
	}
	if take(info(0, true)) || one.shown() != crm.LampIdle {
		t.Error("an exchange that counts anew is not believed")
	}
	var many []dialogState
	for i := range 10 * maxDialogs {
		many = append(many, dialogState{id: fmt.Sprint(i), state: crm.LampRinging})
	}
	if take(info(1, false, many...)); len(one.all) != maxDialogs {
		t.Errorf("keeps %d dialogs", len(one.all))
	}
}

func TestDialogInfoGarbled(t *testing.T) {
	good := strings.ReplaceAll(dialogInfoOf("full", dialogOf("a", "recipient", " Confirmed ")), "VERSION", "7")
	info, err := readDialogInfo([]byte(good))
	if err != nil || info.version != 7 || !info.full || len(info.dialogs) != 1 || info.dialogs[0] != (dialogState{id: "a", state: crm.LampTalking, direction: "recipient"}) {
		t.Errorf("read %+v, %v", info, err)
	}
	for _, bad := range []string{
		"", "<", "<dialog-info/>", "<presence/>", good[:len(good)/2],
		strings.Replace(good, `"7"`, `"-1"`, 1), strings.Replace(good, `"7"`, `"99999999999"`, 1),
		strings.Replace(good, `"full"`, `"most"`, 1), good + strings.Repeat(" ", maxInfo),
		`<!DOCTYPE a [<!ENTITY b "c">]><dialog-info version="1" state="full">&b;</dialog-info>`,
		strings.Repeat("<dialog-info>", 4000),
	} {
		if info, err := readDialogInfo([]byte(bad)); err == nil {
			t.Errorf("%.60q gives %+v", bad, info)
		}
	}
}

func FuzzDialogInfo(f *testing.F) {
	f.Add([]byte(strings.ReplaceAll(dialogInfoOf("full", dialogOf("a", "recipient", "early")), "VERSION", "1")))
	f.Add([]byte(`<dialog-info version="1" state="partial"><dialog><state/></dialog></dialog-info>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		info, err := readDialogInfo(body)
		one := &lamp{}
		if one.take(info, time.Time{}); err == nil && len(one.all) > maxDialogs {
			t.Errorf("keeps %d dialogs", len(one.all))
		}
	})
}
