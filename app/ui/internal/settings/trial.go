package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// trial is the button that tries an account, and what came of it.
type trial struct {
	button *parts.Button
	told   *parts.Prose
	enter  *parts.Button // in the browser; nil on other pages
	ticks  []*tick       // steps of a mailbox
	box    *fyne.Container
	tall   float32
}

// tick is one step of a trial: a sign, what it is, and below that what to do.
type tick struct {
	mark *parts.Label
	text *parts.Prose
	cure *parts.Prose
}

const (
	mailSteps         = 6
	tickPitch float32 = 22
	tickLeft  float32 = 22
)

func (v *View) newTrial(p Page) *trial {
	t := &trial{
		button: parts.NewButton(v.words.T("set.try"), "F5", "", parts.Plain, func() { v.act.Try(p) }),
		told:   parts.NewProse(v.words.T("set.try_hint_"+pageNames[p]), look.Body, look.Muted),
		tall:   76,
	}
	objects := []fyne.CanvasObject{t.button, t.told}
	if p == Mail || p == Boxes {
		t.button.Or(v.words.T("set.try_stop"))
		t.enter = parts.NewButton(v.words.T("set.browser"), "F7", "", parts.Plain, func() { v.act.Mail.Enter(p) }).Or(v.words.T("set.browser_stop"))
		t.enter.Hide()
		objects = append(objects, t.enter)
		for range mailSteps {
			k := &tick{parts.NewBold("", look.Body, look.Muted), parts.NewProse("", look.Body, look.Text), parts.NewProse("", look.Body, look.Text)}
			t.ticks = append(t.ticks, k)
			objects = append(objects, k.mark, k.text, k.cure)
		}
	}
	t.box = container.New(&parts.Place{Lay: t.lay, Grow: func() fyne.Size { return fyne.NewSize(100, t.height()) }}, objects...)
	return t
}

// trialWidth is that of what is said of a trial.
const trialWidth = Width - navWidth - 1 - 2*side - column

// height is that of all that is said.
func (t *trial) height() float32 {
	y := t.walk(trialWidth, func(fyne.CanvasObject, float32, float32, float32) {})
	return max(t.tall, y)
}

func (t *trial) lay(size fyne.Size) {
	width := t.button.MinSize().Width
	parts.Put(t.button, 0, 2, width, 30)
	if t.enter != nil {
		parts.Put(t.enter, width+8, 2, t.enter.MinSize().Width, 30)
	}
	if !t.stepping() {
		parts.Put(t.told, 0, 34, size.Width, max(size.Height-36, t.told.Tall(size.Width)))
	}
	t.walk(size.Width, func(o fyne.CanvasObject, x, y, tall float32) {
		if _, mark := o.(*parts.Label); mark {
			parts.PutMid(o, x, y, tickLeft-x, tall)
			return
		}
		parts.Put(o, x, y, size.Width-x, tall)
	})
}

// stepping tells that steps are shown.
func (t *trial) stepping() bool { return len(t.ticks) > 0 && t.ticks[0].text.Text != "" }

// walk goes over what is shown below the button, and gives where it ends.
func (t *trial) walk(width float32, put func(o fyne.CanvasObject, x, y, tall float32)) float32 {
	if !t.stepping() {
		return 36 + t.told.Tall(width)
	}
	y := float32(40)
	for _, k := range t.ticks {
		tall := max(k.text.Tall(width-tickLeft), tickPitch-3)
		put(k.mark, 2, y, tickPitch-3)
		put(k.text, tickLeft, y, tall)
		y += tall + 3
		if k.cure.Text != "" {
			tall = k.cure.Tall(width - tickLeft)
			put(k.cure, tickLeft, y-2, tall)
			y += tall + 4
			continue
		}
		put(k.cure, tickLeft, y, 0)
	}
	if t.told.Text != "" {
		tall := t.told.Tall(width)
		put(t.told, 0, y+2, tall)
		y += tall + 4
	}
	return y + 6
}

// rest is a trial that has not begun.
func (t *trial) rest(text string) {
	t.told.Set(text, look.Muted)
	t.draw(nil)
	t.button.Enable(true)
}

// draw shows steps.
func (t *trial) draw(lines []view.TrialLine) {
	for i, k := range t.ticks {
		var l view.TrialLine
		if i < len(lines) {
			l = lines[i]
		}
		text := look.Text
		if l.Tone == view.Quiet {
			text = look.Muted
		}
		k.mark.SetColored(l.Mark, parts.ToneColor(l.Tone))
		k.text.Set(l.Text, text)
		k.cure.Set(l.Cure, look.Danger)
	}
	t.box.Refresh()
}

// Tell says how a trial goes; while it runs it cannot be begun again.
func (v *View) Tell(p Page, text string, tone view.Tone, running bool) {
	if t := v.tries[p]; t != nil {
		t.draw(nil)
		t.told.Set(text, parts.ToneColor(tone))
		t.button.Enable(!running)
		v.bodies[p].Refresh()
		v.showTrial(p)
	}
}

// Steps shows the steps of trying a mailbox, and what came of it; while it runs the
// button ends it.
func (v *View) Steps(p Page, lines []view.TrialLine, text string, tone view.Tone, running bool) {
	t := v.tries[p]
	t.told.Set(text, parts.ToneColor(tone))
	word := "set.try"
	if running {
		word = "set.try_stop"
	}
	t.button.Set(v.words.T(word), "", running)
	t.draw(lines)
	v.bodies[p].Content.Refresh()
	v.bodies[p].Refresh()
	v.showTrial(p)
}

// showTrial scrolls to what is said of a mailbox: it is long.
func (v *View) showTrial(p Page) {
	if p != Mail && p != Boxes {
		return
	}
	for _, it := range v.items[p] {
		if it.kind == try {
			v.revealAt(p, it.y+v.tries[p].height()-70)
		}
	}
}

// Told is what was said last of a trial.
func (v *View) Told(p Page) string {
	t := v.tries[p]
	var said []string
	for _, k := range t.ticks {
		for _, text := range []string{k.mark.Text + " " + k.text.Text, k.cure.Text} {
			if text = strings.TrimSpace(text); text != "" {
				said = append(said, text)
			}
		}
	}
	return strings.Join(append(said, t.told.Text), "\n")
}
