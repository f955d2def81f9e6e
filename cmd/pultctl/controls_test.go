package main

import (
	"strings"
	"testing"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

const colleagues = `voicemail = true
[[colleague]]
name = "Петрова Анна"
extension = "102"
[[colleague]]
name = "Киселёв Пётр"
extension = "103"
`

// ringIn has somebody call and waits until the agent tells.
func ringIn(t *testing.T, p *pbx.PBX, a *agentProcess) (*pbx.Call, event) {
	t.Helper()
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	return call, a.await(t, "incoming")
}

func talkIn(t *testing.T, p *pbx.PBX, a *agentProcess) (*pbx.Call, event) {
	t.Helper()
	call, ring := ringIn(t, p, a)
	a.tell(t, "answer")
	a.awaitThat(t, "the talk", func(e event) bool { return e.Event == "answered" && e.Call == ring.Call })
	return call, ring
}

func (a *agentProcess) awaitError(t *testing.T, says string) {
	t.Helper()
	a.awaitThat(t, "an error with "+says, func(e event) bool { return e.Event == "error" && strings.Contains(e.Text, says) })
}

// over waits for the end of a call as the exchange saw it.
func over(t *testing.T, call *pbx.Call, code int) {
	t.Helper()
	if r, err := call.Over(bounded(t)); err != nil || r.Code != code {
		t.Errorf("the exchange saw %+v, %v; want %d", r, err, code)
	}
}

func TestCallsAreTurnedAway(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	a.tell(t, "reject")
	a.awaitError(t, "нет звонка")
	for command, code := range map[string]int{"reject": 486, "reject busy": 486, "reject decline": 603} {
		call, ring := ringIn(t, p, a)
		a.tell(t, "reject later")
		a.awaitError(t, "reject later (busy | decline)")
		a.tell(t, command)
		if end := a.await(t, "ended"); end.Call != ring.Call || end.Outcome != "rejected" {
			t.Errorf("%s: ended %+v", command, end)
		}
		over(t, call, code)
	}

	// Not to be disturbed: nothing is shown, all is on record.
	a.tell(t, "dnd maybe")
	a.awaitError(t, "dnd maybe (on | off)")
	a.tell(t, "dnd on")
	if e := a.await(t, "dnd"); !e.On {
		t.Errorf("dnd %+v", e)
	}
	shown := len(a.printed("incoming"))
	call, err := p.Ring(bounded(t), pbx.Caller{From: standin.DemoClient().Phone, Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	over(t, call, 486)
	a.await(t, "ended")
	if n := len(a.printed("incoming")); n != shown {
		t.Errorf("%d calls were shown, want %d", n, shown)
	}
	a.tell(t, "dnd off")
	if e := a.await(t, "dnd"); e.On {
		t.Errorf("dnd %+v", e)
	}
	ringIn(t, p, a)
	a.quit(t)
	var lines []struct{ Outcome string }
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 5 {
		t.Errorf("history %+v, %v", lines, err)
	}
}

func TestCallsAreHandedOver(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")

	// Before anybody answers.
	call, _ := ringIn(t, p, a)
	a.tell(t, "forward")
	a.await(t, "error")
	a.tell(t, "forward 102")
	if end := a.await(t, "ended"); end.Outcome != "transferred" {
		t.Errorf("ended %+v", end)
	}
	over(t, call, 302)

	// Out of a talk.
	call, _ = talkIn(t, p, a)
	a.tell(t, "join")
	a.awaitError(t, "два разговора")
	a.tell(t, "forward 102")
	if end := a.await(t, "ended"); end.Outcome != "transferred" {
		t.Errorf("ended %+v", end)
	}
	if r, err := call.Over(bounded(t)); err != nil || len(r.Refers) != 1 || !strings.Contains(r.Refers[0].To, "sip:102@") {
		t.Errorf("the exchange saw %+v, %v", r, err)
	}

	// After a word with the colleague.
	client, first := talkIn(t, p, a)
	a.tell(t, "dial 102")
	second := a.await(t, "answered")
	a.tell(t, "join")
	done := map[string]bool{}
	for len(done) < 2 {
		end := a.await(t, "ended")
		done[end.Call] = end.Outcome == "transferred"
	}
	if !done[first.Call] || !done[second.Call] {
		t.Errorf("ended as transferred: %v", done)
	}
	if r, err := client.Over(bounded(t)); err != nil || len(r.Refers) != 1 || r.Refers[0].Replaces == "" {
		t.Errorf("the exchange saw %+v, %v", r, err)
	}

	// The number dialled last, once more.
	a.tell(t, "redial")
	if e := a.await(t, "dialling"); e.Number != "102" {
		t.Errorf("dialling %+v", e)
	}
	a.await(t, "answered")
	a.quit(t)
}

func TestConferenceByWords(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	a.tell(t, "redial")
	a.awaitError(t, "Не найдено")
	talkIn(t, p, a)
	a.tell(t, "conference on")
	a.awaitError(t, "два разговора")
	talkIn(t, p, a)
	a.tell(t, "conference on")
	if e := a.await(t, "conference"); !e.On {
		t.Errorf("conference %+v", e)
	}
	a.tell(t, "conference off")
	if e := a.await(t, "conference"); e.On {
		t.Errorf("conference %+v", e)
	}
	a.tell(t, "conference on")
	a.await(t, "conference")
	a.tell(t, "hangup") // one alone is no conference
	if e := a.await(t, "conference"); e.On {
		t.Errorf("conference %+v", e)
	}
}

func TestLampsAndMessages(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.add(t, colleagues)
	lamp := func(state string) {
		body := `<dialog-info version="VERSION" state="full">` + state + `</dialog-info>`
		if err := p.Tell(bounded(t), pbx.Lamps, "102", body); err != nil {
			t.Fatal(err)
		}
	}
	messages := func(fresh, old int) {
		if err := p.TellMessages(bounded(t), testUser, fresh, old); err != nil {
			t.Fatal(err)
		}
	}
	lamp("")
	messages(0, 0)
	a := o.agent(t)
	is := func(state string) func(event) bool {
		return func(e event) bool {
			return e.Event == "lamp" && e.Name == "Петрова Анна" && e.Extension == "102" && e.State == state
		}
	}
	a.awaitThat(t, "an idle colleague", is("idle"))
	lamp(`<dialog id="1" direction="recipient"><state>confirmed</state></dialog>`)
	a.awaitThat(t, "a colleague who talks", is("talking"))
	a.tell(t, "colleagues")
	list := a.await(t, "colleagues").Colleagues
	// Of 103 the exchange has said nothing, or that nothing goes on there.
	if len(list) != 2 || list[0].Name != "Петрова Анна" || list[0].State != "talking" || list[1].Extension != "103" || list[1].State != "unknown" && list[1].State != "idle" {
		t.Errorf("colleagues %+v", list)
	}
	messages(2, 1)
	a.awaitThat(t, "two messages", func(e event) bool { return e.Event == "messages" && e.New == 2 && e.Old == 1 })
	a.quit(t)
}

func TestPauseWithoutARecording(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	talkIn(t, p, a)
	a.tell(t, "pause")
	a.awaitError(t, "не записывается")
	a.quit(t)
}
