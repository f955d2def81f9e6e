package view

import (
	"context"
	"errors"

	"pult/app/crm"
)

// Area is the part of Pult a failure came from; the same failure has another
// cure in each.
type Area string

// Areas.
const (
	OneC      Area = "onec"
	Telephone Area = "phone"
	Desk      Area = "desk"
	Mail      Area = "mail"
	Start     Area = "start" // opening the panel: settings, passwords, data
)

// Error says what happened, what still works and what to do, to a manager. Details
// belong to the log; what an administrator does about 1C is told by Cure.
func (p *Printer) Error(area Area, err error) string {
	var fault *crm.Fault
	subject, detail := "", ""
	if errors.As(err, &fault) {
		subject, detail = fault.Subject, fault.Detail
	}
	if detail == "" {
		detail = subject
	}
	var reason crm.Reason
	var bar *crm.Bar
	var withheld *crm.Withheld
	switch {
	case err == nil:
		return ""
	case errors.As(err, &bar):
		return p.Bar(bar)
	case errors.As(err, &withheld):
		return p.Held(withheld.Verdict)
	case errors.Is(err, crm.ErrIncomplete):
		return p.T("error.incomplete_" + subject)
	case errors.As(err, &reason):
		return p.IntakeReason(reason)
	case area == Start:
		return p.startError(err)
	case errors.Is(err, crm.ErrKnownClient):
		return p.T("error.known_client", subject)
	case errors.Is(err, crm.ErrTwoTalks):
		return p.T("error.two_talks")
	case area == OneC:
		return p.onec("error.onec_", err)
	case area == Mail:
		return p.mailError(err, subject, detail)
	case area == Telephone && errors.Is(err, crm.ErrDenied):
		return p.T("error.phone_denied")
	case area == Telephone && errors.Is(err, crm.ErrUntrusted):
		return p.T("error.phone_untrusted", subject, detail, detail)
	case area == Telephone && (errors.Is(err, crm.ErrOffline) || errors.Is(err, crm.ErrBusy)):
		return p.T("error.phone_offline")
	case area == Telephone && (errors.Is(err, crm.ErrConflict) || errors.Is(err, crm.ErrRefused)):
		return p.T("error.phone_refused")
	}
	if errors.Is(err, crm.ErrNotRecorded) && detail == "" {
		return p.T("error.recording_off")
	}
	if errors.Is(err, crm.ErrNotRecorded) {
		return p.T("error.not_recorded", detail)
	}
	for _, e := range plainErrors {
		if errors.Is(err, e.kind) {
			return p.T(e.key)
		}
	}
	return p.T("error.other", err.Error())
}

var plainErrors = []struct {
	kind error
	key  string
}{
	{crm.ErrNotConnected, "error.not_connected"},
	{crm.ErrByHand, "error.by_hand"},
	{crm.ErrNotHere, "error.not_here"},
	{crm.ErrNoCall, "error.no_call"},
	{crm.ErrNotFound, "error.not_found"},
	{crm.ErrConflict, "error.conflict"},
	{crm.ErrInvalid, "error.invalid_plain"},
	{crm.ErrReadOnly, "error.onec_read_only"},
	{context.DeadlineExceeded, "error.too_slow"},
}

// startError names the file or the setting: who meets it can correct it.
func (p *Printer) startError(err error) string {
	switch {
	case errors.Is(err, crm.ErrConflict):
		return p.T("error.conflict")
	case errors.Is(err, crm.ErrNoSecret):
		return p.T("start.secret", err.Error())
	case errors.Is(err, crm.ErrNotFound):
		return p.T("start.no_settings", err.Error())
	case errors.Is(err, crm.ErrInvalid):
		return p.T("start.settings", err.Error())
	default:
		return p.T("error.other", err.Error())
	}
}

// Reason says a failure in a few words, for the middle of a sentence.
func (p *Printer) Reason(err error) string {
	for _, e := range reasons {
		if errors.Is(err, e.kind) {
			return p.T(e.key)
		}
	}
	return err.Error()
}

var reasons = []struct {
	kind error
	key  string
}{
	{crm.ErrDenied, "reason.denied"},
	{crm.ErrBusy, "reason.busy"},
	{crm.ErrNotFound, "reason.not_found"},
	{crm.ErrRefused, "reason.refused"},
}
