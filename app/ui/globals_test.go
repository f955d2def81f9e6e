package ui

import (
	"strings"
	"testing"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
)

// fakeHotkeys are keys of a system in which one is taken already.
type fakeHotkeys struct {
	taken   []string
	pressed func(int)
	other   string
}

func (f *fakeHotkeys) Take(keys []string, pressed func(int)) []error {
	f.taken, f.pressed = keys, pressed
	errs := make([]error, len(keys))
	for i, key := range keys {
		if key == f.other && key != "" {
			errs[i] = crm.ErrConflict
		}
	}
	return errs
}

func (f *fakeHotkeys) Release() { f.taken, f.pressed = nil, nil }

func TestGlobalKeysAreTakenWhenTheyAreWanted(t *testing.T) {
	s, kept := withSettings(t)
	keys := &fakeHotkeys{other: "Ctrl+Alt+H"}
	s.Hotkeys = keys
	s.beginKeys()
	if keys.taken != nil {
		t.Fatal("keys of other programs are taken unasked")
	}
	kept.mu.Lock()
	kept.kept.Keys = crm.GlobalKeys{On: true, Answer: "Ctrl+Alt+A", Hangup: "Ctrl+Alt+H", Mute: "", Show: "Ctrl+Alt+P"}
	kept.mu.Unlock()
	s.beginKeys()
	if !strings.Contains(s.shell.NoticeText(), "Ctrl+Alt+H занято") {
		t.Errorf("of a key that is taken it says %q", s.shell.NoticeText())
	}
	s.incoming(vector)
	keys.pressed(0)
	s.until("the call is answered", func() bool { return s.desk.did("answer") == 1 })

	s.openSettings(settings.Keys)
	s.saveSettings()
	s.until("the conflict is told where it is cured", func() bool { return strings.Contains(s.settings.view.Saying(), "Ctrl+Alt+H") })
	keys.other = ""
	s.saveSettings()
	s.until("it is well", func() bool { return strings.Contains(s.settings.view.Saying(), "Сохранено") })
	kept.mu.Lock()
	kept.kept.Keys.On = false
	kept.mu.Unlock()
	s.takeKeys()
	if keys.taken != nil {
		t.Error("keys that are switched off are kept from other programs")
	}
}
