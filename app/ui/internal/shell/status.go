package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// Light is one sign of the status bar.
type Light int

// Lights.
const (
	Phone Light = iota
	OneC
	Mail
	Hub
	Sound     // and the way to its settings
	Voicemail // only when messages wait
	Outbox
	lights
)

// Sign is what a light says. The dot never speaks alone: the text says the same.
type Sign struct {
	Text string
	Dot  fyne.ThemeColorName
	Tone fyne.ThemeColorName // of the text
}

// status is the bar below: what is connected, how old the data are, what waits.
type status struct {
	items [lights]*statusItem
	root  *fyne.Container
}

type statusItem struct {
	dot  *parts.Plate
	text *parts.Label
	tap  *parts.Tap
}

func newStatus(clicked func(Light)) *status {
	s := &status{}
	var objects []fyne.CanvasObject
	for i := range s.items {
		s.items[i] = newStatusItem(func() { clicked(Light(i)) })
		objects = append(objects, s.items[i].tap)
	}
	s.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		x := look.Inset - 8
		for _, i := range s.items[:Outbox] {
			if i.text.Text == "" {
				i.tap.Hide()
				continue
			}
			i.tap.Show()
			width := i.tap.MinSize().Width
			parts.Put(i.tap, x, 2, width, size.Height-4)
			x += width + 8
		}
		last := s.items[Outbox].tap
		width := last.MinSize().Width
		parts.Put(last, size.Width-look.Inset-width+8, 2, width, size.Height-4)
	}}, objects...)
	return s
}

func newStatusItem(clicked func()) *statusItem {
	i := &statusItem{dot: parts.NewPlate(look.Muted), text: parts.NewLabel("", look.Caption, look.Muted)}
	i.dot.Corner = 4
	i.tap = parts.NewTap(container.New(&parts.Place{
		Grow: func() fyne.Size { return fyne.NewSize(i.text.MinSize().Width+32, 22) },
		Lay: func(size fyne.Size) {
			parts.Put(i.dot, 8, (size.Height-8)/2, 8, 8)
			parts.PutMid(i.text, 22, 0, size.Width-24, size.Height)
		},
	}, i.dot, i.text), clicked)
	return i
}

// Status sets a light.
func (v *View) Status(l Light, s Sign) {
	i := v.status.items[l]
	i.dot.Set(s.Dot)
	if i.text.Text != s.Text || i.text.Color != s.Tone {
		i.text.SetColored(s.Text, s.Tone)
		v.status.root.Refresh()
	}
}

// StatusText is what a light says.
func (v *View) StatusText(l Light) string { return v.status.items[l].text.Text }
