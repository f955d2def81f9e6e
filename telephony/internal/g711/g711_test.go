package g711

import "testing"

func TestEveryCodeSurvives(t *testing.T) {
	for _, law := range []Law{ALaw, MuLaw} {
		for i := range 256 {
			sample := law.Decode(nil, []byte{byte(i)})
			back := law.Encode(nil, sample)
			if back[0] != byte(i) && (law != MuLaw || i != 0x7f) { // mu-law has a negative zero
				t.Errorf("%s: %#02x decodes to %d, which encodes to %#02x", law.Name(), i, sample[0], back[0])
			}
		}
	}
}

// The error of G.711 is at most half a step, and a step is 1/16 of the segment.
func TestErrorIsSmall(t *testing.T) {
	for _, law := range []Law{ALaw, MuLaw} {
		for sample := -32768; sample <= 32767; sample++ {
			got := int(law.Decode(nil, law.Encode(nil, []int16{int16(sample)}))[0])
			diff, size := got-sample, sample
			if diff < 0 {
				diff = -diff
			}
			if size < 0 {
				size = -size
			}
			if diff > size/16+16 {
				t.Fatalf("%s: %d came back as %d", law.Name(), sample, got)
			}
		}
	}
}

func TestSilence(t *testing.T) {
	for _, law := range []Law{ALaw, MuLaw} {
		if got := law.Decode(nil, []byte{law.Silence()})[0]; got < -8 || got > 8 {
			t.Errorf("%s: silence sounds like %d", law.Name(), got)
		}
	}
}
