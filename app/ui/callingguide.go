package ui

import (
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/guide"
)

// drawGuide says why the client is called, what to say, and what the digits mean.
func (p *Panel) drawGuide() {
	if p.guide == nil {
		return
	}
	if !p.onList() {
		p.shell.Guided(false)
		return
	}
	c := &p.calling
	f := guide.Face{Chosen: -1}
	f.Buttons[guide.WhyNot], f.Buttons[guide.Pause] = true, true
	if c.offered() {
		f.Why, f.Attempt = p.Words.Why(c.entry.Why), p.Words.Attempt(c.entry, c.saved || !c.call.IsZero() && !c.dialling && p.listCall() == nil)
		if f.Why == "" {
			f.Why = c.standing.List.Name
		}
	}
	p.faceOfScript(&f)
	p.faceOfDigits(&f)
	p.faceOfState(&f)
	if c.told != "" {
		f.Title, f.Bad = c.told, true
	}
	p.guide.Show(f)
	p.shell.Guided(true)
}

// faceOfState says what is to be done now, and the buttons for it.
func (p *Panel) faceOfState(f *guide.Face) {
	c := &p.calling
	t := func(key string) { f.Title = p.Words.T(key) }
	live := p.listCall() != nil
	switch {
	case c.ask != askResult:
		return // faceOfDigits has said it
	case live && c.saved:
		t("calling.on_said")
		f.Buttons[guide.Next] = true
	case live && c.noting:
		t("calling.on_note")
	case live:
		t("calling.on")
	case p.paused(p.now()):
		f.Title = p.Words.T("calling.paused_now", p.whyPaused())
		f.Buttons[guide.Next] = true
	case !c.offered():
		t("calling.start")
		f.Buttons[guide.Next] = true
	case c.saved && c.wrap.auto && !c.wrap.stopped:
		f.Title = p.Words.T("calling.next_auto", p.Words.Duration(int((c.wrap.left+time.Second-1)/time.Second)))
		f.Buttons[guide.Next] = true
	case c.saved:
		t("calling.next")
		f.Buttons[guide.Next] = true
	case c.crashed && c.entry.State.UnderWay():
		t("calling.crashed")
	case c.dialling:
		t("calling.on")
	case c.entry.State.UnderWay():
		t("calling.ended")
		if c.noting {
			t("calling.ended_note")
		}
		if c.wrap.on {
			f.Attempt = p.Words.WrapUp(c.wrap.left)
		}
	case !c.call.IsZero() && !c.dialling: // the line has said it
		f.Title = p.Words.Unanswered(c.entry)
		f.Buttons[guide.Next] = true
	default:
		t("calling.offered")
		f.Buttons[guide.Dial], f.Buttons[guide.Skip] = true, true
	}
}

// whyPaused is why nobody is to be called now.
func (p *Panel) whyPaused() string {
	c := &p.calling
	switch {
	case c.away != "":
		return p.Words.T("pause." + string(c.away))
	case c.standing.List.Paused.On(p.now()):
		return p.Words.T("pause." + string(c.standing.List.Paused.Cause))
	default:
		return p.Words.Presence(p.presence)
	}
}

// faceOfDigits says what the digits answer.
func (p *Panel) faceOfDigits(f *guide.Face) {
	c := &p.calling
	t := func(key string) { f.Title = p.Words.T(key) }
	switch c.ask {
	case askReason:
		t("calling.reason")
		for _, r := range crm.Refusals() {
			f.Digits = append(f.Digits, p.Words.T("refusal."+r))
		}
	case askSkip:
		t("calling.skip")
		for _, s := range skips() {
			f.Digits = append(f.Digits, p.Words.T("skip."+s))
		}
	case askPause:
		t("calling.pause")
		for _, cause := range pauses() {
			f.Digits = append(f.Digits, p.Words.T("pause."+string(cause)))
		}
	case askSum:
		t("calling.sum")
	case askWhen:
		t("calling.when")
		if c.said.Result == crm.ResultWillPay {
			t("calling.paid_when")
		}
	case askRefusal, askSkipped, askAnswer:
		t("calling.words")
	default:
		results := crm.ListResults(c.standing.List.Purpose)
		for _, r := range results {
			f.Digits = append(f.Digits, p.Words.Result(r))
		}
		f.Digits = append(f.Digits, p.Words.Result(crm.ResultVoicemail))
		if f.Chosen = slices.Index(results, c.said.Result); c.said.Result == crm.ResultVoicemail {
			f.Chosen = len(results)
		}
		f.Asleep = !c.underWay() || c.call.IsZero()
	}
	if c.ask.typed() {
		f.Field = p.Words.T(c.ask.hint(c.said.Result))
		if sum := c.owed(); c.ask == askSum && sum > 0 {
			f.Field = p.Words.T("calling.sum_all", p.Words.Money(sum))
		}
	}
}

// faceOfScript shows the text of the script, or the question that is asked now.
func (p *Panel) faceOfScript(f *guide.Face) {
	c := &p.calling
	script := c.standing.List.Script
	asked := script.Asked(c.answers)
	switch at := slices.Index(asked, c.question); {
	case c.question < 0:
		f.Head, f.Text = p.Words.T("calling.script"), script.Text
		if script.Text == "" {
			f.Text = p.Words.T("calling.no_script")
		}
		if len(asked) > 0 {
			f.Hint = p.Words.T("calling.script_keys")
		}
	case at < 0:
		f.Head, f.Text = p.Words.T("calling.script"), p.Words.T("calling.asked_all")
	default:
		q := script.Questions[c.question]
		key := "calling.question"
		if q.Must {
			key = "calling.question_must"
		}
		f.Head, f.Text, f.Hint = p.Words.T(key, at+1, len(asked)), q.Text, p.Words.T("calling.question_keys")
		given := c.answer(c.question)
		for i, option := range q.Options {
			if slices.Contains(given.Options, i) {
				option = "✓ " + option
			}
			f.Options = append(f.Options, option)
		}
		if len(q.Options) == 0 {
			f.Hint = p.Words.T("calling.question_text")
			if given.Text != "" {
				f.Text += "\n" + given.Text
			}
		}
	}
}

// answer is what was said to a question.
func (c *calling) answer(question int) crm.Answer {
	for _, a := range slices.Backward(c.answers) {
		if a.Question == question {
			return a
		}
	}
	return crm.Answer{Question: question}
}

// question is the one that is asked now.
func (c *calling) asks() (q crm.Question, ok bool) {
	questions := c.standing.List.Script.Questions
	if c.question < 0 || c.question >= len(questions) || !c.offered() {
		return q, false
	}
	return questions[c.question], true
}

// answerOption takes one of the answers that a question offers; of several each is
// switched on or off.
func (p *Panel) answerOption(i int) bool {
	c := &p.calling
	q, ok := c.asks()
	if !ok || i >= len(q.Options) {
		return false
	}
	given := crm.Answer{Question: c.question, Options: []int{i}}
	if q.Kind == crm.AskSome {
		given.Options = slices.Clone(c.answer(c.question).Options)
		if at := slices.Index(given.Options, i); at >= 0 {
			given.Options = slices.Delete(given.Options, at, at+1)
		} else {
			given.Options = append(given.Options, i)
		}
	}
	c.answers = append(slices.DeleteFunc(c.answers, func(a crm.Answer) bool { return a.Question == given.Question }), given)
	if q.Kind == crm.AskOne {
		p.turnQuestion(1)
		return true
	}
	p.drawGuide()
	return true
}

// answerWords takes an answer that was typed.
func (p *Panel) answerWords(text string) {
	c := &p.calling
	q, ok := c.asks()
	if !ok {
		return
	}
	if q.Kind == crm.AskNumber && strings.Trim(text, "0123456789., -") != "" {
		c.told = p.Words.T("calling.bad_number")
		p.drawGuide()
		return
	}
	given := crm.Answer{Question: c.question, Text: text}
	c.answers = append(slices.DeleteFunc(c.answers, func(a crm.Answer) bool { return a.Question == given.Question }), given)
	c.ask = askResult
	p.main.Canvas().Unfocus()
	p.turnQuestion(1)
}

// turnQuestion goes to the next question that is to be asked, or back to the one
// before; before the first stands the text of the script.
func (p *Panel) turnQuestion(step int) {
	c := &p.calling
	asked := c.standing.List.Script.Asked(c.answers)
	places := append([]int{-1}, asked...)
	places = append(places, len(c.standing.List.Script.Questions)) // all is asked
	at := 0
	for i, q := range places {
		if q <= c.question {
			at = i
		}
	}
	c.question = places[min(max(at+step, 0), len(places)-1)]
	c.told = ""
	p.drawGuide()
}
