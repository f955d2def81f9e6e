package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/card"
	"pult/app/view"
)

// Recordings are the sound of talks. Methods with a context read files and are
// asked in the background; the others return at once.
type Recordings interface {
	// Lengths tells which of the calls can be listened to.
	Lengths(ctx context.Context, calls []crm.ID) map[crm.ID]time.Duration
	// Waves draws both sides as n levels from 0 to 1.
	Waves(ctx context.Context, call crm.ID, n int) (ours, theirs []float32, err error)
	// Play begins a recording, in place of the one that plays.
	Play(ctx context.Context, call crm.ID) error
	Pause(on bool)
	Seek(to time.Duration)
	Speed(x float64)
	Stop()
	State() crm.Playback
}

const (
	// waveLevels are enough for the widest line on an office screen.
	waveLevels = 480
	// followEvery is how often the mark in a recording moves.
	followEvery = 100 * time.Millisecond
	skip        = 5 * time.Second
)

var speeds = [...]float64{1, 1.5, 2}

// listening is the recording whose line is open.
type listening struct {
	lengths map[crm.ID]time.Duration // of the talks on the card
	call    crm.ID                   // zero when the line is closed
	speed   float64
	begun   bool   // Play was answered
	fault   string // why it does not play
	cut     context.CancelFunc
}

// openRecording opens the line of a talk and plays it; the one that is open
// already goes on or pauses.
func (p *Panel) openRecording(row view.Row) {
	switch {
	case !row.Recorded || p.Recordings == nil:
		return // it may be read while something is heard
	case row.Call == p.heard.call:
		p.toggleRecording()
		return
	}
	p.closeRecording()
	p.heard.call, p.heard.speed, p.heard.begun, p.heard.fault = row.Call, 1, false, ""
	p.main.Canvas().Unfocus() // so that the keys mean the recording
	p.card.Waves(nil, nil)
	p.card.Listen(card.Played{Length: p.heard.lengths[row.Call], Speed: 1})
	p.play(0)
	call := row.Call
	p.ask(func(ctx context.Context) func() {
		ours, theirs, err := p.Recordings.Waves(ctx, call, waveLevels)
		return func() {
			if err == nil && call == p.heard.call {
				p.card.Waves(ours, theirs)
			}
		}
	})
	p.work.start(func(ctx context.Context) {
		ctx, cut := context.WithCancel(ctx)
		defer cut()
		p.bridge.post(func() { p.follow(call, cut) })
		ticker := time.NewTicker(followEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				p.bridge.post(p.drawRecording)
			}
		}
	})
}

// follow keeps the way to end the ticks, unless the line is closed by now.
func (p *Panel) follow(call crm.ID, cut context.CancelFunc) {
	if call != p.heard.call {
		cut()
		return
	}
	p.heard.cut = cut
}

// play begins the recording of the line from a place.
func (p *Panel) play(from time.Duration) {
	call, speed := p.heard.call, p.heard.speed
	p.heard.fault = ""
	p.ask(func(ctx context.Context) func() {
		err := p.Recordings.Play(ctx, call)
		if err == nil {
			if speed != 1 {
				p.Recordings.Speed(speed)
			}
			if from > 0 {
				p.Recordings.Seek(from)
			}
		}
		return func() {
			if call != p.heard.call {
				p.Recordings.Stop() // it was closed meanwhile
				return
			}
			p.heard.begun = err == nil
			if err != nil {
				p.Log.Warn("recording", "error", err)
				p.heard.fault = p.recordingFault(err)
			}
			p.drawRecording()
		}
	})
}

func (p *Panel) recordingFault(err error) string {
	if errors.Is(err, crm.ErrGarbled) || errors.Is(err, crm.ErrNotFound) {
		return p.Words.T("player.failed")
	}
	return p.Words.T("player.no_sound")
}

// drawRecording shows how it stands.
func (p *Panel) drawRecording() {
	if p.heard.call == (crm.ID{}) {
		return
	}
	now := card.Played{Length: p.heard.lengths[p.heard.call], Speed: p.heard.speed, Note: p.heard.fault}
	if s := p.Recordings.State(); p.heard.begun && s.Call == p.heard.call {
		now.Position, now.Length, now.Running = s.Position, s.Length, !s.Paused && !s.Ended
		switch {
		case s.Busy:
			now.Note = p.Words.T("player.busy")
		case s.Err != nil:
			now.Note = p.recordingFault(s.Err)
		}
	}
	p.card.Listen(now)
}

// toggleRecording pauses, goes on, or begins anew.
func (p *Panel) toggleRecording() {
	if p.heard.call == (crm.ID{}) {
		return
	}
	switch s := p.Recordings.State(); {
	case !p.heard.begun || s.Ended:
		p.play(0)
	default:
		p.Recordings.Pause(!s.Paused)
	}
	p.drawRecording()
}

// seekRecording goes to a part of the whole.
func (p *Panel) seekRecording(part float32) {
	s := p.Recordings.State()
	p.seekTo(time.Duration(float64(part) * float64(s.Length)))
}

func (p *Panel) seekTo(to time.Duration) {
	s := p.Recordings.State()
	if !p.heard.begun {
		return
	}
	to = min(max(to, 0), s.Length)
	if s.Ended {
		p.play(to)
		return
	}
	p.Recordings.Seek(to)
	p.drawRecording()
}

// hurryRecording takes the next speed.
func (p *Panel) hurryRecording() {
	for i, x := range speeds {
		if x == p.heard.speed {
			p.heard.speed = speeds[(i+1)%len(speeds)]
			break
		}
	}
	p.Recordings.Speed(p.heard.speed)
	p.drawRecording()
}

// closeRecording ends it and closes the line. It tells whether one was open.
func (p *Panel) closeRecording() bool {
	if p.heard.call == (crm.ID{}) {
		return false
	}
	if p.heard.cut != nil {
		p.heard.cut()
		p.heard.cut = nil
	}
	p.heard.call = crm.ID{}
	p.Recordings.Stop()
	p.card.StopListening()
	return true
}

// listenKey is for the keys of a recording. They are the panel's only while no
// field has the focus.
func (p *Panel) listenKey(pressed chord) bool {
	name, mod := pressed.key, pressed.mod
	row, chosen := p.card.Chosen()
	enter := name == fyne.KeyReturn || name == fyne.KeyEnter
	if enter && chosen && (mod == fyne.KeyModifierAlt || mod == 0 && p.enterOpens(row)) {
		p.openLine(row)
		return true
	}
	chosen = chosen && row.Recorded
	if mod != 0 || p.main.Canvas().Focused() != nil {
		return false
	}
	open := p.heard.call != crm.ID{}
	switch {
	case name == fyne.KeySpace && open:
		p.toggleRecording()
	case name == fyne.KeySpace && chosen:
		p.openRecording(row)
	case name == fyne.KeyLeft && open:
		p.seekTo(p.Recordings.State().Position - skip)
	case name == fyne.KeyRight && open:
		p.seekTo(p.Recordings.State().Position + skip)
	case name == fyne.KeyX && open:
		p.hurryRecording()
	default:
		return false
	}
	return true
}

// enterOpens tells whether Enter alone means the document or letter that is chosen in the
// story: nothing has the focus and nobody has gone to the list since.
func (p *Panel) enterOpens(row view.Row) bool {
	_, inList := p.shell.List.Chosen()
	return (!row.Document.IsZero() || row.IsLetter()) && !inList && !p.search.on && p.main.Canvas().Focused() == nil
}

// recorded looks up, in the background, which talks of a card can be heard.
func (p *Panel) recorded(ctx context.Context, c crm.Card) map[crm.ID]time.Duration {
	if p.Recordings == nil {
		return nil
	}
	return p.Recordings.Lengths(ctx, view.Talks(c))
}

// story makes the lines under the card.
func (p *Panel) story(c crm.Card, f view.Filter) []view.Row {
	switch f {
	case view.Goods:
		return p.Words.GoodRows(c, p.open.trade)
	case view.Terms:
		return p.Words.TermRows(c)
	}
	told := view.Recorded(p.Words.Timeline(c, f), p.heard.lengths)
	told = p.Words.Lettered(told, p.open.signs)
	rows := make([]view.Row, 0, len(told))
	if f == view.All || f == view.Mails {
		rows = p.postRows(c.Client.Ref)
	}
	for _, row := range told {
		rows = append(rows, row)
		if under, open := p.open.unfolded[row.Document]; open && !row.Document.IsZero() {
			rows = append(rows, p.Words.DocumentRows(row.Document, under.lines, under.chain)...)
		}
	}
	return rows
}
