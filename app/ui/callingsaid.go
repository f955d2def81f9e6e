package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/view"
)

// listAsk is what the digits of the guide, or its field, answer.
type listAsk int

const (
	askResult listAsk = iota
	askReason
	askSkip
	askPause
	askSum
	askWhen
	askRefusal // in words
	askSkipped // in words
	askAnswer  // to a question of the script
)

// typed tells that the answer is typed.
func (a listAsk) typed() bool { return a >= askSum }

// hint shows how the answer is typed.
func (a listAsk) hint(of crm.Result) string {
	switch {
	case a == askSum:
		return "calling.sum_hint"
	case a == askWhen && of == crm.ResultWillPay:
		return "calling.paid_hint"
	case a == askWhen:
		return "calling.when_hint"
	default:
		return "calling.words_hint"
	}
}

// skips are why an entry is skipped, digit by digit; the last in words.
func skips() []string { return []string{"busy", "prepare", "colleague", "fresh", "other"} }

// pauses are why a manager, or the whole list, stands still.
func pauses() []crm.PauseCause {
	return []crm.PauseCause{crm.PauseLunch, crm.PauseMeeting, crm.PauseWork, crm.PauseByHand}
}

// pickDigit is what a digit of the guide says.
func (p *Panel) pickDigit(i int) {
	c := &p.calling
	switch c.ask {
	case askReason:
		if i < len(crm.Refusals()) {
			p.pickReason(crm.Refusals()[i])
		}
	case askSkip:
		switch {
		case i == len(skips())-1:
			p.askFor(askSkipped)
		case i < len(skips()):
			p.skipEntry(p.Words.T("skip." + skips()[i]))
		}
	case askPause:
		if i < len(pauses()) {
			p.pauseList(pauses()[i])
		}
	case askResult:
		if results := crm.ListResults(c.standing.List.Purpose); i < len(results) {
			p.pickResult(results[i])
		} else if i == len(results) {
			p.pickResult(crm.ResultVoicemail) // the key 0
		}
	}
}

func (p *Panel) pickReason(reason string) {
	if reason == "other" {
		p.askFor(askRefusal)
		return
	}
	p.calling.said.Reason = reason
	p.saveSaid()
}

// pickResult takes what came of the call, and asks for what that result demands.
func (p *Panel) pickResult(result crm.Result) {
	c := &p.calling
	if !c.underWay() || c.call.IsZero() {
		return
	}
	if must := c.standing.List.Script.Owed(c.answers); result.TalkedThrough() && len(must) > 0 {
		c.question, c.told = must[0], p.Words.T("calling.must")
		p.drawGuide()
		return
	}
	c.said = crm.Said{Result: result}
	switch d := result.Demands(); {
	case d.Reason:
		p.askFor(askReason)
	case d.Sum:
		p.askFor(askSum)
	case d.When:
		p.askFor(askWhen)
	default:
		p.saveSaid()
	}
}

// askFor turns the digits, or the field, to another question.
func (p *Panel) askFor(a listAsk) {
	c := &p.calling
	p.keepWords()
	c.ask, c.told = a, ""
	if !a.typed() {
		p.drawGuide()
		p.main.Canvas().Unfocus()
		return
	}
	p.guide.Field.SetText(p.wordsOf(c.asked()))
	p.drawGuide()
	p.main.Canvas().Focus(p.guide.Field)
	p.guide.Field.CursorColumn = len([]rune(p.guide.Field.Text))
}

// entered takes what was typed into the field of the guide.
func (p *Panel) entered(text string) {
	c := &p.calling
	p.keepWords()
	text = strings.TrimSpace(text)
	bad := func(key string) {
		c.told = p.Words.T(key)
		p.drawGuide()
	}
	switch c.ask {
	case askSum:
		sum, err := crm.ParseMoney(text)
		if text == "" {
			sum, err = c.owed(), nil
		}
		if err != nil || sum <= 0 {
			bad("calling.bad_sum")
			return
		}
		c.said.Sum = sum
		p.askFor(askWhen)
	case askWhen:
		when, err := view.ParseWhen(text, p.now())
		switch {
		case errors.Is(err, view.ErrPast):
			bad("calling.bad_past")
		case err != nil:
			bad("calling.bad_when")
		default:
			c.said.When, c.said.Day = when.At, when.Day
			p.saveSaid()
		}
	case askRefusal, askSkipped:
		switch {
		case text == "":
			bad("calling.bad_words")
		case c.ask == askSkipped:
			p.skipEntry(text)
		default:
			c.said.Reason = text
			p.saveSaid()
		}
	case askAnswer:
		p.answerWords(text)
	}
}

// saveSaid writes what came of the call, with its note and its answers. It is on disk
// before anything says so.
func (p *Panel) saveSaid() {
	c := &p.calling
	said, entry := c.said, c.entry.ID
	if one := p.calls.noteWorthy(); one != nil && c.isCall(one.ID) {
		said.Note = p.strip.Note.Text
	}
	said.Answers = c.standing.List.Script.Kept(c.answers)
	c.ask = askResult
	p.main.Canvas().Unfocus()
	p.ask(func(ctx context.Context) func() {
		err := p.Lists.SetEntryResult(ctx, entry, said)
		return func() {
			if c.entry.ID != entry {
				return
			}
			c.told = ""
			if err != nil {
				c.told = p.Words.Error(view.Desk, err)
			} else {
				p.wordsGiven(entry)
				c.saved = true
				c.wrap.hurry(c.standing.List.Purpose.Advances())
			}
			p.drawStrip()
			p.drawGuide()
			p.loadLists()
		}
	})
	p.drawGuide()
}

// skipEntry puts the client off without a call; the reason is reported.
func (p *Panel) skipEntry(reason string) {
	c := &p.calling
	entry := c.entry.ID
	c.ask = askResult
	p.main.Canvas().Unfocus()
	p.ask(func(ctx context.Context) func() {
		err := p.Lists.SkipEntry(ctx, entry, reason)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.wordsGiven(entry)
			if c.entry.ID == entry {
				c.entry = crm.Entry{}
			}
			p.nextEntry()
		}
	})
	p.drawGuide()
}

// paused tells that nobody is to be called now: the list stands still, or this manager
// has a break of the list or of the day.
func (p *Panel) paused(now time.Time) bool {
	c := &p.calling
	return c.away != "" || c.standing.List.Paused.On(now) || p.resting()
}

// resting tells that the manager has a break. Who only turns calls away may call.
func (p *Panel) resting() bool { return p.presence.Kind == crm.PresenceBreak }

func (p *Panel) pauseList(cause crm.PauseCause) {
	c := &p.calling
	list := c.list
	c.ask, c.wrap.stopped = askResult, true
	p.ask(func(ctx context.Context) func() {
		err := p.Lists.PauseList(ctx, list, cause, time.Time{}, "")
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			c.away = cause
			p.drawGuide()
			p.loadLists()
		}
	})
}

func (p *Panel) resumeList() {
	c := &p.calling
	list, resting := c.list, p.resting()
	p.ask(func(ctx context.Context) func() {
		err := p.Lists.ResumeList(ctx, list)
		if err == nil && resting {
			err = p.Desk.SetPresence(ctx, crm.PresenceFree, "")
		}
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			if resting {
				p.present(crm.Presence{Kind: crm.PresenceFree})
			}
			c.away, c.standing.List.Paused = "", crm.Pause{}
			p.drawGuide()
			if !c.underWay() && p.listCall() == nil {
				p.nextEntry()
			}
		}
	})
}
