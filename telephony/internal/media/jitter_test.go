package media

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// voice is n samples of speech without pauses: a wandering pitch with overtones
// at 16 kHz.
func voice(n int) []int16 {
	samples := make([]int16, n)
	phase := 0.0
	for i := range samples {
		t := float64(i) / Rate
		phase += 2 * math.Pi * (140 + 40*math.Sin(2*math.Pi*0.7*t)) / Rate
		v := 0.0
		for h := 1.0; h < 12; h++ {
			v += math.Sin(h*phase) / h
		}
		samples[i] = int16(4000 * v * (0.7 + 0.3*math.Sin(2*math.Pi*3*t)))
	}
	return samples
}

// sent is a packet on its way.
type sent struct {
	ssrc, stamp uint32
	seq         uint16
	coding      Coding
	payload     []byte
	leaves      time.Duration
	arrives     time.Duration
}

// stream is a sender of 20 ms packets.
func stream(coding Coding, sound []int16) []sent {
	var e encoder
	var all []sent
	for i := 0; len(sound) >= Frame; i++ {
		leaves := time.Duration(i+1) * frameTime
		all = append(all, sent{
			ssrc: 7, stamp: 0xffffff00 + uint32(i*frameTicks), seq: 65500 + uint16(i),
			coding: coding, payload: e.encode(nil, coding, sound[:Frame]), leaves: leaves, arrives: leaves,
		})
		sound = sound[Frame:]
	}
	return all
}

var speech = sync.OnceValue(func() []sent { return stream(PCMA, voice(20*Rate)) })

// spoken is 20 s of speech as A-law.
func spoken() []sent { return slices.Clone(speech()) }

// result is what a loudspeaker got of it.
type result struct {
	sound  []int16
	delays []int64 // at each moment of playing
	buffer *jitter
}

// listen replays packets on a pretended clock to a loudspeaker that takes pieces
// of so many samples and runs faster than the sender's clock by parts in a million.
func listen(packets []sent, piece int, faster float64) result {
	slices.SortStableFunc(packets, func(a, b sent) int { return int(a.arrives - b.arrives) })
	r := result{buffer: &jitter{}}
	frame := make([]int16, piece)
	last := packets[len(packets)-1].arrives
	step := time.Duration(float64(piece) / Rate * float64(time.Second) / (1 + faster/1e6))
	for now := time.Duration(0); now <= last; now += step {
		for len(packets) > 0 && packets[0].arrives <= now {
			p := packets[0]
			packets = packets[1:]
			r.buffer.put(samplesOf(p.arrives), p.ssrc, p.stamp, p.seq, p.coding, p.payload)
		}
		r.buffer.play(samplesOf(now), frame)
		r.sound = append(r.sound, frame...)
		if r.buffer.playing {
			// What is left was taken from the time before next.
			r.delays = append(r.delays, r.buffer.delay(samplesOf(now))+int64(len(frame)+len(r.buffer.left)))
		}
	}
	return r
}

func samplesOf(d time.Duration) int64 { return d.Microseconds() * (Rate / 1000) / 1000 }

// silence is the longest stretch without sound, begin and end apart.
func (r result) silence() time.Duration {
	const piece = 5 * milli
	longest, run, begun := 0, 0, false
	for i := 0; i+piece <= len(r.sound); i += piece {
		if loudness(r.sound[i:i+piece]) > 300 {
			if begun {
				longest = max(longest, run)
			}
			begun, run = true, 0
			continue
		}
		run++
	}
	return time.Duration(longest) * 5 * time.Millisecond
}

// bounds are the least and greatest delay once settled.
func (r result) bounds() (least, most time.Duration) {
	settled := r.delays[len(r.delays)/4:]
	return time.Duration(slices.Min(settled)) * time.Second / Rate, time.Duration(slices.Max(settled)) * time.Second / Rate
}

// lose takes packets away.
func lose(packets []sent, which func(i int) bool) []sent {
	var kept []sent
	for i, p := range packets {
		if !which(i) {
			kept = append(kept, p)
		}
	}
	return kept
}

func hold(packets []sent, by func(i int) time.Duration) []sent {
	for i := range packets {
		packets[i].arrives += by(i)
	}
	return packets
}

func TestJitterNetworks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	uniform := func(most time.Duration) func(int) time.Duration {
		return func(int) time.Duration { return time.Duration(random.Int64N(int64(most))) }
	}
	millis := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	tests := []struct {
		name        string
		shape       func([]sent) []sent
		piece       int
		silence     time.Duration
		least, most time.Duration // of the delay
	}{
		{"clean", func(p []sent) []sent { return p }, 320, 0, millis(40), millis(80)},
		{"jitter 20 ms", func(p []sent) []sent { return hold(p, uniform(millis(20))) }, 320, 0, millis(35), millis(80)},
		{"loss 5 %, jitter 60 ms", func(p []sent) []sent {
			return lose(hold(p, uniform(millis(60))), func(int) bool { return random.IntN(20) == 0 })
		}, 320, millis(40), millis(40), millis(200)},
		{"the same, device of 10 ms", func(p []sent) []sent {
			return lose(hold(p, uniform(millis(60))), func(int) bool { return random.IntN(20) == 0 })
		}, 160, millis(40), millis(40), millis(200)},
		{"the same, device of 46 ms", func(p []sent) []sent {
			return lose(hold(p, uniform(millis(60))), func(int) bool { return random.IntN(20) == 0 })
		}, 743, millis(40), millis(40), millis(200)},
		{"loss 10 %", func(p []sent) []sent {
			return lose(p, func(int) bool { return random.IntN(10) == 0 })
		}, 320, millis(40), millis(40), millis(100)},
		{"three in a row", func(p []sent) []sent {
			return lose(p, func(i int) bool { return i%100 > 96 })
		}, 320, millis(40), millis(40), millis(120)},
		{"every packet twice", func(p []sent) []sent { return append(p, p...) }, 320, 0, millis(40), millis(80)},
		{"pairs turned around", func(p []sent) []sent {
			return hold(p, func(i int) time.Duration { return time.Duration(1-i%2) * millis(25) })
		}, 320, 0, millis(40), millis(90)},
		{"spikes of 150 ms", func(p []sent) []sent {
			return hold(p, func(i int) time.Duration {
				if i%150 < 7 {
					return millis(150 - 20*(i%150))
				}
				return 0
			})
		}, 320, millis(100), millis(40), millis(200)},
		{"network stuck for a second", func(p []sent) []sent {
			return hold(p, func(i int) time.Duration { return max(0, millis(1000-20*(i-400))) * time.Duration(min(1, i/400)) })
		}, 320, millis(1000), millis(40), millis(200)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := listen(tt.shape(spoken()), tt.piece, 0)
			least, most := r.bounds()
			t.Logf("silence %v, delay %v to %v, late %d, lost %d0 ms, stretched %d",
				r.silence(), least, most, r.buffer.late, r.buffer.lost, r.buffer.stretched)
			if got := r.silence(); got > tt.silence {
				t.Errorf("silent for %v", got)
			}
			if least < tt.least || most > tt.most {
				t.Errorf("delay from %v to %v", least, most)
			}
		})
	}
}

// Clocks that run apart by 200 parts in a million, which is more than those of
// cheap headsets do, are met without a gap and without losing anything.
func TestJitterDrift(t *testing.T) {
	for _, faster := range []float64{-200, 200} {
		r := listen(stream(PCMA, voice(60*Rate)), 320, faster)
		least, most := r.bounds()
		t.Logf("%+.0f: delay %v to %v, stretched %d, late %d", faster, least, most, r.buffer.stretched, r.buffer.late)
		if r.silence() > 0 || r.buffer.late > 0 || r.buffer.lost > 0 {
			t.Errorf("%+.0f: silent for %v, %d late, %d lost", faster, r.silence(), r.buffer.late, r.buffer.lost)
		}
		if least < 35*time.Millisecond || most > 100*time.Millisecond || r.buffer.stretched > 20 {
			t.Errorf("%+.0f: delay from %v to %v, stretched %d times", faster, least, most, r.buffer.stretched)
		}
	}
}

// A sender that begins anew is heard again at once.
func TestJitterNewBeginnings(t *testing.T) {
	tests := []struct {
		name   string
		change func(p *sent)
		late   time.Duration // of all packets after the change
		most   time.Duration // of silence
	}{
		{"another SSRC", func(p *sent) { p.ssrc, p.seq, p.stamp = 8, p.seq+30000, p.stamp+1<<30 }, 0, 60 * time.Millisecond},
		{"time stamps far ahead", func(p *sent) { p.stamp += 1 << 30 }, 0, 60 * time.Millisecond},
		{"time stamps far behind", func(p *sent) { p.stamp -= 1 << 29 }, 0, 60 * time.Millisecond},
		{"numbers from the start", func(p *sent) { p.seq, p.stamp = p.seq+20000, p.stamp+1<<28 }, 0, 60 * time.Millisecond},
		{"hold of 5 s, clock stopped", func(*sent) {}, 5 * time.Second, 5*time.Second + 200*time.Millisecond},
		{"silence of 3 s, clock running", func(p *sent) { p.stamp += 3 * 8000 }, 3 * time.Second, 3*time.Second + 100*time.Millisecond},
		{"a longer way", func(*sent) {}, 100 * time.Millisecond, 60 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			packets := spoken()
			for i := 300; i < len(packets); i++ {
				tt.change(&packets[i])
				packets[i].arrives += tt.late
			}
			r := listen(packets, 320, 0)
			least, most := r.bounds()
			t.Logf("silence %v, delay %v to %v", r.silence(), least, most)
			if r.silence() > tt.most {
				t.Errorf("silent for %v", r.silence())
			}
			if end := r.delays[len(r.delays)-1]; end < 35*milli || end > 100*milli {
				t.Errorf("in the end the delay is %d ms", end/milli)
			}
		})
	}
}

// After loss comes comfort noise, not an endless buzz.
func TestJitterFades(t *testing.T) {
	packets := stream(PCMA, voice(3*Rate))
	end := packets[len(packets)-1]
	end.arrives += 2 * time.Second
	end.seq += 100
	end.stamp += 16000
	r := listen(append(packets, end), 320, 0)
	at := len(r.sound) - Rate
	if got := loudness(r.sound[at:]); got > noiseMost*1.2 {
		t.Errorf("a second after the last packet the loudness is %.0f", got)
	}
	if peak := loudness(r.sound[Rate : 2*Rate]); peak < 1000 {
		t.Errorf("speech has a loudness of %.0f", peak)
	}
}

// Speech that is played without trouble is the speech that was said.
func TestJitterIsTrue(t *testing.T) {
	for _, coding := range []Coding{PCMA, G722} {
		said := voice(5 * Rate)
		r := listen(stream(coding, said), 320, 0)
		if got := likeness(said[Rate:2*Rate], r.sound[Rate:], Rate/2); got < 0.98 {
			t.Errorf("%s: the likeness is %.3f", coding.Name(), got)
		}
	}
}

// likeness is the greatest correlation of what was said with what was heard up
// to so many samples later.
func likeness(said, heard []int16, later int) float64 {
	best := 0.0
	for shift := range later {
		product, a, b := 0.0, 0.0, 0.0
		for i := 0; i < len(said); i += 7 {
			x, y := float64(said[i]), float64(heard[shift+i])
			product, a, b = product+x*y, a+x*x, b+y*y
		}
		best = max(best, product/math.Sqrt(a*b+1))
	}
	return best
}

// The thread of the loudspeaker must not wait for the collector.
func TestJitterAllocatesNothing(t *testing.T) {
	packets := stream(PCMA, voice(10*Rate))
	j := &jitter{}
	frame := make([]int16, Frame)
	i := 0
	if n := testing.AllocsPerRun(400, func() {
		p := packets[i]
		if i%10 != 3 {
			j.put(samplesOf(p.arrives), p.ssrc, p.stamp, p.seq, PCMA, p.payload)
		}
		j.play(samplesOf(p.arrives), frame)
		i++
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

// G.722 keeps a state that loss upsets; it must come through all the same.
func TestJitterWideBand(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	packets := hold(stream(G722, voice(20*Rate)), func(int) time.Duration {
		return time.Duration(random.Int64N(int64(60 * time.Millisecond)))
	})
	r := listen(lose(packets, func(int) bool { return random.IntN(20) == 0 }), 320, 0)
	least, most := r.bounds()
	if r.silence() > 40*time.Millisecond || least < 40*time.Millisecond || most > 200*time.Millisecond {
		t.Errorf("silent for %v, delay from %v to %v", r.silence(), least, most)
	}
}

func FuzzJitter(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Fuzz(func(_ *testing.T, data []byte) {
		j := &jitter{}
		frame := make([]int16, Frame)
		for now := int64(0); len(data) >= 6; data = data[6:] {
			now += int64(data[5]) * milli
			payload := make([]byte, int(data[4])*8)
			stamp := uint32(data[2])<<24 | uint32(data[3])<<6
			j.put(now, uint32(data[0]&1), stamp, uint16(data[1])*uint16(data[0]), Coding(8+data[0]>>1&1), payload)
			j.play(now, frame[:1+int(data[5])])
		}
	})
}

func BenchmarkJitterPacket(b *testing.B) {
	packets := stream(PCMA, voice(60*Rate))
	j := &jitter{}
	frame := make([]int16, Frame)
	for i := 0; b.Loop(); i++ {
		p := packets[i%len(packets)]
		j.put(int64(i*Frame), 1, uint32(i*frameTicks), uint16(i), PCMA, p.payload)
		j.play(int64(i*Frame), frame)
	}
}
