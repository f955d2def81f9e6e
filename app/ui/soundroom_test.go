package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/sound"
)

// openedSound is the window of the sound with two headsets.
func (s *stage) openedSound() {
	s.t.Helper()
	s.gear.change(func() {
		s.gear.found = crm.SoundDevices{Inputs: []string{"Jabra", "Встроенный"}, Outputs: []string{"Jabra", "Динамики"}}
	})
	s.key(fyne.KeyComma, fyne.KeyModifierControl)
	s.until("the devices are listed", func() bool { return len(s.selects()) == 3 && len(s.selects()[0].Options) == 3 })
}

// selects are the lists of the window, from above.
func (s *stage) selects() (all []*widget.Select) {
	if s.sound.window == nil {
		return nil
	}
	for _, o := range s.sound.view.Object().(*fyne.Container).Objects {
		if list, ok := o.(*widget.Select); ok {
			all = append(all, list)
		}
	}
	return all
}

func TestDevicesAreChosen(t *testing.T) {
	s := newStage(t)
	s.openedSound()
	s.selects()[0].SetSelectedIndex(1)
	s.until("the microphone is chosen", func() bool { return s.gear.Choice().Input == "Jabra" })
	s.selects()[2].SetSelectedIndex(2)
	s.until("the bell is chosen", func() bool { return s.gear.Choice() == crm.SoundChoice{Input: "Jabra", Ring: "Динамики"} })
	s.selects()[0].SetSelectedIndex(0)
	s.until("the default is back", func() bool { return s.gear.Choice().Input == "" })
}

// What is plugged in shows up by itself; what is chosen and gone stays in the list.
func TestDevicesComeAndGo(t *testing.T) {
	s := newStage(t)
	s.gear.change(func() { s.gear.choice = crm.SoundChoice{Output: "Jabra"} })
	s.openedSound()
	s.gear.change(func() {
		s.gear.found = crm.SoundDevices{Inputs: []string{"Встроенный"}, Outputs: []string{"Динамики"}}
	})
	s.until("the list says that it is away", func() bool {
		return strings.Contains(s.selects()[1].Selected, "Jabra (не подключено)")
	})
	if s.gear.Choice().Output != "Jabra" {
		t.Error("the program has chosen by itself")
	}
}

func TestSoundSaysWhatIsWrong(t *testing.T) {
	s := newStage(t)
	s.openedSound()
	s.until("all is well", func() bool { return strings.Contains(s.sound.view.Said(), "в порядке") })
	s.gear.change(func() {
		s.gear.state = crm.SoundState{In: 0.5, Input: &crm.Fault{Kind: crm.ErrNoSound, Detail: "refused"}}
	})
	s.until("the cure", func() bool {
		return strings.Contains(s.sound.view.Said(), "настройках конфиденциальности")
	})
	s.gear.change(func() { s.gear.state, s.gear.unkept = crm.SoundState{}, crm.ErrDenied })
	s.selects()[0].SetSelectedIndex(1)
	s.until("that it is not kept", func() bool { return strings.Contains(s.sound.view.Said(), "до перезапуска") })
}

func TestSoundTrials(t *testing.T) {
	s := newStage(t)
	s.openedSound()
	s.gear.change(func() {
		s.gear.result = crm.TestResult{
			Registered: true, There: true, Back: true, Codec: "PCMA", RoundTrip: 240 * time.Millisecond, Loss: 0.5, Signalling: 80 * time.Millisecond,
		}
	})
	press := func(key fyne.KeyName) { s.sound.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key}) }
	press(fyne.KeyF7)
	s.until("the line is good", func() bool {
		return strings.Contains(s.sound.view.Told(sound.Line), "за 240 мс, потери 0,5 %, G.711 A")
	})
	s.gear.change(func() { s.gear.result = crm.TestResult{Registered: true, Refused: crm.Busy, Code: 486} })
	press(fyne.KeyF7)
	s.until("the refusal", func() bool { return strings.Contains(s.sound.view.Told(sound.Line), "«Микрофон»") })
	press(fyne.KeyF6)
	s.until("the microphone is tried", func() bool { return strings.Contains(s.sound.view.Told(sound.Microphone), "Слышно хорошо") })
	press(fyne.KeyF5)
	s.until("it rings", func() bool { return s.gear.rung() == 1 && !s.sound.trying })
	press(fyne.KeyEscape)
	s.until("the devices are free", func() bool { return s.sound.window == nil && !s.gear.watching() })
}

func TestSoundWindowOpensOnceFromItsLight(t *testing.T) {
	s := newStage(t)
	if text := s.shell.StatusText(shell.Sound); text != "Звук" {
		t.Errorf("the light says %q", text)
	}
	s.explain(shell.Sound)
	first := s.sound.window
	s.explain(shell.Sound)
	if first == nil || s.sound.window != first {
		t.Error("the window is not there, or twice")
	}
	s.until("it watches", s.gear.watching)
}
