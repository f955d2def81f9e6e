package ui

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

const (
	// latestShown are the letters the section lists; older ones are searched for.
	latestShown = 100
	// lettersFound are those the common search adds; a search of letters shows more.
	lettersFound = 5
	lettersMost  = 60
)

// mailSection is what the section of mail was read to hold.
type mailSection struct {
	doubtful crm.NamedLetters
	latest   crm.NamedLetters
	rows     []view.Row
	read     bool
}

// readSection reads the letters of the section, in the background.
func (p *Panel) readSection(ctx context.Context) (s mailSection, err error) {
	doubtful, err := p.Mail.Doubtful(ctx)
	latest, latestErr := p.Mail.Latest(ctx, latestShown)
	return mailSection{doubtful: doubtful, latest: latest, read: true}, errors.Join(err, latestErr)
}

// wordSection lays the section out anew.
func (p *Panel) wordSection() {
	if p.Mail == nil {
		return
	}
	s := &p.post.section
	var waits int
	s.rows, waits = p.Words.MailRows(view.MailSection{
		Post: p.postRows(crm.Ref{}), Day: p.lists.waiting, Doubtful: s.doubtful, Latest: s.latest,
	})
	p.shell.Offer(shell.Letters, true)
	p.shell.Badge(shell.Letters, waits+p.post.stuck())
}

// searchLetters adds letters to what is found. A search of letters alone shows more.
func (p *Panel) searchLetters(asked int, text string) {
	if p.Mail == nil {
		return
	}
	limit := lettersFound
	if p.search.letters {
		limit = lettersMost
	}
	p.ask(func(ctx context.Context) func() {
		found, err := p.Mail.Find(ctx, text, limit)
		return func() {
			switch {
			case asked != p.search.asked:
			case err != nil:
				p.Log.Warn("search of letters", "error", err)
			default:
				p.search.written = p.Words.LetterRows(found)
				if p.search.letters {
					p.search.waits = false
				}
				p.wordFound()
				p.drawList()
			}
		}
	})
}

// findLetters turns the search to letters.
func (p *Panel) findLetters() {
	p.section(shell.Letters)
	p.search.letters = true
	p.main.Canvas().Focus(p.shell.Top.Search)
	p.shell.Notice(p.Words.T("mail.find_hint"), false, false)
}
