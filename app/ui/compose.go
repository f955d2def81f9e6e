package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/compose"
	"pult/app/view"
)

// composeRoom is the window a letter is written in, while it is open. What is typed is
// in the journal after each pause, and as the window closes.
type composeRoom struct {
	window    fyne.Window // nil when it is closed
	view      *compose.View
	sketch    crm.Sketch
	people    []crm.Address
	templates []crm.LetterTemplate
	timer     *time.Timer
	touched   bool // somebody has typed
	unsaved   bool // what was typed is not in the journal yet
	busy      bool // it is being kept
	sending   bool
	filling   bool // the fields are filled by us
	discard   bool // F8 was pressed once
	bare      bool // it was asked whether a letter without a subject is meant
	picking   bool // the dialog of the system is open
	loud      bool // what is said is not to be written over by what is less
}

// writeLetter begins a letter to the open client, or goes on with one that was begun.
func (p *Panel) writeLetter() {
	client := p.open.client
	if p.Mail == nil || client.IsZero() {
		return
	}
	for _, s := range p.post.sketches {
		if s.Draft.Client == client && s.Answers.IsZero() {
			p.openSketch(s)
			return
		}
	}
	p.beginLetter(crm.ID{}, func(ctx context.Context) (crm.Draft, error) { return p.Mail.Write(ctx, client) })
}

// answerLetter begins an answer, or goes on with one that was begun.
func (p *Panel) answerLetter(id crm.ID, all bool) {
	for _, s := range p.post.sketches {
		if s.Answers == id {
			p.openSketch(s)
			return
		}
	}
	p.beginLetter(id, func(ctx context.Context) (crm.Draft, error) { return p.Mail.Reply(ctx, id, all) })
}

func (p *Panel) beginLetter(answers crm.ID, begin func(ctx context.Context) (crm.Draft, error)) {
	p.ask(func(ctx context.Context) func() {
		d, err := begin(ctx)
		return func() {
			if err != nil {
				p.shell.Notice(p.Words.Error(view.Mail, err), true, false)
				return
			}
			p.openSketch(crm.Sketch{Draft: d, To: view.AddressField(d.To), Cc: view.AddressField(d.Cc), Answers: answers})
		}
	})
}

// openSketch shows a letter to be written; one that is open already is kept first.
func (p *Panel) openSketch(s crm.Sketch) {
	r := &p.writing
	if r.window != nil && r.sketch.Draft.ID == s.Draft.ID {
		r.window.RequestFocus()
		return
	}
	if r.window == nil {
		p.newComposer()
	} else {
		p.keepSketch()
		window, v := r.window, r.view
		*r = composeRoom{window: window, view: v}
		r.window.RequestFocus()
	}
	r.sketch = s
	r.filling = true
	r.view.To.SetText(s.To)
	r.view.Cc.SetText(s.Cc)
	r.view.Subject.SetText(s.Draft.Subject)
	r.view.Text.SetText(s.Draft.Text)
	r.view.Text.CursorRow, r.view.Text.CursorColumn = 0, 0
	r.filling = false
	r.view.About("")
	r.view.Say(p.Words.T("compose.hint"), view.Quiet)
	r.view.Enable(compose.Send, true)
	if strings.TrimSpace(s.To) == "" {
		r.window.Canvas().Focus(r.view.To)
	} else {
		r.window.Canvas().Focus(r.view.Text)
	}
	r.view.Remind(s.Draft.AnswerDays)
	p.turnCompose(compose.People)
	p.drawAttached()
	p.loadCompose()
}

func (p *Panel) newComposer() {
	r := &p.writing
	*r = composeRoom{window: p.app.NewWindow(p.Words.T("compose.title"))}
	r.view = compose.New(p.Words, compose.Actions{
		Side: p.turnCompose, Take: p.takeBeside, Do: p.composeWork, Typed: p.composeTyped, Keys: p.composeKey,
	})
	r.window.SetPadded(false)
	r.window.SetContent(r.view.Object())
	r.window.Resize(fyne.NewSize(compose.Width, compose.Height))
	r.window.SetOnClosed(p.leaveCompose)
	r.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		for _, uri := range uris {
			p.attachFile(uri.Path())
		}
	})
	canvas := r.window.Canvas()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) { p.composeKey(e.Name, 0) })
	onGo(canvas, p.sendLetter)
	for _, c := range slices.Concat(digits(alt), digits(ctrl)) {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}, func(fyne.Shortcut) { p.composeKey(c.key, c.mod) })
	}
	r.window.Show()
}

// loadCompose reads what can be put in.
func (p *Panel) loadCompose() {
	r := &p.writing
	id, client := r.sketch.Draft.ID, r.sketch.Draft.Client
	p.ask(func(ctx context.Context) func() {
		people, err := p.Mail.Addresses(ctx, client)
		templates, templateErr := p.Mail.Templates(ctx)
		name := ""
		if card, err := p.Desk.Card(ctx, client); err == nil {
			name = card.Client.Name
		}
		return func() {
			if r.window == nil || r.sketch.Draft.ID != id {
				return
			}
			for _, err := range []error{err, templateErr} {
				if err != nil {
					p.Log.Warn("letter", "error", err)
				}
			}
			r.people, r.templates = people, templates
			r.view.About(name)
			r.view.Show(compose.People, p.Words.PeopleRows(people), p.Words.T("compose.no_people"), "")
			r.view.Show(compose.Templates, p.Words.TemplateRows(templates), p.Words.T("compose.no_templates"), "")
		}
	})
}

// composeTyped keeps what was typed after a pause.
func (p *Panel) composeTyped() {
	r := &p.writing
	if r.filling || r.window == nil {
		return
	}
	r.touched, r.unsaved, r.discard, r.bare, r.loud = true, true, false, false, false
	if r.timer != nil {
		r.timer.Stop()
	}
	id := r.sketch.Draft.ID
	r.timer = time.AfterFunc(pause, func() {
		p.bridge.post(func() {
			if p.writing.sketch.Draft.ID == id {
				p.keepSketch()
			}
		})
	})
}

// written is the letter as it stands in the window.
func (r *composeRoom) written() crm.Sketch {
	s := r.sketch
	s.To, s.Cc = r.view.To.Text, r.view.Cc.Text
	s.Draft.Subject, s.Draft.Text = r.view.Subject.Text, r.view.Text.Text
	s.Draft.Files = slices.Clone(s.Draft.Files)
	return s
}

// keepSketch puts what was typed into the journal. Keeping is single: a later text
// follows an earlier one.
func (p *Panel) keepSketch() {
	r := &p.writing
	if r.window == nil || !r.unsaved || r.busy || r.sending {
		return
	}
	r.busy, r.unsaved = true, false
	s := r.written()
	p.keep(s, func(err error) {
		if r.sketch.Draft.ID != s.Draft.ID {
			return
		}
		r.busy = false
		switch {
		case err != nil:
			r.unsaved = true
			p.Log.Warn("draft not kept", "error", err)
			time.AfterFunc(retry, func() { p.bridge.post(p.keepSketch) })
		case r.unsaved:
			p.keepSketch()
		case r.window != nil && !r.sending && !r.loud:
			r.view.Say(p.Words.T("compose.kept", p.Words.Clock(p.now())), view.Quiet)
		}
	})
}

// keep writes a draft and tells how that went.
func (p *Panel) keep(s crm.Sketch, then func(error)) {
	p.post.keeping[s.Draft.ID] = s
	p.ask(func(ctx context.Context) func() {
		err := p.Mail.KeepSketch(ctx, s)
		return func() {
			if err == nil {
				delete(p.post.keeping, s.Draft.ID)
			}
			then(err)
			if id := s.Draft.ID; p.post.dropped[id] { // it was thrown away meanwhile
				p.act(func(ctx context.Context) error { return p.Mail.DropSketch(ctx, id) })
			}
			p.loadPost()
		}
	})
}

// leaveCompose is the end of the window: what was typed stays as a draft.
func (p *Panel) leaveCompose() {
	r := &p.writing
	if r.timer != nil {
		r.timer.Stop()
	}
	if r.unsaved && !r.sending {
		p.keep(r.written(), func(err error) {
			if err != nil {
				p.fault(err)
			}
		})
	}
	if r.touched && !r.sending {
		p.shell.Notice(p.Words.T("compose.draft_stays"), false, false)
	}
	*r = composeRoom{}
}

// rescueSketch keeps what was typed when the panel goes down, whether its window is
// still open or was closed with the others.
func (p *Panel) rescueSketch() {
	r := &p.writing
	left := p.post.keeping
	if r.window != nil && (r.unsaved || r.busy) && !r.sending {
		left[r.sketch.Draft.ID] = r.written()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for id, s := range left {
		if p.post.dropped[id] {
			continue
		}
		if err := p.Mail.KeepSketch(ctx, s); err != nil {
			p.Log.Error("draft not kept at the end", "error", err)
		}
	}
}

// composeKey is for keys of the window; it tells whether it was one.
func (p *Panel) composeKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	r := &p.writing
	digit := len(key) == 1 && key[0] >= '1' && key[0] <= '9'
	switch {
	case r.window == nil:
		return false
	case mod == ctrl && (key == fyne.KeyReturn || key == fyne.KeyEnter):
		p.sendLetter()
	case mod == alt && digit:
		p.takeBeside(int(key[0] - '1'))
	case mod == ctrl && digit && key[0] <= '3':
		p.turnCompose(compose.Side(key[0] - '1'))
	case mod != 0:
		return false
	case key == fyne.KeyEscape:
		r.window.Close()
	case key == fyne.KeyF5:
		p.pickAttachment()
	case key == fyne.KeyF7:
		p.remindOfAnswer()
	case key == fyne.KeyF8:
		p.discardSketch()
	case key == fyne.KeyTab && r.window.Canvas().Focused() == fyne.Focusable(r.view.Text):
		r.window.Canvas().Focus(r.view.To)
	default:
		return false
	}
	return true
}

func (p *Panel) composeWork(w compose.Work) {
	switch w {
	case compose.Send:
		p.sendLetter()
	case compose.Attach:
		p.pickAttachment()
	case compose.Remind:
		p.remindOfAnswer()
	case compose.Discard:
		p.discardSketch()
	case compose.Later:
		p.writing.window.Close()
	}
}

func (p *Panel) turnCompose(s compose.Side) { p.writing.view.Turn(s) }

// answerDays are after how many days without an answer one may be reminded.
var answerDays = []int{0, 2, 3, 5, 7, 14}

// remindOfAnswer steps through them.
func (p *Panel) remindOfAnswer() {
	r := &p.writing
	d := &r.sketch.Draft
	d.AnswerDays = answerDays[(slices.Index(answerDays, d.AnswerDays)+1)%len(answerDays)]
	r.view.Remind(d.AnswerDays)
	p.composeTyped()
}
