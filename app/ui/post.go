package ui

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/ui/internal/letter"
	"pult/app/view"
)

// post is what is being written and what is on its way.
type post struct {
	sketches []crm.Sketch
	postings []crm.Posting
	section  mailSection
	chosen   crm.LetterChoice      // what was said last of letters in doubt
	sure     crm.ID                // a letter that is private if that is said once more
	dropped  map[crm.ID]bool       // drafts that were thrown away
	keeping  map[crm.ID]crm.Sketch // what is not known to be in the journal yet
	busy     bool
	again    bool
}

// loadPost reads it anew. Reading is single.
func (p *Panel) loadPost() {
	r := &p.post
	if p.Mail == nil {
		return
	}
	if r.again = r.busy; r.busy {
		return
	}
	r.busy = true
	p.ask(func(ctx context.Context) func() {
		sketches, err := p.Mail.Sketches(ctx)
		postings, postErr := p.Mail.Postings(ctx)
		section, sectionErr := p.readSection(ctx)
		return func() {
			r.busy = false
			if err := errors.Join(err, postErr, sectionErr); err != nil {
				p.Log.Warn("letters on their way", "error", err)
			} else {
				r.sketches, r.postings, r.section = sketches, postings, section
				p.drawPost()
			}
			if r.again {
				p.loadPost()
			}
		}
	})
}

// drawPost shows it wherever it stands.
func (p *Panel) drawPost() {
	if !p.open.client.IsZero() && p.open.read {
		p.drawStory()
	}
	p.lists.word(p)
	p.drawStatus()
	p.drawList()
	if id := p.letter.posting; !id.IsZero() && p.letter.window != nil {
		p.drawPosting()
	}
}

// stuck counts letters of ours that need a person.
func (r *post) stuck() (n int) {
	for _, x := range r.postings {
		if view.Stuck(x) {
			n++
		}
	}
	return n
}

// postRows are the letters of a client that are written or on their way; of all when
// there is no client.
func (p *Panel) postRows(client crm.Ref) (rows []view.Row) {
	for _, x := range p.post.postings {
		if row := p.Words.PostingRow(x); client.IsZero() || row.Client == client {
			rows = append(rows, row)
		}
	}
	for _, s := range p.post.sketches {
		if client.IsZero() || s.Draft.Client == client {
			rows = append(rows, p.Words.SketchRow(s))
		}
	}
	return rows
}

// openPost opens the letter of a row; false says that the row is none.
func (p *Panel) openPost(row view.Row) bool {
	switch {
	case !row.Sketch.IsZero():
		for _, s := range p.post.sketches {
			if s.Draft.ID == row.Sketch {
				p.openSketch(s)
			}
		}
	case !row.Outbox.IsZero():
		p.openPosting(row.Outbox)
	case !row.Letter.IsZero():
		p.openLetter(row.Letter)
	default:
		return false
	}
	return true
}

// openPosting shows a letter of ours that is on its way, with what to do about it.
func (p *Panel) openPosting(id crm.ID) {
	p.showLetter(id)
	p.letter.posting = id
	p.letter.view.Offer(true)
	p.drawPosting()
}

func (p *Panel) posting(id crm.ID) (crm.Posting, bool) {
	for _, x := range p.post.postings {
		if x.Letter.ID == id {
			return x, true
		}
	}
	return crm.Posting{}, false
}

// drawPosting shows how far the letter of the window is; one that has gone is on
// record from now on.
func (p *Panel) drawPosting() {
	r := &p.letter
	x, there := p.posting(r.posting)
	if !there {
		r.posting = crm.ID{}
		r.view.Offer(false)
		p.readLetter()
		return
	}
	r.sheet, r.read = crm.Sheet{Letter: x.Letter}, true
	sheet := p.Words.Sheet(r.sheet, r.unfolded)
	sheet.Warning, sheet.Files, sheet.Why = p.Words.PostingCure(x), nil, ""
	for _, a := range x.Letter.Attachments {
		sheet.Files = append(sheet.Files, view.Row{Title: a.Name, Right: p.Words.Size(a.Size), Tone: view.Quiet, Files: 1})
	}
	r.view.Show(sheet, r.unfolded)
}

// postingWork sends the letter of the window again, takes it back or forgets it.
func (p *Panel) postingWork(work letter.Work) {
	r := &p.letter
	id, window := r.posting, r.window
	x, there := p.posting(id)
	switch {
	case !there:
		return
	case work == letter.Edit && x.State == crm.PostingDoubtful:
		r.view.Say(p.Words.T("posting.may_be_there"), view.Warning)
		return
	case work == letter.Resend && x.State == crm.PostingDoubtful && !p.letterSure(work, 0, "posting.resend_sure"):
		return
	case work == letter.Drop && !p.letterSure(work, 0, "posting.drop_sure"):
		return
	}
	p.ask(func(ctx context.Context) func() {
		var sketch crm.Sketch
		var err error
		switch work {
		case letter.Resend:
			err = p.Mail.Resend(ctx, id)
		case letter.Drop:
			err = p.Mail.Drop(ctx, id)
		default:
			sketch, err = p.Mail.Rewrite(ctx, id)
		}
		return func() {
			p.loadPost()
			if p.letter.window != window || r.posting != id {
				return
			}
			if err != nil {
				r.view.Say(p.Words.Error(view.Mail, err), view.Danger)
				return
			}
			if work != letter.Resend {
				window.Close()
			}
			if work == letter.Edit {
				p.openSketch(sketch)
			}
		}
	})
}
