package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/view"
)

// foundShown is how many answers a person looks at before typing on.
const foundShown = 20

// searchSilence is how long an answer may be in coming before the list says that it
// is waited for. Nearly all come in a hundredth of it, and what is drawn in the
// meantime only makes them later.
const searchSilence = 100 * time.Millisecond

// search is the search as you type. Each question has a number; an answer to an
// older one is stale and dropped.
type search struct {
	on    bool
	text  string // what is asked
	asked int
	found []crm.Found
	rows  []view.Row // clients and commands
	// letters tells that nothing but letters is searched.
	letters bool
	written []view.Row // letters that were found
	waits   bool
	enter   bool // the first of what will be found is to be opened
	cancel  context.CancelFunc
}

// searched takes what stands in the field.
func (p *Panel) searched(text string) {
	text = strings.TrimSpace(text)
	p.dropSearch()
	if text == "" {
		if p.search.on {
			p.search.on = false
			p.drawList()
		}
		return
	}
	if !p.search.on {
		p.search.found, p.search.written = nil, nil
	}
	p.search.on, p.search.waits, p.search.text = true, text != allCommands, text
	if !p.search.waits {
		p.search.found = nil
		p.wordFound()
		p.drawList()
		return
	}
	asked := p.search.asked
	if p.search.letters {
		p.searchLetters(asked, text)
		p.drawList()
		return
	}
	slow := time.AfterFunc(searchSilence, func() { p.bridge.post(func() { p.searching(asked) }) })
	stale, drop := context.WithCancel(context.Background())
	p.search.cancel = func() {
		slow.Stop()
		drop()
	}
	p.ask(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(stale, cancel)()
		found, err := p.Desk.Search(ctx, text, foundShown)
		if err != nil && ctx.Err() != nil {
			return nil
		}
		return func() { p.found(asked, found, err) }
	})
}

// searching says that the answer is slow in coming.
func (p *Panel) searching(asked int) {
	if asked == p.search.asked && p.search.waits {
		p.wordFound()
		p.drawList()
	}
}

// dropSearch makes every answer under way stale.
func (p *Panel) dropSearch() {
	p.search.asked++
	p.search.waits, p.search.enter = false, false
	if p.search.cancel != nil {
		p.search.cancel()
		p.search.cancel = nil
	}
}

func (p *Panel) found(asked int, found []crm.Found, err error) {
	if asked != p.search.asked {
		return
	}
	enter := p.search.enter
	p.dropSearch()
	if err != nil {
		p.fault(err)
		return
	}
	p.search.found, p.search.written = found, nil
	p.wordFound()
	p.shell.List.Rewind()
	p.drawList()
	if enter {
		p.shell.List.Enter()
	}
	if p.SearchDrawn != nil {
		p.SearchDrawn(p.search.text)
	}
	p.searchLetters(p.search.asked, p.search.text)
}

// wordFound lays out what was found: clients, and under them what the panel can
// do that goes by such a word.
func (p *Panel) wordFound() {
	var rows []view.Row
	if found := p.Words.FoundRows(p.search.found); len(found) > 0 {
		rows = append([]view.Row{{Head: true, Title: p.Words.T("search.found")}}, found...)
	}
	if p.search.letters {
		p.search.rows = p.search.written
		return
	}
	if found := p.foundCommands(p.search.text); len(found) > 0 {
		rows = append(append(rows, view.Row{Head: true, Title: p.Words.T("search.commands")}), found...)
	}
	if !p.search.waits && len(p.search.found) == 0 && p.search.text != allCommands {
		rows = append(rows, view.Row{Command: "lead", Title: p.Words.T("lead.search", p.search.text), Right: chord{ctrl | shift, fyne.KeyN}.String(), Tone: view.Quiet})
	}
	if len(p.search.written) > 0 { // below all else: they come a little later
		rows = append(append(rows, view.Row{Head: true, Title: p.Words.T("search.letters")}), p.search.written...)
	}
	p.search.rows = rows
}

func (p *Panel) drawFound() {
	rows := p.search.rows
	title, hint := p.Words.T("search.nothing"), p.Words.T("search.nothing_hint")
	if p.search.waits {
		title, hint = p.Words.T("search.wait"), ""
	}
	p.shell.List.Set(rows, title, hint)
}

// endSearch empties the field and gives the section back.
func (p *Panel) endSearch() {
	p.dropSearch()
	p.search.on, p.search.found, p.search.rows = false, nil, nil
	p.search.letters, p.search.written = false, nil
	if p.shell.Top.Search.Text != "" {
		p.shell.Top.Search.SetText("")
	}
}
