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
	p.present(s.Presence)
}

// quiet turns new calls away, or lets them through again.
func (p *Panel) quiet() {
	if p.presence.Kind == crm.PresenceQuiet {
		p.say(crm.PresenceFree, "")
		return
	}
	p.say(crm.PresenceQuiet, "")
}

func (p *Panel) say(kind crm.PresenceKind, reason string) {
	p.act(func(ctx context.Context) error { return p.Desk.SetPresence(ctx, kind, reason) })
}

// presenceKey lets calls through again at once; who is free is asked for how long
// he leaves, in a word.
func (p *Panel) presenceKey() {
	if !p.presence.Takes() {
		p.say(crm.PresenceFree, "")
		return
	}
	p.askPresence()
}

// askPresence asks what the manager says of himself.
func (p *Panel) askPresence() {
	answers := p.words("presence.", "free", "quiet", "rest", "lunch", "meeting")
	p.askOwn(p.Words.T("presence.ask"), answers, p.Words.T("presence.own"), "", func(answer int, words string) {
		switch answer {
		case 0:
			p.say(crm.PresenceFree, "")
		case 1:
			p.say(crm.PresenceQuiet, "")
		case 2: // a break needs no reason
			p.say(crm.PresenceBreak, "")
		default:
			p.say(crm.PresenceBreak, words)
		}
	})
}

// present takes whether new calls come.
func (p *Panel) present(now crm.Presence) {
	p.presence = now
	p.drawPresence()
	p.drawStatus()
	p.drawTrayIcon()
	p.drawTray()
	p.drawGuide()
}

// drawPresence says it in the bar above, with the minutes it has lasted.
func (p *Panel) drawPresence() {
	p.shell.Presence(p.Words.Presence(p.presence), p.presence.Takes())
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
