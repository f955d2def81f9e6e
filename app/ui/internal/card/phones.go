package card

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// maxPhones is how many numbers have a line; the others open as a list.
const maxPhones = 2

// phones are the numbers to call, the one F2 calls first.
type phones struct {
	words   *view.Printer
	call    func(string)
	buttons [maxPhones]*parts.Button
	who     [maxPhones]*parts.Label
	more    *parts.Button
	list    []view.Phone
}

func newPhones(words *view.Printer, call func(string)) *phones {
	p := &phones{words: words, call: call}
	for i := range p.buttons {
		p.buttons[i] = parts.NewButton("", "", look.Phone, parts.Link, func() { p.press(i) })
		p.who[i] = parts.NewFit("", look.Body, look.Text)
	}
	p.more = parts.NewButton("", "", "", parts.Link, p.menu)
	return p
}

func (p *phones) objects() []fyne.CanvasObject {
	list := []fyne.CanvasObject{p.more}
	for i := range p.buttons {
		list = append(list, p.buttons[i], p.who[i])
	}
	return list
}

// numberColumn holds the longest number with its picture and its key.
const numberColumn float32 = 196

func (p *phones) lay(x, y, width float32) {
	for i := range p.buttons {
		line := y + float32(i)*phoneHeight
		parts.Put(p.buttons[i], x-6, line, p.buttons[i].MinSize().Width, phoneHeight)
		who := x
		if i < len(p.list) {
			who += numberColumn
		}
		parts.PutMid(p.who[i], who, line, width-numberColumn-120, phoneHeight)
	}
	more := p.more.MinSize().Width
	parts.Put(p.more, x+width-more+6, y+phoneHeight*(maxPhones-1), more, phoneHeight)
}

func (p *phones) show(list []view.Phone, known bool) {
	p.list = list
	for i := range p.buttons {
		if i < len(list) {
			p.buttons[i].Set(list[i].Text, look.Phone, false)
			p.buttons[i].Show()
			p.who[i].SetColored(list[i].Who, look.Text)
			continue
		}
		p.buttons[i].Hide()
		p.who[i].Set("")
	}
	if len(list) == 0 && known {
		p.who[0].SetColored(p.words.T("card.no_phones"), look.Muted)
	}
	p.more.Hide()
	if len(list) > maxPhones {
		p.more.Set(p.words.T("card.more_phones", len(list)-maxPhones), "", false)
		p.more.Show()
	}
}

func (p *phones) press(i int) {
	if i < len(p.list) {
		p.call(p.list[i].Number)
	}
}
