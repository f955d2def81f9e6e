package card

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// playerHeight is that of the line under the story which plays a recording.
const playerHeight float32 = 44

// Listening are what the line of a recording asks for.
type Listening struct {
	Toggle func()
	Seek   func(part float32) // of the whole, from 0 to 1
	Speed  func()
	Close  func()
}

// Played is how a recording stands.
type Played struct {
	Position, Length time.Duration
	Speed            float64
	Running          bool
	Note             string // why it does not go on; none as a rule
}

// player is the line: start and pause, both voices to seek in, where it is, how
// fast it goes.
type player struct {
	words        *view.Printer
	toggle       *parts.Button
	wave         *parts.Wave
	ours, theirs *parts.Label
	clock, note  *parts.Label
	speed, close *parts.Button
	root         *fyne.Container
	shown        Played
}

func newPlayer(words *view.Printer, act Listening) *player {
	p := &player{
		words:  words,
		toggle: parts.NewButton("", words.T("player.key"), look.Play, parts.Plain, act.Toggle),
		wave:   parts.NewWave(act.Seek),
		ours:   parts.NewLabel(words.T("player.ours"), look.Caption-1, look.Accent),
		theirs: parts.NewLabel(words.T("player.theirs"), look.Caption-1, look.Muted),
		clock:  parts.NewLabel("", look.Body, look.Text).Right(),
		note:   parts.NewFit("", look.Caption, look.Warning),
		speed:  parts.NewButton("", "X", "", parts.Plain, act.Speed),
		close:  parts.NewButton(words.T("button.close"), "Esc", "", parts.Link, act.Close),
	}
	p.toggle.Wear(parts.Picture)
	ground := parts.NewPlate(look.Background)
	ground.Corner = look.Corner
	p.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		ground.Resize(size)
		x := float32(8)
		width := p.toggle.MinSize().Width
		parts.PutMid(p.toggle, x, 0, width, size.Height)
		x += width + 10
		voices := max(p.ours.MinSize().Width, p.theirs.MinSize().Width)
		parts.PutMid(p.ours, x, 4, voices, size.Height/2-4)
		parts.PutMid(p.theirs, x, size.Height/2, voices, size.Height/2-4)
		x += voices + 6
		right := parts.PutRight(p.close, size.Width-2, 0, size.Height) - 4
		right = parts.PutRight(p.speed, right, 0, size.Height) - 8
		clock := fyne.MeasureText("0:00:00 / 0:00:00", look.Body, fyne.TextStyle{}).Width
		if p.shown.Length < time.Hour {
			clock = fyne.MeasureText("00:00 / 00:00", look.Body, fyne.TextStyle{}).Width
		}
		parts.PutMid(p.clock, right-clock, 0, clock, size.Height)
		right -= clock + 10
		if p.note.Text != "" {
			p.ours.Hide()
			p.theirs.Hide()
			parts.PutMid(p.note, x-voices-6, 0, right-x, size.Height)
			parts.Put(p.wave, x, 4, 0, 0)
			return
		}
		p.ours.Show()
		p.theirs.Show()
		parts.Put(p.note, x, 0, 0, 0)
		parts.Put(p.wave, x, 4, right-x, size.Height-8)
	}}, ground, p.toggle, p.ours, p.theirs, p.wave, p.note, p.clock, p.speed, p.close)
	p.root.Hide()
	return p
}

func (p *player) show(now Played) {
	picture := look.Play
	if now.Running {
		picture = look.Pause
	}
	p.toggle.Set("", picture, false)
	p.speed.Set(p.words.Speed(now.Speed), "", false)
	seconds := func(d time.Duration) string { return p.words.Duration(int(d / time.Second)) }
	p.clock.Set(seconds(now.Position) + " / " + seconds(now.Length))
	if now.Length > 0 {
		p.wave.At(float32(now.Position) / float32(now.Length))
	}
	p.note.Set(now.Note)
	moved := now.Note != p.shown.Note || now.Length != p.shown.Length || now.Speed != p.shown.Speed
	p.shown = now
	if moved {
		p.root.Refresh()
	}
}

// Listen opens the line of a recording, or shows how it stands by now.
func (v *View) Listen(now Played) {
	v.story.player.show(now)
	if !v.story.player.root.Visible() {
		v.story.player.root.Show()
		v.story.changed()
	}
}

// Waves draws both voices; none draws a plain bar.
func (v *View) Waves(ours, theirs []float32) { v.story.player.wave.Set(ours, theirs) }

// Listening is what the line shows, and whether it is there.
func (v *View) Listening() (Played, bool) {
	return v.story.player.shown, v.story.player.root.Visible()
}

// StopListening closes the line.
func (v *View) StopListening() {
	if v.story.player.root.Visible() {
		v.story.player.root.Hide()
		v.story.player.wave.Set(nil, nil)
		v.story.changed()
	}
}

// Chosen is the line of the story that is chosen.
func (v *View) Chosen() (view.Row, bool) { return v.story.list.Chosen() }
