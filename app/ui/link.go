package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/view"
)

// Link takes a link such as tel:+7912… that another program opened, and brings
// the window to the front. The number waits in the field for Enter: a web page
// must not be able to dial by itself. An empty link only brings the window.
func (p *Panel) Link(link string) {
	p.bridge.post(func() {
		p.main.Show()
		p.main.RequestFocus()
		if link != "" {
			p.link(link)
		}
	})
}

func (p *Panel) link(link string) {
	p.ask(func(ctx context.Context) func() {
		number := p.Desk.Lookup(ctx, link).Number
		return func() {
			if number.String() == "" {
				p.fault(crm.ErrInvalid)
				return
			}
			p.shell.Top.Dial.SetText(number.Format())
			p.main.Canvas().Focus(p.shell.Top.Dial)
		}
	})
}

// Refuse shows why the panel cannot open, until the window is closed or ctx
// ends.
func Refuse(ctx context.Context, app fyne.App, words *view.Printer, err error) {
	app.Settings().SetTheme(look.New(""))
	w := app.NewWindow(words.T("app.name"))
	text := widget.NewLabel(words.Error(view.Start, err))
	text.Wrapping = fyne.TextWrapWord
	w.SetContent(container.NewPadded(container.NewBorder(nil, widget.NewButton(words.T("start.close"), w.Close), nil, nil, text)))
	w.Resize(fyne.NewSize(520, 200))
	stop := context.AfterFunc(ctx, func() { fyne.Do(app.Quit) })
	defer stop()
	w.ShowAndRun()
}
