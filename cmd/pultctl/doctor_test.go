package main

import (
	"strings"
	"testing"

	"pult/sync/standin"
)

type checkSeen struct {
	Check, Text, Cure string
	Fine              bool
	Lines             []string
}

func examine(t *testing.T, o *office) map[string]checkSeen {
	t.Helper()
	var list []checkSeen
	_ = o.pultctl(t, &list, "doctor") // what is unwell is a failure of the command, and told in the list
	found := map[string]checkSeen{}
	for _, c := range list {
		found[c.Check] = c
	}
	return found
}

// The doctor says what was found where, and what to do about the rest.
func TestDoctor(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 30, sipURI(p))
	o.sync(t)
	found := examine(t, o)
	for _, check := range []string{"disk", "cache", "1C", "outbox", "phone"} {
		if !found[check].Fine {
			t.Errorf("%s: %+v", check, found[check])
		}
	}
	if c := found["clients"]; !c.Fine || c.Text != "Catalog_Партнеры" || !strings.Contains(strings.Join(c.Lines, " "), "manager = ОсновнойМенеджер_Key") {
		t.Errorf("clients are found as %+v", c)
	}
	if c := found["→ calls"]; !c.Fine || c.Text != "Document_ТелефонныйЗвонок" || !strings.Contains(strings.Join(c.Lines, " "), "marker = Комментарий") {
		t.Errorf("calls are written as %+v", c)
	}
	if c, told := found["→ meetings"]; told {
		t.Errorf("what may not be written is told as %+v", c)
	}

	o.base.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Document_ТелефонныйЗвонок"})
	o.base.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Document_РеализацияТоваровУслуг"})
	o.writeFile(t, "phone.password", "wrong")
	found = examine(t, o)
	if c := found["shipments"]; c.Fine || !strings.Contains(c.Cure, "Document_РеализацияТоваровУслуг") {
		t.Errorf("an unpublished set is told as %+v", c)
	}
	if c := found["→ calls"]; c.Fine || !strings.Contains(c.Cure, "Отметьте Document_ТелефонныйЗвонок") {
		t.Errorf("where calls go is told as %+v", c)
	}
	if c := found["phone"]; c.Fine || !strings.Contains(c.Cure, "пароль") {
		t.Errorf("a wrong password is told as %+v", c)
	}
}

func TestDoctorLeavesARunningPanelAlone(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 5, sipURI(p))
	a := o.agent(t)
	a.await(t, "registered")
	if c := examine(t, o)["phone"]; !c.Fine || len(c.Lines) == 0 {
		t.Errorf("the account of a running agent is told as %+v", c)
	}
	a.quit(t)
}
