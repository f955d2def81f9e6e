package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Text must be readable at the end of a long day: 4.5 to 1 (WCAG 2, AA).
func TestContrast(t *testing.T) {
	pairs := []struct{ text, ground fyne.ThemeColorName }{
		{Text, Surface},
		{Text, Background},
		{Text, Tint},
		{Text, Hover},
		{Muted, Surface},
		{Muted, Background},
		{Muted, Tint},
		{Accent, Surface},
		{Accent, Tint},
		{OnAccent, Accent},
		{Danger, Surface},
		{Danger, DangerTint},
		{Danger, Background},
		{Danger, Tint},
		{Warning, Surface},
		{Warning, WarningTint},
		{Text, WarningTint},
		{Muted, WarningTint},
		{Good, Surface},
		{Good, Tint},
	}
	for name, colors := range map[string]map[fyne.ThemeColorName]color.NRGBA{"light": light, "dark": dark} {
		for _, p := range pairs {
			if c := contrast(colors[p.text], colors[p.ground]); c < 4.5 {
				t.Errorf("%s: %s on %s is %.1f to 1", name, p.text, p.ground, c)
			}
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestEveryIconIsThere(t *testing.T) {
	test.NewTempApp(t)
	for _, i := range []Icon{Search, Phone, In, Out, Missed, Note, Promise, Order, Shipment, Payment, Invoice, Mic, MicOff, Hangup, Hold, Transfer, Tones, Day, People, Lamp, Circle, Meeting, Redial, Quiet, Swap, Play, Pause, Bell, Lock, Hidden} {
		if i.Resource(Text) == nil {
			t.Errorf("no picture %q", i)
		}
	}
}

// What is clear must not be painted: the toolkit spares only its own sign for it.
func TestClearIsNotPainted(t *testing.T) {
	test.NewTempApp(t)
	if Color(Clear) != color.Transparent || New("dark").Color(Clear, 0) != color.Transparent {
		t.Error("a clear ground is painted")
	}
}
