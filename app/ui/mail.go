package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// mailboxChanged notes how a mailbox does.
func (p *Panel) mailboxChanged(s feed.MailboxState) {
	for i, known := range p.status.Mail {
		if known.Account == s.Account {
			p.status.Mail[i] = s
			p.drawStatus()
			return
		}
	}
	p.status.Mail = append(p.status.Mail, s)
	p.drawStatus()
}

// worstMailbox is the one to speak of: one that is not online, if there is any.
func (p *Panel) worstMailbox() (s feed.MailboxState, any bool) {
	for _, m := range p.status.Mail {
		if !any || s.Online && !m.Online {
			s, any = m, true
		}
	}
	return s, any
}

func (p *Panel) mailSign() shell.Sign {
	s, any := p.worstMailbox()
	switch n := p.post.stuck(); {
	case n > 0:
		return shell.Sign{Text: p.Words.Count("status.letters_stuck", n), Dot: look.Danger, Tone: look.Danger}
	case !any:
		return shell.Sign{Text: p.Words.T("status.mail_off"), Dot: look.Edge, Tone: look.Muted}
	case s.Online:
		return shell.Sign{Text: p.Words.T("status.mail"), Dot: look.Good, Tone: look.Muted}
	case s.Err == nil, errors.Is(s.Err, crm.ErrBusy):
		return shell.Sign{Text: p.Words.T("status.mail_wait"), Dot: look.Warning, Tone: look.Muted}
	}
	return shell.Sign{Text: p.Words.T("status.mail_fault"), Dot: look.Danger, Tone: look.Danger}
}

// explainMail says how the mailbox does, and what to do.
func (p *Panel) explainMail() {
	if p.post.stuck() > 0 {
		p.section(shell.Letters)
		for _, x := range p.post.postings {
			if view.Stuck(x) {
				p.openPosting(x.Letter.ID)
				return
			}
		}
	}
	s, any := p.worstMailbox()
	switch {
	case !any:
		p.shell.Notice(p.Words.T("status.mail_how"), false, false)
	case s.Online:
		p.shell.Notice(p.Words.T("status.mail_ok", s.Account, p.Words.Clock(s.Checked)), false, false)
	case s.Err == nil:
		p.shell.Notice(p.Words.T("status.mail_wait"), false, false)
	default:
		p.shell.Notice(p.Words.Error(view.Mail, s.Err), true, false)
	}
}

// letterCame says who has written, with the line a call of theirs would bring. The
// letter is in the timeline all the same.
func (p *Panel) letterCame(e feed.LetterCame) {
	p.lists.load(p) // it waits for an answer
	p.loadPost()
	link, _ := e.Letter.Sure()
	p.ask(func(ctx context.Context) func() {
		say, err := p.Desk.SayOf(ctx, link.Client)
		if err != nil {
			say = crm.Say{}
		}
		return func() { p.tellLetter(p.Words.LetterNotice(e.Client, e.Letter, say)) }
	})
}

// tellLetter says it in the system's notices, and in the quiet line: there never over a
// call, nor in place of what stands there.
func (p *Panel) tellLetter(text string) {
	p.app.SendNotification(fyne.NewNotification(p.Words.T("app.name"), text))
	if len(p.calls.live) > 0 || p.shell.NoticeText() != "" && p.shell.NoticeText() != p.news.text {
		return
	}
	p.news.seen()
	p.news.text, p.news.until = text, p.now().Add(newsShown)
	p.shell.Notice(p.news.text, false, false)
}

// sendingChanged says at once that letters stay in the queue.
func (p *Panel) sendingChanged(e feed.SendingChanged) {
	p.lists.load(p)
	if e.Err != nil {
		p.shell.Notice(p.Words.SendingStopped(e.Err), true, false)
	}
}
