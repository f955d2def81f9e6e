package main

import (
	"strings"
	"testing"
)

// What could not be read is told by the name of the card, with the reason and the
// cure in the language of the settings, wherever the exchange is spoken of.
func TestWhatIsSetAsideIsTold(t *testing.T) {
	o := openOffice(t, 600, "")
	o.sync(t)
	var aside []asideAnswer
	if err := o.pultctl(t, &aside, "sync", "--aside"); err != nil || len(aside) == 0 {
		t.Fatalf("%d records are set aside, %v; the practice company has some", len(aside), err)
	}
	one := aside[0]
	for _, s := range aside {
		if s.Name == "" || strings.Contains(s.Name, s.Ref) || s.Code == "" || !strings.HasSuffix(s.Reason, ".") || !strings.HasSuffix(s.Cure, ".") {
			t.Errorf("told as %+v", s)
		}
	}
	for _, words := range [][]string{{"sync", "--aside"}, {"sync", "--log"}} {
		code, out, errs := ctl(t, o.home, words...)
		for _, text := range []string{one.Name, one.Reason, "→ " + one.Cure} {
			if code != exitDone || !strings.Contains(out, text) {
				t.Errorf("%s: code %d, %s does not say %q; it says %s", words, code, errs, text, out)
			}
		}
	}
	var again syncAnswer
	if err := o.pultctl(t, &again, "sync", "--once"); err != nil || len(again.Aside) == 0 || again.Aside[0].Name != one.Name {
		t.Errorf("the next round tells %+v, %v", again.Aside, err)
	}
}
