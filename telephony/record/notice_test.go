package record

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pult/app/crm"
)

// crossings counts the waves in samples.
func crossings(samples []int16) (n int) {
	for i := 1; i < len(samples); i++ {
		if samples[i-1] < 0 && samples[i] >= 0 {
			n++
		}
	}
	return n
}

func TestBeep(t *testing.T) {
	beep := Beep()
	if waves := crossings(beep); len(beep) != Rate/5 || waves < 278 || waves > 281 {
		t.Errorf("%d samples, %d waves", len(beep), waves)
	}
	if beep[0] != 0 || beep[len(beep)-1] != 0 {
		t.Error("it clicks")
	}
}

// spoken is a WAV file with a tone of 400 Hz.
func spoken(channels, rate int, seconds float64) []byte {
	le := binary.LittleEndian
	var sound []byte
	for i := range int(seconds * float64(rate)) {
		v := int16(5000 * math.Sin(2*math.Pi*400*float64(i)/float64(rate)))
		for range channels {
			sound = le.AppendUint16(sound, uint16(v))
		}
	}
	b := le.AppendUint32([]byte("RIFF"), uint32(46+len(sound)))
	b = append(b, "WAVELIST\x01\x00\x00\x00x\x00"...) // an odd chunk before
	b = le.AppendUint32(append(b, "fmt "...), 16)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*channels*2))
	b = le.AppendUint16(b, uint16(channels*2))
	b = le.AppendUint16(b, 16)
	b = le.AppendUint32(append(b, "data"...), uint32(len(sound)))
	return append(b, sound...)
}

func soundFile(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notice.wav")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadSound(t *testing.T) {
	for _, rate := range []int{8000, 16000, 22050, 44100, 48000} {
		for channels := 1; channels <= 2; channels++ {
			samples, err := ReadSound(soundFile(t, spoken(channels, rate, 0.5)))
			if err != nil {
				t.Fatal(err)
			}
			peak := int16(0)
			for _, v := range samples {
				peak = max(peak, v)
			}
			if waves := crossings(samples); len(samples) < Rate/2-2 || len(samples) > Rate/2 || waves < 198 || waves > 201 || peak < 4500 || peak > 5000 {
				t.Errorf("%d channels at %d Hz: %d samples, %d waves, peak %d", channels, rate, len(samples), waves, peak)
			}
		}
	}
}

func TestReadSoundThatIsNone(t *testing.T) {
	good := spoken(1, 8000, 0.1)
	if _, err := ReadSound(filepath.Join(t.TempDir(), "none.wav")); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("no file: %v", err)
	}
	if _, err := ReadSound(soundFile(t, spoken(1, 8000, 61))); !errors.Is(err, crm.ErrGarbled) {
		t.Errorf("too long: %v", err)
	}
	for cut := range 64 { // a header cut off anywhere
		if _, err := ReadSound(soundFile(t, good[:cut])); err == nil && cut < 56 {
			t.Errorf("%d bytes were taken for sound", cut)
		}
	}
	good[len("RIFFsizeWAVELIST\x01\x00\x00\x00x\x00fmt \x10\x00\x00\x00")] = 3 // floating point
	if _, err := ReadSound(soundFile(t, good)); !errors.Is(err, crm.ErrGarbled) {
		t.Errorf("another coding: %v", err)
	}
}
