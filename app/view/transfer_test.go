package view

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// Whatever the reason, the manager must read that the talk is still there.
func TestTransferFailedSaysThatTheTalkGoesOn(t *testing.T) {
	kinds := []error{crm.ErrBusy, crm.ErrNotFound, crm.ErrOffline, crm.ErrRefused, crm.ErrInvalid, crm.ErrNotConnected, errors.New("603")}
	for lang, goesOn := range map[Language]string{Russian: "Разговор продолжается", English: "The talk goes on"} {
		p := New(lang, time.UTC, time.Now)
		seen := map[string]bool{}
		for _, kind := range kinds {
			text := p.TransferFailed(fmt.Errorf("transfer: %w", kind))
			if !strings.Contains(text, goesOn) {
				t.Errorf("%v: %q", kind, text)
			}
			seen[text] = true
		}
		if len(seen) < 5 {
			t.Errorf("%s: only %d sentences tell the reasons apart", lang, len(seen))
		}
	}
}
