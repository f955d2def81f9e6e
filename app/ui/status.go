package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/exchange"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// drawStatus shows what is connected, how old the data are and what waits.
func (p *Panel) drawStatus() {
	p.shell.Status(shell.Phone, p.phoneSign())
	p.shell.Status(shell.OneC, p.onecSign())
	p.shell.Status(shell.Mail, p.mailSign())
	// No hub is connected by this panel yet: it says so, in place of a gap that would
	// look like all being well.
	p.shell.Status(shell.Hub, shell.Sign{Text: p.Words.T("status.hub_off"), Dot: look.Edge, Tone: look.Muted})
	p.shell.Status(shell.Sound, p.soundSign())
	p.shell.Status(shell.Voicemail, p.voicemailSign())
	p.shell.Status(shell.Outbox, p.outboxSign())
}

// phoneSign is the telephone; that calls are turned away stands there too, beside
// what would else look as if they came.
func (p *Panel) phoneSign() shell.Sign {
	line := p.status.Line
	sign := shell.Sign{Text: p.Words.Line(line), Dot: lineDot(line.State), Tone: lineTone(line.State)}
	if !p.presence.Takes() && line.State == crm.LineRegistered {
		sign.Text, sign.Dot, sign.Tone = p.Words.T("status.turned_away", sign.Text), look.Warning, look.Warning
	}
	return sign
}

// soundSign is the way to the settings of the sound; without them it is there
// only when there is something to cure.
func (p *Panel) soundSign() shell.Sign {
	switch {
	case p.status.Sound == nil && p.Sound == nil:
		return shell.Sign{}
	case p.status.Sound == nil:
		return shell.Sign{Text: p.Words.T("status.sound_name"), Dot: look.Good, Tone: look.Muted}
	}
	return shell.Sign{Text: p.Words.Sound(p.status.Sound), Dot: look.Warning, Tone: look.Warning}
}

func lineDot(s crm.LineState) fyne.ThemeColorName {
	switch s {
	case crm.LineRegistered:
		return look.Good
	case crm.LineConnecting:
		return look.Warning
	case crm.LineRefused:
		return look.Danger
	default:
		return look.Edge
	}
}

func lineTone(s crm.LineState) fyne.ThemeColorName {
	if s == crm.LineRefused {
		return look.Danger
	}
	return look.Muted
}

// stale is when figures of 1C are too old to be quoted without a second thought.
const stale = time.Hour

func (p *Panel) onecSign() shell.Sign {
	sign := shell.Sign{Text: p.Words.T("status.onec", p.Words.Age(p.status.AsOf)), Dot: look.Good, Tone: look.Muted}
	switch {
	case p.status.SyncErr != nil && p.status.AsOf.IsZero():
		sign = shell.Sign{Text: p.Words.T("status.onec_fault_never"), Dot: look.Danger, Tone: look.Danger}
	case p.status.SyncErr != nil:
		sign = shell.Sign{Text: p.Words.T("status.onec_fault", p.Words.Moment(p.status.AsOf)), Dot: look.Danger, Tone: look.Danger}
	case p.lists.reading && p.status.AsOf.IsZero() && p.reading.Kinds > 0:
		sign.Text, sign.Dot = p.Words.FirstReading(p.reading), look.Accent
	case p.lists.reading:
		sign.Text, sign.Dot = p.Words.T("status.onec_reading", p.Words.Age(p.status.AsOf)), look.Accent
	case p.status.AsOf.IsZero():
		sign.Text, sign.Dot = p.Words.T("status.onec_never"), look.Edge
	case p.now().Sub(p.status.AsOf) > stale:
		sign.Dot, sign.Tone = look.Warning, look.Warning
	}
	return sign
}

func (p *Panel) outboxSign() shell.Sign {
	switch s := p.status; {
	case s.Stuck > 0:
		return shell.Sign{Text: p.Words.Count("status.stuck", s.Stuck), Dot: look.Danger, Tone: look.Danger}
	case s.Waiting > 0:
		return shell.Sign{Text: p.Words.Count("status.outbox", s.Waiting), Dot: look.Warning, Tone: look.Muted}
	default:
		return shell.Sign{Text: p.Words.T("status.outbox_clear"), Dot: look.Good, Tone: look.Muted}
	}
}

// hubNamed tells that the settings name a hub, which this version only keeps.
func (p *Panel) hubNamed() bool { return p.Settings != nil && p.Settings.Read().More.Hub != "" }

// explain says what a light means and what to do.
func (p *Panel) explain(l shell.Light) {
	switch l {
	case shell.Phone:
		p.explainPhone()
	case shell.OneC:
		p.explainOneC()
	case shell.Sound:
		if p.openSound() {
			return
		}
		p.shell.Notice(p.Words.SoundCure(p.status.Sound), p.status.Sound != nil, false)
	case shell.Voicemail:
		p.explainVoicemail()
	case shell.Mail:
		p.explainMail()
	case shell.Hub:
		p.shell.Notice(p.Words.T(map[bool]string{true: "status.hub_kept", false: "status.hub_how"}[p.hubNamed()]), false, false)
	default:
		p.explainOutbox()
	}
}

func (p *Panel) explainPhone() {
	line := p.status.Line
	switch {
	case line.State == crm.LineRefused:
		p.shell.Notice(p.Words.Error(view.Telephone, crm.ErrDenied), true, p.Reconnect != nil)
	case !p.presence.Takes() && line.State == crm.LineRegistered:
		p.shell.Notice(p.Words.T("status.turned_how", p.Words.Presence(p.presence)), false, false)
	case line.State == crm.LineRegistered:
		p.shell.Notice(p.Words.T("status.phone_ok", line.Account), false, false)
	case line.State == crm.LineOff:
		p.shell.Notice(p.Words.T("status.phone_off"), false, false)
	case line.Err != nil:
		p.shell.Notice(p.Words.Error(view.Telephone, line.Err), true, false)
	default:
		p.shell.Notice(p.Words.T("status.phone_wait"), false, false)
	}
}

func (p *Panel) explainOneC() {
	switch {
	case p.openExchange(exchange.Data):
	case p.status.SyncErr != nil:
		p.shell.Notice(p.Words.Error(view.OneC, p.status.SyncErr), true, false)
	case p.status.AsOf.IsZero():
		p.shell.Notice(p.Words.T("status.onec_wait"), false, false)
	default:
		p.shell.Notice(p.Words.T("status.onec_ok", p.Words.Moment(p.status.AsOf)), false, false)
	}
}

// explainOutbox asks for the words 1C refused a record with.
func (p *Panel) explainOutbox() {
	if p.openExchange(exchange.Outbox) {
		return
	}
	p.ask(func(ctx context.Context) func() {
		facts, err := p.Desk.Outbox(ctx)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			for _, f := range facts {
				if f.State == crm.FactStuck {
					p.shell.Notice(p.Words.Error(view.OneC, f.Fault()), true, false)
					return
				}
			}
			key := "status.outbox_wait"
			if len(facts) == 0 {
				key = "status.outbox_clear"
			}
			p.shell.Notice(p.Words.T(key), false, false)
		}
	})
}

// connect tries the telephone again after a refused password.
func (p *Panel) connect() {
	p.shell.Notice("", false, false)
	if p.Reconnect != nil {
		p.work.start(func(context.Context) { p.Reconnect() })
	}
}
