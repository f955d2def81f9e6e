package view

import (
	"errors"
	"html"
	"strings"

	"pult/app/crm"
)

// mailError says why a mailbox or a letter does not go, and what to do. Providers
// refuse passwords for reasons of their own, which they hint at by their host.
func (p *Printer) mailError(err error, subject, detail string) string {
	switch {
	case subject == "oauth" && errors.Is(err, crm.ErrForbidden):
		return p.T("mail.oauth_forbidden", detail)
	case subject == "oauth" && errors.Is(err, crm.ErrDenied):
		return p.T("mail.oauth_denied")
	case errors.Is(err, crm.ErrNoSecret):
		return p.T("mail.no_password")
	case errors.Is(err, crm.ErrUntrusted):
		return p.T("mail.untrusted", subject, detail, detail)
	case errors.Is(err, crm.ErrForbidden):
		return p.T("mail.forbidden", detail)
	case errors.Is(err, crm.ErrDenied) && blocked(detail):
		return p.T("mail.blocked", detail)
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
	case errors.Is(err, crm.ErrNotFound) && subject == "server":
		return p.T("mail.no_server", detail)
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

// MailFirst says what the owner of a mailbox has to do before it can be read, by its
// provider; "own" is a server nobody knows.
func (p *Printer) MailFirst(provider string) string { return p.T("mail.first." + provider) }

// MailFound says who keeps a mailbox and what its owner has to do first. Browser tells
// that it is entered there. Of nobody there is nothing to say.
func (p *Printer) MailFound(home crm.MailHome, browser bool) string {
	if home.Provider == "" {
		return ""
	}
	first := strings.Join(strings.Fields(p.MailFirst(home.Provider)), " ")
	if browser {
		first = p.T("mail.first_browser")
	}
	if !home.Known {
		return first
	}
	return p.T("mail.found", p.T("mail.at."+home.Provider), first)
}

// ConsentPage is what the browser shows when it has come back.
func (p *Printer) ConsentPage(err error) string {
	text := p.T("mail.consent_done")
	if err != nil {
		text = p.Error(Mail, err)
	}
	return "<!doctype html><html><head><title>Pult</title></head><body style=\"font:18px sans-serif;margin:4em\"><p>" +
		html.EscapeString(text) + "</p></body></html>"
}

// blocked tells that the provider has shut the mailbox.
func blocked(words string) bool {
	low := strings.ToLower(words)
	for _, word := range []string{"blocked", "suspended", "locked", "too many login", "too many failed"} {
		if strings.Contains(low, word) {
			return true
		}
	}
	return false
}

// provider is the end of a key that says how a provider wants it.
func provider(words string) string {
	low := strings.ToLower(words)
	switch {
	case strings.Contains(low, "yandex"):
		return ".yandex"
	case strings.Contains(low, "mail.ru"), strings.Contains(low, "vk.com"):
		return ".mailru"
	case strings.Contains(low, "rambler"):
		return ".rambler"
	case strings.Contains(low, "outlook"), strings.Contains(low, "office365"):
		return ".outlook"
	case strings.Contains(low, "mail.me.com"), strings.Contains(low, "icloud"):
		return ".icloud"
	case strings.Contains(low, "gmail"), strings.Contains(low, "google"):
		return ".gmail"
	}
	return ""
}
