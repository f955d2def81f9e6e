//go:build field

package telephony

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pult/telephony/pbxtest"
)

// With 5 % of the packets lost and the others late by up to 60 ms, what baresip
// says is heard without holes.
func TestSpeechInBadWeather(t *testing.T) {
	for _, codec := range []string{"pcma", "g722"} {
		t.Run(codec, func(t *testing.T) {
			t.Parallel()
			rate, name := 8000, codec
			if codec == "g722" {
				rate, name = 16000, "g722/16000"
			}
			k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword, baresipUser: "third"})
			b := pbxtest.StartBaresip(t, pbxtest.Phone{
				User: baresipUser, Password: "third", Registrar: k.Addr, Codec: name, Sound: writeWAV(t, voice(4*saidSeconds, rate, 2), rate),
			})
			w := pbxtest.StartWeather(t, k.Addr, 0.05, 60*time.Millisecond)
			cfg := testConfig(w.Addr.String())
			s, d := startDeck(t, cfg)
			said := voice(saidSeconds, soundRate, 2)
			talks := 0
			calmly(t, func() string {
				d.forget()
				id := s.dialTo(t, baresipUser)
				d.listen(saidSeconds)
				if err := s.line.Hangup(within(t), id); err != nil {
					t.Fatal(err)
				}
				s.told.awaitEnd(t, id)
				talks++
				b.Ended(t, talks)
				like, delay := likeness(said, d.kept(), soundRate)
				holes, windows := holesIn(said, d.kept(), delay)
				found := fmt.Sprintf("correlation %.3f, begins at %v, %d holes in %d pieces of 20 ms", like, delay.Round(time.Millisecond), holes, windows)
				t.Logf("we heard baresip: %s", found)
				// Without concealment one piece in twenty would be silent.
				if like < alike || holes*50 > windows {
					return found
				}
				return ""
			})
			s.stop()
			if lost, of := w.Lost(); of < 50*saidSeconds || lost == 0 {
				t.Fatalf("%d packets of %d were lost: the weather was fair", lost, of)
			}
		})
	}
}

// holesIn counts pieces of 20 ms that were said loudly and heard as silence.
func holesIn(said, heard []int16, delay time.Duration) (holes, windows int) {
	const piece = soundRate / 50
	offset := int(delay.Seconds() * soundRate)
	for from := soundRate / 2; from+piece <= len(said) && from+offset+piece <= len(heard); from += piece {
		loud := power(said[from : from+piece])
		if loud < 600 {
			continue
		}
		windows++
		if power(heard[from+offset:from+offset+piece]) < loud/10 {
			holes++
		}
	}
	return holes, windows
}

// power is the root of the mean square.
func power(samples []int16) float64 {
	sum := 0.0
	for _, v := range samples {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(samples)))
}
