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
	n        int
}

type choiceRow struct {
	digit, name, right *parts.Label
	tap                *parts.Tap
}

// Up to fewChoices stand at ease; more of them take the lines of everything else.
const (
	fewChoices          = 5
	easyHeight  float32 = 23
	tightHeight float32 = 17
)

// dense tells that there are so many that they take all the room.
func (c *choices) dense() bool { return c.n > fewChoices }

func newChoices(choose func(int)) *choices {
	c := &choices{question: parts.NewFit("", look.Body, look.Text)}
	objects := []fyne.CanvasObject{c.question}
	for i := range MaxChoices {
		r := newChoiceRow(func() { choose(i) })
		c.rows = append(c.rows, r)
		objects = append(objects, r.tap)
	}
	c.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		top, height := float32(67), easyHeight
		if c.dense() {
			top, height = 51, tightHeight
		}
		parts.PutMid(c.question, 0, top, size.Width, 18)
		for i, r := range c.rows {
			parts.Put(r.tap, -8, top+18+float32(i)*height, size.Width+16, height)
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
	was := c.dense()
	c.n = len(list)
	if was != c.dense() {
		c.root.Refresh()
	}
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
