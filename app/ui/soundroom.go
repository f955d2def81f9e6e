package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/sound"
	"pult/app/view"
)

// Sound is what the settings of the sound work with. Methods with a context may
// take long and are asked in the background; the others return at once.
type Sound interface {
	Devices(ctx context.Context) (crm.SoundDevices, error)
	Choice() crm.SoundChoice
	// Choose takes effect at once; the error is why it will not be remembered.
	Choose(ctx context.Context, c crm.SoundChoice) error
	// Watch keeps the devices open, so that State tells of them without a call.
	Watch(ctx context.Context, on bool) error
	State() crm.SoundState
	// Ring lets the ringtone be heard once.
	Ring(ctx context.Context) error
	// Loop plays back what the microphone hears; turned is told in between.
	Loop(ctx context.Context, turned func()) error
	// TestCall calls ourselves through the exchange.
	TestCall(ctx context.Context) (crm.TestResult, error)
}

const (
	metersEvery = 66 * time.Millisecond
	// listsEvery is how soon a headset that was plugged in can be chosen.
	listsEvery = 2 * time.Second
	trialLimit = 40 * time.Second
)

// soundRoom is the page of the sound, while it is open.
type soundRoom struct {
	window fyne.Window // nil when it is closed
	view   *sound.View
	cut    context.CancelFunc
	trying bool
	note   string // what could not be remembered
}

func (p *Panel) soundWindowKey(key fyne.KeyName) bool {
	trials := map[fyne.KeyName]sound.Trial{fyne.KeyF5: sound.Ring, fyne.KeyF6: sound.Microphone, fyne.KeyF7: sound.Line}
	t, ok := trials[key]
	if ok {
		p.trySound(t)
	}
	return ok
}

// leaveSound is the end of the page.
func (p *Panel) leaveSound() {
	if p.sound.cut != nil {
		p.sound.cut()
	}
	p.sound = soundRoom{}
}

// watchSound keeps meters and lists true until ctx ends.
func (p *Panel) watchSound(ctx context.Context) {
	if err := p.Sound.Watch(ctx, true); err != nil {
		p.Log.Warn("sound devices", "error", err)
	}
	defer func() { _ = p.Sound.Watch(context.WithoutCancel(ctx), false) }() // nothing to tell
	meters, lists := time.NewTicker(metersEvery), time.NewTicker(listsEvery)
	defer meters.Stop()
	defer lists.Stop()
	p.listSound(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-meters.C:
			p.bridge.post(p.drawSound)
		case <-lists.C:
			p.listSound(ctx)
		}
	}
}

func (p *Panel) listSound(ctx context.Context) {
	found, err := p.Sound.Devices(ctx)
	if err != nil {
		p.Log.Warn("sound devices", "error", err)
	}
	p.bridge.post(func() {
		if p.sound.view != nil {
			p.sound.view.Show(found, p.Sound.Choice())
		}
	})
}

// drawSound moves the meters and says what is wrong.
func (p *Panel) drawSound() {
	if p.sound.view == nil {
		return
	}
	s := p.Sound.State()
	p.sound.view.Levels(s.In, s.Out)
	said := p.sound.note
	for _, err := range []error{s.Input, s.Output, s.Ring} {
		if err != nil {
			said = p.Words.SoundCure(err)
			break
		}
	}
	p.sound.view.Fault(said)
}

func (p *Panel) chooseSound(c crm.SoundChoice) {
	p.ask(func(ctx context.Context) func() {
		err := p.Sound.Choose(ctx, c)
		return func() {
			p.sound.note = ""
			if err != nil {
				p.Log.Warn("sound settings are not kept", "error", err)
				p.sound.note = p.Words.T("sound.saved_not", p.Words.Reason(err))
			}
		}
	})
}

// trySound begins a test, one at a time.
func (p *Panel) trySound(t sound.Trial) {
	if p.sound.view == nil || p.sound.trying {
		return
	}
	p.sound.trying = true
	window := p.sound.window
	tell := func(text string, tone view.Tone, running bool) {
		if p.sound.window == window {
			p.sound.trying = running
			p.sound.view.Tell(t, text, tone, running)
		}
	}
	begins := [...]string{sound.Ring: "sound.ringing", sound.Microphone: "sound.mic_speak", sound.Line: "sound.call_wait"}
	tell(p.Words.T(begins[t]), view.Normal, true)
	p.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, trialLimit)
		defer cancel()
		text, tone := p.runTrial(ctx, t, func() {
			p.bridge.post(func() { tell(p.Words.T("sound.mic_play"), view.Normal, true) })
		})
		p.bridge.post(func() { tell(text, tone, false) })
	})
}

// runTrial makes a test and words what came of it.
func (p *Panel) runTrial(ctx context.Context, t sound.Trial, turned func()) (string, view.Tone) {
	if t == sound.Line {
		result, err := p.Sound.TestCall(ctx)
		tone := view.Warning
		if err == nil && result.Good() {
			tone = view.Good
		}
		return p.Words.TestCall(result, err), tone
	}
	if p.busy.Load() {
		return p.Words.T("test.in_call"), view.Warning
	}
	if t == sound.Ring {
		if err := p.Sound.Ring(ctx); err != nil {
			return p.Words.T("sound.failed", p.Words.Reason(err)), view.Warning
		}
		return p.Words.T("sound.ring_hint"), view.Quiet
	}
	switch err := p.Sound.Loop(ctx, turned); {
	case errors.Is(err, crm.ErrNoSound):
		return p.Words.T("sound.mic_failed"), view.Warning
	case err != nil:
		return p.Words.T("sound.failed", p.Words.Reason(err)), view.Warning
	}
	return p.Words.T("sound.mic_done"), view.Normal
}
