package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// nextStep is one step that is being typed, outside a call: for the open client, or
// another time for a task of the list.
type nextStep struct {
	on   bool
	task crm.Task
}

// about is what a next step outside a call is about: its text waits there while
// the field is needed for another.
type about struct {
	task   crm.ID
	client crm.Ref
	number phone.Number
}

func (n nextStep) about() about { return about{n.task.ID, n.task.Client, n.task.Number} }

// turnStep empties the field for another next step, and puts its draft there.
func (p *Panel) turnStep(to nextStep) {
	if p.calls.last == nil && p.next.about() != (about{}) {
		p.drafts[p.next.about()] = p.strip.Step.Text
	}
	p.next = to
	p.strip.Step.SetText(p.drafts[to.about()])
}

// wrapping is the call that is over and of which is still to be said what came.
func (p *Panel) wrapping() *call {
	if p.calls.mine() != nil {
		return nil
	}
	return p.calls.last
}

// toResults gives the digits to the results.
func (p *Panel) toResults() bool {
	if !p.strip.Face().Wrap || !p.strip.Results.Visible() {
		return false
	}
	p.main.Canvas().Focus(p.strip.Results)
	return true
}

// setResult saves what came of the call that is over, and leads on to what that
// result asks for.
func (p *Panel) setResult(result crm.Result, reason string) {
	one := p.wrapping()
	if one == nil {
		return
	}
	before, why := one.Result, one.Reason
	one.Result, one.Reason = result, reason
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.SetResult(ctx, id, result, reason)
		if err == nil {
			return nil
		}
		return func() {
			one.Result, one.Reason = before, why
			p.drawStrip()
			p.fault(err)
		}
	})
	p.drawStrip()
	switch {
	case result == crm.ResultCallBack:
		if p.strip.Step.Text == "" {
			p.strip.Step.SetText(p.Words.T("next.default"))
		}
		p.toStep()
	case result == crm.ResultWillPay && one.Client == p.open.client:
		p.openPromise()
	case p.strip.Results.Why():
		p.drawSaved()
	}
}

func (p *Panel) toStep() {
	p.main.Canvas().Focus(p.strip.Step)
	p.strip.Step.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// openStep shows the field of the next step for the client who is open, or for the
// task that is chosen in the list.
func (p *Panel) openStep() {
	switch row, chosen := p.chosenTask(); {
	case p.wrapping() != nil:
	case chosen:
		p.turnStep(nextStep{on: true, task: crm.Task{ID: row.Task}})
	case !p.open.client.IsZero() || p.open.number != "":
		p.turnStep(nextStep{on: true, task: crm.Task{Client: p.open.client, Number: p.openedNumber()}})
	default:
		return
	}
	p.drawStrip()
	p.toStep()
}

func (p *Panel) openedNumber() phone.Number {
	if p.open.client.IsZero() {
		return phone.Plan{}.Parse(p.open.number)
	}
	return phone.Number{}
}

// stepTyped says how the text is understood.
func (p *Panel) stepTyped(text string) {
	p.told = said{}
	if text = strings.TrimSpace(text); text != "" {
		p.told.text = p.Words.T("next.example_ui")
		if when, err := view.ParseWhen(text, p.now()); err == nil {
			p.told.text = p.Words.T("next.read", p.Words.When(when))
		}
	}
	p.drawSaved()
}

// said is how the next step in the field is understood, or why it is not.
type said struct {
	text string
	bad  bool
}

// stepDone saves the next step. In the wrap-up it is the last word.
func (p *Panel) stepDone() {
	text := strings.TrimSpace(p.strip.Step.Text)
	one := p.wrapping()
	if text == "" {
		p.stepOver()
		return
	}
	when, err := view.ParseWhen(text, p.now())
	if err != nil {
		bad := "next.example_ui"
		if errors.Is(err, view.ErrPast) {
			bad = "next.past_ui"
		}
		p.told = said{p.Words.T(bad), true}
		p.drawSaved()
		p.main.Canvas().Focus(p.strip.Step)
		return
	}
	task := p.next.task
	if one != nil {
		task = crm.Task{Call: one.ID}
	}
	task.Due, task.Day, task.Text = when.At, when.Day, when.Text
	p.ask(func(ctx context.Context) func() {
		err := p.writeStep(ctx, task)
		return func() {
			if err != nil {
				p.told = said{p.Words.T("note.failed", p.Words.Error(view.Desk, err)), true}
				p.drawSaved()
				return
			}
			if p.wrapping() != one || strings.TrimSpace(p.strip.Step.Text) != text {
				return // another call has begun, or more was typed
			}
			p.strip.Step.SetText("")
			p.stepOver()
			p.brief(p.Words.T("next.saved", p.Words.When(when)))
		}
	})
}

func (p *Panel) writeStep(ctx context.Context, task crm.Task) error {
	if !task.ID.IsZero() {
		return p.Desk.Postpone(ctx, task.ID, task.Due, task.Day, task.Text)
	}
	_, err := p.Desk.AddTask(ctx, task)
	return err
}

// stepOver ends what the field was open for.
func (p *Panel) stepOver() {
	if p.wrapping() != nil {
		p.notes.done()
		return
	}
	delete(p.drafts, p.next.about())
	p.next = nextStep{}
	p.main.Canvas().Unfocus()
	p.drawStrip()
}

// wrapDone ends the wrap-up, or saves the note outside it.
func (p *Panel) wrapDone() {
	if strings.TrimSpace(p.strip.Step.Text) != "" && (p.wrapping() != nil || p.next.on) {
		p.stepDone()
		return
	}
	p.notes.done()
}

// keepStep saves a next step of a call that is left without a word: another call
// has come. One that cannot be read is due today, word for word.
func (p *Panel) keepStep() {
	one, text := p.calls.last, strings.TrimSpace(p.strip.Step.Text)
	if one == nil {
		p.turnStep(nextStep{})
		return
	}
	if text == "" {
		return
	}
	task := p.readStep(text)
	task.Call = one.ID
	p.strip.Step.SetText("")
	p.act(func(ctx context.Context) error { return p.writeStep(ctx, task) })
}

func (p *Panel) readStep(text string) crm.Task {
	when, err := view.ParseWhen(text, p.now())
	if err != nil {
		now := p.now()
		when = view.When{At: time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()), Day: true, Text: text}
	}
	return crm.Task{Due: when.At, Day: when.Day, Text: when.Text}
}

// rescueStep saves what stands in the field, and what waits elsewhere, when the
// panel goes down.
func (p *Panel) rescueStep() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	save := func(text string, task crm.Task) {
		if text = strings.TrimSpace(text); text == "" {
			return
		}
		read := p.readStep(text)
		task.Due, task.Day, task.Text = read.Due, read.Day, read.Text
		if err := p.writeStep(ctx, task); err != nil {
			p.Log.Error("next step not saved at the end", "error", err)
		}
	}
	if one := p.calls.last; one != nil {
		save(p.strip.Step.Text, crm.Task{Call: one.ID})
	} else if p.next.about() != (about{}) {
		p.drafts[p.next.about()] = p.strip.Step.Text
	}
	for a, text := range p.drafts {
		save(text, crm.Task{ID: a.task, Client: a.client, Number: a.number})
	}
}

// typedElsewhere takes a letter typed where only digits mean something: it is the
// beginning of a note.
func (p *Panel) typedElsewhere(r rune) {
	p.main.Canvas().Focus(p.strip.Note)
	p.strip.Note.TypedRune(r)
}

// leaveWrap takes the focus out of what is about to go.
func (p *Panel) leaveWrap() {
	focused := p.main.Canvas().Focused()
	gone := focused == fyne.Focusable(p.strip.Results) && !p.strip.Results.Visible() ||
		focused == fyne.Focusable(p.strip.Step) && !p.strip.Step.Visible()
	if gone && p.strip.Form() == strip.None && !p.notes.subject.none() {
		p.main.Canvas().Focus(p.strip.Note)
	}
}
