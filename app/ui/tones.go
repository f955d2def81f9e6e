package ui

import (
	"context"
	"strings"

	"pult/app/crm"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// tones are digits on their way into a talk. They go one request after another:
// two at once could arrive in the wrong order.
type tones struct {
	call    crm.ID
	waiting string
	busy    bool
}

// openTones shows the field whose every digit is sent at once.
func (p *Panel) openTones() {
	if mode(p.calls.current()) != strip.Talk {
		return
	}
	p.main.Canvas().Focus(p.strip.OpenTones())
}

// runeAlone takes what is typed while no field has the focus: in a talk a digit
// is meant for the voice menu at the other end.
func (p *Panel) runeAlone(r rune) {
	if p.runeOfList(r) {
		return
	}
	if r >= '1' && r <= '9' && p.strip.Results.Visible() {
		p.strip.Results.Pick(int(r - '1'))
		return
	}
	if _, ok := toneOf(r); !ok || mode(p.calls.current()) != strip.Talk {
		return
	}
	p.openTones()
	p.tone(r)
}

// tone sends one digit into the talk.
func (p *Panel) tone(r rune) {
	one := p.calls.current()
	digit, ok := toneOf(r)
	if !ok || mode(one) != strip.Talk {
		return
	}
	if p.tones.call != one.ID {
		p.tones.call, p.tones.waiting = one.ID, ""
	}
	p.tones.waiting += string(digit)
	p.strip.ToneSent(digit)
	p.sendTones()
}

// sendTones sends what has gathered, unless a request is under way.
func (p *Panel) sendTones() {
	if p.tones.busy || p.tones.waiting == "" {
		return
	}
	id, digits := p.tones.call, p.tones.waiting
	p.tones.busy, p.tones.waiting = true, ""
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.DTMF(ctx, id, digits)
		return func() {
			p.tones.busy = false
			if err != nil {
				p.tones.waiting = "" // a part of a number is worse than none
				p.Log.Warn("tones", "error", err)
				p.strip.FailForm(p.Words.T("tones.failed", p.Words.Error(view.Telephone, err)))
			}
			p.sendTones()
		}
	})
}

// toneOf reads a key of a telephone. Under a Russian layout the key of "#"
// types "№".
func toneOf(r rune) (rune, bool) {
	if r == '№' {
		r = '#'
	}
	return r, strings.ContainsRune("0123456789*#", r)
}
