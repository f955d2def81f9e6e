package strip

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

func newView(t *testing.T, lang view.Language) *View {
	t.Helper()
	test.NewTempApp(t)
	none := func() {}
	return New(view.New(lang, time.UTC, time.Now), Actions{
		Keys: func(fyne.KeyName, fyne.KeyModifier) bool { return false }, Typed: func(string) {}, Noting: func(bool) {}, Call: none, Answer: none,
		Hangup: none, Mute: none, Hold: none, Promise: none, Promised: func(_, _ string) {}, Transfer: none, HandTyped: func(string) {},
		HandMoved: none, Hand: none, Ask: none, Record: none, Meet: none, Redial: none, Tab: func(int) {}, Tones: none, Tone: func(rune) {},
		Result: func(crm.Result, string) {}, Stepped: func(string) {}, StepDone: none, WrapDone: none, Tabbed: none, Rune: func(rune) {},
		LinkTyped: func(string) {}, Link: none,
	})
}

// Widths of the strip in windows of 940, of 1366 at 125 %, of 1024 and of 1200.
func TestTalkFits(t *testing.T) {
	for _, lang := range []view.Language{view.Russian, view.English} {
		v := newView(t, lang)
		for _, width := range []float32{523, 607, 654, 755} {
			v.root.Resize(fyne.NewSize(width, Height))
			for _, key := range stateKeys {
				v.Show(Face{Mode: Talk, State: v.words.T(key), Who: "ООО «Вектор»", Held: key == "call.held", Muted: key == "call.muted"})
				v.Timer("1:02:03")
				if gap := v.hold.Position().X - v.state.Position().X - v.state.MinSize().Width; gap < 8 {
					t.Errorf("%s, %v wide: the buttons are %v from «%s»", lang, width, gap, v.state.Text)
				}
			}
		}
	}
}

// The words stay at 1366x768 and 125 %, and nothing moves under the mouse.
func TestButtonsOfATalkStandStill(t *testing.T) {
	v := newView(t, view.Russian)
	v.root.Resize(fyne.NewSize(654, Height))
	v.Show(Face{Mode: Talk})
	at := func() (places []float32) {
		for _, b := range []*parts.Button{v.hold, v.mute, v.transfer, v.hangup, v.record} {
			places = append(places, b.Position().X, b.Size().Width)
		}
		return places
	}
	before := at()
	record := []crm.RecordingState{crm.RecordingOn, crm.RecordingPaused, crm.RecordingOff}
	for i, f := range []Face{{Held: true}, {Muted: true}, {HeldThere: true, Held: true}, {Moving: true}, {Several: true}, {Several: true, Asked: true}, {Several: true, Meeting: true}} {
		f.Mode, f.Record = Talk, record[i%len(record)]
		v.Show(f)
		for i, x := range at() {
			if x != before[i] {
				t.Errorf("%+v: the buttons stand at %v, before at %v", f, at(), before)
				break
			}
		}
	}
	if v.hold.MinSize().Width < 90 {
		t.Error("the words are gone on an office screen")
	}
}

func TestOneFormAtATime(t *testing.T) {
	v := newView(t, view.Russian)
	v.Note.SetText("заметка")
	v.OpenHand("ООО «Вектор»", "105")
	v.OpenTones()
	if v.forms[Hand].root.Visible() || v.hands.Visible() || v.Note.Visible() || v.Form() != Tones {
		t.Error("two things stand in one place")
	}
	v.CloseForm()
	if v.forms[Tones].root.Visible() || !v.Note.Visible() || v.Note.Text != "заметка" {
		t.Error("the note is not back")
	}
}

// Two calls at 1024: the names of both can be read, and nothing is over another.
func TestTabsFit(t *testing.T) {
	for _, lang := range []view.Language{view.Russian, view.English} {
		v := newView(t, lang)
		v.root.Resize(fyne.NewSize(607, Height))
		v.Show(Face{Mode: Talk, Several: true, Tabs: []Tab{
			{Name: "ООО «Вектор»", State: "ждёт", Time: "12:34", Key: "F3", Icon: look.Hold, Late: true},
			{Name: "ООО «Ромашка»", Icon: look.Phone, Front: true},
		}})
		if width := v.tabs[0].name.Size().Width; width < 60 {
			t.Errorf("%s: %v are left for a name", lang, width)
		}
		end := v.tabs[1].tap.Position().X + v.tabs[1].tap.Size().Width
		if end > v.meet.Position().X || v.meet.Position().X+v.meet.Size().Width > v.record.Position().X {
			t.Errorf("%s: the calls end at %v, the conference begins at %v", lang, end, v.meet.Position().X)
		}
	}
}

// All results can be read in the narrowest window, and so can the reasons.
func TestResultsFit(t *testing.T) {
	for _, lang := range []view.Language{view.Russian, view.English} {
		v := newView(t, lang)
		for _, width := range []float32{523, 607, 755} {
			v.root.Resize(fyne.NewSize(width, Height))
			v.Show(Face{Mode: Ended, Wrap: true, Step: true, State: v.words.T("call.ended"), Call: "+7 912 345-67-89"})
			v.Timer("1:02:03")
			for range 2 {
				for i, c := range v.Results.chips {
					if end := c.tap.Position().X + c.tap.Size().Width; c.tap.Visible() && end > v.Results.Size().Width {
						t.Errorf("%s, %v wide: result %d ends at %v of %v", lang, width, i+1, end, v.Results.Size().Width)
					}
				}
				v.Results.Pick(3)
			}
			v.Results.Back()
			if v.Step.Position().X < v.who.Position().X+v.who.Size().Width || v.Step.Size().Width < 200 {
				t.Errorf("%s, %v wide: no room for the next step", lang, width)
			}
		}
	}
}
