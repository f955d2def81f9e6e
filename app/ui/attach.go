package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"pult/app/crm"
	"pult/app/ui/internal/compose"
	"pult/app/view"
)

// takeBeside takes a row of the list beside the letter: an address goes to who gets it,
// a template into the text, a file off the letter.
func (p *Panel) takeBeside(row int) {
	r := &p.writing
	switch side := r.view.Side(); {
	case r.window == nil || row < 0 || row >= len(r.view.Rows(side)):
	case side == compose.People && row < len(r.people):
		p.addAddress(r.people[row])
	case side == compose.Templates && row < len(r.templates):
		p.fillTemplate(r.templates[row])
	case side == compose.Files && row < len(r.sketch.Draft.Files):
		r.sketch.Draft.Files = slices.Delete(slices.Clone(r.sketch.Draft.Files), row, row+1)
		p.composeTyped()
		p.drawAttached()
	}
}

// addAddress puts an address into the field that has the focus, else into the first.
// One that is there goes.
func (p *Panel) addAddress(a crm.Address) {
	r := &p.writing
	field := r.view.To
	if r.window.Canvas().Focused() == fyne.Focusable(r.view.Cc) {
		field = r.view.Cc
	}
	list, _ := p.Mail.ReadAddresses(field.Text)
	without := slices.DeleteFunc(slices.Clone(list), func(known crm.Address) bool { return known.Key() == a.Key() })
	if len(without) == len(list) {
		without = append(without, a)
	}
	field.SetText(view.AddressField(without))
}

// fillTemplate puts a template with what is known of the client before what is written.
func (p *Panel) fillTemplate(t crm.LetterTemplate) {
	r := &p.writing
	id, client := r.sketch.Draft.ID, r.sketch.Draft.Client
	var to crm.Address
	if list, _ := p.Mail.ReadAddresses(r.view.To.Text); len(list) > 0 {
		to = list[0]
	}
	p.ask(func(ctx context.Context) func() {
		filled, missing, err := p.Mail.Fill(ctx, t, client, to)
		return func() {
			if r.window == nil || r.sketch.Draft.ID != id {
				return
			}
			if err != nil {
				r.view.Say(p.Words.Error(view.Mail, err), view.Danger)
				return
			}
			if strings.TrimSpace(r.view.Subject.Text) == "" {
				r.view.Subject.SetText(filled.Subject)
			}
			r.view.Text.SetText(filled.Text + "\n" + r.view.Text.Text)
			if missing != "" {
				r.view.Say(p.Words.T("mail.holes", missing), view.Warning)
				r.loud = true
			}
		}
	})
}

// pickAttachment asks for a file.
func (p *Panel) pickAttachment() {
	r := &p.writing
	if r.window == nil || r.picking {
		return
	}
	r.picking = true
	window := r.window
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if p.writing.window != window {
			return
		}
		r.picking = false
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		_ = file.Close()
		p.attachFile(path)
	}, window)
	d.Resize(window.Canvas().Size())
	d.Show()
}

// attachFile takes a file along. It is read when the letter is sent.
func (p *Panel) attachFile(path string) {
	r := &p.writing
	id := r.sketch.Draft.ID
	p.ask(func(context.Context) func() {
		file, err := p.Mail.Attach(path)
		return func() {
			if r.window == nil || r.sketch.Draft.ID != id {
				return
			}
			if err != nil {
				r.view.Say(p.Words.Error(view.Mail, err), view.Danger)
				return
			}
			r.sketch.Draft.Files = append(slices.Clone(r.sketch.Draft.Files), file)
			p.turnCompose(compose.Files)
			p.composeTyped()
			p.drawAttached()
		}
	})
}

// drawAttached shows the files with what they come to.
func (p *Panel) drawAttached() {
	r := &p.writing
	var total int64
	for _, f := range r.sketch.Draft.Files {
		total += f.Size
	}
	r.view.Show(compose.Files, p.Words.DraftFileRows(r.sketch.Draft.Files), p.Words.T("compose.no_files"), p.Words.T("compose.no_files_hint"))
	limit := p.Mail.Limit()
	switch {
	case total > limit:
		r.view.Say(p.Words.T("compose.too_large", p.Words.Size(total), p.Words.Size(limit)), view.Danger)
		r.loud = true
	case total > 0:
		r.view.Say(p.Words.T("compose.size", p.Words.Size(total), p.Words.Size(limit)), view.Quiet)
	}
}
