package sound

import (
	"slices"

	"fyne.io/fyne/v2/widget"

	"pult/app/view"
)

// picker is a list of devices with the system's own choice on top. A device that
// is chosen and not plugged in stays in it.
type picker struct {
	words  *view.Printer
	first  string
	chosen func(name string)
	names  []string // behind the options, "" for the first
	list   *widget.Select
	quiet  bool // the program chooses
}

func newPicker(words *view.Printer, first string, chosen func(string)) *picker {
	p := &picker{words: words, first: first, chosen: chosen}
	p.list = widget.NewSelect([]string{first}, func(string) {
		if i := p.list.SelectedIndex(); !p.quiet && i >= 0 && i < len(p.names) {
			p.chosen(p.names[i])
		}
	})
	p.names = []string{""}
	return p
}

func (p *picker) show(found []string, chosen string) {
	names := append([]string{""}, found...)
	options := append([]string{p.first}, found...)
	if len(found) == 0 {
		options[0] = p.words.T("sound.none")
	}
	at := slices.Index(names, chosen)
	if at < 0 {
		at = len(names)
		names = append(names, chosen)
		options = append(options, p.words.T("sound.away", chosen))
	}
	if slices.Equal(options, p.list.Options) && p.list.SelectedIndex() == at {
		return // an open list stays open
	}
	p.quiet = true
	defer func() { p.quiet = false }()
	p.names = names
	p.list.SetOptions(options)
	p.list.SetSelectedIndex(at)
}
