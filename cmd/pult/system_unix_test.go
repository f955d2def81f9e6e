//go:build !windows && !darwin

package main

import (
	"os"
	"strings"
	"testing"
)

func TestInstalledIsWhatWasInstalled(t *testing.T) {
	s := system{home: `/home/anna/my "desk" 100%`, root: t.TempDir()}
	if start, links := s.Installed(); start || links {
		t.Fatal("something is installed already")
	}
	if err := s.Install(true, true); err != nil {
		t.Fatal(err)
	}
	if start, links := s.Installed(); !start || !links {
		t.Errorf("start %t, links %t", start, links)
	}
	text, err := os.ReadFile(s.linksFile())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"x-scheme-handler/tel;x-scheme-handler/callto;x-scheme-handler/sip;", `"--home" "/home/anna/my \\"desk\\" 100%%" %u`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if err := s.Install(false, true); err != nil {
		t.Fatal(err)
	}
	if start, links := s.Installed(); start || !links {
		t.Errorf("start %t, links %t", start, links)
	}
}
