//go:build field

package telephony

import (
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
	wav "pult/telephony/record"
)

// soundRate is that of the sound which lines take and give.
const soundRate = wav.Rate

// voice makes something like speech: a gliding pitch with formants in syllables.
// No second of it is like another one, and it is the same at any rate.
func voice(seconds, rate int, seed float64) []int16 {
	samples := make([]int16, seconds*rate)
	phase, top := 0.0, min(6500, 0.43*float64(rate))
	for i := range samples {
		at := float64(i) / float64(rate)
		pitch := 130 + 35*math.Sin(2*math.Pi*0.37*at+seed) + 20*math.Sin(2*math.Pi*1.13*at+2*seed)
		phase += 2 * math.Pi * pitch / float64(rate)
		formant := 700 + 400*math.Sin(2*math.Pi*0.83*at+seed)
		sum := 0.0
		for n := 1.0; n*pitch < top; n++ {
			low, high := (n*pitch-formant)/350, (n*pitch-2300)/400
			sum += math.Sin(n*phase) * (math.Exp(-low*low) + 0.4*math.Exp(-high*high) + 0.06)
		}
		syllable := math.Sin(2*math.Pi*1.9*at + seed)
		samples[i] = int16(2600 * sum * (0.15 + 0.85*syllable*syllable))
	}
	return samples
}

// deck is an Audio that says a sound from the beginning and keeps what it hears,
// at the pace of the clock however late it is called.
type deck struct {
	says []int16

	mu    sync.Mutex
	heard []int16
}

func (d *deck) Open(speak, hear func([]int16)) (io.Closer, error) {
	r := &reel{stop: make(chan struct{}), done: make(chan struct{})}
	go r.run(d, speak, hear)
	return r, nil
}

type reel struct{ stop, done chan struct{} }

func (r *reel) run(d *deck, speak, hear func([]int16)) {
	defer close(r.done)
	const piece = soundRate / 100
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	began, at := time.Now(), 0
	in, out := make([]int16, piece), make([]int16, piece)
	for {
		for due := int(time.Since(began).Seconds() * soundRate); at+piece <= due; at += piece {
			clear(in)
			if at < len(d.says) {
				copy(in, d.says[at:])
			}
			speak(in)
			hear(out)
			d.mu.Lock()
			d.heard = append(d.heard, out...)
			d.mu.Unlock()
		}
		select {
		case <-ticker.C:
		case <-r.stop:
			return
		}
	}
}

func (r *reel) Close() error {
	close(r.stop)
	<-r.done
	return nil
}

// forget throws away what has been heard.
func (d *deck) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heard = nil
}

// kept is what has been heard so far.
func (d *deck) kept() []int16 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.heard)
}

// hearsVoice waits for so many seconds of sound that is not silence.
func (d *deck) hearsVoice(t *testing.T, seconds float64) {
	t.Helper()
	waitFor(t, func() bool { return d.heardVoice(seconds) })
}

// listen gives a voice of so many seconds four times that time to come. On a busy
// machine some of it may not: what is measured tells.
func (d *deck) listen(seconds float64) {
	deadline := time.Now().Add(time.Duration(4 * seconds * float64(time.Second)))
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !d.heardVoice(seconds) && time.Now().Before(deadline) {
		<-tick.C
	}
}

func (d *deck) heardVoice(seconds float64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	loud := 0
	for _, v := range d.heard {
		if v > 300 || v < -300 {
			loud++
		}
	}
	// Half of a voice is between its peaks.
	return float64(loud) > seconds*soundRate/2
}

// writeWAV keeps sound of one channel.
func writeWAV(t *testing.T, samples []int16, rate int) string {
	t.Helper()
	le, size := binary.LittleEndian, uint32(2*len(samples))
	b := append(le.AppendUint32([]byte("RIFF"), 36+size), "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = le.AppendUint32(le.AppendUint32(b, uint32(rate)), uint32(2*rate))
	b = le.AppendUint32(append(b, "\x02\x00\x10\x00data"...), size)
	for _, v := range samples {
		b = le.AppendUint16(b, uint16(v))
	}
	file := filepath.Join(t.TempDir(), "says.wav")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// readWAV gives the channels of a file of 16 bits.
func readWAV(t *testing.T, file string) (channels [][]int16, rate int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil || len(b) < 12 {
		t.Fatalf("%s: %d bytes, %v", file, len(b), err)
	}
	le := binary.LittleEndian
	for b = b[12:]; len(b) >= 8; {
		name, size := string(b[:4]), int(le.Uint32(b[4:]))
		b = b[8:]
		size = min(size, len(b))
		switch name {
		case "fmt ":
			if bits := le.Uint16(b[14:]); bits != 16 {
				t.Fatalf("%s: %d bits", file, bits)
			}
			channels, rate = make([][]int16, le.Uint16(b[2:])), int(le.Uint32(b[4:]))
		case "data":
			for i := 0; i+1 < size; i += 2 {
				c := i / 2 % len(channels)
				channels[c] = append(channels[c], int16(le.Uint16(b[i:])))
			}
			return channels, rate
		}
		b = b[min(size+size%2, len(b)):]
	}
	t.Fatalf("%s holds no sound", file)
	return nil, 0
}

const (
	baresipUser = "103"
	saidSeconds = 4
)

// besideBaresip is a line and a baresip at one exchange.
func besideBaresip(t *testing.T, codec string) (*pbxtest.Kamailio, *stage, *deck, *pbxtest.Baresip) {
	t.Helper()
	rate := 8000
	if codec == "g722" {
		codec, rate = "g722/16000", 16000
	}
	theirs := voice(4*saidSeconds, rate, 2) // it does not fall silent while we listen
	return beside(t, pbxtest.Phone{Codec: codec, Sound: writeWAV(t, theirs, rate)})
}

func beside(t *testing.T, p pbxtest.Phone) (*pbxtest.Kamailio, *stage, *deck, *pbxtest.Baresip) {
	t.Helper()
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword, baresipUser: "third", "102": "other"})
	p.User, p.Password, p.Registrar = baresipUser, "third", k.Addr
	b := pbxtest.StartBaresip(t, p)
	s, d := startDeck(t, testConfig(k.Addr.String()))
	return k, s, d, b
}

// startDeck is a line that says a voice.
func startDeck(t *testing.T, cfg Config) (*stage, *deck) {
	t.Helper()
	d := &deck{says: voice(saidSeconds, soundRate, 1)}
	s := &stage{told: newWitness()}
	line, err := New(cfg, s.told, d)
	if err != nil {
		t.Fatal(err)
	}
	s.line = line
	s.stop = serve(t, line.Serve)
	s.told.awaitState(t, crm.LineRegistered)
	return s, d
}

func (s *stage) dialTo(t *testing.T, user string) crm.ID {
	t.Helper()
	id := crm.NewID(time.Now())
	if err := s.line.Dial(within(t), id, phone.Number{Short: user}); err != nil {
		t.Fatal(err)
	}
	s.told.awaitKind(t, "answered", id)
	return id
}

// A known sound goes both ways between the line and another telephone, and is
// what both hear and what is recorded.
func TestSoundToAndFromBaresip(t *testing.T) {
	t.Run("there and back", func(t *testing.T) {
		t.Parallel()
		soundComesBack(t)
	})
	for _, codec := range []string{"pcma", "pcmu", "g722"} {
		t.Run(codec, func(t *testing.T) {
			t.Parallel()
			_, s, d, b := besideBaresip(t, codec)
			talks := 0
			measured(t, func() []heard {
				d.forget()
				id := s.dialTo(t, baresipUser)
				file := filepath.Join(t.TempDir(), "call.wav")
				recording, err := wav.Create(file)
				if err != nil {
					t.Fatal(err)
				}
				s.record(t, id, recording)
				d.listen(saidSeconds)
				talks++
				s.partFrom(t, b, id, talks)
				files := b.Heard(t)
				theirs, rate := readWAV(t, files[len(files)-1])
				kept, _ := readWAV(t, file)
				if len(files) != talks || len(kept) != 2 {
					t.Fatalf("%d talks: baresip kept %q, we %d channels", talks, files, len(kept))
				}
				said := voice(saidSeconds, soundRate, 2)
				return []heard{
					{"baresip heard us", voice(saidSeconds, rate, 1), theirs[0], rate},
					{"we heard baresip", said, d.kept(), soundRate},
					{"recorded of us", d.says, kept[0], soundRate},
					{"recorded of baresip", said, kept[1], soundRate},
				}
			})
		})
	}
}

// The way there and back, both buffers against jitter included.
func soundComesBack(t *testing.T) {
	_, s, d, _ := beside(t, pbxtest.Phone{Codec: "pcma"})
	measured(t, func() []heard {
		d.forget()
		id := s.dialTo(t, baresipUser)
		d.listen(saidSeconds * 0.6)
		if err := s.line.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
		s.told.awaitEnd(t, id)
		return []heard{{"there and back", d.says, d.kept(), soundRate}}
	})
}

// Both hold and let go; then baresip is sent on to a colleague and calls there.
func TestControlsWithBaresip(t *testing.T) {
	k, s, d, b := besideBaresip(t, "pcma")
	cfg := testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	third := startLine(t, cfg)
	third.told.awaitState(t, crm.LineRegistered)
	b.Do(t, "dial", "sip:"+testUser+"@"+k.Addr.String())
	id := s.told.awaitRing(t).Call
	if err := s.line.Answer(within(t), id); err != nil {
		t.Fatal(err)
	}
	s.told.awaitKind(t, "answered", id)
	b.Talking(t, 1)
	d.hearsVoice(t, 0.5)

	s.hold(t, id, true)
	s.told.awaitHeld(t, id, true, false)
	b.Do(t, "hold", "")
	s.told.awaitHeld(t, id, true, true)
	s.hold(t, id, false)
	s.told.awaitHeld(t, id, false, true)
	b.Do(t, "resume", "")
	s.told.awaitHeld(t, id, false, false)
	d.forget()
	d.hearsVoice(t, 0.5)

	if err := s.line.Transfer(within(t), id, colleague); err != nil {
		t.Fatal(err)
	}
	ring := third.told.awaitRing(t)
	if ring.Number.String() != baresipUser {
		t.Errorf("the colleague is rung by %+v", ring)
	}
	if err := third.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	if err := s.told.awaitTransfer(t, id); err != nil {
		t.Errorf("the transfer ended with %v", err)
	}
	if end := s.told.awaitEnd(t, id); end.Outcome != crm.Transferred {
		t.Errorf("ended as %+v", end)
	}
	s.assertNoCalls(t)
	loud := third.wave.loud.Load()
	waitFor(t, func() bool { return third.wave.loud.Load() >= loud+25 })
	if err := third.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	third.told.awaitEnd(t, ring.Call)
}
