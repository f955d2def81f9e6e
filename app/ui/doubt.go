package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// chosenDoubt is the row of a letter in doubt that is chosen in a list.
func (p *Panel) chosenDoubt() (view.Row, bool) {
	row, ok := p.shell.List.Chosen()
	section := p.lists.section == shell.Day || p.lists.section == shell.Letters
	return row, ok && section && !p.search.on && p.Mail != nil && len(row.Whose) > 0
}

func (p *Panel) doubtChosen() bool {
	_, ok := p.chosenDoubt()
	return ok
}

// letterChoice gives the letter in doubt that is chosen in a list to the client of a
// key; false says that none is chosen.
func (p *Panel) letterChoice(i int) bool {
	row, ok := p.chosenDoubt()
	if ok && i < len(row.Whose) {
		p.letterIs(row.Letter, row.Whose[i], p.post.section.doubtful.Names[row.Whose[i]], nil)
	}
	return ok
}

// letterIs says whose a letter is. What came of it is told in the window it was said
// in; nil is the main one.
func (p *Panel) letterIs(id crm.ID, client crm.Ref, name string, window fyne.Window) {
	p.ask(func(ctx context.Context) func() {
		choice, err := p.Mail.Belongs(ctx, id, client)
		return func() { p.letterSaid(choice, err, p.Words.LetterChosen(choice, name), window) }
	})
}

// letterNobodys says that a letter is of no client.
func (p *Panel) letterNobodys(id crm.ID, window fyne.Window) {
	p.ask(func(ctx context.Context) func() {
		choice, err := p.Mail.Nobodys(ctx, id)
		return func() { p.letterSaid(choice, err, p.Words.LetterChosen(choice, ""), window) }
	})
}

// letterSaid tells what came of a choice, which can be taken back from then on.
func (p *Panel) letterSaid(choice crm.LetterChoice, err error, text string, window fyne.Window) {
	if len(choice.Letters) > 0 {
		p.post.chosen = choice
	}
	tone := view.Good
	switch {
	case errors.Is(err, crm.ErrConflict):
		text, tone = p.Words.T("mail.chosen_in_onec"), view.Danger
	case err != nil:
		text, tone = p.Words.Error(view.Mail, err), view.Danger
	}
	r, back := &p.letter, err == nil && len(choice.Letters) > 0
	switch {
	case window != nil && r.window == window:
		if back {
			text = p.Words.T("mail.undo_hint", text)
		}
		r.view.Say(text, tone)
		p.readLetter()
	case back:
		p.shell.Undo(text, p.takeBack)
	default:
		p.shell.Notice(text, err != nil, false)
	}
	p.loadPost()
	p.lists.load(p)
}

// takeBack has letters stand as they did before the last choice.
func (p *Panel) takeBack() {
	if len(p.post.chosen.Letters) == 0 {
		return
	}
	choice, window := p.post.chosen, p.letter.window
	p.post.chosen = crm.LetterChoice{}
	p.ask(func(ctx context.Context) func() {
		err := p.Mail.TakeBack(ctx, choice)
		return func() { p.letterSaid(crm.LetterChoice{}, err, p.Words.T("mail.taken_back"), window) }
	})
}

// privateKey says it of the letter that is chosen, once it is pressed again, or of a
// number.
func (p *Panel) privateKey() {
	row, ok := p.chosenDoubt()
	switch {
	case !ok:
		p.mark(crm.CallerPrivate)
	case p.post.sure != row.Letter:
		p.post.sure = row.Letter
		p.shell.Notice(p.Words.T("mail.private_sure"), false, false)
	default:
		p.post.sure = crm.ID{}
		p.hideOf(row.Letter, nil)
	}
}
