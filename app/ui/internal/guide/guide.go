// Package guide is the pane of a call list at work: why this client is called, what
// to say and to ask, and the digits that say what came of it.
package guide

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Face is what the pane says.
type Face struct {
	Why     string // this client is called
	Attempt string
	Head    string // over the text: that it is the script, or which question
	Text    string
	Options []string // answers to the question
	Hint    string   // how it is answered

	Title   string // what the digits say
	Bad     bool
	Digits  []string
	Chosen  int    // of Digits; -1 for none
	Asleep  bool   // the digits say nothing yet
	Field   string // what is to be typed, in place of the digits
	Buttons [buttons]bool
}

// Button is one of the buttons of the pane.
type Button int

// Buttons.
const (
	Next Button = iota
	Dial
	Skip
	WhyNot
	Pause
	buttons
)

// Actions are what the pane asks for.
type Actions struct {
	Keys    parts.Keys
	Picked  func(digit int) // counted from 0; the key 0 is the tenth
	Option  func(int)
	Entered func(text string)
	Typed   func()
	Pressed func(Button)
}

// View draws the pane.
type View struct {
	Field *parts.Field

	face                        Face
	why, text, title            *parts.Prose
	attempt, head, hint         *parts.Label
	digits                      [10]*chip // 1 to 9, then 0
	options                     [9]*chip
	buttons                     [buttons]*parts.Button
	ground, upper, lower, above *parts.Plate
	root                        *fyne.Container
}

const (
	side float32 = 10
	line float32 = 18
	wide float32 = 30
	foot         = 2*wide + 6 // the buttons
	said         = 5*line + 4 // the digits under their title
	// Least is the height without the words that change.
	Least = 20 + line + said + 24 + foot
)

// Height is what the pane needs at a width to show all it says.
func (v *View) Height(width float32) float32 {
	width -= 2 * side
	return v.top(width) + 20 + v.text.Tall(width) + float32((len(v.face.Options)+1)/2)*line + 6 + said + v.told(width) + 4 + foot
}

// top is how much is said over the script: why this client is called, which try it is.
func (v *View) top(width float32) float32 {
	if v.face.Why == "" {
		return 0
	}
	return 22 + min(v.why.Tall(width), 36) + 4
}

// told is the height of the sentence over the digits: one line, or what a longer one
// needs.
func (v *View) told(width float32) float32 { return max(v.title.Tall(width)+3, 20) }

// New makes the pane.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		why: parts.NewProse("", look.Body, look.Text), text: parts.NewProse("", look.Body, look.Text), title: parts.NewProse("", look.Body, look.Text),
		attempt: parts.NewFit("", look.Caption, look.Muted),
		head:    parts.NewFit("", look.Caption, look.Muted), hint: parts.NewLabel("", look.Caption, look.Muted),
		ground: parts.NewPlate(look.Surface), upper: parts.NewHairline(), lower: parts.NewHairline(), above: parts.NewHairline(),
	}
	v.Field = parts.NewField("", false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		if mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter) {
			act.Entered(v.Field.Text)
			return true
		}
		return act.Keys(key, mod)
	})
	v.Field.OnChanged = func(string) { act.Typed() }
	objects := []fyne.CanvasObject{v.ground, v.above, v.why, v.attempt, v.upper, v.head, v.text, v.hint, v.lower, v.title, v.Field}
	for i := range v.digits {
		v.digits[i] = newChip(i+1, func() { act.Picked(i) })
		objects = append(objects, v.digits[i].tap)
	}
	for i := range v.options {
		v.options[i] = newChip(i+1, func() { act.Option(i) })
		objects = append(objects, v.options[i].tap)
	}
	for i, b := range []struct {
		word, key string
		tone      parts.Tone
	}{
		{"button.next_entry", words.T("key.space"), parts.Primary},
		{"button.dial_entry", "Enter", parts.Primary},
		{"button.skip", "Esc", parts.Plain},
		{"button.why_not", "Ctrl+W", parts.Link},
		{"button.list_pause", "Ctrl+P", parts.Link},
	} {
		v.buttons[i] = parts.NewButton(words.T(b.word), b.key, "", b.tone, func() { act.Pressed(Button(i)) })
		objects = append(objects, v.buttons[i])
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(240, Least), Lay: v.lay}, objects...)
	v.Show(Face{Chosen: -1})
	return v
}

// Object is what to put on the screen.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Face is what it says now.
func (v *View) Face() Face { return v.face }

// Show says something else.
func (v *View) Show(f Face) {
	v.face = f
	v.why.Set(f.Why, look.Text)
	v.attempt.Set(f.Attempt)
	v.head.Set(f.Head)
	v.text.Set(f.Text, look.Text)
	v.hint.Set(f.Hint)
	tone := look.Text
	if f.Bad {
		tone = look.Danger
	}
	v.title.Set(f.Title, tone)
	for i, c := range v.digits {
		c.set(at(f.Digits, i), i == f.Chosen, f.Asleep)
		show(c.tap, at(f.Digits, i) != "" && f.Field == "")
	}
	for i, c := range v.options {
		c.set(at(f.Options, i), false, false)
		show(c.tap, at(f.Options, i) != "")
	}
	show(v.upper, f.Why != "")
	v.Field.SetPlaceHolder(f.Field)
	show(v.Field, f.Field != "")
	for i, b := range v.buttons {
		show(b, f.Buttons[i])
	}
	v.root.Refresh()
}

// at is the text at a place, none behind the last.
func at(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// lay keeps the digits and the buttons at the foot, whatever is said above them.
func (v *View) lay(size fyne.Size) {
	width := size.Width - 2*side
	v.ground.Resize(size)
	parts.Put(v.above, 0, 0, size.Width, 1)
	parts.PutMid(v.attempt, side, 6, width, 16)
	parts.Put(v.why, side, 22, width, min(v.why.Tall(width), 36))
	top := v.top(width)
	parts.Put(v.upper, side, top, width, 1)
	foot := size.Height - foot
	digits := foot - 5*line - 4
	title := digits - v.told(width)
	edge := parts.PutRight(v.hint, side+width, top+3, 16)
	parts.PutMid(v.head, side, top+3, edge-side-8, 16)
	end := title - 4
	parts.Put(v.lower, side, end, width, 1)
	rows := (len(v.face.Options) + 1) / 2
	end -= float32(rows) * line
	text := min(v.text.Tall(width), max(end-top-22, line))
	parts.Put(v.text, side, top+20, width, text)
	columns(v.options[:], len(v.face.Options), rows, side, min(end, top+24+text), width)
	parts.Put(v.title, side, title, width, digits-title-2)
	columns(v.digits[:], len(v.face.Digits), 5, side, digits, width)
	parts.Put(v.Field, side, digits+2, width, wide)
	v.layButtons(foot, width)
}

func (v *View) layButtons(y, width float32) {
	x := side
	for _, b := range v.buttons[:WhyNot] {
		if b.Visible() {
			w := min(b.MinSize().Width, width)
			parts.Put(b, x, y, w, wide)
			x += w + 8
		}
	}
	x = side - 6
	for _, b := range v.buttons[WhyNot:] {
		w := b.MinSize().Width
		parts.Put(b, x, y+wide, w, wide)
		x += w + 8
	}
}

// usualFirst is what part of the width the first of two columns has: the longer words of
// the results stand in the second.
const usualFirst = 0.425

// widest is the width that shows each of these whole.
func widest(chips []*chip) (width float32) {
	for _, c := range chips {
		width = max(width, c.width())
	}
	return width
}

// columns sets chips into two columns, down and then right.
func columns(chips []*chip, n, rows int, x, y, width float32) {
	if rows == 0 {
		return
	}
	first := width * usualFirst
	if n <= rows {
		first = width
	} else if need, room := widest(chips[:rows]), width-widest(chips[rows:min(n, len(chips))]); need > first && need <= room {
		first = need
	}
	for i := range min(n, len(chips)) {
		left, w := x, first
		if i >= rows {
			left, w = x+first, width-first
		}
		parts.Put(chips[i].tap, left, y+float32(i%rows)*line, w-4, line)
	}
}
