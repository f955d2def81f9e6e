package view

import (
	"errors"

	"pult/app/crm"
)

// TransferFailed says why a call was not handed over, and that it goes on.
func (p *Printer) TransferFailed(err error) string {
	for _, e := range transferErrors {
		if errors.Is(err, e.kind) {
			return p.T(e.key)
		}
	}
	return p.T("transfer.failed")
}

var transferErrors = []struct {
	kind error
	key  string
}{
	{crm.ErrNoCall, "error.no_call"},
	{crm.ErrBusy, "transfer.busy"},
	{crm.ErrNotFound, "transfer.nobody"},
	{crm.ErrInvalid, "transfer.nobody"},
	{crm.ErrOffline, "transfer.no_answer"},
	{crm.ErrRefused, "transfer.refused"},
	{crm.ErrDenied, "transfer.refused"},
}
