package ui

import (
	"errors"

	"pult/app/crm"
	"pult/app/view"
)

// Hotkeys are keys that reach the panel while another program has the keyboard.
// Its methods are called on the toolkit's goroutine.
type Hotkeys interface {
	// Take asks the system for keys in place of those taken before and answers for
	// each; pressed is told which, on any goroutine.
	Take(keys []string, pressed func(key int)) []error
	Release()
}

// takeKeys asks the system for the keys that are set, and says what it refused.
func (p *Panel) takeKeys() (text string, tone view.Tone) {
	if p.Hotkeys == nil || p.Settings == nil {
		return "", view.Normal
	}
	set := p.Settings.Read().Keys
	if !set.On {
		p.Hotkeys.Release()
		return "", view.Normal
	}
	does := []func(){p.answer, p.hangup, p.mute, p.comeUp}
	keys := []string{set.Answer, set.Hangup, set.Mute, set.Show}
	errs := p.Hotkeys.Take(keys, func(key int) { p.bridge.post(does[key]) })
	for i, err := range errs {
		switch {
		case err == nil:
			continue
		case errors.Is(err, crm.ErrConflict):
			text = p.Words.T("keys.taken", keys[i])
		default:
			text = p.Words.T("keys.refused")
		}
		p.Log.Warn("global key", "key", keys[i], "error", err)
		tone = view.Warning
	}
	return text, tone
}

// beginKeys takes the keys at the start; what fails is told where faults are.
func (p *Panel) beginKeys() {
	if text, _ := p.takeKeys(); text != "" {
		p.shell.Notice(text, true, false)
	}
}

// comeUp brings the window to the front.
func (p *Panel) comeUp() {
	p.main.Show()
	p.main.RequestFocus()
}
