package view

import (
	"strings"

	"pult/app/crm"
)

// IntakeReason says why a row or a file was not taken as it stands.
func (p *Printer) IntakeReason(r crm.Reason) string {
	if r.Detail == "" {
		return p.T("intake." + r.Code)
	}
	return p.T("intake."+r.Code, r.Detail)
}

// IntakeReasons says several in one line.
func (p *Printer) IntakeReasons(list []crm.Reason) string {
	said := make([]string, len(list))
	for i, r := range list {
		said[i] = p.IntakeReason(r)
	}
	return strings.Join(said, "; ")
}

// IntakeState says what a row is.
func (p *Printer) IntakeState(state crm.IntakeState) string {
	return p.T("intake_state." + string(state))
}

// IntakeCounts says how many rows are what.
func (p *Printer) IntakeCounts(c crm.IntakeCounts) string {
	return p.T("import.counts", c.New, c.Same, c.Changed, c.More, c.Doubtful, c.Bad)
}

// Flaw names a kind of flaw with clients.
func (p *Printer) Flaw(kind crm.FlawKind) string { return p.T("flaw." + string(kind)) }
