package view

import (
	"errors"
	"strings"

	"pult/app/crm"
)

// SettingsSaved says what became of settings that were saved.
func (p *Printer) SettingsSaved(s crm.Saved, err error) (string, Tone) {
	switch {
	case errors.Is(err, crm.ErrInvalid):
		return p.T("set.invalid", err.Error()), Danger
	case err != nil:
		return p.T("set.saved_not", p.Reason(err)), Danger
	case s.InFile:
		return p.T("set.saved_file"), Warning
	case s.Restart:
		return p.T("set.saved_restart"), Normal
	default:
		return p.T("set.saved"), Good
	}
}

// Misfit says what is wrong with a setting, to stand beside its field.
func (p *Printer) Misfit(m *crm.Misfit) string {
	key := "wrong." + strings.Replace(m.Key, "mailbox.", "mail.", 1)
	if text := p.T(key); text != key {
		return text
	}
	return p.T("set.invalid", m.Detail)
}

// TryFailed says why an account could not be tried, and what to do.
func (p *Printer) TryFailed(area Area, err error) string {
	if errors.Is(err, crm.ErrNoSecret) {
		return p.T("set.no_password")
	}
	var misfit *crm.Misfit
	if errors.As(err, &misfit) {
		return p.Misfit(misfit)
	}
	if errors.Is(err, crm.ErrInvalid) {
		return p.T("set.bad_address")
	}
	return p.Error(area, err)
}
