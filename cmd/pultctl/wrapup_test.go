package main

import (
	"testing"

	"pult/sync/standin"
)

// What came of a talk, its note and the next step are there after a kill -9 right
// behind the command, and 1C is told of them.
func TestWrapUpSurvivesAKill(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	_, ring := talkIn(t, p, a)
	a.tell(t, "hangup")
	a.awaitThat(t, "the end", func(e event) bool { return e.Event == "ended" && e.Call == ring.Call })
	a.tell(t, "result nonsense")
	a.awaitError(t, "result nonsense (agreed | call_back")
	a.tell(t, "next какая-то чепуха")
	a.awaitError(t, "завтра 10")
	a.tell(t, "result refused price")
	a.tell(t, "note купит в декабре")
	a.tell(t, "consent no сказал сам")
	a.tell(t, "next завтра 10 про КП")
	a.awaitThat(t, "the task", func(e event) bool { return e.Event == "interaction" && e.Kind == "task" })
	a.kill()

	var lines []struct{ ID, Kind, Result, Reason, Text string }
	if err := o.pultctl(t, &lines, "history"); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, l := range lines {
		found[l.Kind] = l.Result + " " + l.Reason + " " + l.Text
	}
	if found["call"] != "refused price купит в декабре" || found["consent"] != "no  сказал сам" || found["task"] == "" {
		t.Errorf("history %+v", lines)
	}
	var next []struct{ Client, Text string }
	if err := o.pultctl(t, &next, "tasks"); err != nil || len(next) != 1 || next[0].Text != "про КП" || next[0].Client == "" {
		t.Errorf("tasks %+v, %v", next, err)
	}
}

func TestMissedAndUnknownCallersWait(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	call, ring := ringIn(t, p, a)
	if err := call.Hangup(bounded(t)); err != nil {
		t.Fatal(err)
	}
	a.awaitThat(t, "the end", func(e event) bool { return e.Event == "ended" && e.Call == ring.Call })
	var day struct {
		Missed   []struct{ Number string }
		Unsorted []struct{ Number, Mark string }
	}
	number := standin.DemoClient().Phone
	if err := o.pultctl(t, &day, "day"); err != nil || len(day.Missed) != 1 || len(day.Unsorted) != 1 {
		t.Errorf("day %+v, %v", day, err)
	}
	a.tell(t, "spam "+number)
	a.awaitThat(t, "the mark", func(e event) bool { return e.Event == "interaction" && e.Kind == "caller" })
	if err := o.pultctl(t, &day, "day"); err != nil || len(day.Missed) != 0 || day.Unsorted[0].Mark != "spam" {
		t.Errorf("day %+v, %v", day, err)
	}
	a.quit(t)
}
