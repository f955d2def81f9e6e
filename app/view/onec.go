package view

import (
	"errors"
	"strings"

	"pult/app/crm"
)

// onecTroubles are failures of 1C, narrow ones before those they belong to. Each
// has a sentence for the manager (error.onec_…) and one for the administrator
// (admin.onec_…).
var onecTroubles = []struct {
	kind error
	name string
}{
	{crm.ErrReadOnly, "read_only"},
	{crm.ErrHeld, "held"},
	{crm.ErrNoRight, "no_right"},
	{crm.ErrForbidden, "forbidden"},
	{crm.ErrDenied, "denied"},
	{crm.ErrNoBase, "no_base"},
	{crm.ErrNotPublished, "not_published"},
	{crm.ErrNoField, "no_field"},
	{crm.ErrLocked, "locked"},
	{crm.ErrNoLicence, "no_licence"},
	{crm.ErrMaintenance, "maintenance"},
	{crm.ErrNoSession, "no_session"},
	{crm.ErrDiskFull, "disk_full"},
	{crm.ErrBusy, "busy"},
	{crm.ErrClosedPeriod, "closed_period"},
	{crm.ErrUnassigned, "unassigned"},
	{crm.ErrInternal, "internal"},
	{crm.ErrRefused, "refused"},
	{crm.ErrConflict, "conflict"},
	{crm.ErrNotFound, "not_found"},
	{crm.ErrInvalid, "invalid"},
	{crm.ErrCut, "cut"},
	{crm.ErrEmpty, "empty"},
	{crm.ErrGarbled, "garbled"},
	{crm.ErrOffline, "offline"},
}

// Cure tells an administrator what to do about a failure of 1C, and what exactly
// was said.
func (p *Printer) Cure(err error) string { return p.onec("admin.onec_", err) }

// onec words a failure of 1C in one of its two ways.
func (p *Printer) onec(prefix string, err error) string {
	if err == nil {
		return ""
	}
	subject, detail := "standard.odata", err.Error()
	var fault *crm.Fault
	if errors.As(err, &fault) {
		subject, detail = fault.Subject, fault.Detail
	}
	if detail == "" {
		detail = subject
	}
	detail = strings.Join(strings.Fields(detail), " ")
	for _, t := range onecTroubles {
		if !errors.Is(err, t.kind) {
			continue
		}
		key := prefix + t.name
		if !strings.Contains(p.T(key), "%[") {
			return p.T(key)
		}
		return p.T(key, subject, detail)
	}
	return p.T("error.other", err.Error())
}
