package ui

import (
	"context"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
)

// takeState takes what concerns no single call.
func (p *Panel) takeState(s desk.State) {
	p.calls.meeting = s.Conference
	p.status.New, p.status.Old = s.NewMessages, s.OldMessages
	p.quieted(s.DoNotDisturb)
}

// quiet turns new calls away, or lets them through again.
func (p *Panel) quiet() {
	on := !p.turnsAway
	p.act(func(ctx context.Context) error { return p.Desk.SetDoNotDisturb(ctx, on) })
}

func (p *Panel) quieted(on bool) {
	p.turnsAway = on
	p.shell.Quiet(on)
}

// messages counts what waits on the exchange.
func (p *Panel) messages(fresh, heard int) {
	p.status.New, p.status.Old = fresh, heard
	p.drawStatus()
}

// voicemailSign is there only while something waits.
func (p *Panel) voicemailSign() shell.Sign {
	if p.status.New == 0 {
		return shell.Sign{}
	}
	return shell.Sign{Text: p.Words.Count("status.voicemail", p.status.New), Dot: look.Accent, Tone: look.Text}
}

func (p *Panel) explainVoicemail() {
	p.shell.Notice(p.Words.T("status.voicemail_how", p.status.New, p.status.Old), false, false)
}

// recordingChanged takes whether a talk is being kept as sound.
func (p *Panel) recordingChanged(c crm.Call, s crm.RecordingState) {
	if one := p.calls.find(c.ID); one != nil {
		one.recording = s
		p.drawStrip()
	}
}

// record leaves out what must not be kept, goes on keeping, or begins to keep a
// talk that was not.
func (p *Panel) record() {
	one := p.calls.current()
	if mode(one) != strip.Talk {
		return
	}
	id, state := one.ID, one.recording
	p.act(func(ctx context.Context) error {
		switch state {
		case crm.RecordingOn, crm.RecordingPaused:
			return p.Desk.PauseRecording(ctx, id, state == crm.RecordingOn)
		default:
			return p.Desk.Record(ctx, id, true)
		}
	})
}
