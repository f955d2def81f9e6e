package crm

import (
	"errors"
	"slices"
)

// Trouble names a kind of failure, so that it can be kept.
type Trouble string

// TroubleOf names the kind of a failure, the narrowest that fits.
func TroubleOf(err error) Trouble {
	for _, t := range troubles {
		if errors.Is(err, t.kind) {
			return t.name
		}
	}
	return ""
}

// kind is the failure a name stands for. Of an unknown one it is known only that
// 1C said no.
func (t Trouble) kind() error {
	i := slices.IndexFunc(troubles, func(of trouble) bool { return of.name == t })
	if i < 0 {
		return ErrRefused
	}
	return troubles[i].kind
}

// Fault is a failure of that kind, as it was kept.
func (t Trouble) Fault(subject, detail string) *Fault {
	return &Fault{Kind: t.kind(), Subject: subject, Detail: detail}
}

type trouble struct {
	name Trouble
	kind error
}

// troubles name the kinds a fact can meet, narrow ones before those they belong
// to. The names are on disk: they are never changed.
var troubles = []trouble{
	{"read_only", ErrReadOnly},
	{"held", ErrHeld},
	{"no_right", ErrNoRight},
	{"forbidden", ErrForbidden},
	{"denied", ErrDenied},
	{"closed_period", ErrClosedPeriod},
	{"unassigned", ErrUnassigned},
	{"internal", ErrInternal},
	{"locked", ErrLocked},
	{"no_licence", ErrNoLicence},
	{"maintenance", ErrMaintenance},
	{"no_session", ErrNoSession},
	{"disk_full", ErrDiskFull},
	{"busy", ErrBusy},
	{"no_base", ErrNoBase},
	{"not_published", ErrNotPublished},
	{"no_field", ErrNoField},
	{"refused", ErrRefused},
	{"conflict", ErrConflict},
	{"not_found", ErrNotFound},
	{"invalid", ErrInvalid},
	{"cut", ErrCut},
	{"empty", ErrEmpty},
	{"garbled", ErrGarbled},
	{"offline", ErrOffline},
}
