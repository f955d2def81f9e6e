package ui

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/keymap"
	"pult/app/ui/internal/shell"
)

// openKeys shows the map of keys, or brings it to the front.
func (p *Panel) openKeys() {
	if p.help != nil {
		p.help.RequestFocus()
		return
	}
	p.help = p.app.NewWindow(p.Words.T("keys.title"))
	p.help.SetPadded(false)
	p.help.SetFixedSize(true)
	p.help.SetContent(keymap.New(p.keyPages(), p.Words.T("keys.hint")))
	p.help.SetOnClosed(func() { p.help = nil })
	p.help.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape || e.Name == fyne.KeyF1 {
			p.help.Close()
		}
	})
	p.help.Show()
}

// keyPages are the commands that have keys, part by part.
func (p *Panel) keyPages() (pages []keymap.Page) {
	names := []string{pageCall, pageClient, pageWindow}
	if p.lists.section == shell.Lists { // a window has room for three
		names[0], names[1], names[2] = pageList, pageCall, pageClient
	}
	if p.making.window != nil {
		names[0], names[1], names[2] = "", pageList, pageCall
		pages = append(pages, p.makingPage())
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		page := keymap.Page{Title: p.Words.T("keys." + name)}
		for i := range p.commands {
			if c := &p.commands[i]; c.page == name {
				page.Lines = append(page.Lines, keymap.Line{Key: c.printed(), Does: p.Words.T("cmd." + c.name)})
			}
		}
		pages = append(pages, page)
	}
	return pages
}

// makingPage are the keys of the window a call list is put together in.
func (p *Panel) makingPage() keymap.Page {
	page := keymap.Page{Title: p.Words.T("keys.maker")}
	for _, one := range []struct{ key, does string }{
		{"Ctrl+1…3", "maker.page"},
		{"↑↓", "maker.row"},
		{"Tab", "maker.field"},
		{"←→", "maker.answer"},
		{"↓", "maker.values"},
		{"Backspace", "maker.drop"},
		{"Ctrl+Del", "maker.remove"},
		{"Alt+↑↓", "maker.count"},
		{"F5", "maker.script"},
		{"Ctrl+S", "newlist.keep"},
		{"F2", "maker.rename"},
		{"F8", "newlist.forget"},
		{"Ctrl+Enter", "newlist.create"},
		{"Esc", "maker.close"},
	} {
		page.Lines = append(page.Lines, keymap.Line{Key: one.key, Does: p.Words.T(one.does)})
	}
	return page
}
