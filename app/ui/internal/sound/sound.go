// Package sound is the window in which microphone, loudspeaker and bell are chosen
// and tried: what is wrong stands above with its cure, levels move as one speaks.
package sound

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Trial is one of the tests.
type Trial int

// Trials.
const (
	Ring Trial = iota
	Microphone
	Line
	trials
)

// Actions are what the window asks for.
type Actions struct {
	Choose func(crm.SoundChoice)
	Try    func(Trial)
}

// View draws the window.
type View struct {
	words  *view.Printer
	act    Actions
	choice crm.SoundChoice

	input, output, ring *picker
	in, out             *parts.Meter
	silent              *widget.Check
	tests               [trials]*test
	fault               *parts.Prose
	alarm, bar          *parts.Plate
	root                *fyne.Container
	filling             bool // the program chooses, not the user
}

// test is a button with what came of it.
type test struct {
	button *parts.Button
	told   *parts.Prose
}

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{words: words, act: act, in: parts.NewMeter(), out: parts.NewMeter()}
	v.input = newPicker(words, words.T("sound.default"), func(name string) { v.choice.Input = name; v.chosen() })
	v.output = newPicker(words, words.T("sound.default"), func(name string) { v.choice.Output = name; v.chosen() })
	v.ring = newPicker(words, words.T("sound.same"), func(name string) { v.choice.Ring = name; v.chosen() })
	v.silent = widget.NewCheck(words.T("sound.silent"), func(on bool) {
		if v.choice.Silent != on {
			v.choice.Silent = on
			v.chosen()
		}
	})
	for i, t := range []struct {
		key, short string
		icon       look.Icon
	}{{"ring", "F5", look.Bell}, {"mic", "F6", look.Mic}, {"call", "F7", look.Phone}} {
		v.tests[i] = &test{
			button: parts.NewButton(words.T("sound.try_"+t.key), t.short, t.icon, parts.Plain, func() { act.Try(Trial(i)) }),
			told:   parts.NewProse(words.T("sound."+t.key+"_hint"), look.Body, look.Muted),
		}
	}
	v.fault = parts.NewProse("", look.Body, look.Text)
	v.alarm, v.bar = parts.NewPlate(look.Background), parts.NewPlate(look.Line)
	v.alarm.Corner = 3
	v.build()
	return v
}

// Width and Height of the window.
const (
	Width  float32 = 600
	Height float32 = 500
)

const (
	side    float32 = 20
	column  float32 = 112
	rowLine float32 = 34
)

func (v *View) build() {
	label := func(key string) *parts.Label {
		return parts.NewFit(v.words.T(key), look.Body, look.Muted)
	}
	heads := []*parts.Label{
		parts.NewBold(v.words.T("sound.devices"), look.Strong, look.Text),
		parts.NewBold(v.words.T("sound.tests"), look.Strong, look.Text),
	}
	names := []*parts.Label{label("sound.input"), label("sound.output"), label("sound.ring")}
	picks := []*picker{v.input, v.output, v.ring}
	meters := []*parts.Meter{v.in, v.out}
	line := parts.NewHairline()
	echo := parts.NewProse(v.words.T("sound.echo"), look.Body, look.Muted)
	objects := []fyne.CanvasObject{
		parts.NewPlate(look.Surface), v.alarm, v.bar, v.fault, heads[0], heads[1], v.silent, line, echo, v.in, v.out,
	}
	var frames [3]*parts.Plate
	for i := range names {
		frames[i] = parts.NewFrame(look.Surface, look.Edge, look.Corner)
		objects = append(objects, names[i], frames[i], picks[i].list)
	}
	for _, t := range v.tests {
		objects = append(objects, t.button, t.told)
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(Width, Height), Lay: func(size fyne.Size) {
		objects[0].Resize(size)
		width := size.Width - 2*side
		y := float32(16)
		parts.Put(v.alarm, side, y, width, 46)
		parts.Put(v.bar, side, y, 4, 46)
		parts.Put(v.fault, side+14, y+2, width-24, 42)
		y += 54
		parts.PutMid(heads[0], side, y, width, 22)
		y += 28
		const meter float32 = 130
		for i := range names {
			parts.PutMid(names[i], side, y, column, rowLine-4)
			parts.Put(frames[i], side+column, y, width-column-meter-16, rowLine-4)
			parts.Put(picks[i].list, side+column+1, y+1, width-column-meter-18, rowLine-6)
			if i < len(meters) {
				parts.Put(meters[i], side+width-meter, y, meter, rowLine-4)
			}
			y += rowLine
		}
		parts.Put(v.silent, side+column-4, y, width-column, 30)
		y += 40
		parts.Put(line, 0, y, size.Width, 1)
		y += 12
		parts.PutMid(heads[1], side, y, width, 22)
		y += 28
		button := float32(0)
		for _, t := range v.tests {
			button = max(button, t.button.MinSize().Width)
		}
		for _, t := range v.tests {
			parts.Put(t.button, side, y+8, button, 30)
			parts.Put(t.told, side+button+14, y-3, width-button-14, 52)
			y += 50
		}
		parts.Put(echo, side, y+4, width, 40)
	}}, objects...)
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

func (v *View) chosen() {
	if !v.filling {
		v.act.Choose(v.choice)
	}
}

// Show shows what can be chosen and what is.
func (v *View) Show(found crm.SoundDevices, choice crm.SoundChoice) {
	v.filling = true
	defer func() { v.filling = false }()
	v.choice = choice
	v.input.show(found.Inputs, choice.Input)
	v.output.show(found.Outputs, choice.Output)
	v.ring.show(found.Outputs, choice.Ring)
	v.silent.SetChecked(choice.Silent)
}

// Levels moves the meters.
func (v *View) Levels(in, out float64) {
	v.in.Set(in)
	v.out.Set(out)
}

// Fault says what is wrong and its cure; none is said to be well.
func (v *View) Fault(sentence string) {
	ground, bar := look.WarningTint, look.Warning
	if sentence == "" {
		sentence, ground, bar = v.words.T("sound.well"), look.Background, look.Good
	}
	v.fault.Set(sentence, look.Text)
	v.alarm.Set(ground)
	v.bar.Set(bar)
}

// Said is what stands above.
func (v *View) Said() string { return v.fault.Text }

// Tell says how a test goes. While one runs none can be begun.
func (v *View) Tell(t Trial, text string, tone view.Tone, running bool) {
	v.tests[t].told.Set(text, parts.ToneColor(tone))
	for _, other := range v.tests {
		other.button.Enable(!running)
	}
}

// Told is what was said last of a test.
func (v *View) Told(t Trial) string { return v.tests[t].told.Text }
