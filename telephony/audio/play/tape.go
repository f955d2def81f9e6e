package play

import (
	"math"

	"pult/telephony/record"
)

const (
	hop   = rate * 15 / 1000 // samples that are made at once
	reach = rate * 10 / 1000 // how far a better seam is looked for

	pieces    = 200       // of the recording that tell how loud each side is
	pieceSize = rate / 20 // 50 ms
	speaks    = 150       // of loudness: less is the noise of a room
	loudest   = 4000      // a voice is not made louder than that
	mostGain  = 8
	leastGain = 0.25
)

// tape reads a recording as one voice, at any speed: pieces that overlap are laid
// closer together, each where it fits best to the one before (WSOLA, Verhelst and
// Roelands, 1993), so the pitch stays.
type tape struct {
	reader *record.Reader
	gain   [2]float64
	at     int64 // frame that is played next

	sound  [][2]int16
	window [2*hop + 2*reach]int16
	tail   [hop]int16 // how the last piece would go on
	joined bool       // tail is there
	piece  [hop]int16
}

func newTape(reader *record.Reader) (*tape, error) {
	t := &tape{reader: reader, sound: make([][2]int16, 2*hop+2*reach)}
	return t, t.balance()
}

func (t *tape) frames() int64 { return t.reader.Frames() }

func (t *tape) close() { _ = t.reader.Close() } // it was only read

// balance makes both sides equally loud: the microphone here and a telephone far
// away seldom are. A glance at places all over the recording is enough.
func (t *tape) balance() error {
	var energy [2]float64
	var count [2]int
	sound := make([][2]int16, pieceSize)
	for i := range int64(pieces) {
		if err := t.reader.Read(sound, i*max(t.frames()-pieceSize, 0)/pieces); err != nil {
			return err
		}
		for side := range 2 {
			sum := 0.0
			for _, f := range sound {
				sum += float64(f[side]) * float64(f[side])
			}
			if sum > speaks*speaks*pieceSize {
				energy[side] += sum
				count[side] += pieceSize
			}
		}
	}
	var loud [2]float64
	for side := range 2 {
		if count[side] > 0 {
			loud[side] = math.Sqrt(energy[side] / float64(count[side]))
		}
	}
	goal := min(max(loud[0], loud[1]), loudest)
	for side := range 2 {
		t.gain[side] = 1
		if loud[side] > 0 {
			t.gain[side] = min(max(goal/loud[side], leastGain), mostGain)
		}
	}
	return nil
}

// seek goes to a frame.
func (t *tape) seek(frame int64) { t.at, t.joined = frame, false }

// mono reads both sides as one voice.
func (t *tape) mono(to []int16, from int64) error {
	sound := t.sound[:len(to)]
	if err := t.reader.Read(sound, from); err != nil {
		return err
	}
	for i, f := range sound {
		v := float64(f[0])*t.gain[0] + float64(f[1])*t.gain[1]
		to[i] = int16(min(max(v, math.MinInt16), math.MaxInt16))
	}
	return nil
}

// next makes a piece of sound; nil is the end.
func (t *tape) next(speed float64) ([]int16, error) {
	if t.at >= t.frames() {
		return nil, nil
	}
	if err := t.mono(t.window[:], t.at-reach); err != nil {
		return nil, err
	}
	from := reach
	if t.joined && speed != 1 {
		from = t.best()
	}
	copy(t.piece[:], t.window[from:])
	if t.joined {
		for i := range t.piece {
			w := int32(i)
			t.piece[i] = int16((int32(t.tail[i])*(hop-w) + int32(t.piece[i])*w) / hop)
		}
	}
	copy(t.tail[:], t.window[from+hop:])
	t.joined = true
	t.at = min(t.at+int64(math.Round(hop*speed)), t.frames())
	return t.piece[:], nil
}

// best is where the window goes on most like the piece before would have.
func (t *tape) best() int {
	where, most := reach, math.Inf(-1)
	for from := 0; from < 2*reach; from += 2 {
		product, energy := 0.0, 1.0
		for i := 0; i < hop; i += 2 {
			a, b := float64(t.tail[i]), float64(t.window[from+i])
			product += a * b
			energy += b * b
		}
		if score := product / math.Sqrt(energy); score > most {
			where, most = from, score
		}
	}
	return where
}
