package view

import (
	"errors"

	"pult/app/crm"
)

// TrialLine is a step of a trial as it is shown.
type TrialLine struct {
	Mark string // ✓, ✗, and others for what is not tried yet or not at all
	Text string
	Tone Tone
	Cure string // what to do; empty where nothing is wrong
}

// MailTrial says of each step of trying a mailbox how it stands, and what to do.
func (p *Printer) MailTrial(t crm.MailTrial) []TrialLine {
	lines := make([]TrialLine, len(t))
	for i, tick := range t {
		lines[i] = p.mailTick(t, tick)
	}
	return lines
}

func (p *Printer) mailTick(t crm.MailTrial, tick crm.MailTick) TrialLine {
	l := TrialLine{Mark: "·", Tone: Quiet, Text: p.T("mail.step." + string(tick.Step))}
	named := tick.Step == crm.MailFound || tick.Step == crm.SendSecured
	if named && tick.Note != "" {
		l.Text = p.T("mail.step_at", l.Text, tick.Note)
	}
	switch tick.State {
	case crm.TrialRuns:
		l.Mark, l.Tone = "…", Normal
	case crm.TrialDone:
		l.Mark, l.Tone = "✓", Good
		if tick.Step == crm.MailFolders {
			l.Text = p.T("mail.step_sent", tick.Note)
			if tick.Note == "" {
				l.Mark, l.Tone, l.Text = "!", Warning, p.T("mail.step_no_sent")
			}
		}
	case crm.TrialFailed:
		l.Mark, l.Tone, l.Cure = "✗", Danger, p.mailCure(t, tick)
	case crm.TrialSkipped:
		l.Mark = "–"
		if tick.Step == crm.SendSecured {
			l.Mark, l.Tone, l.Text = "!", Warning, p.T("mail.step_no_smtp")
		}
	}
	return l
}

// mailCure says why a step failed and what to do. A password that the other server has
// taken is right: then it is the way in that is shut.
func (p *Printer) mailCure(t crm.MailTrial, tick crm.MailTick) string {
	in, out := t.Tick(crm.MailEntered), t.Tick(crm.SendEntered)
	denied := func(tick crm.MailTick) bool {
		return errors.Is(tick.Err, crm.ErrDenied) && !errors.Is(tick.Err, crm.ErrForbidden)
	}
	host := t.Tick(crm.MailFound).Note
	switch {
	case errors.Is(tick.Err, crm.ErrNoSecret):
		return p.T("mail.cure_password")
	case errors.Is(tick.Err, crm.ErrOffline):
		return p.T("mail.cure_offline")
	case tick.Step == crm.MailEntered && denied(tick) && out.State == crm.TrialDone:
		return p.T("mail.imap_off" + providerOf(host, ".yandex", ".mailru", ".rambler", ".gmail"))
	case tick.Step == crm.SendEntered && denied(tick) && denied(in):
		return p.T("mail.cure_same")
	case tick.Step == crm.SendEntered && denied(tick) && in.State == crm.TrialDone:
		return p.T("mail.cure_smtp_off")
	}
	return p.Error(Mail, tick.Err)
}

// providerOf is the end of a key for one of the providers that have words of their own.
func providerOf(host string, known ...string) string {
	end := provider(host)
	for _, k := range known {
		if k == end {
			return end
		}
	}
	return ""
}

// MailTrialEnd says in a word what came of it all.
func (p *Printer) MailTrialEnd(t crm.MailTrial) (string, Tone) {
	switch {
	case t.Err() != nil:
		return "", Quiet
	case t.Tick(crm.SendEntered).State != crm.TrialDone:
		return p.T("mail.trial_reads"), Good
	}
	return p.T("mail.trial_good"), Good
}
