package parts

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// A word lasts longer on the meter than in the air, and full level is the end of it.
func TestMeter(t *testing.T) {
	test.NewTempApp(t)
	m := NewMeter()
	m.Set(1)
	if m.Level() != 1 || !m.loud {
		t.Errorf("full level shows %v", m.Level())
	}
	m.Set(0)
	if m.Level() < 0.8 {
		t.Errorf("it falls to %v at once", m.Level())
	}
	for range 20 {
		m.Set(0)
	}
	if m.Level() != 0 {
		t.Errorf("silence shows %v", m.Level())
	}
	m.Set(0.0316) // 30 dB under full level
	if math.Abs(float64(m.Level())-0.5) > 0.01 {
		t.Errorf("30 dB down shows %v", m.Level())
	}
}

func TestWaveIsSoughtByMouse(t *testing.T) {
	test.NewTempApp(t)
	var sought []float32
	w := NewWave(func(at float32) { sought = append(sought, at) })
	w.Resize(fyne.NewSize(200, 32))
	w.Set(make([]float32, 10), make([]float32, 10))
	w.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, 10)})
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(120, 10)}})
	w.At(0.3)
	if len(sought) != 1 || w.Shown() != 0.6 {
		t.Errorf("while it is dragged it stands at %v, sought %v", w.Shown(), sought)
	}
	w.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(900, 10)}})
	w.DragEnd()
	if len(sought) != 2 || sought[0] != 0.25 || sought[1] != 1 {
		t.Errorf("sought %v", sought)
	}
}
