package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/compose"
	"pult/app/view"
)

// sendLetter sends what stands in the window. What cannot be sent is said, and stays.
func (p *Panel) sendLetter() {
	r := &p.writing
	if r.window == nil || r.sending {
		return
	}
	s := r.written()
	d := s.Draft
	for _, field := range []struct {
		text string
		into *[]crm.Address
	}{{s.To, &d.To}, {s.Cc, &d.Cc}} {
		list, ok := p.Mail.ReadAddresses(field.text)
		if !ok && strings.TrimSpace(field.text) != "" {
			r.view.Say(p.Words.T("mail.bad_address", field.text), view.Danger)
			return
		}
		*field.into = list
	}
	if strings.TrimSpace(d.Subject) == "" && !r.bare {
		r.bare = true
		r.view.Say(p.Words.T("compose.no_subject"), view.Warning)
		return
	}
	if r.timer != nil {
		r.timer.Stop()
	}
	r.sending = true
	r.view.Enable(compose.Send, false)
	r.view.Say(p.Words.T("compose.sending"), view.Quiet)
	window := r.window
	p.ask(func(ctx context.Context) func() {
		err := p.Mail.KeepSketch(ctx, s) // whatever happens now, what was typed is there
		if err == nil {
			_, err = p.Mail.Send(ctx, d)
		}
		return func() { p.letterSent(window, s, err) }
	})
}

// letterSent closes the window of a letter that was accepted; one that was not stays
// open, or comes back, with the reason.
func (p *Panel) letterSent(window fyne.Window, s crm.Sketch, err error) {
	r := &p.writing
	here := r.window != nil && r.window == window && r.sketch.Draft.ID == s.Draft.ID
	if err != nil {
		if !here {
			p.openSketch(s)
		}
		r.sending, r.unsaved = false, true
		p.keepSketch()
		r.view.Enable(compose.Send, true)
		r.view.Say(p.Words.Error(view.Mail, err), view.Danger)
		r.loud = true
		return
	}
	if here {
		r.touched = false
		r.window.Close()
	}
	p.shell.Notice(p.Words.T("compose.accepted", s.To), false, false)
	p.loadPost()
}

// discardSketch throws the letter away when it is asked for twice.
func (p *Panel) discardSketch() {
	r := &p.writing
	if !r.discard {
		r.discard = true
		r.view.Say(p.Words.T("compose.discard_sure"), view.Warning)
		return
	}
	id := r.sketch.Draft.ID
	if r.timer != nil {
		r.timer.Stop()
	}
	r.unsaved, r.touched = false, false
	p.post.dropped[id] = true
	r.window.Close()
	p.ask(func(ctx context.Context) func() {
		err := p.Mail.DropSketch(ctx, id)
		return func() {
			if err != nil {
				p.fault(err)
			}
			p.loadPost()
		}
	})
}
