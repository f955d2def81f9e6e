package popup

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// choices are the clients that share a number, each with the digit that says it
// is this one.
type choices struct {
	question *parts.Label
	rows     []*choiceRow
	root     *fyne.Container
}

type choiceRow struct {
	digit, name, right *parts.Label
	tap                *parts.Tap
}

const choiceHeight float32 = 23

func newChoices(choose func(int)) *choices {
	c := &choices{question: parts.NewFit("", look.Body, look.Text)}
	objects := []fyne.CanvasObject{c.question}
	for i := range MaxChoices {
		r := newChoiceRow(func() { choose(i) })
		c.rows = append(c.rows, r)
		objects = append(objects, r.tap)
	}
	c.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(c.question, 0, 0, size.Width, 22)
		for i, r := range c.rows {
			parts.Put(r.tap, -8, 24+float32(i)*choiceHeight, size.Width+16, choiceHeight)
		}
	}}, objects...)
	c.root.Hide()
	return c
}

func newChoiceRow(chosen func()) *choiceRow {
	r := &choiceRow{
		digit: parts.NewLabel("", look.Caption, look.Muted),
		name:  parts.NewBold("", look.Body, look.Text),
		right: parts.NewLabel("", look.Body, look.Muted),
	}
	r.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(r.digit, 8, 0, 16, size.Height)
		x := parts.PutRight(r.right, size.Width-8, 0, size.Height)
		parts.PutMid(r.name, 28, 0, x-40, size.Height)
	}}, r.digit, r.name, r.right), chosen)
	return r
}

func (c *choices) set(question string, list []Choice) {
	visible(c.root, len(list) > 0)
	c.question.Set(question)
	for i, r := range c.rows {
		visible(r.tap, i < len(list))
		if i >= len(list) {
			continue
		}
		r.digit.Set(strconv.Itoa(i + 1))
		r.name.Set(list[i].Name)
		r.right.SetColored(list[i].Right, parts.ToneColor(list[i].Tone))
		r.tap.Refresh()
	}
}
