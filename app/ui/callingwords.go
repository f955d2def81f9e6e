package ui

import (
	"context"
	"strings"
	"time"

	"pult/app/crm"
)

// ownAsk is a question that is answered in words of one's own: of which entry, what, and
// which of the script.
type ownAsk struct {
	entry    crm.ID
	ask      listAsk
	question int
}

// ownWords are an answer that was typed and not given yet. It waits until the question
// is asked again, however the field was left.
type ownWords struct {
	text   string
	client crm.Ref
	call   crm.ID
}

func (c *calling) asked() ownAsk {
	one := ownAsk{entry: c.entry.ID, ask: c.ask}
	if c.ask == askAnswer {
		one.question = c.question
	}
	return one
}

// keepWords keeps what stands in the field of the guide.
func (p *Panel) keepWords() {
	c := &p.calling
	if p.guide == nil || !c.ask.typed() || !c.offered() {
		return
	}
	if text := p.guide.Field.Text; strings.TrimSpace(text) != "" {
		p.ownWords[c.asked()] = ownWords{text, c.entry.Client, c.call}
	} else {
		delete(p.ownWords, c.asked())
	}
}

// wordsOf is what stands in the field when a question is asked: what was typed before,
// else what is usual.
func (p *Panel) wordsOf(one ownAsk) string {
	if kept, ok := p.ownWords[one]; ok {
		return kept.text
	}
	switch {
	case one.ask == askWhen && p.calling.said.Result == crm.ResultCallBack:
		return p.Words.T("next.default")
	case one.ask == askAnswer:
		return p.calling.answer(one.question).Text
	default:
		return ""
	}
}

// wordsGiven forgets the words of an entry: they are on disk.
func (p *Panel) wordsGiven(entry crm.ID) {
	for one := range p.ownWords {
		if one.entry == entry {
			delete(p.ownWords, one)
		}
	}
}

// rescueWords puts what was typed and never given into the history of its client when
// the panel goes down: the reasons, and answers to questions.
func (p *Panel) rescueWords() {
	p.keepWords()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for one, words := range p.ownWords {
		if one.ask == askSum || one.ask == askWhen || words.client.IsZero() {
			continue // half a date says nothing later
		}
		if err := p.Desk.AddNote(ctx, words.client, strings.TrimSpace(words.text)); err != nil {
			p.Log.Error("words not saved at the end", "error", err)
		}
	}
}
