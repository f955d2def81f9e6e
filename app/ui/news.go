package ui

import (
	"time"

	"pult/app/crm"
)

// newsShown is how long a notice of news stays by itself. They are in the day all
// the same.
const newsShown = 30 * time.Second

// mostNewsHeld bounds what is gathered while nobody looks.
const mostNewsHeld = 1000

// news are what 1C has told and nobody has seen yet.
type news struct {
	list  []crm.News
	text  string // of the notice on the screen; none when it is not there
	until time.Time
}

// newsCame takes what 1C has told. The cards follow by the events of their clients.
func (p *Panel) newsCame(list []crm.News) {
	if p.news.text == "" || p.shell.NoticeText() != p.news.text {
		p.news.seen()
	}
	p.news.list = append(p.news.list, list...)
	if over := len(p.news.list) - mostNewsHeld; over > 0 {
		p.news.list = p.news.list[over:]
	}
	p.lists.load(p) // of promises too
	p.tellNews()
}

// seen forgets news that were on the screen.
func (n *news) seen() {
	if n.text != "" {
		n.text, n.list = "", nil
	}
}

// tellNews says them in a quiet notice: never over a call, nor in place of what
// stands there already.
func (p *Panel) tellNews() {
	busy := len(p.calls.live) > 0 || p.shell.NoticeText() != "" && p.shell.NoticeText() != p.news.text
	if len(p.news.list) == 0 || busy {
		return
	}
	p.news.text, p.news.until = p.Words.NewsNotice(p.news.list), p.now().Add(newsShown)
	p.shell.Notice(p.news.text, false, false)
}

// tickNews takes the notice away in time, and says what had to wait.
func (p *Panel) tickNews(now time.Time) {
	switch {
	case p.news.text == "":
		p.tellNews()
	case p.shell.NoticeText() != p.news.text:
		p.news.seen()
	case now.After(p.news.until):
		p.shell.Notice("", false, false)
		p.news.seen()
	}
}

// rewordNews says the notice anew: amounts may have to be hidden.
func (p *Panel) rewordNews() {
	if len(p.news.list) > 0 && p.news.text != "" && p.shell.NoticeText() == p.news.text {
		p.news.text = p.Words.NewsNotice(p.news.list)
		p.shell.Notice(p.news.text, false, false)
	}
}

// briefShown is how long a word that something is done stays.
const briefShown = 8 * time.Second

// briefly is such a word.
type briefly struct{ until time.Time }

// brief says in a corner that something is done; it goes by itself.
func (p *Panel) brief(text string) {
	p.short.until = p.now().Add(briefShown)
	p.busy.Store(true)
	p.shell.Brief(text)
}

// tickBrief takes it away in time.
func (p *Panel) tickBrief(now time.Time) {
	if p.shell.BriefText() != "" && now.After(p.short.until) {
		p.shell.Brief("")
		p.drawStrip()
	}
}
