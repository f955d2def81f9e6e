package record

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"pult/app/crm"
)

// BeepEvery is the time from one beep to the next.
const BeepEvery = 15 * time.Second

const (
	beepPitch = 1400 // Hz, as telephone recorders have had it since 47 CFR 64.501
	beepTime  = time.Second / 5
	beepEdge  = Rate / 200 // without a soft edge it clicks
	beepLevel = 2600

	longest  = time.Minute // of a notice
	mostRate = 192000
	// mostBytes is a minute of two channels at the highest rate.
	mostBytes = 60*mostRate*frameSize + 1<<16
)

// Beep is the short tone that tells people they are being recorded.
func Beep() []int16 {
	samples := make([]int16, int(beepTime.Seconds()*Rate))
	for i := range samples {
		edge := min(1, float64(min(i, len(samples)-1-i))/beepEdge)
		samples[i] = int16(beepLevel * edge * math.Sin(2*math.Pi*beepPitch*float64(i)/Rate))
	}
	return samples
}

// ReadSound reads a WAV file with 16-bit sound of one channel or two, at most a
// minute, as samples of one channel at Rate.
func ReadSound(path string) ([]int16, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("record: sound: %w", kind(err))
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, mostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("record: sound: %w", err)
	}
	samples, rate, err := parseSound(raw)
	if err != nil {
		return nil, fmt.Errorf("record: sound: %w: %w", err, crm.ErrGarbled)
	}
	return resample(samples, rate), nil
}

// format is what the header says of the samples.
type format struct {
	channels, rate int
	known          bool
}

// parseSound walks the chunks of a file.
func parseSound(raw []byte) (samples []int16, rate int, err error) {
	le := binary.LittleEndian
	if len(raw) > mostBytes {
		return nil, 0, fmt.Errorf("longer than %v", longest)
	}
	if len(raw) < riffSize || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WAVE" {
		return nil, 0, fmt.Errorf("no WAV file")
	}
	var f format
	for rest := raw[riffSize:]; len(rest) >= 8; {
		name, size := string(rest[:4]), int(le.Uint32(rest[4:]))
		body := rest[8:]
		body = body[:min(size, len(body))]
		switch name {
		case "fmt ":
			if f, err = readFormat(body); err != nil {
				return nil, 0, err
			}
		case "data":
			if !f.known {
				return nil, 0, fmt.Errorf("sound before its format")
			}
			return mono(body, f.channels, f.rate)
		}
		rest = rest[min(8+size+size%2, len(rest)):]
	}
	return nil, 0, fmt.Errorf("no sound in it")
}

func readFormat(b []byte) (format, error) {
	le := binary.LittleEndian
	const pcm, extensible = 1, 0xfffe
	if len(b) < 16 {
		return format{}, fmt.Errorf("a format of %d bytes", len(b))
	}
	f := format{channels: int(le.Uint16(b[2:])), rate: int(le.Uint32(b[4:])), known: true}
	coding := le.Uint16(b)
	if (coding != pcm && coding != extensible) || le.Uint16(b[14:]) != 16 || f.channels < 1 || f.channels > 2 ||
		f.rate < 8000 || f.rate > mostRate {
		return format{}, fmt.Errorf("16-bit PCM of one or two channels is wanted")
	}
	return f, nil
}

// mono mixes the channels into one.
func mono(b []byte, channels, rate int) ([]int16, int, error) {
	samples := make([]int16, len(b)/2/channels)
	for i := range samples {
		sum := 0
		for c := range channels {
			sum += int(int16(binary.LittleEndian.Uint16(b[2*(i*channels+c):])))
		}
		samples[i] = int16(sum / channels)
	}
	switch {
	case len(samples) == 0:
		return nil, 0, fmt.Errorf("no sound in it")
	case len(samples) > int(longest.Seconds())*rate:
		return nil, 0, fmt.Errorf("longer than %v", longest)
	}
	return samples, rate, nil
}

// resample brings speech to Rate: the mean of what falls into one sample, or a line
// between two. For a notice that is good enough.
func resample(samples []int16, rate int) []int16 {
	if rate == Rate {
		return samples
	}
	out := make([]int16, max(len(samples)*Rate/rate, 1))
	for i := range out {
		from := float64(i) * float64(rate) / Rate
		to := from + max(float64(rate)/Rate, 1)
		first, last := int(from), min(int(to), len(samples)-1)
		if last-first <= 1 {
			part := from - float64(first)
			out[i] = int16((1-part)*float64(samples[first]) + part*float64(samples[last]))
			continue
		}
		sum := 0
		for _, v := range samples[first:last] {
			sum += int(v)
		}
		out[i] = int16(sum / (last - first))
	}
	return out
}
