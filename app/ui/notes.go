package ui

import (
	"context"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// pause is how long typing must rest before a note is saved.
const pause = 700 * time.Millisecond

// retry is how long a note that could not be saved waits for the next try.
const retry = 3 * time.Second

// subject is what a note is about: a call, or a client outside any call.
type subject struct {
	call   crm.ID
	client crm.Ref
}

func (s subject) none() bool { return s == subject{} }

// draft is a note being written. It lives until its text is on disk.
type draft struct {
	text   string
	saved  string    // what the desk has confirmed
	at     time.Time // when it did
	failed error
	busy   bool // a save is under way
}

// notes keeps what is typed. The note of a call is saved with every pause; one
// about a client is a record of its own and is saved when its author says so.
// Neither is lost by looking at another card.
type notes struct {
	panel   *Panel
	subject subject
	drafts  map[subject]*draft
	timer   *time.Timer
	filling bool // the field is being filled by us, not typed into
}

func newNotes(p *Panel) *notes { return &notes{panel: p, drafts: map[subject]*draft{}} }

func (n *notes) draft(s subject) *draft {
	d, ok := n.drafts[s]
	if !ok {
		d = &draft{}
		n.drafts[s] = d
	}
	return d
}

// follow turns the field to what the note is about now.
func (n *notes) follow() {
	p := n.panel
	next := subject{client: p.open.client}
	if one := p.calls.noteWorthy(); one != nil {
		next = subject{call: one.ID}
		if _, ok := n.drafts[next]; !ok {
			n.drafts[next] = &draft{text: one.Note, saved: one.Note}
		}
	}
	if next == n.subject {
		return
	}
	n.flush()
	if d := n.drafts[n.subject]; d != nil && d.text == "" && !d.busy {
		delete(n.drafts, n.subject)
	}
	n.subject = next
	n.fill(n.draft(next).text)
}

func (n *notes) fill(text string) {
	n.filling = true
	n.panel.strip.Note.SetText(text)
	n.filling = false
}

// typed takes what stands in the field.
func (n *notes) typed(text string) {
	if n.filling || n.subject.none() {
		return
	}
	n.draft(n.subject).text = text
	n.panel.listTyped()
	if n.timer != nil {
		n.timer.Stop()
	}
	if !n.subject.call.IsZero() {
		s := n.subject
		n.timer = time.AfterFunc(pause, func() { n.panel.bridge.post(func() { n.save(s) }) })
	}
	n.panel.drawSaved()
}

// flush saves the note of a call now: on Esc, on hang-up, on leaving the field.
func (n *notes) flush() {
	if n.timer != nil {
		n.timer.Stop()
	}
	if !n.subject.call.IsZero() {
		n.save(n.subject)
	}
}

// save writes the note of a call. Saves of one note follow each other, so an
// older text can never come after a newer one.
func (n *notes) save(s subject) {
	d := n.drafts[s]
	if d == nil || d.busy || d.text == d.saved {
		return
	}
	d.busy = true
	text := d.text
	p := n.panel
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Note(ctx, s.call, text)
		return func() { n.saved(s, d, text, err) }
	})
	p.drawSaved()
}

func (n *notes) saved(s subject, d *draft, text string, err error) {
	d.busy, d.failed = false, err
	if err != nil {
		n.panel.Log.Warn("note of a call not saved", "error", err)
		time.AfterFunc(retry, func() { n.panel.bridge.post(func() { n.save(s) }) })
	} else {
		d.saved, d.at = text, n.panel.now()
		n.save(s) // what was typed meanwhile
	}
	n.panel.drawSaved()
}

// done closes the note: that of a call is saved and the strip made free, one
// about a client becomes a record.
func (n *notes) done() {
	n.flush()
	p := n.panel
	if !n.subject.call.IsZero() {
		p.leaveCall()
		return
	}
	s, d := n.subject, n.draft(n.subject)
	text := strings.TrimSpace(d.text)
	if s.client.IsZero() || text == "" || d.busy {
		return
	}
	d.busy = true
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.AddNote(ctx, s.client, text)
		return func() {
			d.busy, d.failed = false, err
			if err == nil && strings.TrimSpace(d.text) == text {
				d.text, d.at = "", p.now()
				if n.subject == s {
					n.fill("")
				}
			}
			p.drawSaved()
		}
	})
	p.drawSaved()
}

// rescue saves what is left when the panel goes down. The desk is still there:
// it is stopped after the panel.
func (n *notes) rescue() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for s, d := range n.drafts {
		text, err := strings.TrimSpace(d.text), error(nil)
		switch {
		case text == strings.TrimSpace(d.saved):
		case !s.call.IsZero():
			err = n.panel.Desk.Note(ctx, s.call, text)
		case !s.client.IsZero() && text != "":
			err = n.panel.Desk.AddNote(ctx, s.client, text)
		}
		if err != nil {
			n.panel.Log.Error("note not saved at the end", "error", err)
		}
	}
}

// drawSaved says whether the note is on disk.
func (p *Panel) drawSaved() {
	d := p.notes.drafts[p.notes.subject]
	text := ""
	switch {
	case d != nil && d.failed != nil:
	case p.strip.Step.Visible() && p.strip.Step.Text != "" && p.told.text != "":
		p.strip.Saved(p.told.text, p.told.bad)
		return
	case p.strip.Results.Visible() && p.strip.Results.Why():
		p.strip.Saved(p.Words.T("result.why"), false)
		return
	}
	switch {
	case d == nil || p.notes.subject.none():
	case d.failed != nil:
		p.strip.Saved(p.Words.T("note.failed", p.Words.Error(view.Desk, d.failed)), true)
		return
	case d.busy:
		text = p.Words.T("note.saving")
	case d.text != d.saved && !p.notes.subject.call.IsZero():
		text = p.Words.T("note.unsaved")
	case d.text != "" && p.notes.subject.call.IsZero():
		text = p.Words.T("note.press")
	case !d.at.IsZero():
		text = p.Words.T("note.saved", p.Words.Clock(d.at))
	}
	if p.calls.last != nil && p.calls.current() == p.calls.last && !p.calling.isCall(p.calls.last.ID) {
		text = strings.TrimPrefix(text+" · "+p.Words.T("note.wrap"), " · ")
	}
	p.strip.Saved(text, false)
}
