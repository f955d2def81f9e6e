package ui

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
	"pult/app/view"
)

// trySettings tries what was typed, saved or not.
func (p *Panel) trySettings(page settings.Page) {
	r := p.settings
	if page == settings.Mail || page == settings.Boxes {
		r.post.try(page)
		return
	}
	s, wrong := r.view.Read()
	if wrong != nil {
		p.settingWrong(wrong)
		return
	}
	row := r.view.Account()
	tell := func(text string, tone view.Tone, running bool) {
		if p.settings.window == r.window && r.window != nil {
			r.view.Tell(page, text, tone, running)
		}
	}
	tell(p.Words.T("set.trying"), view.Quiet, true)
	line := p.status.Line
	p.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, trialLimit)
		defer cancel()
		text, tone := try(ctx, p.Words, p.Settings, page, s, row)
		if text == "" { // this panel holds the account
			text, tone = p.Words.T("set.phone_held", p.Words.Line(line)), view.Normal
			if line.State == crm.LineRegistered {
				tone = view.Good
			} else if p.Reconnect != nil {
				p.Reconnect()
			}
		}
		p.bridge.post(func() { tell(text, tone, false) })
	})
}

// try words what came of trying a page; nothing when the panel holds the account.
func try(ctx context.Context, words *view.Printer, with Settings, page settings.Page, s crm.Settings, row int) (string, view.Tone) {
	switch {
	case page == settings.OneC:
		return tryOneC(ctx, words, with, s)
	case page == settings.More:
		return tryBell(ctx, words, with, s)
	case page == settings.Accounts && row >= 0:
		return tryLine(words, s.Accounts[row].Access, func() error { return with.TryAccount(ctx, s, row) })
	default:
		return tryLine(words, s.Phone, func() error { return with.TryPhone(ctx, s) })
	}
}

func tryOneC(ctx context.Context, words *view.Printer, with Settings, s crm.Settings) (string, view.Tone) {
	began := time.Now()
	if s.OneC.Address == "" {
		return words.T("set.no_address"), view.Warning
	}
	title, err := with.TryOneC(ctx, s)
	if err != nil {
		return words.TryFailed(view.OneC, err), view.Danger
	}
	return words.T("set.onec_good", title, time.Since(began).Milliseconds()), view.Good
}

func tryLine(words *view.Printer, a crm.Access, register func() error) (string, view.Tone) {
	if a.Address == "" || a.User == "" {
		return words.T("set.no_address"), view.Warning
	}
	switch err := register(); {
	case errors.Is(err, crm.ErrConflict):
		return "", view.Normal
	case err != nil:
		return words.TryFailed(view.Telephone, err), view.Danger
	}
	return words.T("set.phone_good", a.User), view.Good
}

func tryBell(ctx context.Context, words *view.Printer, with Settings, s crm.Settings) (string, view.Tone) {
	if s.Bell.Listen == "" {
		return words.T("set.bell_none"), view.Warning
	}
	open, err := with.TryBell(ctx, s)
	switch {
	case errors.Is(err, crm.ErrBusy):
		return words.T("set.bell_taken", s.Bell.Listen), view.Danger
	case err != nil:
		return words.TryFailed(view.OneC, err), view.Danger
	case open:
		return words.T("set.bell_open"), view.Warning
	}
	return words.T("set.bell_good", s.Bell.Listen), view.Good
}
