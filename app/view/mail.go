package view

import (
	"errors"
	"strings"

	"pult/app/crm"
)

// mailError says why a mailbox or a letter does not go, and what to do. Providers
// refuse passwords for reasons of their own, which they hint at by their host.
func (p *Printer) mailError(err error, subject, detail string) string {
	switch {
	case errors.Is(err, crm.ErrNoSecret):
		return p.T("mail.no_password")
	case errors.Is(err, crm.ErrUntrusted):
		return p.T("mail.untrusted", subject, detail, detail)
	case errors.Is(err, crm.ErrForbidden):
		return p.T("mail.forbidden", detail)
	case errors.Is(err, crm.ErrDenied):
		return p.T("mail.denied" + provider(subject+" "+detail))
	case errors.Is(err, crm.ErrInvalid) && subject == "to":
		return p.T("mail.to_nobody")
	case errors.Is(err, crm.ErrInvalid) && subject == "address":
		return p.T("mail.bad_address", detail)
	case errors.Is(err, crm.ErrInvalid) && subject == "template":
		return p.T("mail.holes", detail)
	case errors.Is(err, crm.ErrInvalid) && subject == "size":
		return p.T("mail.too_large", detail)
	case errors.Is(err, crm.ErrInvalid):
		return p.T("mail.bad_setting", err.Error())
	case errors.Is(err, crm.ErrRefused):
		return p.T("mail.refused", detail)
	case errors.Is(err, crm.ErrBusy):
		return p.T("mail.busy")
	case errors.Is(err, crm.ErrGarbled):
		return p.T("mail.garbled", detail)
	case errors.Is(err, crm.ErrOffline):
		return p.T("mail.offline")
	case errors.Is(err, crm.ErrConflict):
		return p.T("mail.in_onec")
	case errors.Is(err, crm.ErrNotFound) && subject == "file":
		return p.T("mail.no_file", detail)
	case errors.Is(err, crm.ErrNotFound):
		return p.T("mail.none")
	}
	return p.T("error.other", err.Error())
}

// SendingStopped says why letters stay in the queue, and what to do.
func (p *Printer) SendingStopped(err error) string {
	return p.T("mail.sending_stopped", p.Error(Mail, err))
}

// provider is the end of a key that says how a provider wants it.
func provider(words string) string {
	low := strings.ToLower(words)
	switch {
	case strings.Contains(low, "yandex"):
		return ".yandex"
	case strings.Contains(low, "mail.ru"), strings.Contains(low, "vk.com"):
		return ".mailru"
	case strings.Contains(low, "gmail"), strings.Contains(low, "google"):
		return ".gmail"
	}
	return ""
}
