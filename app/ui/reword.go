package ui

import (
	"pult/app/ui/internal/exchange"
	"pult/app/ui/internal/look"
	"pult/app/view"
)

// wear changes between light, dark and what the system prefers.
func (p *Panel) wear(theme string) {
	p.Theme = theme
	p.app.Settings().SetTheme(look.New(theme))
	p.keepLook()
}

// hideMoney hides all amounts of money, or shows them again: for a screen others
// look at.
func (p *Panel) hideMoney() {
	p.Words.Veil(!p.Words.Veiled())
	p.reword()
}

// speak changes the language. The windows are made anew from the same state;
// what was typed stays typed.
func (p *Panel) speak(l view.Language) {
	p.Words.Speak(l)
	p.closeRecording()
	focused, from, search, dial := p.main.Canvas().Focused(), p.strip, p.shell.Top.Search.Text, p.shell.Top.Dial.Text
	p.notes.filling = true // texts move, nobody types
	defer func() { p.notes.filling = false }()
	p.compose()
	p.main.SetTitle(p.Words.T("app.name"))
	p.shell.Top.Search.Text, p.shell.Top.Dial.Text = search, dial
	p.shell.Select(p.lists.section)
	p.drawPresence()
	p.reword()
	field := p.strip.TakeOver(from, p.card.Shown().Name, focused)
	if field != nil {
		p.main.Canvas().Focus(field)
	}
	p.drawHands(true)
	p.rings.recompose()
	p.drawTray()
	if p.exchange.window != nil {
		p.exchange.window.Close()
		p.openExchange(exchange.Data)
	}
	if p.files.window != nil && p.files.cut == nil {
		page := p.files.view.Page()
		p.files.window.Close()
		p.openFiles(page)
	}
	p.keepLook()
	if p.settings.window != nil {
		page := p.settings.view.Page()
		typed, _ := p.settings.view.Read()
		p.settings.window.Close()
		p.openSettings(page)
		if p.Settings != nil {
			p.settings.view.Show(typed)
		}
	}
}

// reword says everything on the screen anew, from what was read.
func (p *Panel) reword() {
	p.shell.Veil(p.Words.Veiled())
	switch {
	case p.open.nothing() && p.open.text == "":
	case p.open.client.IsZero():
		p.sayCaller()
	case p.open.read:
		p.drawCard()
	default:
		p.card.Wait(p.card.Shown().Name)
	}
	if p.lists.read {
		p.lists.word(p)
	}
	p.wordFound()
	p.drawList()
	p.drawStrip()
	p.drawStatus()
	p.drawExchange()
	p.rewordNews()
	p.rings.draw()
}
