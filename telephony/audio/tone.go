package audio

import (
	"io"
	"math"
)

// Tone is a sound that the panel makes itself.
type Tone uint8

// Tones. Those of the exchange are as Russian exchanges have them: 425 Hz, in
// step as in GOST R 51061 and ITU-T E.180. The one of a second call is 12 dB lower:
// it sounds over a voice that is listened to.
const (
	Ringtone Tone = iota // a soft one, at the device that rings
	Ringback             // the other side rings
	Busy                 // it is busy
	Waiting              // a second call rings during a talk: short and low
)

const (
	toneHertz = 425
	toneLevel = 4000 // of 32768: about -18 dB
	toneEdge  = Rate / 200
)

// Play makes a tone sound until it is closed. It may take long, like Open.
func (d *Devices) Play(t Tone) (io.Closer, error) {
	r := output
	if t == Ringtone {
		r = ring
	}
	g := &generator{tone: t}
	return d.stream(r, g.fill)
}

// generator makes a tone on the thread of a device.
type generator struct {
	tone Tone
	n    int
}

func (g *generator) fill(samples []int16) {
	for i := range samples {
		switch g.tone {
		case Ringback:
			samples[i] = pulse(g.n, Rate, 5*Rate)
		case Busy:
			samples[i] = pulse(g.n, 35*Rate/100, 70*Rate/100)
		case Waiting:
			samples[i] = pulse(g.n, Rate/5, 5*Rate) / 4
		default:
			samples[i] = chime(g.n)
		}
		g.n++
	}
}

// pulse is 425 Hz for a time out of another, with edges that do not click.
func pulse(n, on, period int) int16 {
	at := n % period
	if at >= on {
		return 0
	}
	edge := min(float64(min(at, on-at))/toneEdge, 1)
	return int16(toneLevel * edge * math.Sin(2*math.Pi*toneHertz*float64(at)/Rate))
}

// notes of the ringtone, a minor third that rises twice: when, and how high.
var notes = [...]struct{ at, hertz float64 }{{0, 587.3}, {0.22, 698.5}, {0.9, 587.3}, {1.12, 698.5}}

// chime is a bell that dies away; four strokes in three seconds.
func chime(n int) int16 {
	t := float64(n%(3*Rate)) / Rate
	v := 0.0
	for _, note := range notes {
		age := t - note.at
		if age < 0 {
			continue
		}
		rise := min(age*200, 1)
		phase := 2 * math.Pi * note.hertz * age
		v += rise * math.Exp(-5*age) * (math.Sin(phase) + 0.3*math.Exp(-4*age)*math.Sin(2*phase))
	}
	return int16(5000 * v)
}
