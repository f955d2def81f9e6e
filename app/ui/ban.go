package ui

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
)

// askPick asks a question that a digit answers.
func (p *Panel) askPick(question string, answers []string, narrow string, done func(answer int)) {
	p.askOwn(question, answers, "", narrow, func(answer int, _ string) { done(answer) })
}

// askOwn asks a question whose last answer, where it has a name, is in words of one's
// own; those of the others are their names.
func (p *Panel) askOwn(question string, answers []string, own, narrow string, done func(answer int, words string)) {
	p.picking = func(answer int, words string) {
		if answer < len(answers) {
			words = answers[answer]
		}
		done(answer, words)
	}
	p.main.Canvas().Focus(p.strip.OpenPick(question, answers, own, narrow))
}

// picked takes the answer.
func (p *Panel) picked(answer int, words string) {
	if p.strip.Form() != strip.Pick || p.picking == nil {
		return
	}
	done := p.picking
	p.picking = nil
	done(answer, words)
	p.closeForm()
}

// words gives the texts of several keys that begin alike.
func (p *Panel) words(prefix string, keys ...string) []string {
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = p.Words.T(prefix + key)
	}
	return texts
}

// meant is the number that is meant besides the client: of the call that is on, else
// the one F2 calls.
func (p *Panel) meant() string {
	if one := p.calls.noteWorthy(); one != nil && one.Client == p.open.client {
		return one.Number.String()
	}
	return p.firstNumber()
}

// ban asks why the client who is open, or the caller nobody knows, is not to be
// called, and notes it; who is banned already may be called again.
func (p *Panel) ban() {
	client, text := p.open.client, p.meant()
	if p.open.nothing() || client.IsZero() && text == "" {
		return
	}
	who := p.openedName()
	p.ask(func(ctx context.Context) func() {
		number := phone.Number{}
		if text != "" {
			number = p.Desk.Lookup(ctx, text).Number
		}
		bar := p.Desk.Barred(ctx, number, client)
		return func() {
			switch {
			case client != p.open.client:
			case bar != nil:
				p.declare("stand.ban_off", who, func(ctx context.Context) error {
					return p.setBan(ctx, number, client, bar.Number.Kind() == phone.Public, false, "")
				})
			default:
				p.askBan(number, client, who)
			}
		}
	})
}

func (p *Panel) askBan(number phone.Number, client crm.Ref, who string) {
	reasons := p.words("ban.", "asked", "wrong", "not_ours", "dispute")
	narrow := ""
	if !client.IsZero() && number.Kind() == phone.Public {
		narrow = p.Words.T("ban.only", number.Format())
	}
	p.askOwn(p.Words.T("ban.why", who), reasons, p.Words.T("ban.other"), narrow, func(answer int, why string) {
		one := client.IsZero() || p.strip.Narrowed()
		if answer == 0 {
			why = "" // the ban says so itself
		}
		p.declare("stand.ban_on", who, func(ctx context.Context) error { return p.setBan(ctx, number, client, one, true, why) })
	})
}

func (p *Panel) setBan(ctx context.Context, number phone.Number, client crm.Ref, one, on bool, why string) error {
	if one {
		return p.Desk.BanNumber(ctx, number, client, on, why)
	}
	return p.Desk.Ban(ctx, client, on, why)
}

// consentRefused is the answer by which a consent is refused, or taken back.
const consentRefused = 4

// consent asks how the client has agreed to advertising: the law wants to know.
func (p *Panel) consent() {
	client, who := p.open.client, p.openedName()
	if client.IsZero() || !p.open.read {
		return
	}
	ways := p.words("consent.", "said", "paper", "mail", "site", "refused")
	p.askPick(p.Words.T("consent.how", who), ways, "", func(answer int) {
		given, how := answer != consentRefused, ways[answer]
		if !given {
			how = ""
		}
		p.declare(toggled("stand.consent", given), who, func(ctx context.Context) error { return p.Desk.Consent(ctx, client, given, how) })
	})
}

// openedName is what to call who is open.
func (p *Panel) openedName() string {
	if p.open.client.IsZero() {
		return p.open.text
	}
	return p.card.Shown().Name
}

// declare puts a word of somebody on record and says so with the way back.
func (p *Panel) declare(saved, who string, do func(context.Context) error) {
	p.ask(func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.shell.Notice(p.Words.T(saved, who), false, false)
		}
	})
}

// barred asks whether somebody who wants no calls is to be called all the same. It
// tells whether that was why a call was not made.
func (p *Panel) barred(err error, number phone.Number, client crm.Ref, done func()) bool {
	var bar *crm.Bar
	if !errors.As(err, &bar) {
		return false
	}
	p.askPick(p.Words.Bar(bar), p.words("bar.", "call", "leave"), "", func(answer int) {
		if answer != 0 {
			return
		}
		p.ask(func(ctx context.Context) func() {
			_, err := p.Desk.DialAnyway(ctx, number, client)
			return func() {
				if err != nil {
					p.fault(err)
					return
				}
				done()
			}
		})
	})
	return true
}
