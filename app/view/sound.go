package view

import (
	"errors"
	"strings"

	"pult/app/crm"
)

// Sound says shortly what is wrong with the sound devices, and that all is well
// without an error.
func (p *Printer) Sound(err error) string {
	if err == nil {
		return p.T("status.sound_ok")
	}
	trouble, _ := soundTrouble(err)
	return p.T("status.sound", p.T("sound."+trouble))
}

// SoundCure says what to do about it, and that calls go on.
func (p *Printer) SoundCure(err error) string {
	if err == nil {
		return p.T("status.sound_ok")
	}
	trouble, device := soundTrouble(err)
	cure := p.T("cure." + trouble)
	if device == "" {
		device = p.T("sound.device_default")
	}
	if strings.Contains(cure, "%s") {
		return p.T("cure."+trouble, device)
	}
	return cure
}

// soundTrouble is the kind of trouble, in the words of telephony/audio, and the
// device. What is not known counts as broken.
func soundTrouble(err error) (trouble, device string) {
	var fault *crm.Fault
	if !errors.As(err, &fault) || fault.Detail == "" {
		return "broken", ""
	}
	return fault.Detail, fault.Subject
}
